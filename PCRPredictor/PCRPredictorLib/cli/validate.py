"""`pcr-predictor validate`: a finished model on a cohort with known outcomes."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, Notice
from ..files import write_json, write_text
from ..training.packages import require_packages
from .documents import PDF_OPTION, pdf_name, require_pdf_if, write_page_pdf
from .options import INPUT_PATH, NAME_OR_FILE, OUTPUT_PATH, Command
from .output import check_output_folder, closing_words, filling, show_warnings
from .terminal import tell

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..models.model_file import Model
    from ..models.scoring import Prediction
    from ..models.table import FeatureTable


@click.command("validate", cls=Command)
@click.option(
    "--model", required=True, type=NAME_OR_FILE, metavar="NAME|FILE", help="Published model, or a model file."
)
@click.option("--calibration", type=INPUT_PATH, help="Calibration file; the published models need one.")
@click.option("--cohort", required=True, type=INPUT_PATH, help="Feature table with outcomes (CSV).")
@click.option("--outcome", required=True, metavar="COL", help="Column of outcomes, with two values.")
@click.option("--positive", metavar="VALUE", help="The outcome that means a response; 1, yes, true or pCR unless told.")
@click.option("--compare", metavar="FILE|COL", help="Another model file, or a column with a reader's yes/no calls.")
@click.option("--compare-positive", metavar="VALUE", help="The value of that column by which the reader says yes.")
@click.option("--patient", metavar="COL", help="Column that names the patient, where one has several rows.")
@click.option("--subgroup", "subgroups", multiple=True, metavar="COL", help="Column of groups to look at one by one.")
@click.option("--id", "id_column", metavar="COL", help="Column that names the cases; case_id unless told.")
@PDF_OPTION
@click.option("--output", required=True, type=OUTPUT_PATH, help="Folder.")
def command(
    model: str,
    calibration: Path | None,
    cohort: Path,
    outcome: str,
    positive: str | None,
    compare: str | None,
    compare_positive: str | None,
    patient: str | None,
    subgroups: tuple[str, ...],
    id_column: str | None,
    pdf: bool,
    output: Path,
) -> None:
    """Measure discrimination, calibration and net benefit of a model on patients it was not trained on.

    The folder gets validation.json, report.html and the figures (PNG, SVG).
    --compare with a model file gives DeLong's paired test, with a column of the cohort (such as complete response by
    mRECIST) McNemar's exact tests. Research use only.
    """
    check_output_folder(output, ["validation.json", "report.html", pdf_name("report.html")])
    require_pdf_if(pdf, output, "report.html")
    require_packages()
    from ..models.auc import require_two_of_each
    from ..models.calibration import named_patients, shared_cases
    from ..models.calibration_file import load_calibration
    from ..models.copies import copies_notices
    from ..models.missing_codes import code_notice
    from ..models.model_file import load_model
    from ..models.model_table import read_model_table
    from ..models.named_rows import groups_of, rows_in_words
    from ..models.outcomes import binary_outcome, drawn_outcome_notices
    from ..models.score_table import notices_of_all, score_table
    from ..models.scoring import ready
    from ..models.training_cohort import shared_with_training
    from ..report.study.validation_charts import ScoredCohort, save_figure
    from ..report.study.validation_report import validation_figures, validation_report
    from ..training.data.spellings import category_notices, patient_notices
    from ..training.data.subgroup_columns import subgroup_columns
    from ..training.data.unused_columns import perhaps_patients
    from ..training.data.validation_notices import ranked_the_wrong_way, rows_of_patients
    from ..training.record.measures import (
        compared_with_model,
        compared_with_reader,
        sizes,
        told_apart,
        validation_summary,
    )
    from ..training.record.sizes import sample_size_of_validation
    from ..training.record.subgroup_record import subgroups_of_validation

    chosen = load_model(model)
    applied = load_calibration(calibration) if calibration else None
    reason = ready(chosen, applied)
    if reason is not None:
        raise InputError(reason)
    table = read_model_table(cohort, chosen, id_column)
    by_reader = compare is not None and compare in table.header
    if compare_positive is not None and not by_reader:
        raise InputError("--compare-positive tells a reader's yes; name the reader's column with --compare.")
    truth = binary_outcome(table.cells(outcome), outcome, positive, table.source)
    groups = subgroup_columns(table, subgroups)
    people = named_patients(table, patient, outcome)
    rows_of = groups_of(people)
    require_two_of_each(truth == 1, f"{table.source}, column '{outcome}'", rows_of)
    counted = sizes(truth, rows_of)
    scored = [prediction for _, prediction in score_table(chosen, applied, table)]
    probability, cutoff = _probabilities(scored), scored[0].cutoff
    simulated = any(prediction.simulated for prediction in scored)
    notices = [
        *drawn_outcome_notices(table),
        *(each for name in chosen.columns for each in code_notice(name, table.columns[name], table.file_name)),
        *category_notices(groups, table.file_name, "subgroups"),
        *rows_of_patients(table.file_name, len(table), rows_of),
        *(
            patient_notices(people, table.case_ids, table.file_name)
            if people
            else perhaps_patients(table, chosen.columns)
        ),
        *copies_notices(table.matrix(chosen.columns), table.case_ids, rows_of),
        *shared_with_training(chosen, table),
        *(shared_cases(applied, chosen, table) if applied else ()),
        *notices_of_all(scored),
    ]
    summary: dict[str, Any] = {"model": chosen.name, "model_hash": chosen.hash}
    summary.update(validation_summary(truth, probability, cutoff, rows_of))
    notices += ranked_the_wrong_way(table.file_name, summary["auc_ci"][1])
    summary["calls"] = _calls(scored, truth, rows_of)
    summary["subgroups"] = subgroups_of_validation(groups, truth, probability, rows_of)
    trained_auc = (chosen.training or {}).get("nested_auc")
    summary["sample_size"] = sample_size_of_validation(truth, probability, trained_auc, counted["patients"])
    scores = {chosen.name: probability}
    if compare is not None and by_reader:
        reader = binary_outcome(
            table.cells(compare), compare, compare_positive, table.source, what="the reader's column"
        )
        summary["comparison"] = {"with": compare, **compared_with_reader(truth, probability, cutoff, reader, rows_of)}
    elif compare is not None:
        rival = _rival(compare, table)
        same_patients = read_model_table(cohort, rival, id_column)
        others = [prediction for _, prediction in score_table(rival, None, same_patients)]
        called, of_rival = told_apart(chosen.name, chosen.hash, rival.name, rival.hash)
        notices += [
            Notice(each.code, f"Of the compared model {of_rival}: {each.message}") for each in notices_of_all(others)
        ]
        simulated = simulated or any(prediction.simulated for prediction in others)
        notices += shared_with_training(rival, same_patients, f"the compared model {of_rival}")
        summary["comparison"] = {
            "with": rival.name,
            "with_hash": rival.hash,
            **compared_with_model(truth, probability, _probabilities(others), rows_of),
        }
        scores = {called: probability, of_rival: _probabilities(others)}
    notices = list(dict.fromkeys(notices))  # the table and the calibration may say the same
    summary["warnings"] = [notice.as_json() for notice in notices]
    summary["simulated"] = simulated
    summary["research_use_only"] = True
    with filling(output) as folder:
        write_json(folder / "validation.json", summary)
        figures = validation_figures(
            ScoredCohort("Validation patients", truth, scores, people=counted["patients"], groups=rows_of), simulated
        )
        for name, (_, figure) in figures.items():
            save_figure(figure, folder, name)
        write_text(folder / "report.html", validation_report(summary, figures))
        if pdf:
            write_page_pdf(folder / "report.html")
    show_warnings(notices)
    low, high = summary["auc_ci"]
    many = rows_in_words(len(table), counted["patients"])
    measured = f"AUC {summary['auc']:.3f} (95 % interval {low:.3f} to {high:.3f}) in {many}"
    tell(f"{measured}. {closing_words(simulated)}")


def _calls(
    scored: "list[Prediction]", truth: "NDArray[np.int64]", groups: "NDArray[np.int64] | None"
) -> dict[str, dict[str, int]]:
    """How many patients get each call, and how many of them responded; rows beside them where a patient has several."""
    import numpy as np

    from ..models.call import CALLS
    from ..training.record.measures import sizes

    called = np.array([prediction.call for prediction in scored])
    members = {call: called == call for call in CALLS}
    return {call: sizes(truth[one], None if groups is None else groups[one]) for call, one in members.items()}


def _rival(name: str, table: "FeatureTable") -> "Model":
    from ..models.model_file import load_model, published_names

    if name not in published_names() and not Path(name).is_file():
        raise InputError(
            f"--compare '{name}' is neither a column of {table.source} nor a model file nor a published model; name a "
            f"reader's column, a file, or one of {', '.join(published_names())}."
        )
    return load_model(name)


def _probabilities(scored: "list[Prediction]") -> "NDArray[np.float64]":
    import numpy as np

    from ..models.logistic import never_certain

    return never_certain(np.array([prediction.probability for prediction in scored]))
