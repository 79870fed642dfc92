"""What of a training cohort is worth a second look, though nothing is wrong by itself."""

import re

import numpy as np
from numpy.typing import NDArray

from ...errors import Notice
from ...models.table import FEATURE_PREFIXES
from .cohort import Cohort

_PEOPLE = {"patient", "case", "subject"}
_IDENTIFIER_WORDS = (
    {"id", "pid", "mrn", "number", "no", "nr", "index", "unnamed"} | _PEOPLE | {f"{who}id" for who in _PEOPLE}
)
_SITE_WORDS = {"site", "center", "centre", "hospital", "scanner", "institution", "clinic", "vendor", "batch"}
_LARGEST_GAP = 2
"""Identifiers of n patients seldom span more than so many times n; sizes in voxels nearly always do."""
_FEWEST_SITES, _MOST_SITES = 2, 20


def cohort_notices(cohort: Cohort) -> tuple[Notice, ...]:
    """The cohort's own notices, and one for each feature that looks like the outcome, an identifier, a date or a site.

    None of them stops anything.

    Names are judged in English, values in any language: whole numbers, a different one in each case, that are sorted or
    run on; whole numbers like 20240131; a few whole numbers that change from block to block of the rows. Of columns
    ``A_*`` and ``P_*`` only the names are judged. A feature of two values that part the patients as the outcome does is
    probably the outcome written another way.
    """
    notices = list(cohort.notices)
    for name, values in zip(cohort.names, cohort.values.T, strict=True):
        if _is_the_outcome(values, cohort.outcome):
            notices.append(
                Notice(
                    "feature-is-outcome",
                    f"The column '{name}' of {cohort.source} has two values, one for each outcome, but is used as a "
                    "feature; if it tells the outcome another way, leave it out: every number would be too good.",
                )
            )
        else:
            notices.extend(_notices(name, values, cohort.source))
    return tuple(notices)


def _is_the_outcome(values: NDArray[np.float64], outcome: NDArray[np.int64]) -> bool:
    positive, negative = np.unique(values[outcome == 1]), np.unique(values[outcome == 0])
    return positive.size == negative.size == 1 and bool(positive[0] != negative[0]) and bool(np.isfinite(values).all())


def _notices(name: str, values: NDArray[np.float64], source: str) -> list[Notice]:
    words, by_value = _words(name), not name.startswith(FEATURE_PREFIXES)
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
    if different.size == values.size and (words & _IDENTIFIER_WORDS or (by_value and _number_the_cases(values))):
        return [
            Notice(
                "feature-like-identifier",
                f"The column '{name}' of {source} looks like an identifier, a different whole number in each case that "
                f"is so named, sorted or running on, but is used as a feature; name it as the identifier (--id {name}) "
                "or leave it out.",
            )
        ]
    if _FEWEST_SITES <= different.size <= _MOST_SITES and (
        words & _SITE_WORDS or (by_value and _come_in_blocks(values, different))
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


def _words(name: str) -> set[str]:
    """``PatientID_2`` as patient and id."""
    return set(re.findall("[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()))


def _number_the_cases(values: NDArray[np.float64]) -> bool:
    steps = np.diff(values)
    return bool((steps > 0).all() or (steps < 0).all() or np.ptp(values) < _LARGEST_GAP * values.size)


def _are_dates(different: NDArray[np.float64]) -> bool:
    year, month, day = different // 10000, different // 100 % 100, different % 100
    return bool(((year >= 1900) & (year <= 2100) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)).all())


def _come_in_blocks(values: NDArray[np.float64], different: NDArray[np.float64]) -> bool:
    """Three or more values, each in one run of rows: chance deals values otherwise."""
    return different.size >= 3 and int((np.diff(values) != 0).sum()) == different.size - 1
