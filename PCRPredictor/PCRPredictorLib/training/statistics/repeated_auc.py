"""The AUC of repeated cross-validation: that of the model of one fold, averaged over folds and repeats.

Averaging a patient's predictions over the repeats would measure an ensemble that nobody exports, and pooling the folds
compares the scores of models that were trained on different patients. So only patients of one fold are compared:
``A = sum over repeats, folds and pairs of [s+ > s-] + [s+ = s-] / 2``, divided by the number of such pairs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from ...models.auc import covariance_of_people, people_of_each
from .bootstrap import BootstrapAuc, check_resamples
from .delong import AucComparison, comparison
from .inputs import check_level, two_classes


@dataclass(frozen=True, eq=False)
class Pairs:
    """How often each responder was ranked above each other, and how often the two were compared.

    Attributes
    ----------
    positive : ndarray of bool, shape (patients,)
    won, compared : ndarray, shape (responders, others)
    groups : ndarray, shape (patients,), or None
        Rows with one value belong to one patient, whom the bootstrap draws whole.
    """

    positive: NDArray[np.bool_]
    won: NDArray[np.float64]
    compared: NDArray[np.float64]
    groups: NDArray[np.int64] | None = None

    @property
    def auc(self) -> float:
        return float(self.won.sum() / self.compared.sum())

    def of(self, members: NDArray[np.bool_]) -> "Pairs":
        """The comparisons among some of the patients, of whom both classes must be there."""
        chosen = np.ix_(members[self.positive], members[~self.positive])
        groups = None if self.groups is None else self.groups[members]
        return Pairs(self.positive[members], self.won[chosen], self.compared[chosen], groups)


def pairs_within_folds(
    outcome: ArrayLike, scores: ArrayLike, folds: ArrayLike, groups: NDArray[np.int64] | None = None
) -> Pairs:
    """Compare the patients of each fold.

    Parameters
    ----------
    outcome : array_like, shape (patients,)
    scores, folds : array_like, shape (repeats, patients)
        Out-of-fold score of each patient in each repeat, and the number of the fold he was tested in.
    groups : ndarray of int, shape (patients,), optional

    Raises
    ------
    InputError
        One class only, or no fold that holds both.
    """
    positive = two_classes(outcome)
    won = np.zeros((int(positive.sum()), int((~positive).sum())))
    compared = np.zeros_like(won)
    for score, fold in zip(np.asarray(scores, dtype=np.float64), np.asarray(folds), strict=True):
        together = fold[positive][:, np.newaxis] == fold[~positive]
        difference = score[positive][:, np.newaxis] - score[~positive]
        won += together * ((difference > 0) + 0.5 * (difference == 0))
        compared += together
    if not compared.any():
        raise InputError("No test fold holds patients of both outcomes, so there is no AUC; use fewer folds.")
    return Pairs(positive, won, compared, groups)


def bootstrap_pairs(pairs: Pairs, resamples: int = 2000, seed: int = 0, level: float = 0.95) -> BootstrapAuc:
    """Percentile interval over patients resampled within each class (with groups: within groups with and without a
    responder), their scores taken as given: ``A* = c' W d / c' N d`` with c and d how often each was drawn."""
    check_resamples(resamples, 100)
    tail = (1 - check_level(level)) / 2
    counts = _draws(pairs, resamples, np.random.default_rng(seed))
    responders, others = counts[:, pairs.positive], counts[:, ~pairs.positive]
    compared = ((responders @ pairs.compared) * others).sum(axis=1)
    resampled = ((responders @ pairs.won) * others).sum(axis=1)[compared > 0] / compared[compared > 0]
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return BootstrapAuc(pairs.auc, float(low), float(high), resampled)


def compare_pairs(first: Pairs, second: Pairs, level: float = 0.95) -> AucComparison:
    """DeLong's paired test with structural components that are averaged over folds and repeats.

    The rows of one patient, by the groups of `first`, are taken together.
    """
    components = [
        np.stack([getattr(_components(pairs), side) for pairs in (first, second)]) for side in ("positives", "others")
    ]
    if first.groups is None:
        covariance = sum(np.cov(side) / side.shape[1] for side in components)
    else:
        covariance = covariance_of_people(first.positive, components[0], components[1], first.groups)
    variance = float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    return comparison(first.auc, second.auc, variance, people_of_each(first.positive, first.groups), level)


@dataclass(frozen=True, slots=True)
class _Components:
    """For each patient the share of the other class on the right side, weighted so that the mean is the AUC."""

    positives: NDArray[np.float64]
    others: NDArray[np.float64]


def _components(pairs: Pairs) -> _Components:
    total = pairs.compared.sum()
    # A patient compared more often than others weighs more: A = sum_i w_i V_i / m with w_i V_i = m W_i. / W..;
    # centering at A keeps the weight itself out of the variance.
    rows, columns = pairs.compared.sum(axis=1) / total, pairs.compared.sum(axis=0) / total
    by_row = pairs.won.sum(axis=1) / total - pairs.auc * rows
    by_column = pairs.won.sum(axis=0) / total - pairs.auc * columns
    return _Components(pairs.auc + rows.size * by_row, pairs.auc + columns.size * by_column)


def _draws(pairs: Pairs, resamples: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """How often each row was drawn, shape (resamples, rows)."""
    groups = np.arange(pairs.positive.size) if pairs.groups is None else pairs.groups
    names, member = np.unique(groups, return_inverse=True)
    responding = np.zeros(names.size, dtype=bool)
    np.logical_or.at(responding, member, pairs.positive)
    drawn = np.zeros((resamples, names.size))
    for side in (responding, ~responding):
        if side.any():
            drawn[:, side] = generator.multinomial(int(side.sum()), np.full(side.sum(), 1 / side.sum()), resamples)
    return drawn[:, member]
