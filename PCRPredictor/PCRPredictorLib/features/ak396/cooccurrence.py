"""Co-occurrence: the eight features of ITK's HistogramToTextureFeaturesFilter."""

from collections.abc import Iterable

import numpy as np

from .coded_grid import CodedGrid
from .directions import Direction, step_of
from .grey_levels import BINS
from .pair_counts import PairCounts, expectation

BASES = (
    "ClusterProminence",
    "ClusterShade",
    "Correlation",
    "GLCMEnergy",
    "GLCMEntropy",
    "HaralickCorrelation",
    "Inertia",
    "InverseDifferenceMoment",
)
PAIRS_AT_ONCE = 1 << 16
"""What the processor's second-level cache holds beside the counts."""
NEARLY_ZERO = 2 * float(np.finfo(np.float64).eps)


def count_pairs(slabs: Iterable[CodedGrid], direction: Direction) -> np.ndarray:
    """How often grey code i is followed by j one step on, both voxels counted.

    Returns
    -------
    numpy.ndarray
        int64, shape (256, 256), one-way; the symmetric matrix is this plus its transpose.
    """
    columns, rows = step_of(direction)
    counts = np.zeros(BINS * BINS, dtype=np.int64)
    for grid in slabs:
        step = rows * grid.stride + columns
        for begin in range(0, grid.codes.size - step, PAIRS_AT_ONCE):
            first = slice(begin, min(begin + PAIRS_AT_ONCE, grid.codes.size - step))
            second = slice(first.start + step, first.stop + step)
            both = grid.counted[first] & grid.counted[second]
            pairs = grid.high_codes[first] | grid.codes[second]
            np.add.at(counts, pairs[both].astype(np.intp), 1)  # faster than adding up one bincount after the other
    return counts.reshape(BINS, BINS)


def dropped_share(pairs: PairCounts) -> float:
    """Share of the probability in cells that ITK's entropy leaves out (p <= 0.0001)."""
    return 1 - float(pairs.p_shown.sum())


def measure(pairs: PairCounts) -> dict[str, float]:
    """The eight features of one direction.

    With p the symmetric probabilities, i and j 0-based bins, mu = sum i p, s2 = sum (i-mu)^2 p::

        GLCMEnergy = sum p^2                    Inertia = sum (i-j)^2 p
        GLCMEntropy = -sum p log2 p, p > 1e-4   InverseDifferenceMoment = sum p / (1 + (i-j)^2)
        Correlation = sum (i-mu)(j-mu) p / s2^2 (s2^2 read as 1 where it is 0)
        ClusterShade = sum (i+j-2mu)^3 p        ClusterProminence = sum (i+j-2mu)^4 p
        HaralickCorrelation = (sum i j p - M^2) / V, M and V the mean and population variance of the
        256 marginal probabilities

    All but the first two follow from the distributions of i, i+j and |i-j| alone, since
    sum (i-mu)(j-mu) p = s2 - Inertia / 2 for a symmetric p. The floor of the entropy, the s2^2 and
    the marginal statistics are ITK's (``itkHistogramToTextureFeaturesFilter.hxx``), and A.K.'s with it.
    """
    moments = pairs.moments
    s2_squared = moments.variance**2
    spread = np.arange(2 * BINS - 1) - 2 * moments.mean
    cubed = spread**3 * pairs.of_sum
    marginal_variance = float(pairs.marginal.var())
    return {
        "GLCMEnergy": pairs.energy,
        "GLCMEntropy": -expectation(np.log2(pairs.p_shown), pairs.p_shown),
        "Correlation": moments.covariance / (s2_squared if s2_squared > NEARLY_ZERO else 1.0),
        "InverseDifferenceMoment": expectation(1 / (1 + np.arange(BINS) ** 2), pairs.of_difference),
        "Inertia": moments.inertia,
        "ClusterShade": float(cubed.sum()),
        "ClusterProminence": expectation(spread, cubed),
        "HaralickCorrelation": (moments.mean_product - float(pairs.marginal.mean()) ** 2) / marginal_variance
        if marginal_variance
        else float("nan"),
    }
