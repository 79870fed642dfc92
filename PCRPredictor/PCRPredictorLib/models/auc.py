"""The area under the ROC curve with DeLong's standard error, in O(n log n).

Sources
-------
DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988) 837-845 (the covariance of AUCs by structural components);
Sun & Xu, IEEE Signal Processing Letters 21 (2014) 1389-1393 (the components from mid-ranks).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError


@dataclass(frozen=True, slots=True)
class AucInterval:
    """An AUC with its DeLong standard error and confidence interval (normal, cut to [0, 1]).

    ``standard_error`` is 0 where the classes are separated perfectly; the interval then shrinks to a point and
    says nothing about the uncertainty.
    """

    auc: float
    standard_error: float
    low: float
    high: float


def auc_interval(positive: NDArray[np.bool_], score: NDArray[np.float64], level: float = 0.95) -> AucInterval:
    """AUC with the interval ``AUC +- z * SE``, cut to [0, 1].

    Parameters
    ----------
    positive : ndarray of bool, shape (patients,)
    score : ndarray, shape (patients,)
        Finite; higher means more likely positive.
    level : float
        Confidence level, two-sided.

    Raises
    ------
    InputError
        Fewer than two patients in a class.
    """
    from scipy.special import ndtri

    areas, covariance = areas_and_covariance(positive, score[np.newaxis])
    area, standard_error = float(areas[0]), sqrt(max(float(covariance[0, 0]), 0.0))
    half_width = float(ndtri((1 + level) / 2)) * standard_error
    return AucInterval(area, standard_error, max(area - half_width, 0.0), min(area + half_width, 1.0))


def areas_and_covariance(
    positive: NDArray[np.bool_], scores: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """AUC of each row of `scores` (scores, patients) and their covariance matrix.

    Raises
    ------
    InputError
        Fewer than two patients in a class.
    """
    from scipy.stats import rankdata

    positives, negatives = int(positive.sum()), int((~positive).sum())
    if min(positives, negatives) < 2:
        raise InputError(
            f"There are {positives} responders and {negatives} others; DeLong's variance needs at least two of each."
        )
    ranks = rankdata(scores, axis=1)
    within_positives = rankdata(scores[:, positive], axis=1)
    within_negatives = rankdata(scores[:, ~positive], axis=1)
    # Structural components: for each patient the share of the other class that is ranked on the right side.
    of_positives = (ranks[:, positive] - within_positives) / negatives
    of_negatives = 1 - (ranks[:, ~positive] - within_negatives) / positives
    covariance = np.cov(of_positives).reshape(len(scores), -1) / positives
    covariance = covariance + np.cov(of_negatives).reshape(len(scores), -1) / negatives
    return of_positives.mean(axis=1), covariance
