"""DeLong's interval of an AUC and tests of the difference of two, in O(n log n).

Sources
-------
DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988) 837-845 (the covariance of AUCs by structural components);
Sun & Xu, IEEE Signal Processing Letters 21 (2014) 1389-1393 (the components from mid-ranks).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .inputs import check_level, scores_of, two_classes
from .newcombe import newcombe_interval


@dataclass(frozen=True, slots=True)
class AucInterval:
    """An AUC with its DeLong standard error and confidence interval (normal, cut to [0, 1]).

    ``standard_error`` is 0 where the classes are separated perfectly; the interval is then Newcombe's, since one that
    shrinks to a point would say that nothing is uncertain.
    """

    auc: float
    standard_error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AucComparison:
    """A test of two AUCs being equal.

    Attributes
    ----------
    first, second : float
        The two AUCs.
    difference, low, high : float
        first - second with its confidence interval.
    statistic : float
        z where paired, t where unpaired.
    degrees_of_freedom : float or None
        Of t; None where paired.
    p_value : float
        Two-sided.
    paired : bool
    """

    first: float
    second: float
    difference: float
    low: float
    high: float
    statistic: float
    degrees_of_freedom: float | None
    p_value: float
    paired: bool


def delong_interval(outcome: ArrayLike, score: ArrayLike, level: float = 0.95) -> AucInterval:
    """AUC with the interval ``AUC +- z * SE``, cut to [0, 1]; with perfect separation :func:`.newcombe_interval`.

    Parameters
    ----------
    outcome : array_like, shape (patients,)
        1 for responders, 0 otherwise; at least two of each.
    score : array_like, shape (patients,)
        Higher means more likely to respond.
    level : float
        Confidence level.

    Raises
    ------
    InputError
        Fewer than two patients in a class, lengths differ, or a score is not finite.
    """
    from scipy.stats import norm

    positive = two_classes(outcome)
    areas, covariance = _areas_and_covariance(positive, scores_of(score, positive.size)[np.newaxis])
    area, standard_error = float(areas[0]), sqrt(max(float(covariance[0, 0]), 0.0))
    if area in (0.0, 1.0):
        low, high = newcombe_interval(area, int(positive.sum()), int((~positive).sum()), level=level)
        return AucInterval(area, standard_error, low, high)
    half_width = float(norm.ppf((1 + check_level(level)) / 2)) * standard_error
    return AucInterval(area, standard_error, max(area - half_width, 0.0), min(area + half_width, 1.0))


def compare_paired(outcome: ArrayLike, first: ArrayLike, second: ArrayLike, level: float = 0.95) -> AucComparison:
    """DeLong test of two scores of the same patients: ``z = (A1 - A2) / sqrt(V11 + V22 - 2 V12)``.

    Raises
    ------
    InputError
        As :func:`delong_interval`, or the AUCs differ without any variance, so that no test exists.
    """
    positive = two_classes(outcome)
    scores = np.stack(
        [scores_of(first, positive.size, "first score"), scores_of(second, positive.size, "second score")]
    )
    areas, covariance = _areas_and_covariance(positive, scores)
    variance = float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    return comparison(float(areas[0]), float(areas[1]), variance, level)


def comparison(first: float, second: float, variance: float, level: float = 0.95) -> AucComparison:
    """The paired z test of two AUCs whose difference has this variance; raises as :func:`compare_paired`."""
    from scipy.stats import norm

    difference, statistic, standard_error = _studentized(first, second, variance)
    half_width = float(norm.ppf((1 + check_level(level)) / 2)) * standard_error
    return AucComparison(
        first=first,
        second=second,
        difference=difference,
        low=difference - half_width,
        high=difference + half_width,
        statistic=statistic,
        degrees_of_freedom=None,
        p_value=float(2 * norm.sf(abs(statistic))),
        paired=True,
    )


def compare_unpaired(
    first_outcome: ArrayLike,
    first_score: ArrayLike,
    second_outcome: ArrayLike,
    second_score: ArrayLike,
    level: float = 0.95,
) -> AucComparison:
    """DeLong test of two AUCs measured in different patients: ``t = (A1 - A2) / sqrt(V1 + V2)``.

    The degrees of freedom are Satterthwaite's, ``(V1 + V2)^2 / (V1^2 / (N1 - 1) + V2^2 / (N2 - 1))``, as R's
    pROC has them.

    Raises
    ------
    InputError
        As :func:`delong_interval`, or the AUCs differ without any variance, so that no test exists.
    """
    from scipy.stats import t as student

    sides = []
    for outcome, score in ((first_outcome, first_score), (second_outcome, second_score)):
        positive = two_classes(outcome)
        areas, covariance = _areas_and_covariance(positive, scores_of(score, positive.size)[np.newaxis])
        sides.append((float(areas[0]), float(covariance[0, 0]), positive.size))
    (first, first_variance, first_size), (second, second_variance, second_size) = sides
    variance = first_variance + second_variance
    difference, statistic, standard_error = _studentized(first, second, variance)
    spread = first_variance**2 / (first_size - 1) + second_variance**2 / (second_size - 1)
    freedom = variance**2 / spread if spread > 0 else float(first_size + second_size - 2)
    half_width = float(student.ppf((1 + check_level(level)) / 2, freedom)) * standard_error
    return AucComparison(
        first=first,
        second=second,
        difference=difference,
        low=difference - half_width,
        high=difference + half_width,
        statistic=statistic,
        degrees_of_freedom=freedom,
        p_value=float(2 * student.sf(abs(statistic), freedom)),
        paired=False,
    )


def _studentized(first: float, second: float, variance: float) -> tuple[float, float, float]:
    """Difference, difference over its standard error, and the standard error."""
    difference = first - second
    # Equal rankings leave a variance of rounding errors only, of either sign.
    if variance > 1e-15:
        standard_error = sqrt(variance)
        return difference, difference / standard_error, standard_error
    if abs(difference) < 1e-12:
        return 0.0, 0.0, 0.0
    raise InputError(
        f"The AUCs {first:.3f} and {second:.3f} both have no variance (perfect separation), "
        "so DeLong's test does not exist."
    )


def _areas_and_covariance(
    positive: NDArray[np.bool_], scores: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """AUC of each row of `scores` (scores, patients) and their covariance matrix."""
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
