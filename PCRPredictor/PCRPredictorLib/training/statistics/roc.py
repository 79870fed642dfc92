"""The receiver operating characteristic: curve and area."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .inputs import scores_of, two_classes


@dataclass(frozen=True, slots=True)
class RocCurve:
    """An empirical ROC curve, from (0, 0) to (1, 1).

    Attributes
    ----------
    false_positive_rate, true_positive_rate : ndarray
        Non-decreasing; one point per distinct score plus the start.
    thresholds : ndarray
        A patient is called positive at or above the threshold; the first is infinite (nobody is).
    """

    false_positive_rate: NDArray[np.float64]
    true_positive_rate: NDArray[np.float64]
    thresholds: NDArray[np.float64]


def roc_curve(outcome: ArrayLike, score: ArrayLike) -> RocCurve:
    """Empirical ROC curve; tied scores move together, so the diagonal of a tie is drawn as such.

    Parameters
    ----------
    outcome : array_like, shape (patients,)
        1 for responders, 0 otherwise.
    score : array_like, shape (patients,)
        Higher means more likely to respond.

    Raises
    ------
    InputError
        One class only, lengths differ, or a score is not finite.
    """
    positive = two_classes(outcome)
    scores = scores_of(score, positive.size)
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    last_of_tie = np.append(np.flatnonzero(np.diff(ordered)), ordered.size - 1)
    true_positives = np.cumsum(positive[order])[last_of_tie]
    false_positives = last_of_tie + 1 - true_positives
    return RocCurve(
        false_positive_rate=np.concatenate([[0.0], false_positives / false_positives[-1]]),
        true_positive_rate=np.concatenate([[0.0], true_positives / true_positives[-1]]),
        thresholds=np.concatenate([[np.inf], ordered[last_of_tie]]),
    )


def roc_auc(outcome: ArrayLike, score: ArrayLike) -> float:
    """Area under the empirical ROC curve, equal to P(score+ > score-) + P(score+ = score-) / 2.

    Computed from mid-ranks (Mann & Whitney 1947; Hanley & McNeil 1982): ``(R+ - m (m + 1) / 2) / (m n)`` with R+ the
    rank sum of the m positives and n the number of negatives.

    Raises
    ------
    InputError
        One class only, lengths differ, or a score is not finite.
    """
    from scipy.stats import rankdata

    positive = two_classes(outcome)
    ranks = rankdata(scores_of(score, positive.size))
    positives = int(positive.sum())
    negatives = positive.size - positives
    return float((ranks[positive].sum() - positives * (positives + 1) / 2) / (positives * negatives))
