"""A cut-off on a set of probabilities, and the folds to get them out of."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..texts import sentence as _
from .fields import Fields
from .rows_of_patients import events_of_patients

YOUDEN, SENSITIVITY, SPECIFICITY = "youden", "sensitivity", "specificity"
THIS_COHORT = "cohort"
LARGEST_TOO_CLOSE = 0.5
"""Share of its cohort within a cut-off's interval from which on the cut-off serves nobody."""
PROJECTED_PATIENTS = (60, 100, 200)
_TIE = 1e-12


@dataclass(frozen=True)
class CutoffRule:
    """What a cut-off is chosen for.

    Attributes
    ----------
    name : str
        ``"youden"``, ``"sensitivity"`` or ``"specificity"``.
    target : float or None
        The sensitivity or specificity to reach, strictly between 0 and 1; None for Youden's index.
    """

    name: str = YOUDEN
    target: float | None = None

    def __post_init__(self) -> None:
        if self.name != YOUDEN and not (self.target is not None and 0.0 < self.target < 1.0):
            raise InputError(
                _("The target {name} must lie between 0 and 1, not at {target}; 0.9 means 90 %.").format(
                    name=self.name, target=self.target
                )
            )

    def __str__(self) -> str:
        return "Youden's index" if self.name == YOUDEN else f"{self.name} of at least {self.target:g}"

    def cutoffs(
        self, probability: NDArray[np.float64], outcomes: NDArray[np.int64], weights: NDArray[np.int64] | None = None
    ) -> NDArray[np.float64]:
        """The cut-off that this rule finds on each row of probabilities; NaN where there is none.

        Candidates lie halfway between neighboring distinct probabilities. Youden's index, sensitivity + specificity - 1
        (Youden, Cancer 3 (1950) 32-35), takes the candidate of the largest, of equal ones the lowest, hence the most
        sensitive, and none where no candidate beats chance. A target takes the candidate that reaches it at the least
        cost.

        Parameters
        ----------
        probability : ndarray, shape (rows, cases)
        outcomes : ndarray of 0 and 1, shape (cases,)
            Both present.
        weights : ndarray of int, shape (cases,), optional
            How often each case counts; once unless told.
        """
        order = np.argsort(probability, axis=1, kind="stable")
        ranked = np.take_along_axis(probability, order, axis=1)
        counted = np.ones(outcomes.shape) if weights is None else weights.astype(float)
        events, others = (counted * outcomes)[order], (counted * (1 - outcomes))[order]
        middle = 0.5 * (ranked[:, 1:] + ranked[:, :-1])
        candidate = (ranked[:, 1:] > ranked[:, :-1]) & (middle > 0.0) & (middle < 1.0)
        missed = np.cumsum(events, axis=1)[:, :-1] / events.sum(axis=1, keepdims=True)
        rejected = np.cumsum(others, axis=1)[:, :-1] / others.sum(axis=1, keepdims=True)
        if self.name == YOUDEN:
            gain = np.where(candidate, rejected - missed, -1.0)
            best = gain.max(axis=1, keepdims=True, initial=-1.0)
            chosen = candidate & (gain > best - _TIE) & (best > _TIE)
            place = chosen.argmax(axis=1)
        elif self.name == SENSITIVITY:
            chosen = candidate & (1.0 - missed >= (self.target or 0.0) - _TIE)
            place = chosen.shape[1] - 1 - chosen[:, ::-1].argmax(axis=1)
        else:
            chosen = candidate & (rejected >= (self.target or 0.0) - _TIE)
            place = chosen.argmax(axis=1)
        found = np.take_along_axis(middle, place[:, np.newaxis], axis=1)[:, 0]
        return np.where(chosen.any(axis=1), found, np.nan)


@dataclass(frozen=True)
class Cutoff:
    """A cut-off on the probability; a patient at or above it counts as pCR.

    Attributes
    ----------
    value : float
        Mean over the splits of the cut-off that the rule finds on each one's out-of-fold probabilities.
    lower, upper : float
        95 % percentile interval of that mean over bootstrap cohorts, each put through the whole procedure.
    rule : str
        What it was chosen for, in words.
    splits, folds, bootstrap, seed : int
        How it was found.
    """

    value: float
    lower: float
    upper: float
    rule: str
    splits: int
    folds: int
    bootstrap: int
    seed: int


def cutoff_from_json(content: Any, where: str) -> Cutoff:
    """Build a cut-off from its object in a calibration or a model file, strictly; it lies within its interval."""
    fields = Fields(content, where)
    cutoff = Cutoff(
        value=fields.number("value", above=0, below=1),
        lower=fields.number("lower"),
        upper=fields.number("upper"),
        rule=fields.text("rule"),
        splits=fields.integer("splits", minimum=1),
        folds=fields.integer("folds", minimum=2),
        bootstrap=fields.integer("bootstrap", minimum=1),
        seed=fields.integer("seed"),
    )
    fields.finish()
    if not 0.0 <= cutoff.lower <= cutoff.value <= cutoff.upper <= 1.0:
        raise InputError(
            _("{where} lies at {value:g}, not within its interval {lower:g} to {upper:g}; make the file again.").format(
                where=where, value=cutoff.value, lower=cutoff.lower, upper=cutoff.upper
            )
        )
    return cutoff


def youden_cutoff(probability: NDArray[np.float64], outcomes: NDArray[np.int64]) -> float | None:
    """The cut-off with the largest Youden index on one set of probabilities; None where no cut-off beats chance."""
    found = float(CutoffRule().cutoffs(probability[np.newaxis], outcomes)[0])
    return None if np.isnan(found) else found


def stratified_folds(
    outcomes: NDArray[np.int64],
    folds: int,
    splits: int,
    generator: np.random.Generator,
    groups: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """Fold number of each case in each split: shuffled within its class, dealt out so that folds differ by at most one
    case a class.

    With groups whole patients are dealt out, those with an event in one of their rows as one class.

    Returns
    -------
    ndarray
        Integers 0 .. folds - 1, shape (splits, cases).
    """
    if groups is not None:
        events, member = events_of_patients(outcomes, groups)
        return stratified_folds(events, folds, splits, generator)[:, member]
    fold = np.empty((splits, len(outcomes)), dtype=int)
    dealt = 0
    for label in (1, 0):
        members = np.flatnonzero(outcomes == label)
        rank = generator.random((splits, len(members))).argsort(axis=1).argsort(axis=1)
        fold[:, members] = (rank + dealt) % folds
        dealt += len(members)
    return fold
