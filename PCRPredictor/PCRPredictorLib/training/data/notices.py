"""What of a training cohort is worth a second look, though nothing is wrong by itself."""

from math import comb

import numpy as np
from numpy.typing import NDArray

from ...errors import Notice
from ...imaging.dicom_time import is_day_of_these_times
from ...models.column_words import names_cases, names_sites
from ...models.copies import of_two_patients, possible_copies
from ...models.missing_codes import code_notice
from ...models.rows_of_patients import one_patient_notices
from ...models.table import FEATURE_PREFIXES
from .cohort import Cohort

_LARGEST_GAP = 2
"""Identifiers of n patients seldom span more than so many times n; sizes in voxels nearly always do."""
_FEWEST_SITES, _MOST_SITES = 2, 20
_CHANCE = 0.01
"""What is likelier than this by chance is no reason to suspect a column."""


def cohort_notices(cohort: Cohort) -> tuple[Notice, ...]:
    """The cohort's own notices, and one for each feature that looks like the outcome, an identifier, a date or a site.

    None of them stops anything.

    Names are judged in the languages most tables are written in, values in any: whole numbers, a different one in each
    case, that are sorted or run on; whole numbers like 20240131; a few whole numbers that change from block to block of
    the rows. Of columns ``A_*`` and ``P_*`` only the names are judged. A feature of two values that part the patients
    as the outcome does is probably the outcome written another way, and one that parts them without an error, where
    chance would not, follows from it. A number like 999 far from all others is probably a code for no value, as is -9
    where nothing else is negative.
    """
    of_columns = (notice for found in column_notices(cohort).values() for notice in found)
    return (
        *cohort.notices,
        *_rows_of_patients(cohort),
        *_perhaps_twice(cohort),
        *_batches_of_one_outcome(cohort),
        *of_columns,
    )


def column_notices(cohort: Cohort) -> dict[str, list[Notice]]:
    """What is told of each feature by itself, by its name."""
    return {name: _of_column(name, values, cohort) for name, values in zip(cohort.names, cohort.values.T, strict=True)}


def _of_column(name: str, values: NDArray[np.float64], cohort: Cohort) -> list[Notice]:
    notices = list(code_notice(name, values, cohort.file_name))
    if _is_the_outcome(values, cohort.outcome):
        notices.append(
            Notice(
                "feature-is-outcome",
                f"The column '{name}' of {cohort.file_name} has two values, one for each outcome, but is used as a "
                "feature; if it tells the outcome another way, leave it out: every number would be too good.",
            )
        )
        return notices
    if _tells_the_outcome(values, cohort):
        notices.append(
            Notice(
                "feature-tells-outcome",
                f"The column '{name}' of {cohort.file_name} by itself parts the outcomes without an error, which "
                "chance seldom does; if it was noted with the outcome or after it, leave it out: every number "
                "would be too good.",
            )
        )
    return notices + _like_no_measurement(name, values, cohort.file_name)


def _batches_of_one_outcome(cohort: Cohort) -> list[Notice]:
    if cohort.batch is None:
        return []
    alone = [
        name
        for number, name in enumerate(cohort.batch_names)
        if np.unique(cohort.outcome[cohort.batch == number]).size == 1
    ]
    if not alone:
        return []
    return [
        Notice(
            "batch-of-one-outcome",
            f"All patients of batch '{alone[0]:.40}' of {cohort.file_name} have the same outcome (such batches: "
            f"{len(alone)}), so that what differs between batches cannot be told from what differs between outcomes, "
            "harmonized or not.",
        )
    ]


def _rows_of_patients(cohort: Cohort) -> list[Notice]:
    if cohort.people == len(cohort):
        return []
    return [
        Notice(
            "rows-of-patients",
            f"{cohort.file_name} holds {cohort.counted}. Folds, bootstrap, permutations, every test and every interval "
            "keep the rows of a patient together; the numbers themselves count each row once, so that a patient with "
            "more rows weighs more.",
        ),
        *one_patient_notices(cohort.groups, cohort.file_name),
    ]


def _perhaps_twice(cohort: Cohort) -> list[Notice]:
    pairs = of_two_patients(possible_copies(cohort.values), cohort.groups)
    if not pairs:
        return []
    first, second = (cohort.case_ids[row] for row in pairs[0])
    return [
        Notice(
            "patient-perhaps-twice",
            f"{cohort.file_name}: the cases {first} and {second} are alike in every feature (such pairs: "
            f"{len(pairs)}), and so few features cannot tell one patient measured twice from chance; if they are one, "
            "keep one row, or name the patients (--patient).",
        )
    ]


def _is_the_outcome(values: NDArray[np.float64], outcome: NDArray[np.int64]) -> bool:
    positive, negative = np.unique(values[outcome == 1]), np.unique(values[outcome == 0])
    return positive.size == negative.size == 1 and bool(positive[0] != negative[0]) and bool(np.isfinite(values).all())


def _tells_the_outcome(values: NDArray[np.float64], cohort: Cohort) -> bool:
    """Whether all values of one outcome lie above all of the other, and hardly any of so many features would do so."""
    positive, negative = values[cohort.outcome == 1], values[cohort.outcome == 0]
    if not np.isfinite(values).all() or not min(positive.size, negative.size):
        return False
    apart = positive.min() > negative.max() or positive.max() < negative.min()
    return bool(apart) and 2 * len(cohort.names) / comb(values.size, positive.size) < _CHANCE


def _like_no_measurement(name: str, values: NDArray[np.float64], source: str) -> list[Notice]:
    by_value = not name.startswith(FEATURE_PREFIXES)
    if not np.isfinite(values).all() or not (values == np.round(values)).all():
        return []
    different = np.unique(values)
    if by_value and different.size > _MOST_SITES and _are_dates(different):
        return [
            Notice(
                "feature-like-date",
                f"The column '{name}' of {source} holds dates as numbers, but is used as a feature; leave it out.",
            )
        ]
    if different.size == values.size and (names_cases(name) or (by_value and _number_the_cases(values))):
        return [
            Notice(
                "feature-like-identifier",
                f"The column '{name}' of {source} looks like an identifier, a different whole number in each case that "
                f"is so named, sorted or running on, but is used as a feature; name it as the identifier (--id {name}) "
                "or leave it out.",
            )
        ]
    if _FEWEST_SITES <= different.size <= _MOST_SITES and (
        names_sites(name) or (by_value and _come_in_blocks(values, different))
    ):
        return [
            Notice(
                "feature-like-site",
                f"The column '{name}' of {source} looks like a site or scanner, a few whole numbers that are so named "
                "or change from block to block of the rows, but is used as a feature; name it as the batch (--batch "
                f"{name}) or leave it out.",
            )
        ]
    return []


def _number_the_cases(values: NDArray[np.float64]) -> bool:
    steps = np.diff(values)
    return bool((steps > 0).all() or (steps < 0).all() or np.ptp(values) < _LARGEST_GAP * values.size)


def _are_dates(different: NDArray[np.float64]) -> bool:
    return all(is_day_of_these_times(f"{each:.0f}") for each in different)


def _come_in_blocks(values: NDArray[np.float64], different: NDArray[np.float64]) -> bool:
    """Three or more values, each in one run of rows: chance deals values otherwise."""
    return different.size >= 3 and int((np.diff(values) != 0).sum()) == different.size - 1
