"""The ten Haralick features of one co-occurrence matrix, pooled over the four angles at offset 1."""

import numpy as np

from .directions import ANGLES, Direction
from .grey_levels import BINS
from .pair_counts import PairCounts, expectation

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


def measure(pairs: PairCounts, inverse_difference: str = "diagonal") -> dict[str, float]:
    """The ten features of the pooled pair counts, normalized by the highest bin G = 255.

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
    pairs : PairCounts
        Of the four angles together.
    """
    alike = pairs.of_difference[0]
    if inverse_difference == "weighted":
        alike = expectation(1 / (1 + np.arange(BINS) ** 2), pairs.of_difference)
    return {
        "AngularSecondMoment": pairs.energy,
        "HaraEntroy": _entropy(pairs.p) / 16,
        "HaraVariance": 4 * pairs.moments.variance / HIGHEST**2,
        "contrast": pairs.moments.inertia / HIGHEST**2,
        "differenceEntropy": _entropy(pairs.of_difference) / 8,
        "differenceVariance": 4 * _variance(pairs.of_difference) / HIGHEST**2,
        "inverseDifferenceMoment": float(alike),
        "sumAverage": expectation(np.arange(2 * BINS - 1), pairs.of_sum) / (2 * HIGHEST),
        "sumEntropy": _entropy(pairs.of_sum) / float(np.log2(2 * BINS - 1)),
        "sumVariance": _variance(pairs.of_sum) / HIGHEST**2,
    }


def _entropy(p: np.ndarray) -> float:
    """Entropy in bits of a distribution; never a negative zero."""
    p = p[p > 0]
    return abs(expectation(np.log2(p), p))


def _variance(p: np.ndarray) -> float:
    """Population variance of 0, 1, 2, ... with probabilities p."""
    places = np.arange(p.size)
    return expectation((places - expectation(places, p)) ** 2, p)
