"""A symmetric co-occurrence matrix and the distributions that its features are made of."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...errors import InputError
from ...texts import sentence as _
from .grey_levels import BINS

ENTROPY_FLOOR = 1e-4
"""ITK's co-occurrence entropy sums over greater probabilities only."""


@dataclass(frozen=True, eq=False)
class PairCounts:
    """How often two grey codes lie one step apart, each pair counted in both orders.

    Sums are taken on whole counts and divided once, so they do not depend on the order of summation.

    Attributes
    ----------
    both : numpy.ndarray
        int64, shape (256, 256), symmetric.
    """

    both: np.ndarray

    @classmethod
    def of(cls, one_way: np.ndarray) -> "PairCounts":
        """Make them of one-way counts.

        Raises
        ------
        InputError
            There is no pair.
        """
        if not one_way.any():
            raise InputError(
                _(
                    "The lesion has no pair of voxels at or above the lower grey bound one offset apart; "
                    "check the contour, or leave its co-occurrence features out."
                )
            )
        return cls(one_way + one_way.T)

    @cached_property
    def total(self) -> int:
        return int(self.both.sum())

    @cached_property
    def p(self) -> np.ndarray:
        """Probabilities, shape (256, 256)."""
        return self.both / self.total

    @cached_property
    def p_shown(self) -> np.ndarray:
        """The probabilities greater than `ENTROPY_FLOOR`, in raster order."""
        p = self.both[self.both >= int(ENTROPY_FLOOR * self.total)] / self.total
        return p[p > ENTROPY_FLOOR]

    @cached_property
    def marginal(self) -> np.ndarray:
        """Probability of each code, shape (256,)."""
        return self.both.sum(axis=1) / self.total

    @cached_property
    def of_sum(self) -> np.ndarray:
        """Probability of each i + j, shape (511,)."""
        return _antidiagonal_sums(self.both) / self.total

    @cached_property
    def of_difference(self) -> np.ndarray:
        """Probability of each |i - j|, shape (256,)."""
        return self._difference_counts / self.total

    @cached_property
    def moments(self) -> "Moments":
        """Mean of i, variance of i, covariance and mean product of i and j, mean of (i - j)^2."""
        bins, codes = np.arange(BINS), self.both.sum(axis=1)
        total, first, second = self.total, int((bins * codes).sum()), int((bins**2 * codes).sum())
        apart = int((bins**2 * self._difference_counts).sum())
        return Moments(
            mean=first / total,
            variance=(total * second - first**2) / total**2,
            covariance=(total * (2 * second - apart) - 2 * first**2) / (2 * total**2),
            mean_product=(2 * second - apart) / (2 * total),
            inertia=apart / total,
        )

    @cached_property
    def _difference_counts(self) -> np.ndarray:
        counts = _antidiagonal_sums(self.both[:, ::-1])[BINS - 1 :]
        counts[1:] *= 2
        return counts

    @cached_property
    def energy(self) -> float:
        """sum p^2."""
        return int((self.both**2).sum()) / self.total**2


@dataclass(frozen=True)
class Moments:
    """Exact moments of a symmetric matrix of whole counts, rounded once."""

    mean: float
    variance: float
    covariance: float
    mean_product: float
    inertia: float


def expectation(values: np.ndarray, p: np.ndarray) -> float:
    """sum values p, always summed in the same order."""
    return float((values * p).sum())


def _antidiagonal_sums(counts: np.ndarray) -> np.ndarray:
    """Sums over i + j = 0 ... 510 of a 256 x 256 array: each row is shifted by its number, then columns are summed."""
    padded = np.zeros((BINS, 2 * BINS), dtype=counts.dtype)
    padded[:, :BINS] = counts
    return padded.ravel()[: BINS * (2 * BINS - 1)].reshape(BINS, 2 * BINS - 1).sum(axis=0)
