"""Exact P-values of rank tests: the share of all ways to deal the patients to the groups that separate them as far.

The large-sample P of three patients against three that are separated completely is 0.050; of the 20 ways to deal them
two do that, so P is 0.100.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

LARGEST_EXACT_GROUP = 50
"""Two groups smaller than this are counted out, as R's wilcox.test does."""
MOST_WAYS = 100_000

Floats = NDArray[np.float64]


def exact_rank_test(groups: Sequence[Floats]) -> float | None:
    """P of the Mann-Whitney test (two groups) or Kruskal-Wallis test (more), ties by mid-ranks.

    Returns
    -------
    float or None
        None where there are too many ways to count.
    """
    from scipy.stats import rankdata

    # Twice the mid-ranks are whole numbers.
    ranks = np.round(2 * rankdata(np.concatenate(groups))).astype(int)
    sizes = [values.size for values in groups]
    if len(sizes) == 2:
        return _two_groups(ranks, sizes[0]) if max(sizes) < LARGEST_EXACT_GROUP else None
    left = np.cumsum(sizes[::-1])[::-1]
    ways = prod(comb(int(total), size) for total, size in zip(left, sizes, strict=True))
    return _more_groups(ranks, sizes) if ways <= MOST_WAYS else None


def _two_groups(ranks: NDArray[np.int64], size: int) -> float:
    """Count the subsets of `size` ranks by their sum: one rank after the other is taken or left."""
    counts = np.zeros((size + 1, int(ranks.sum()) + 1))
    counts[0, 0] = 1
    for rank in ranks:
        counts[1:, rank:] += counts[:-1, : counts.shape[1] - rank]
    expected = size * ranks.sum() / ranks.size
    distance = np.abs(np.arange(counts.shape[1]) - expected)
    # The sums are whole and the expectation a fraction: the margin only keeps a tie a tie.
    as_far = distance >= abs(ranks[:size].sum() - expected) - 1e-9
    return min(1.0, float(counts[size, as_far].sum() / counts[size].sum()))


def _more_groups(ranks: NDArray[np.int64], sizes: Sequence[int]) -> float:
    """Every way to deal the ranks, by the statistic ``sum of (rank sum)^2 / size``, of which H is a rising function."""
    ends = np.cumsum(sizes)
    found = np.zeros(len(_ways_to_deal(tuple(sizes))))
    observed = 0.0
    for start, end in zip(ends - sizes, ends, strict=True):
        found += ranks[_ways_to_deal(tuple(sizes))[:, start:end]].sum(axis=1) ** 2 / (end - start)
        observed += ranks[start:end].sum() ** 2 / (end - start)
    return float((found >= observed * (1 - 1e-12)).mean())


@lru_cache(maxsize=4)
def _ways_to_deal(sizes: tuple[int, ...]) -> NDArray[np.int16]:
    """Every way to deal places to groups of these sizes, shape (ways, places): the places of the first, second, ..."""
    places, first = sum(sizes), sizes[0]
    chosen = np.array(list(combinations(range(places), first)), dtype=np.int16)
    if len(sizes) == 1:
        return chosen
    left = np.array([np.setdiff1d(np.arange(places, dtype=np.int16), taken) for taken in chosen])
    # Dealt once for any places that are left, and then looked up among those of each choice.
    further = left[:, _ways_to_deal(sizes[1:])]
    repeated = np.broadcast_to(chosen[:, np.newaxis], (*further.shape[:2], first))
    return np.concatenate([repeated, further], axis=2).reshape(-1, places)
