"""Co-occurrence: the eight features of ITK's HistogramToTextureFeaturesFilter."""

from collections.abc import Iterable

import numpy as np

from .coded_grid import CodedGrid
from .directions import Direction, step_of
from .grey_levels import BINS

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
ENTROPY_FLOOR = 1e-4


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
        both = grid.counted[:-step] & grid.counted[step:]
        pairs = grid.high_codes[:-step] | grid.codes[step:]
        counts += np.bincount(pairs[both], minlength=BINS * BINS)
    return counts.reshape(BINS, BINS)


def symmetric(pairs: np.ndarray) -> np.ndarray:
    """Probabilities of both orders of each pair, shape (256, 256)."""
    both = pairs + pairs.T
    return both / both.sum()


def dropped_share(pairs: np.ndarray) -> float:
    """Share of the probability in cells that ITK's entropy leaves out (p <= 0.0001)."""
    probabilities = symmetric(pairs)
    return float(probabilities[probabilities <= ENTROPY_FLOOR].sum())


def measure(pairs: np.ndarray) -> dict[str, float]:
    """The eight features of one direction.

    With p the symmetric probabilities, i and j 0-based bins, mu = sum i p, s2 = sum (i-mu)^2 p::

        GLCMEnergy = sum p^2                    Inertia = sum (i-j)^2 p
        GLCMEntropy = -sum p log2 p, p > 1e-4   InverseDifferenceMoment = sum p / (1 + (i-j)^2)
        Correlation = sum (i-mu)(j-mu) p / s2^2 (s2^2 read as 1 where it is 0)
        ClusterShade = sum (i+j-2mu)^3 p        ClusterProminence = sum (i+j-2mu)^4 p
        HaralickCorrelation = (sum i j p - M^2) / V, M and V the mean and population variance of the
        256 marginal probabilities

    The floor of the entropy, the s2^2 and the marginal statistics are ITK's
    (``itkHistogramToTextureFeaturesFilter.hxx``), and A.K.'s with it.
    """
    p = symmetric(pairs)
    i, j = np.nonzero(p)
    p_ij = p[i, j]
    marginal = p.sum(axis=1)
    bins = np.arange(BINS)
    mu = float(bins @ marginal)
    s2_squared = float((bins - mu) ** 2 @ marginal) ** 2
    if s2_squared <= 2 * np.finfo(np.float64).eps:
        s2_squared = 1.0
    difference_squared = ((i - j) ** 2).astype(np.float64)
    spread = i + j - 2 * mu
    shown = p_ij[p_ij > ENTROPY_FLOOR]
    cubed = spread**3 * p_ij
    return {
        "GLCMEnergy": float(p_ij @ p_ij),
        "GLCMEntropy": float(-(shown @ np.log2(shown))),
        "Correlation": float(((i - mu) * (j - mu)) @ p_ij / s2_squared),
        "InverseDifferenceMoment": float((p_ij / (1 + difference_squared)).sum()),
        "Inertia": float(difference_squared @ p_ij),
        "ClusterShade": float(cubed.sum()),
        "ClusterProminence": float(cubed @ spread),
        "HaralickCorrelation": _haralick_correlation(float((i * j) @ p_ij), marginal),
    }


def _haralick_correlation(product_mean: float, marginal: np.ndarray) -> float:
    variance = float(marginal.var())
    return (product_mean - float(marginal.mean()) ** 2) / variance if variance > 0 else float("nan")
