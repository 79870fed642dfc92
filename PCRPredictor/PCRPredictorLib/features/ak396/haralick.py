"""The ten Haralick features of one co-occurrence matrix, pooled over the four angles at offset 1."""

import numpy as np

from .cooccurrence import symmetric
from .directions import ANGLES, Direction
from .grey_levels import BINS

NAMES = (
    "AngularSecondMoment",
    "HaraEntroy",
    "HaraVariance",
    "contrast",
    "differenceEntropy",
    "differenceVariance",
    "inverseDifferenceMoment",
    "sumAverage",
    "sumEntropy",
    "sumVariance",
)
DIRECTIONS: tuple[Direction, ...] = tuple((angle, 1) for angle in ANGLES)
HIGHEST = BINS - 1


def measure(pairs: np.ndarray, inverse_difference: str = "diagonal") -> dict[str, float]:
    """The ten features of the pooled pair counts, normalised by the highest bin G = 255.

    ::

        AngularSecondMoment = sum p^2           contrast = E (i-j)^2 / G^2
        HaraVariance = 4 Var(i) / G^2           sumVariance = Var(i+j) / G^2
        differenceVariance = 4 Var|i-j| / G^2   sumAverage = E(i+j) / 2G
        HaraEntroy = H(p) / 16                  sumEntropy = H(i+j) / log2(511)
        differenceEntropy = H(|i-j|) / 8        inverseDifferenceMoment = sum p(i,i)

    with H in bits. HaraVariance = sumVariance + contrast holds on the published A.K. table.
    The last one is inferred; with ``inverse_difference="weighted"`` it is ``sum p / (1 + (i-j)^2)``.

    Parameters
    ----------
    pairs : numpy.ndarray
        Sum of the one-way counts of the four angles, shape (256, 256).
    """
    p = symmetric(pairs)
    i, j = np.nonzero(p)
    p_ij = p[i, j]
    bins = np.arange(BINS)
    of_sum = np.bincount(i + j, weights=p_ij, minlength=2 * BINS - 1)
    of_difference = np.bincount(np.abs(i - j), weights=p_ij, minlength=BINS)
    weighted = of_difference / (1 + bins**2)
    return {
        "AngularSecondMoment": float(p_ij @ p_ij),
        "HaraEntroy": _entropy(p_ij) / 16,
        "HaraVariance": 4 * _variance(p.sum(axis=1)) / HIGHEST**2,
        "contrast": float(bins**2 @ of_difference) / HIGHEST**2,
        "differenceEntropy": _entropy(of_difference) / 8,
        "differenceVariance": 4 * _variance(of_difference) / HIGHEST**2,
        "inverseDifferenceMoment": float(of_difference[0] if inverse_difference == "diagonal" else weighted.sum()),
        "sumAverage": float(np.arange(of_sum.size) @ of_sum) / (2 * HIGHEST),
        "sumEntropy": _entropy(of_sum) / np.log2(2 * BINS - 1),
        "sumVariance": _variance(of_sum) / HIGHEST**2,
    }


def _entropy(p: np.ndarray) -> float:
    """Entropy in bits of a distribution; never a negative zero."""
    p = p[p > 0]
    return abs(float(p @ np.log2(p)))


def _variance(p: np.ndarray) -> float:
    """Population variance of 0, 1, 2, ... with probabilities p."""
    places = np.arange(p.size)
    return float((places - places @ p) ** 2 @ p)
