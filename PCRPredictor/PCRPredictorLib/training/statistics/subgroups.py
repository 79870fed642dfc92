"""What a model is worth in groups of patients: by sex, site, scanner, therapy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...models.auc import people_of_each
from .estimate import Estimate, mean_estimate
from .observed_expected import observed_expected

FEWEST_PATIENTS = 20
FEWEST_OF_A_CLASS = 5
NOT_STATED = "not stated"

AreaOf = Callable[[NDArray[np.bool_]], tuple[float, float, float] | None]
"""AUC of some of the patients with its interval; None where there is none."""


@dataclass(frozen=True, slots=True)
class Subgroup:
    """One group of patients.

    Attributes
    ----------
    group : str
    patients, events : int
        People, and those with a response in one of their rows at least.
    rows : int
        As many as people, unless some have several; AUC and O:E are of rows, their intervals of people.
    auc : Estimate or None
        None in a small group.
    o_e : Estimate or None
        Responders observed over expected; None where nobody responded.
    note : str
        Why something is None; empty where nothing is.
    """

    group: str
    patients: int
    events: int
    rows: int
    auc: Estimate | None
    o_e: Estimate | None
    note: str


def subgroups(
    labels: Sequence[str],
    outcome: NDArray[np.int64],
    probabilities: NDArray[np.float64],
    area_of: AreaOf,
    groups: NDArray[np.int64] | None = None,
) -> tuple[Subgroup, ...]:
    """Performance in each group, in the order of the names; patients without a label come last, as `NOT_STATED`.

    A group of fewer than `FEWEST_PATIENTS`, or with fewer than `FEWEST_OF_A_CLASS` of an outcome, has no AUC.

    Parameters
    ----------
    labels : sequence of str, length patients
    outcome : ndarray, shape (patients,)
    probabilities : ndarray, shape (repeats, patients)
        O:E is averaged over the repeats.
    area_of : callable
        AUC of the patients of a mask.
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's.
    """
    people = np.arange(len(labels)) if groups is None else groups
    names = np.array([label or NOT_STATED for label in labels])
    ordered = sorted(set(names.tolist()), key=lambda name: (name == NOT_STATED, name))
    return tuple(_subgroup(name, names == name, outcome, probabilities, area_of, people) for name in ordered)


def _subgroup(
    name: str,
    members: NDArray[np.bool_],
    outcome: NDArray[np.int64],
    probabilities: NDArray[np.float64],
    area_of: AreaOf,
    people: NDArray[np.int64],
) -> Subgroup:
    patients = int(np.unique(people[members]).size)
    events, others = people_of_each(outcome[members] == 1, people[members])
    notes, area = [], None
    if patients < FEWEST_PATIENTS or min(events, others) < FEWEST_OF_A_CLASS:
        notes.append(
            f"too small for an AUC: {patients} patients, {events} responders; at least {FEWEST_PATIENTS}, and "
            f"{FEWEST_OF_A_CLASS} of each outcome"
        )
    else:
        area = area_of(members)
        if area is None:
            notes.append("no AUC: no test fold holds both outcomes of this group")
    together = people[members]
    ratio = mean_estimate(
        [observed_expected(outcome[members], each[members], groups=together) for each in probabilities]
    )
    if ratio is None:
        notes.append("no O:E: nobody responded")
    found = None if area is None else Estimate(*area)
    return Subgroup(name, patients, events, int(members.sum()), found, ratio, "; ".join(notes))
