"""Scoring every case of a feature table."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import InputError, Notice
from ..files import guarded, write_text
from .acquisition import acquisition_of_case
from .calibration_file import Calibration
from .category_codes import training_codes
from .model_file import Model
from .own_cases import OWN_CASES, own_case_notices_of_all
from .profile_match import refuse_other_profile
from .scoring import Prediction, ready, score
from .table import FeatureTable
from .training_cohort import training_acquisition, training_fingerprints, training_reference
from .training_cutoff import training_cutoff

COLUMNS = (
    "case_id",
    "probability",
    "linear_predictor",
    "cutoff",
    "call",
    "predicted_class",
    "domain_within",
    "warnings",
    "simulated",
)
WITHIN = {True: "true", False: "false", None: ""}


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
        As `score`, with the row where it is of a row; a column of the model is missing.
    """
    reason = ready(model, calibration)
    if reason is not None:
        raise InputError(reason)
    refuse_other_profile(model, calibration, table.profile_hash)
    table.matrix(model.columns)  # refuses what is not there
    if calibration is None:
        _require_readable_training(model)
    own = own_case_notices_of_all(model, calibration, table.matrix(model.columns).tolist())
    scored = []
    for index, case in enumerate(table.case_ids):
        try:
            prediction = score(
                model,
                calibration,
                table.row(index, model.columns),
                acquisition_of_case(table, index),
                profile_hash=table.profile_hash,
                inputs={"table_row": index + 1},
                simulated=table.simulated,
            )
        except InputError as error:
            raise InputError(f"{table.source}, row {index + 1}: {error}") from error
        further = (notice for notice in own[index] if notice not in prediction.warnings)
        scored.append((case, replace(prediction, warnings=(*prediction.warnings, *further))))
    return tuple(scored)


def _require_readable_training(model: Model) -> None:
    """Refuse what no row is to blame for: a training record that was edited by hand."""
    training_cutoff(model)
    training_reference(model)
    training_acquisition(model)
    training_codes(model)
    training_fingerprints(model)


def notices_of_all(scored: Sequence[Prediction]) -> tuple[Notice, ...]:
    """The notices of a whole table: as they stand what every case has, by count and first example what some have.

    Cases that took part in the calibration or the training are left to `calibration.shared_cases` and
    `training_cohort.shared_with_training`.
    """
    of_cases = [
        [notice for notice in dict.fromkeys(prediction.warnings) if notice.code not in OWN_CASES]
        for prediction in scored
    ]
    counts = Counter(notice for notices in of_cases for notice in notices)
    of_every_case = tuple(notice for notice, count in counts.items() if count == len(scored))
    of_some: dict[str, list[Notice]] = {}
    for notices in of_cases:
        firsts = {notice.code: notice for notice in reversed(notices) if notice not in of_every_case}
        for code, notice in firsts.items():
            of_some.setdefault(code, []).append(notice)
    return of_every_case + tuple(
        Notice(code, f"{len(found)} of {len(scored)} cases, the first of which: {found[0].message}")
        for code, found in of_some.items()
    )


def write_scores(path: str | Path, scored: tuple[tuple[str, Prediction], ...]) -> None:
    """Write the scores as CSV: case, probability, score, cut-off, call, class, domain, warnings, simulated mark."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    for case, prediction in scored:
        lines.writerow(
            (
                *guarded([case]),
                repr(prediction.probability),
                repr(prediction.linear_predictor),
                "" if prediction.cutoff is None else repr(prediction.cutoff),
                prediction.call,
                prediction.predicted_class or "",
                WITHIN[prediction.domain.within],
                " ".join(sorted({notice.code for notice in prediction.warnings})),
                "true" if prediction.simulated else "false",
            )
        )
    write_text(path, text.getvalue())
