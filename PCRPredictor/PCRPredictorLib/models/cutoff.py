"""A site's own cut-off: Youden's index on out-of-fold probabilities, with a bootstrap interval."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Cutoff:
    """A cut-off on the probability; a patient at or above it counts as pCR.

    Attributes
    ----------
    value : float
        Cut-off of the largest Youden index over the out-of-fold probabilities.
    lower, upper : float
        95 % percentile interval over bootstrap samples of the patients, drawn within each class.
    folds, bootstrap, seed : int
        How it was found.
    """

    value: float
    lower: float
    upper: float
    folds: int
    bootstrap: int
    seed: int


def youden_cutoff(probability: np.ndarray, outcomes: np.ndarray) -> float | None:
    """The cut-off with the largest sensitivity + specificity - 1 (Youden 1950).

    Candidates lie halfway between neighboring distinct probabilities; of equal ones the lowest, hence the most
    sensitive, is taken. None where no candidate beats chance.

    Parameters
    ----------
    probability, outcomes : numpy.ndarray
        Shape (cases,); outcomes 0 or 1, both present.
    """
    order = np.argsort(probability, kind="stable")
    ranked, events = probability[order], outcomes[order]
    middle = 0.5 * (ranked[1:] + ranked[:-1])
    distinct = np.flatnonzero((ranked[1:] > ranked[:-1]) & (middle > 0.0) & (middle < 1.0))
    if distinct.size == 0:
        return None
    missed = np.cumsum(events)[distinct] / events.sum()
    rejected = np.cumsum(1 - events)[distinct] / (1 - events).sum()
    youden = rejected - missed
    best = int(np.argmax(youden > youden.max() - 1e-12))
    if youden[best] <= 1e-12:
        return None
    return float(middle[distinct[best]])


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


def cross_validated_cutoff(
    predict: Callable[[np.ndarray, np.ndarray], np.ndarray],
    outcomes: np.ndarray,
    *,
    folds: int,
    bootstrap: int,
    seed: int,
) -> tuple[Cutoff | None, np.ndarray]:
    """Youden's cut-off on probabilities that no patient took part in making.

    Parameters
    ----------
    predict : callable
        ``predict(training, held_out)`` with index arrays: fits on the first, gives the probabilities of the second.
    outcomes : numpy.ndarray
        0 or 1, shape (cases,).

    Returns
    -------
    cutoff : Cutoff or None
        None where no cut-off beats chance.
    probability : numpy.ndarray
        Out-of-fold probabilities, shape (cases,).
    """
    generator = np.random.default_rng(seed)
    fold = stratified_folds(outcomes, folds, generator)
    probability = np.empty(len(outcomes))
    for number in range(folds):
        held_out = np.flatnonzero(fold == number)
        probability[held_out] = predict(np.flatnonzero(fold != number), held_out)
    value = youden_cutoff(probability, outcomes)
    if value is None:
        return None, probability
    classes = [np.flatnonzero(outcomes == label) for label in (0, 1)]
    resampled = []
    for _ in range(bootstrap):
        drawn = np.concatenate([generator.choice(members, len(members)) for members in classes])
        found = youden_cutoff(probability[drawn], outcomes[drawn])
        if found is not None:
            resampled.append(found)
    lower, upper = np.quantile(resampled, (0.025, 0.975))
    return Cutoff(value, float(lower), float(upper), folds, bootstrap, seed), probability


def rank_auc(probability: np.ndarray, outcomes: np.ndarray) -> float:
    """Area under the ROC curve: share of event / non-event pairs in the right order, ties counting one half."""
    gap = probability[outcomes == 1][:, None] - probability[outcomes == 0][None, :]
    return float(np.mean((gap > 0) + 0.5 * (gap == 0)))
