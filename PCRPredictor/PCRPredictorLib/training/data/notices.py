"""What of a training cohort is worth a second look, though nothing is wrong by itself."""

import re

import numpy as np
from numpy.typing import NDArray

from ...errors import Notice
from .cohort import Cohort

_PEOPLE = {"patient", "case", "subject"}
_IDENTIFIER_WORDS = (
    {"id", "pid", "mrn", "number", "no", "nr", "index", "unnamed"} | _PEOPLE | {f"{who}id" for who in _PEOPLE}
)


def cohort_notices(cohort: Cohort) -> tuple[Notice, ...]:
    """A notice for each feature that looks like an identifier: so named, and a different whole number in each case."""
    return tuple(
        Notice(
            "feature-like-identifier",
            f"The column '{name}' of {cohort.source} is named like an identifier and holds a different whole number in "
            f"each case, but is used as a feature; name it as the identifier (--id {name}) or leave it out.",
        )
        for name, values in zip(cohort.names, cohort.values.T, strict=True)
        if _IDENTIFIER_WORDS & _words(name) and _numbers_the_cases(values)
    )


def _words(name: str) -> set[str]:
    """``PatientID_2`` as patient and id."""
    return set(re.findall("[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()))


def _numbers_the_cases(values: NDArray[np.float64]) -> bool:
    return bool((values == np.round(values)).all()) and np.unique(values).size == values.size
