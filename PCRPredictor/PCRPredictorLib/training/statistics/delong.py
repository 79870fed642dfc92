"""DeLong's interval of an AUC and tests of the difference of two; the areas and their covariance are `models.auc`'s.

Where DeLong's method finds no variance the difference has an interval by Zou & Donner, Statistics in Medicine 27 (2008)
1693-1702, of the two AUCs' own (Newcombe's), and no test.
"""

from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...models.auc import AucInterval, areas_and_covariance, auc_interval, people_of_each
from ...models.newcombe import newcombe_interval
from .inputs import check_level, scores_of, two_classes

ROUNDING = 1e-15
"""A variance of rounding only, of either sign: equal rankings leave it."""
NO_TEST = (
    "DeLong's method finds no variance (perfect separation, or equal rankings), so that there is no test; the interval "
    "is made of Newcombe's for each AUC as if they were independent, mostly too wide"
)


@dataclass(frozen=True, slots=True)
class AucComparison:
    """A test of two AUCs being equal.

    Attributes
    ----------
    first, second : float
        The two AUCs.
    difference, low, high : float
        first - second with its confidence interval.
    statistic : float or None
        z where paired, t where unpaired; None where there is no variance.
    degrees_of_freedom : float or None
        Of t; None where paired.
    p_value : float or None
        Two-sided; None where there is no variance.
    paired : bool
    note : str
        `NO_TEST` where there is no variance, else empty.
    """

    first: float
    second: float
    difference: float
    low: float
    high: float
    statistic: float | None
    degrees_of_freedom: float | None
    p_value: float | None
    paired: bool
    note: str = ""


def delong_interval(
    outcome: ArrayLike, score: ArrayLike, level: float = 0.95, groups: NDArray[np.int64] | None = None
) -> AucInterval:
    """AUC with the interval ``AUC +- z * SE``, cut to [0, 1]; where SE is 0 :func:`.newcombe_interval`.

    It is 0 where the classes are separated, and where every patient has the same score.

    Parameters
    ----------
    outcome : array_like, shape (patients,)
        1 for responders, 0 otherwise; at least two of each.
    score : array_like, shape (patients,)
        Higher means more likely to respond.
    level : float
        Confidence level.
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's, and are taken together.

    Raises
    ------
    InputError
        Fewer than two patients in a class, lengths differ, or a score is not finite.
    """
    positive = two_classes(outcome)
    return auc_interval(positive, scores_of(score, positive.size), check_level(level), groups)


def compare_paired(
    outcome: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    level: float = 0.95,
    groups: NDArray[np.int64] | None = None,
) -> AucComparison:
    """DeLong test of two scores of the same patients: ``z = (A1 - A2) / sqrt(V11 + V22 - 2 V12)``.

    Raises
    ------
    InputError
        As :func:`delong_interval`.
    """
    positive = two_classes(outcome)
    scores = np.stack(
        [scores_of(first, positive.size, "first score"), scores_of(second, positive.size, "second score")]
    )
    areas, covariance = areas_and_covariance(positive, scores, groups)
    variance = float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    counts = people_of_each(positive, groups)
    return comparison(float(areas[0]), float(areas[1]), variance, counts, level)


def comparison(
    first: float, second: float, variance: float, counts: tuple[int, int], level: float = 0.95
) -> AucComparison:
    """The paired z test of two AUCs of so many responders and others, whose difference has this variance."""
    from scipy.stats import norm

    if variance <= ROUNDING:
        return _without_variance((first, *counts), (second, *counts), level, paired=True)
    difference, standard_error = first - second, sqrt(variance)
    statistic = difference / standard_error
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
        As :func:`delong_interval`.
    """
    from scipy.stats import t as student

    sides, areas_of = [], []
    for outcome, score in ((first_outcome, first_score), (second_outcome, second_score)):
        positive = two_classes(outcome)
        areas, covariance = areas_and_covariance(positive, scores_of(score, positive.size)[np.newaxis])
        sides.append((float(areas[0]), float(covariance[0, 0]), positive.size))
        areas_of.append((float(areas[0]), int(positive.sum()), int((~positive).sum())))
    (first, first_variance, first_size), (second, second_variance, second_size) = sides
    variance = first_variance + second_variance
    if variance <= ROUNDING:
        return _without_variance(areas_of[0], areas_of[1], level, paired=False)
    difference, standard_error = first - second, sqrt(variance)
    statistic = difference / standard_error
    spread = first_variance**2 / (first_size - 1) + second_variance**2 / (second_size - 1)
    freedom = variance**2 / spread
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


def _without_variance(
    first: tuple[float, int, int], second: tuple[float, int, int], level: float, *, paired: bool
) -> AucComparison:
    """The difference of two AUCs, each with its responders and others, with an interval and no test.

    ``d - sqrt((A1 - l1)^2 + (u2 - A2)^2)`` to ``d + sqrt((u1 - A1)^2 + (A2 - l2)^2)`` with each AUC's own l and u.
    """
    low_first, high_first = newcombe_interval(*first, level=level)
    low_second, high_second = newcombe_interval(*second, level=level)
    difference = first[0] - second[0]
    return AucComparison(
        first=first[0],
        second=second[0],
        difference=difference,
        low=max(-1.0, difference - hypot(first[0] - low_first, high_second - second[0])),
        high=min(1.0, difference + hypot(high_first - first[0], second[0] - low_second)),
        statistic=None,
        degrees_of_freedom=None,
        p_value=None,
        paired=paired,
        note=NO_TEST,
    )
