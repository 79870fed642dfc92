"""No patient twice: neither on both sides of a fold nor on both sides of a validation."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...models.copies import copies_of_one_patient, row_bytes
from .cohort import Cohort


def distinct_patients(cohort: Cohort, allow_duplicates: bool = False) -> Cohort:
    """The cohort with copies of one patient in one group, where they are allowed, else as it is.

    One copy would teach the model what the other tests. Copies are what :func:`.copies_of_one_patient` finds, rows of
    one patient by ``cohort.groups`` excepted.

    Raises
    ------
    InputError
        There are copies, and they are not allowed.
    """
    copies = [
        (first, second)
        for first, second in copies_of_one_patient(cohort.values)
        if cohort.groups is None or cohort.groups[first] != cohort.groups[second]
    ]
    if not copies:
        return cohort
    if not allow_duplicates:
        first, second = copies[0]
        what = _alike(cohort.values[first], cohort.values[second])
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
    """Refuse a validation cohort that shares a patient with the training cohort, by name, identifier or feature values.

    Where the identifiers of both are the row numbers 1, 2, ... they name nobody, and the rest decides.

    Raises
    ------
    InputError
        A patient's name or an identifier stands in both, or a patient of each has the same feature values, or nearly so
        (see :func:`.copies_of_one_patient`).
    """
    _require_apart("patients", training.patients, external.patients, training, external)
    if not (_are_row_numbers(training.case_ids) and _are_row_numbers(external.case_ids)):
        _require_apart("identifiers", training.case_ids, external.case_ids, training, external)
    many, together = len(training), np.vstack([training.values, external.values])
    pairs = {pair for pair in copies_of_one_patient(together) if pair[0] < many <= pair[1]}
    known = dict(zip(row_bytes(training.values), range(many), strict=True))
    # The very same values are refused even where few columns might be equal by chance.
    pairs |= {(known[row], many + here) for here, row in enumerate(row_bytes(external.values)) if row in known}
    twins = [(first, second - many) for first, second in sorted(pairs)]
    if twins:
        there, here = twins[0]
        raise InputError(
            f"Case {external.case_ids[here]} of {external.source} has "
            f"{_alike(training.values[there], external.values[here])} as case {training.case_ids[there]} of "
            f"{training.source} ({len(twins)} such); a patient may be on one side only, so remove them from one table."
        )


def _require_apart(what: str, ours: Sequence[str], theirs: Sequence[str], training: Cohort, external: Cohort) -> None:
    shared = sorted(set(ours) & set(theirs))
    if shared:
        raise InputError(
            f"{len(shared)} {what} stand in both {training.source} and {external.source}, such as {shared[0]}; "
            "a patient may be on one side only, so remove them from one table."
        )


def _alike(first: NDArray[np.float64], second: NDArray[np.float64]) -> str:
    if np.array_equal(first, second, equal_nan=True):
        return "the very same feature values"
    return "almost the same feature values (r > 0.999)"


def _are_row_numbers(case_ids: Sequence[str]) -> bool:
    return tuple(case_ids) == tuple(str(number) for number in range(1, len(case_ids) + 1))
