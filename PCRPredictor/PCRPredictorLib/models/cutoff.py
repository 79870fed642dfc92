"""A cut-off on a set of probabilities, and the folds to get them out of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError

YOUDEN, SENSITIVITY, SPECIFICITY = "youden", "sensitivity", "specificity"
PROJECTED_PATIENTS = (60, 100, 200)


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
            raise InputError(f"The target {self.name} must lie between 0 and 1, not at {self.target}; 0.9 means 90 %.")

    def __str__(self) -> str:
        return "Youden's index" if self.name == YOUDEN else f"{self.name} of at least {self.target:g}"

    def cutoff(self, probability: NDArray[np.float64], outcomes: NDArray[np.int64]) -> float | None:
        """The cut-off that this rule finds on out-of-fold probabilities; None where there is none."""
        if self.name == YOUDEN:
            return youden_cutoff(probability, outcomes)
        assert self.target is not None
        found = _candidates(probability, outcomes)
        if found is None:
            return None
        middle, missed, rejected = found
        reached = np.flatnonzero(1.0 - missed >= self.target - 1e-12)
        if self.name == SPECIFICITY:
            reached = np.flatnonzero(rejected >= self.target - 1e-12)[::-1]
        return float(middle[reached[-1]]) if reached.size else None


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


def _candidates(
    probability: NDArray[np.float64], outcomes: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]] | None:
    """Cut-offs halfway between neighboring distinct probabilities, rising, with the shares of events that each misses
    and of non-events that it rejects; None where there is none between 0 and 1."""
    order = np.argsort(probability, kind="stable")
    ranked, events = probability[order], outcomes[order]
    middle = 0.5 * (ranked[1:] + ranked[:-1])
    distinct = np.flatnonzero((ranked[1:] > ranked[:-1]) & (middle > 0.0) & (middle < 1.0))
    if distinct.size == 0:
        return None
    missed = np.cumsum(events)[distinct] / events.sum()
    rejected = np.cumsum(1 - events)[distinct] / (1 - events).sum()
    return middle[distinct], missed, rejected


def youden_cutoff(probability: np.ndarray, outcomes: np.ndarray) -> float | None:
    """The cut-off with the largest sensitivity + specificity - 1 (Youden 1950).

    Candidates lie halfway between neighboring distinct probabilities; of equal ones the lowest, hence the most
    sensitive, is taken. None where no candidate beats chance.

    Parameters
    ----------
    probability, outcomes : numpy.ndarray
        Shape (cases,); outcomes 0 or 1, both present.
    """
    found = _candidates(probability, outcomes)
    if found is None:
        return None
    middle, missed, rejected = found
    youden = rejected - missed
    best = int(np.argmax(youden > youden.max() - 1e-12))
    return None if youden[best] <= 1e-12 else float(middle[best])


def stratified_folds(outcomes: np.ndarray, folds: int, generator: np.random.Generator) -> np.ndarray:
    """Fold number of each case: shuffled within its class, dealt out so that folds differ by at most one case a class.

    Returns
    -------
    numpy.ndarray
        Integers 0 .. folds - 1, shape (cases,).
    """
    fold = np.empty(len(outcomes), dtype=int)
    dealt = 0
    for label in (1, 0):
        members = generator.permutation(np.flatnonzero(outcomes == label))
        fold[members] = (np.arange(len(members)) + dealt) % folds
        dealt += len(members)
    return fold
