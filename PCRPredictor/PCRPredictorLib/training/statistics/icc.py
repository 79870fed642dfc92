"""Intraclass correlation of single measurements: how well a feature repeats.

Source: Shrout & Fleiss, Psychological Bulletin 86 (1979) 420-428; the intervals of ICC(2,1) after McGraw & Wong,
Psychological Methods 1 (1996) 30-46.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .inputs import check_level

FEWEST_PATIENTS = 5
"""Patients below which an ICC between contours is not believed."""


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """ICC with its confidence interval, each of the shape that follows (patients, ratings) in the input.

    NaN where every rating of every patient is the same number: a constant has no reliability.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def icc_2_1(ratings: ArrayLike, level: float = 0.95) -> IntraclassCorrelation:
    """ICC(2,1), absolute agreement of readers drawn at random: two-way random effects, single rating.

    ``(MSB - MSE) / (MSB + (k - 1) MSE + k (MSJ - MSE) / n)`` with n patients, k readers, MSB, MSJ and MSE the
    mean squares between patients, between readers and of the residual.

    Parameters
    ----------
    ratings : array_like, shape (patients, readers) or (patients, readers, features)
        Finite; column j is the same reader for all patients.
    level : float
        Confidence level.

    Raises
    ------
    InputError
        Fewer than two patients or readers, or a rating is not finite.
    """
    from scipy.stats import f

    values = _ratings(ratings)
    n, k = values.shape[:2]
    between, within, readers, residual = _mean_squares(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        icc = (between - residual) / (between + (k - 1) * residual + k * (readers - residual) / n)
        a = k * icc / (n * (1 - icc))
        b = 1 + k * icc * (n - 1) / (n * (1 - icc))
        freedom = (a * readers + b * residual) ** 2 / (
            (a * readers) ** 2 / (k - 1) + (b * residual) ** 2 / ((n - 1) * (k - 1))
        )
        tail = (1 + check_level(level)) / 2
        lower_f, upper_f = f.ppf(tail, n - 1, freedom), f.ppf(tail, freedom, n - 1)
        noise = k * readers + (k * n - k - n) * residual
        low = n * (between - lower_f * residual) / (lower_f * noise + n * between)
        high = n * (upper_f * between - residual) / (noise + n * upper_f * between)
    return _finished(icc, low, high, between, within)


def icc_1_1(ratings: ArrayLike, level: float = 0.95) -> IntraclassCorrelation:
    """ICC(1,1), agreement of exchangeable ratings such as perturbed contours: one-way random effects, single rating.

    ``(MSB - MSW) / (MSB + (k - 1) MSW)`` with k ratings a patient, MSB and MSW the mean squares between and
    within patients.

    Parameters
    ----------
    ratings : array_like, shape (patients, ratings) or (patients, ratings, features)
        Finite; the order within a patient carries no meaning.
    level : float
        Confidence level.

    Raises
    ------
    InputError
        Fewer than two patients or ratings, or a rating is not finite.
    """
    from scipy.stats import f

    values = _ratings(ratings)
    n, k = values.shape[:2]
    between, within, _, _ = _mean_squares(values)
    tail = (1 + check_level(level)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        icc = (between - within) / (between + (k - 1) * within)
        ratio = between / within
        low_ratio = ratio / f.ppf(tail, n - 1, n * (k - 1))
        high_ratio = ratio * f.ppf(tail, n * (k - 1), n - 1)
        low, high = (low_ratio - 1) / (low_ratio + k - 1), (high_ratio - 1) / (high_ratio + k - 1)
    return _finished(icc, low, high, between, within)


def complete_cases(ratings: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which patients have all ratings of each feature, shape (patients, features) of (patients, ratings, features)."""
    return np.asarray(np.isfinite(ratings).all(axis=1))


def icc_of_complete(
    icc: Callable[[ArrayLike], IntraclassCorrelation], ratings: NDArray[np.float64]
) -> IntraclassCorrelation:
    """ICC of each feature over the patients who have all ratings of that feature.

    Parameters
    ----------
    icc : callable
        :func:`icc_2_1` or :func:`icc_1_1`.
    ratings : ndarray, shape (patients, ratings, features)
        NaN where a rating is missing; that leaves the patient out of this feature only.

    Returns
    -------
    IntraclassCorrelation
        NaN also for a feature with fewer than two such patients.
    """
    complete = complete_cases(ratings)
    patterns, pattern_of = np.unique(complete, axis=1, return_inverse=True)
    found = np.full((3, ratings.shape[2]), np.nan)
    for number, patients in enumerate(patterns.T):
        features = np.flatnonzero(pattern_of.ravel() == number)
        if patients.sum() > 1:
            of_these = icc(ratings[patients][:, :, features])
            found[:, features] = of_these.value, of_these.low, of_these.high
    return IntraclassCorrelation(*found)


def _ratings(ratings: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(ratings, dtype=np.float64)
    if values.ndim not in (2, 3) or min(values.shape[:2], default=0) < 2:
        raise InputError(
            f"Ratings of shape {values.shape} have no intraclass correlation; "
            "give at least two patients with two ratings each."
        )
    if not np.isfinite(values).all():
        where = np.argwhere(~np.isfinite(values))[0]
        raise InputError(
            f"Rating {where[1] + 1} of patient {where[0] + 1} is {values[tuple(where)]}; it must be finite."
        )
    return values


def _mean_squares(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Mean squares between patients, within patients, between readers and of the residual."""
    n, k = values.shape[:2]
    # A rating is taken off first: features of size 1e9 keep their digits and a constant becomes exactly 0.
    centered = values - values[:1, :1]
    centered = centered - centered.mean(axis=(0, 1))
    patients, readers = centered.mean(axis=1, keepdims=True), centered.mean(axis=0, keepdims=True)
    return (
        k * np.square(patients).sum(axis=(0, 1)) / (n - 1),
        np.square(centered - patients).sum(axis=(0, 1)) / (n * (k - 1)),
        n * np.square(readers).sum(axis=(0, 1)) / (k - 1),
        np.square(centered - patients - readers).sum(axis=(0, 1)) / ((n - 1) * (k - 1)),
    )


def _finished(
    icc: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    between: NDArray[np.float64],
    within: NDArray[np.float64],
) -> IntraclassCorrelation:
    """Put 1 where ratings agree to the last digit, NaN where the feature is constant."""
    return IntraclassCorrelation(
        *(np.where(within > 0, values, np.where(between > 0, 1.0, np.nan)) for values in (icc, low, high))
    )
