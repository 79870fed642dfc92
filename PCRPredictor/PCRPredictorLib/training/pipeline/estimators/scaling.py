"""Two ways to bring features to one scale."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ....models.scaled_asinh import scaled_asinh

Floats = NDArray[np.float64]
_NORMAL_QUARTILES = 1.3489795003921634
"""Interquartile range of the standard normal distribution."""
_LEAST_WIDTH = 1e-6


@dataclass(frozen=True, eq=False)
class Scaling:
    """``(t(x) - mean) / std`` with t the identity, or ``asinh((x - center) / width)`` where those are given.

    Attributes
    ----------
    mean, std : ndarray, shape (features,)
        Of the transformed training patients; std with n.
    center, width : ndarray, shape (features,), or None
        Median and interquartile range over that of a normal distribution, which tails hardly move.
    """

    mean: Floats
    std: Floats
    center: Floats | None = None
    width: Floats | None = None

    def apply(self, values: Floats) -> Floats:
        """Scaled features, of the shape of `values`."""
        return (_drawn_in(values, self.center, self.width) - self.mean) / self.std


def fit_scaling(values: Floats, name: str) -> Scaling:
    """Learn a scaling ("standard" or "asinh") from the training patients, shape (patients, features), none constant."""
    center = width = None
    if name == "asinh":
        low, center, high = np.quantile(values, [0.25, 0.5, 0.75], axis=0)
        width, spread = (high - low) / _NORMAL_QUARTILES, _mean_and_std(values)[1]
        # Half of the patients may share one value, or nearly so; the standard deviation is there all the same.
        width = np.where(width > _LEAST_WIDTH * spread, width, spread)
    return Scaling(*_mean_and_std(_drawn_in(values, center, width)), center, width)


def _drawn_in(values: Floats, center: Floats | None, width: Floats | None) -> Floats:
    return values if center is None or width is None else scaled_asinh(values, center, width)


def _mean_and_std(values: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each column; squares of tiny numbers would vanish, so they are scaled before."""
    largest = np.abs(values - values[0]).max(axis=0)
    largest = np.where(largest > 0, largest, 1.0)
    scaled = (values - values[0]) / largest
    return values[0] + largest * scaled.mean(axis=0), largest * scaled.std(axis=0)
