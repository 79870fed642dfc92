"""No patient twice: neither within the training cohort nor on both sides of a validation."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from .cohort import Cohort

_TELLING_VALUES, _TELLING_COLUMNS = 10, 3
"""Equal rows mean one patient where so many columns hold more than so many values; else they may be chance."""


def require_distinct_patients(cohort: Cohort) -> None:
    """Refuse a patient who stands in the cohort twice under two identifiers.

    One copy would teach the model what the other tests. Tables with fewer than three columns of measured values are let
    pass, since there rows are equal by chance.

    Raises
    ------
    InputError
        Two rows have the very same feature values.
    """
    telling = sum(np.unique(column).size > _TELLING_VALUES for column in cohort.values.T)
    twins = _twins(cohort, cohort) if telling >= _TELLING_COLUMNS else []
    if twins:
        first, second = twins[0]
        raise InputError(
            f"{cohort.source}: the cases {first} and {second} have the very same feature values ({len(twins)} such "
            "pairs), which tests a model on patients that taught it; keep one row for each patient."
        )


def require_other_patients(training: Cohort, external: Cohort) -> None:
    """Refuse a validation cohort that shares a patient with the training cohort, by identifier or by feature values.

    Where the identifiers of both are the row numbers 1, 2, ... they name nobody, and the values alone decide.

    Raises
    ------
    InputError
        An identifier stands in both, or a patient of each has the very same feature values.
    """
    shared = sorted(set(training.case_ids) & set(external.case_ids))
    if shared and not (_are_row_numbers(training.case_ids) and _are_row_numbers(external.case_ids)):
        raise InputError(
            f"{len(shared)} identifiers stand in both {training.source} and {external.source}, such as {shared[0]}; "
            "a patient may be on one side only."
        )
    twins = _twins(training, external)
    if twins:
        known, case = twins[0]
        raise InputError(
            f"Case {case} of {external.source} has the very same feature values as case {known} of "
            f"{training.source} ({len(twins)} such); a patient may be on one side only."
        )


def _twins(first: Cohort, second: Cohort) -> list[tuple[str, str]]:
    """Each case of `second` whose values stand in `first`, behind the one there; of one cohort, earlier and later."""
    seen: dict[bytes, str] = {}
    for row, case in _rows(first.values, first.case_ids):
        seen.setdefault(row, case)
    return [
        (seen[row], case)
        for row, case in _rows(second.values, second.case_ids)
        if row in seen and (first is not second or seen[row] != case)
    ]


def _rows(values: NDArray[np.float64], case_ids: Sequence[str]) -> list[tuple[bytes, str]]:
    # Adding 0 makes -0 and 0 the same bytes.
    return [(row.tobytes(), case) for row, case in zip(values + 0.0, case_ids, strict=True)]


def _are_row_numbers(case_ids: Sequence[str]) -> bool:
    return tuple(case_ids) == tuple(str(number) for number in range(1, len(case_ids) + 1))
