"""No patient twice: neither on both sides of a fold nor on both sides of a validation."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from .cohort import Cohort

_TELLING_VALUES, _TELLING_COLUMNS = 10, 3
"""Equal rows mean one patient where so many columns hold more than so many values; else they may be chance."""
_NEAR_COPY = 0.999
"""Correlation of two patients' standardized features from which on they are taken for one: a lesion measured twice."""
_COLUMNS_OF_A_NEAR_COPY = 20
"""Over fewer columns two patients correlate as closely by chance."""


def distinct_patients(cohort: Cohort, allow_duplicates: bool = False) -> Cohort:
    """The cohort with copies of one patient in one group, where they are allowed, else as it is.

    One copy would teach the model what the other tests. Copies are rows with the very same feature values (in tables of
    at least three columns of measured values, since in others rows are equal by chance), and rows whose features,
    standardized by column, correlate above 0.999 (over at least 20 such columns). Rows of one patient by
    ``cohort.groups`` are no copies.

    Raises
    ------
    InputError
        There are copies, and they are not allowed.
    """
    copies = [
        (first, second)
        for first, second in _copies(cohort)
        if cohort.groups is None or cohort.groups[first] != cohort.groups[second]
    ]
    if not copies:
        return cohort
    if not allow_duplicates:
        first, second = copies[0]
        same = np.array_equal(cohort.values[first], cohort.values[second])
        what = "the very same feature values" if same else "almost the same feature values (r > 0.999)"
        raise InputError(
            f"{cohort.source}: the cases {cohort.case_ids[first]} and {cohort.case_ids[second]} have {what} "
            f"({len(copies)} such pairs), which tests a model on patients that taught it; keep one row for each "
            "patient, name the patients (--patient), or keep such rows on one side of every fold (--allow-duplicates)."
        )
    groups = np.arange(len(cohort)) if cohort.groups is None else cohort.groups.copy()
    for first, second in copies:
        groups[groups == groups[second]] = groups[first]
    return replace(cohort, groups=groups)


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
    known = dict(zip(_bytes(training.values), training.case_ids, strict=True))
    twins = [
        (known[row], case) for row, case in zip(_bytes(external.values), external.case_ids, strict=True) if row in known
    ]
    if twins:
        there, case = twins[0]
        raise InputError(
            f"Case {case} of {external.source} has the very same feature values as case {there} of "
            f"{training.source} ({len(twins)} such); a patient may be on one side only."
        )


def _copies(cohort: Cohort) -> list[tuple[int, int]]:
    """Rows of one patient, the earlier first."""
    telling = np.array([np.unique(column).size > _TELLING_VALUES for column in cohort.values.T])
    if telling.sum() < _TELLING_COLUMNS:
        return []
    seen: dict[bytes, int] = {}
    pairs = {(seen.setdefault(row, number), number) for number, row in enumerate(_bytes(cohort.values))}
    complete = telling & np.isfinite(cohort.values).all(axis=0)
    if complete.sum() >= _COLUMNS_OF_A_NEAR_COPY:
        alike = np.corrcoef(_standardized(cohort.values[:, complete])) > _NEAR_COPY
        pairs.update(zip(*(rows.tolist() for rows in np.nonzero(np.triu(alike, 1))), strict=True))
    return sorted((pair for pair in pairs if pair[0] != pair[1]), key=lambda pair: pair[::-1])


def _standardized(values: NDArray[np.float64]) -> NDArray[np.float64]:
    centered = values - values.mean(axis=0)
    return centered / centered.std(axis=0)


def _bytes(values: NDArray[np.float64]) -> list[bytes]:
    # Adding 0 makes -0 and 0 the same bytes.
    return [row.tobytes() for row in values + 0.0]


def _are_row_numbers(case_ids: Sequence[str]) -> bool:
    return tuple(case_ids) == tuple(str(number) for number in range(1, len(case_ids) + 1))
