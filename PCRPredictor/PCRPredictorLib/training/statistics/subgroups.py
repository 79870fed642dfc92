"""What a model is worth in groups of patients: by sex, site, scanner, therapy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    auc: Estimate | None
    o_e: Estimate | None
    note: str


def subgroups(
    labels: Sequence[str], outcome: NDArray[np.int64], probabilities: NDArray[np.float64], area_of: AreaOf
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
    """
    names = np.array([label or NOT_STATED for label in labels])
    ordered = sorted(set(names.tolist()), key=lambda name: (name == NOT_STATED, name))
    return tuple(_subgroup(name, names == name, outcome, probabilities, area_of) for name in ordered)


def _subgroup(
    name: str,
    members: NDArray[np.bool_],
    outcome: NDArray[np.int64],
    probabilities: NDArray[np.float64],
    area_of: AreaOf,
) -> Subgroup:
    patients, events = int(members.sum()), int(outcome[members].sum())
    notes, area = [], None
    if patients < FEWEST_PATIENTS or min(events, patients - events) < FEWEST_OF_A_CLASS:
        notes.append(
            f"too small for an AUC: {patients} patients, {events} responders; at least {FEWEST_PATIENTS}, and "
            f"{FEWEST_OF_A_CLASS} of each outcome"
        )
    else:
        area = area_of(members)
        if area is None:
            notes.append("no AUC: no test fold holds both outcomes of this group")
    ratio = mean_estimate([observed_expected(outcome[members], each[members]) for each in probabilities])
    if ratio is None:
        notes.append("no O:E: nobody responded")
    return Subgroup(name, patients, events, None if area is None else Estimate(*area), ratio, "; ".join(notes))
