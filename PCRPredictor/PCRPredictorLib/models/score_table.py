"""Scoring every case of a feature table."""

import csv
import io
from pathlib import Path

from ..files import write_text
from .acquisition import acquisition_of_case
from .calibration_file import Calibration
from .model_file import Model
from .scoring import Prediction, score
from .table import FeatureTable


def score_table(
    model: Model, calibration: Calibration | None, table: FeatureTable
) -> tuple[tuple[str, Prediction], ...]:
    """Score each case of a table; outcomes are not needed.

    Returns
    -------
    tuple of (case id, Prediction)
        In the order of the table.

    Raises
    ------
    InputError
        As `score`; a column of the model is missing.
    """
    table.matrix(model.columns)
    return tuple(
        (
            case,
            score(
                model,
                calibration,
                table.row(index, model.columns),
                acquisition_of_case(table, index),
                profile_hash=table.profile_hash,
                inputs={"table_row": index + 1},
                simulated=table.simulated,
            ),
        )
        for index, case in enumerate(table.case_ids)
    )


def write_scores(path: str | Path, scored: tuple[tuple[str, Prediction], ...]) -> None:
    """Write the scores as CSV: case, probability, linear predictor, cut-off, class, warnings, simulated mark."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("case_id", "probability", "linear_predictor", "cutoff", "predicted_class", "warnings", "simulated"))
    for case, prediction in scored:
        lines.writerow(
            (
                case,
                repr(prediction.probability),
                repr(prediction.linear_predictor),
                "" if prediction.cutoff is None else repr(prediction.cutoff),
                prediction.predicted_class or "",
                " ".join(sorted({notice.code for notice in prediction.warnings})),
                "true" if prediction.simulated else "false",
            )
        )
    write_text(path, text.getvalue())
