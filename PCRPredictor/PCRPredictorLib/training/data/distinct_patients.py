"""No patient twice: neither on both sides of a fold nor on both sides of a validation."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

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
            "a patient may be on one side only, so remove them from one table."
        )
    known = dict(zip(row_bytes(training.values), training.case_ids, strict=True))
    twins = [
        (known[row], case)
        for row, case in zip(row_bytes(external.values), external.case_ids, strict=True)
        if row in known
    ]
    if twins:
        there, case = twins[0]
        raise InputError(
            f"Case {case} of {external.source} has the very same feature values as case {there} of "
            f"{training.source} ({len(twins)} such); a patient may be on one side only, so remove them from one table."
        )


def _are_row_numbers(case_ids: Sequence[str]) -> bool:
    return tuple(case_ids) == tuple(str(number) for number in range(1, len(case_ids) + 1))
