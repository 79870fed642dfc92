"""Exact P-value of a table of counts: Fisher's test of any shape (Freeman & Halton, Biometrika 38 (1951) 141-149).

Of all tables with the same margins, the share (by their hypergeometric probability) of those that are no more probable
than the one observed.
"""

from itertools import combinations
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

MOST_TABLES = 100_000
_ROUNDING = 1e-7
"""Relative; as probable as the observed table, but for rounding. R's fisher.test has the same."""
_ROUNDINGS_OF_LOGARITHMS = 8 * float(np.finfo(float).eps)
"""Of the largest logarithm of a factorial; with 10^9 patients it is more than `_ROUNDING`."""

Counts = NDArray[np.int64]


def exact_count_test(table: Counts) -> float | None:
    """P of a table without empty rows and columns.

    Returns
    -------
    float or None
        None where there may be more than 100000 tables with the same margins.
    """
    table = min(table, table.T, key=_tables_at_most)
    if _tables_at_most(table) > MOST_TABLES:
        return None
    from scipy.special import gammaln

    totals = np.sort(table.sum(axis=1))
    left, weight = table.sum(axis=0)[np.newaxis], np.zeros(1)
    for total in totals[:-1]:
        parts = _parts(int(total), table.shape[1])
        left = (left[:, np.newaxis] - parts).reshape(-1, table.shape[1])
        weight = (weight[:, np.newaxis] - gammaln(parts + 1).sum(axis=1)).ravel()
        fits = (left >= 0).all(axis=1)
        left, weight = left[fits], weight[fits]
    weight -= gammaln(left + 1).sum(axis=1)  # what is left is the largest row
    observed = -gammaln(table + 1).sum()
    rounding = max(_ROUNDING, _ROUNDINGS_OF_LOGARITHMS * float(gammaln(table.sum() + 1)))
    probability = np.exp(weight - weight.max())
    return float(probability[weight <= observed + rounding].sum() / probability.sum())


def _tables_at_most(table: Counts) -> int:
    """Ways to fill all rows but the largest, as if the columns had no totals."""
    columns = table.shape[1]
    return prod(comb(int(total) + columns - 1, columns - 1) for total in np.sort(table.sum(axis=1))[:-1])


def _parts(total: int, columns: int) -> Counts:
    """Every way to write `total` as so many counts, by the places of the bars between them."""
    bars = np.array(list(combinations(range(total + columns - 1), columns - 1)))
    edges = np.column_stack([np.full(len(bars), -1), bars, np.full(len(bars), total + columns - 1)])
    parts: Counts = np.diff(edges, axis=1) - 1
    return parts
