"""No patient twice: neither on both sides of a fold nor on both sides of a validation."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...models.alike_by_chance import shared_beyond_chance
from ...models.copies import copies_of_one_patient, of_two_patients, row_bytes
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
    copies = of_two_patients(copies_of_one_patient(cohort.values), cohort.groups)
    if not copies:
        return cohort
    if not allow_duplicates:
        first, second = copies[0]
        what = _alike(cohort.values[first], cohort.values[second])
        raise InputError(
            f"{cohort.source}: the cases {cohort.case_ids[first]} and {cohort.case_ids[second]} have {what} "
            f"(such pairs: {len(copies)}), which tests a model on patients that taught it; keep one row for each "
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
        (see :func:`.copies_of_one_patient`), and more have so than by chance (see :func:`.shared_beyond_chance`).
    """
    _require_apart("patients", training.patients, external.patients, training, external)
    if not (are_row_numbers(training.case_ids) and are_row_numbers(external.case_ids)):
        _require_apart("identifiers", training.case_ids, external.case_ids, training, external)
    theirs = external.values[:, [external.names.index(name) for name in training.names]]
    many, together = len(training), np.vstack([training.values, theirs])
    pairs = {pair for pair in copies_of_one_patient(together) if pair[0] < many <= pair[1]}
    known = dict(zip(row_bytes(training.values), range(many), strict=True))
    # The very same values are refused in few columns, too, unless so many patients are equal in them by chance.
    people = np.arange(many) if training.groups is None else training.groups
    alone = [row for _, row in dict.fromkeys(zip(people.tolist(), row_bytes(training.values), strict=True))]
    if shared_beyond_chance(alone, row_bytes(theirs)):
        pairs |= {(known[row], many + here) for here, row in enumerate(row_bytes(theirs)) if row in known}
    twins = [(first, second - many) for first, second in sorted(pairs)]
    if twins:
        there, here = twins[0]
        raise InputError(
            f"Case {external.case_ids[here]} of {external.source} has "
            f"{_alike(training.values[there], theirs[here])} as case {training.case_ids[there]} of "
            f"{training.source} ({len(twins)} such); a patient may be on one side only, so remove them from one table."
        )


def _require_apart(what: str, ours: Sequence[str], theirs: Sequence[str], training: Cohort, external: Cohort) -> None:
    shared = sorted(set(ours) & set(theirs))
    if shared:
        if training.source == external.source:
            raise InputError(
                f"{len(shared)} {what} of {training.source} stand on both sides, such as {shared[0]}; a patient may be "
                "on one side only, so give another table (--external), or one word in all rows of each (--split)."
            )
        raise InputError(
            f"{len(shared)} {what} stand in both {training.source} and {external.source}, such as {shared[0]}; "
            "a patient may be on one side only, so remove them from one table."
        )


def _alike(first: NDArray[np.float64], second: NDArray[np.float64]) -> str:
    if np.array_equal(first, second, equal_nan=True):
        return "the very same feature values"
    return "almost the same feature values (r > 0.999)"


def are_row_numbers(case_ids: Sequence[str]) -> bool:
    """Whether identifiers name nobody, as 1, 2, ... do where a table has none."""
    return tuple(case_ids) == tuple(str(number) for number in range(1, len(case_ids) + 1))
