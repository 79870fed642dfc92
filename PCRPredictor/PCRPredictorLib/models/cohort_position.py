"""Positions of skewed, heavy-tailed features: near to normal for a cohort, and for nobody's value in it to be read."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .scaled_asinh import scaled_asinh

KNEE, ROOM = 2.25, 0.25
_CENTERS = (0.1, 0.25, 0.5, 0.75, 0.9)
_SCALES = (3.0, 1.0, 0.5, 0.25, 0.1, 0.05, 0.02)


@dataclass(frozen=True)
class CohortPosition:
    """Position of a feature's value in a cohort, in standard deviations of the transformed feature.

    With u = (asinh((value - center) / scale) - mean) / std, the position is u up to `KNEE` standard deviations to
    either side and ``KNEE + (|u| - KNEE) / tail`` beyond, with the sign of u.

    Attributes
    ----------
    column : str
    center, scale : float
        A quantile and a multiple of the interquartile range, rounded, in the feature's own unit.
    mean, std : float
        Of the asinh over the cohort (n - 1 in the standard deviation).
    tail : float
        1, or more where the cohort itself has cases far out, so that a case no farther out does not count as strange.
    """

    column: str
    center: float
    scale: float
    mean: float
    std: float
    tail: float

    def position(self, value: float) -> float:
        """Where a value lies."""
        standard = (float(scaled_asinh(value, self.center, self.scale)) - self.mean) / self.std
        beyond = abs(standard) - KNEE
        return standard if beyond <= 0 else math.copysign(KNEE + beyond / self.tail, standard)


def fit_position(column: str, cells: NDArray[np.float64]) -> CohortPosition:
    """The scale on which which the cohort's cells look most normal.

    Of 35 pairs of a center (a quantile) and a scale (a multiple of the interquartile range) that of the largest
    likelihood of ``asinh((x - center) / scale)`` as a normal variable, its Jacobian included, is taken: Burbidge, Magee
    & Robb, Journal of the American Statistical Association 83 (1988) 123-127. Center, scale and tail are rounded, so
    that no order statistic of the cohort can be read off.

    Parameters
    ----------
    cells : ndarray, shape (patients,)
        Finite, not all equal.
    """
    low, high = (float(value) for value in np.quantile(cells, (0.25, 0.75)))
    # Half of the cells or more may be equal: then there is no interquartile range, but a standard deviation.
    width = (high - low) or float(cells.std(ddof=1))
    _, center, scale = max(
        _candidate(cells, float(np.quantile(cells, at)), factor * width) for at in _CENTERS for factor in _SCALES
    )
    moved = scaled_asinh(cells, center, scale)
    mean, std = float(moved.mean()), float(moved.std(ddof=1))
    farthest = float(np.abs((moved - mean) / std).max())
    return CohortPosition(column, center, scale, mean, std, float(max(1, math.ceil((farthest - KNEE) / ROOM))))


def _candidate(cells: NDArray[np.float64], center: float, scale: float) -> tuple[float, float, float]:
    """Log-likelihood of rounded center and scale, up to a constant, and the two."""
    scale = float(f"{scale:.2g}")
    center = round(center / scale, 1) * scale
    ratio = (cells - center) / scale
    spread = float(scaled_asinh(cells, center, scale).std())
    if not spread > 0:  # so fine a scale that rounding leaves nothing
        return -math.inf, center, scale
    return float(-len(cells) * math.log(spread * scale) - 0.5 * np.log1p(ratio**2).sum()), center, scale
