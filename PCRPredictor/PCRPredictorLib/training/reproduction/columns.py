"""Which columns of a manifest or feature table are outcome, cohort, mRECIST and characteristics, and what they say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError, Notice
from ...models.acquisition import ACQUISITION_COLUMNS
from ...models.missing_codes import code_notices
from ...models.model_table import RIM_COLUMN
from ...models.outcomes import DRAWN_FROM_COLUMN, binary_outcome
from ...models.table import (
    FEATURE_PREFIXES,
    ID_COLUMN,
    MISSING,
    PROFILE_COLUMN,
    SIMULATED_COLUMN,
    missing_column,
)
from ..data.cohort import TRAINING_WORDS, VALIDATION_WORDS
from ..data.spellings import category_notices
from ..pipeline.config import TrainingConfig
from ..pipeline.folds import check_feasible
from ..statistics.table1 import TableOne, table_one

OUTCOME, SPLIT, MRECIST = "outcome", "split", "mrecist"
TRAINING, VALIDATION = "Training cohort", "Validation cohort"
COMPLETE_RESPONSE = ("cr", "1", "yes", "true")
NO_COMPLETE_RESPONSE = ("pr", "sd", "pd", "non-cr", "0", "no", "false")
FEWEST_OF_A_CLASS = 2
"""An AUC with an interval needs so many responders and so many others."""
Cells = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class StudyColumns:
    """Names of the columns; None where the table has none, so that what needs it cannot be had."""

    outcome: str
    positive: str | None = None
    split: str | None = None
    mrecist: str | None = None
    characteristics: tuple[str, ...] = ()


def study_columns(
    header: Iterable[str],
    source: str,
    *,
    outcome: str | None = None,
    positive: str | None = None,
    split: str | None = None,
    mrecist: str | None = None,
    characteristics: Sequence[str] = (),
) -> StudyColumns:
    """The columns that were named, else those of the usual names; characteristics are all others unless told.

    Raises
    ------
    InputError
        A column that was named is not there, or one of the outcome's usual name; or one column is named for two things.
    """
    names = tuple(header)
    for name in (outcome or OUTCOME, split, mrecist, *characteristics):
        if name is not None and name not in names:
            raise InputError(missing_column(source, name, names))
    chosen = StudyColumns(
        outcome or OUTCOME,
        positive,
        split or (SPLIT if SPLIT in names else None),
        mrecist or (MRECIST if MRECIST in names else None),
    )
    roles = {chosen.outcome, chosen.split, chosen.mrecist}
    taken = [name for name in (chosen.outcome, chosen.split, chosen.mrecist) if name is not None]
    twice = next((name for name in taken if taken.count(name) > 1), None)
    if twice is not None:
        raise InputError(
            f"{source}: the column '{twice}' cannot be two of outcome, split and mRECIST; name a column of its own for "
            "each."
        )
    unmeant = {ID_COLUMN, PROFILE_COLUMN, RIM_COLUMN, SIMULATED_COLUMN, DRAWN_FROM_COLUMN, *ACQUISITION_COLUMNS, *roles}
    others = tuple(name for name in names if name not in unmeant and not name.startswith(FEATURE_PREFIXES))
    told = tuple(name for name in characteristics if name not in roles) or others
    return StudyColumns(chosen.outcome, positive, chosen.split, chosen.mrecist, told)


def check_cells(cells: Cells, columns: StudyColumns, source: str, config: TrainingConfig) -> None:
    """Refuse what would stop the study after hours of measuring.

    Raises
    ------
    InputError
        An outcome, a split word, an mRECIST reading or a characteristic that cannot be used, too few patients of one
        outcome on a side, or too few to train on with these settings.
    """
    outcome = binary_outcome(cells[columns.outcome], columns.outcome, columns.positive, source)
    sides = {"training": np.ones(outcome.size, dtype=bool)}
    if columns.split is not None:
        training = np.array(training_side(cells[columns.split], columns.split, source))
        sides = {"training": training, "validation": ~training}
    for side, rows in sides.items():
        fewest = min(int(outcome[rows].sum()), int((1 - outcome[rows]).sum()))
        if fewest < FEWEST_OF_A_CLASS:
            raise InputError(
                f"{source}: the {side} cohort has {fewest} patients of one outcome; it needs "
                f"{FEWEST_OF_A_CLASS} or more of each."
            )
    if columns.mrecist is not None:
        mrecist_readings(cells[columns.mrecist], columns.mrecist, source)
    own_table_one(cells, columns, source)
    check_feasible(outcome[sides["training"]], config)


def training_side(cells: Sequence[str], column: str, source: str) -> list[bool]:
    """Whether each patient is of the training cohort.

    Raises
    ------
    InputError
        A cell says neither training nor validation.
    """
    for number, cell in enumerate(cells, start=1):
        if cell.strip().lower() not in TRAINING_WORDS + VALIDATION_WORDS:
            raise InputError(
                f"{source}, row {number}: the split '{column}' says '{cell:.40}'; write training or validation."
            )
    return [cell.strip().lower() in TRAINING_WORDS for cell in cells]


def mrecist_readings(cells: Sequence[str], column: str, source: str) -> list[bool | None]:
    """Whether each patient has a complete response by mRECIST; None where the cell is empty.

    Raises
    ------
    InputError
        A cell is neither CR, PR, SD or PD nor yes or no.
    """
    words = [cell.strip().lower() for cell in cells]
    for number, word in enumerate(words, start=1):
        if word not in (*COMPLETE_RESPONSE, *NO_COMPLETE_RESPONSE, *MISSING):
            raise InputError(
                f"{source}, row {number}: '{column}' says '{cells[number - 1]:.40}'; write CR, PR, SD or PD, or yes "
                "or no for a complete response."
            )
    return [None if word in MISSING else word in COMPLETE_RESPONSE for word in words]


def characteristic_notices(cells: Cells, columns: StudyColumns, source: str) -> tuple[Notice, ...]:
    """What of the columns of Table S1 is worth a second look: codes for no value, words in two spellings."""
    told = {name: cells[name] for name in columns.characteristics}
    return (*code_notices(told, source), *category_notices(told, source, "categories"))


def own_table_one(cells: Cells, columns: StudyColumns, source: str) -> TableOne | None:
    """Table S1 of these patients, outcome last as in the paper; None where there is no validation cohort."""
    if columns.split is None:
        return None
    training = training_side(cells[columns.split], columns.split, source)
    shown = [*columns.characteristics, *([columns.mrecist] if columns.mrecist else []), columns.outcome]
    group = next(name for name in ("cohort", "the cohort of the study", columns.split) if name not in shown)
    told = {**{name: cells[name] for name in shown}, group: [TRAINING if each else VALIDATION for each in training]}
    return table_one(told, group, source, order=(TRAINING, VALIDATION))
