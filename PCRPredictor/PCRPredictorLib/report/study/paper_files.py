"""The files that a study leaves beside those of its training run."""

from pathlib import Path
from typing import TYPE_CHECKING

from ...files import csv_text, write_json, write_text

if TYPE_CHECKING:
    from ...training.reproduction.study import Study

STUDY_FILES = ("study.html", "study.json", "table_s1.csv", "table_s1_from_counts.csv", "table_s3_s4.csv")


def write_study(folder: Path, study: "Study") -> None:
    """Write the page, the record and the tables into an existing folder."""
    from ...training.reproduction.record import study_record
    from .paper_page import study_page
    from .training_figures import roc_of_models, roc_per_fold

    write_text(folder / "study.html", study_page(study, roc_per_fold(study.result), roc_of_models(study.result)))
    write_json(folder / "study.json", study_record(study))
    if study.table_one is not None:
        write_text(folder / "table_s1.csv", study.table_one.as_csv(study.simulated))
    counted = [["characteristic", "printed_p", "p_from_counts", "test"]]
    counted += [[item.name, item.printed_p, item.p, item.test] for item in study.recomputed]
    write_text(folder / "table_s1_from_counts.csv", csv_text(counted))
    rows: list[list[object]] = [
        ["table", "label", "column", "printed", "refitted", "in_the_trained_model", "simulated"]
    ]
    mark = str(study.simulated).lower()
    for key, table in study.coefficients.items():
        rows += [
            [key, row.label, row.column, row.printed, _cell(row.refitted), _cell(row.own), mark] for row in table.rows
        ]
    write_text(folder / "table_s3_s4.csv", csv_text(rows))


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)
