"""A smooth calibration curve, and how far it lies from the diagonal.

Sources: Harrell, Regression Modeling Strategies, 2nd ed. (2015), 2.4.5 (restricted cubic splines, places of the knots);
Austin and Steyerberg, Statistics in Medicine 38 (2019) 4051-4065 (ICI, E50, E90).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from ...models.logistic import fit_design, variance_along
from .inputs import check_level, probabilities_of, two_classes

KNOT_QUANTILES = {3: (0.1, 0.5, 0.9), 4: (0.05, 0.35, 0.65, 0.95)}
FEWEST_FOR_FOUR = 100
CURVE_POINTS = 101


@dataclass(frozen=True, slots=True)
class SmoothCalibration:
    """Observed against predicted probability as a smooth curve.

    Attributes
    ----------
    predicted, observed, low, high : tuple of float
        The curve over the range of the predictions, with its pointwise band.
    ici : float
        Mean over the patients of ``|observed(p) - p|`` (integrated calibration index).
    e50, e90 : float
        Median and 90th percentile of the same distances.
    knots : int
        Of the spline.
    """

    predicted: tuple[float, ...]
    observed: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    ici: float
    e50: float
    e90: float
    knots: int


def smooth_calibration(
    outcome: ArrayLike, probability: ArrayLike, level: float = 0.95, groups: NDArray[np.int64] | None = None
) -> SmoothCalibration:
    """Fit ``logit P(y = 1) = b0 + spline(logit p)`` with a restricted cubic spline and measure it.

    The spline has 4 knots at the quantiles 0.05, 0.35, 0.65 and 0.95 of logit p, below 100 patients 3 at 0.1, 0.5 and
    0.9. The band is that of the linear predictor, ``x' b +- z sqrt(x' C x)`` with C the inverse information, or with
    groups the covariance of patients.

    Parameters
    ----------
    outcome : array_like, shape (patients,)
        1 for responders, 0 otherwise.
    probability : array_like, shape (patients,)
        Strictly between 0 and 1.
    level : float
        Of the pointwise band.
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's.

    Raises
    ------
    InputError
        One class only, a probability that is 0 or 1, too few different ones for the knots, classes that the curve
        separates, or no more patients of several rows than knots.
    """
    from scipy.special import expit, logit
    from scipy.stats import norm

    positive = two_classes(outcome)
    probabilities = probabilities_of(probability, positive.size)
    if not ((probabilities > 0) & (probabilities < 1)).all():
        raise InputError("A probability is exactly 0 or 1, which has no logit; a calibration curve cannot be drawn.")
    score = logit(probabilities)
    count = 4 if positive.size >= FEWEST_FOR_FOUR else 3
    knots = np.quantile(score, KNOT_QUANTILES[count])
    if (np.diff(knots) <= 1e-9 * max(1.0, float(np.ptp(score)))).any():
        raise InputError("The probabilities take too few different values for a smooth calibration curve.")
    design = _spline(score, knots)
    spread = design.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    scaled, outcomes = design / scale, positive.astype(np.float64)
    fitted = _fit(scaled, outcomes)
    distances = np.abs(expit(scaled @ fitted[0]) - probabilities)
    grid = np.linspace(probabilities.min(), probabilities.max(), CURVE_POINTS)
    along = _spline(logit(grid), knots) / scale
    center = along @ fitted[0]
    z = float(norm.ppf((1 + check_level(level)) / 2))
    half = z * np.sqrt(variance_along(along, fitted, scaled, outcomes, groups))
    return SmoothCalibration(
        predicted=tuple(grid.tolist()),
        observed=tuple(expit(center).tolist()),
        low=tuple(expit(center - half).tolist()),
        high=tuple(expit(center + half).tolist()),
        ici=float(distances.mean()),
        e50=float(np.quantile(distances, 0.5)),
        e90=float(np.quantile(distances, 0.9)),
        knots=count,
    )


def _spline(x: NDArray[np.float64], knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Columns 1, x and Harrell's restricted cubic terms, linear beyond the outer knots, shape (len(x), len(knots)).

    With ``(u)+`` the positive part and t the knots::

        [(x - t_j)+^3 - (x - t_k-1)+^3 (t_k - t_j) / (t_k - t_k-1) + (x - t_k)+^3 (t_k-1 - t_j) / (t_k - t_k-1)]
        / (t_k - t_1)^2
    """
    last, before = knots[-1], knots[-2]

    def cubed(knot: float) -> NDArray[np.float64]:
        return np.maximum(x - knot, 0) ** 3

    terms = [
        (
            cubed(knot)
            - cubed(before) * (last - knot) / (last - before)
            + cubed(last) * (before - knot) / (last - before)
        )
        / (last - knots[0]) ** 2
        for knot in knots[:-2]
    ]
    return np.column_stack([np.ones_like(x), x, *terms])


def _fit(design: NDArray[np.float64], outcome: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Logistic coefficients of the spline and their covariance."""
    fitted = fit_design(design, outcome)
    if fitted is None:
        raise InputError(
            "The calibration curve has no finite fit: the probabilities separate the classes almost completely."
        )
    return fitted
