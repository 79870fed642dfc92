"""Fisher's exact test of any shape: against R's, scipy's, and all ways to deal the patients one by one.

R 4.2.2: ``fisher.test(matrix(c(...), nrow = 3, byrow = TRUE))$p.value``.
"""

from itertools import permutations

import numpy as np
import pytest
from PCRPredictorLib.training.statistics.exact_counts import exact_count_test
from scipy.special import gammaln
from scipy.stats import fisher_exact


@pytest.mark.parametrize("table", [[[3, 0], [0, 3]], [[1, 9], [11, 3]], [[0, 5], [12, 30]], [[7, 7], [7, 7]]])
def test_two_by_two_agrees_with_scipy(table):
    assert exact_count_test(np.array(table)) == pytest.approx(fisher_exact(table).pvalue, rel=1e-9)


@pytest.mark.parametrize(
    ("table", "p_value"),
    [
        ([[20, 21], [1, 3], [2, 1]], 0.701261751608),
        ([[17, 25, 35], [3, 0, 0]], 0.0138753651412),
        ([[4, 0, 1], [1, 3, 0], [0, 2, 5]], 0.00425962925963),
        ([[2, 1, 0], [0, 3, 1], [0, 1, 4], [1, 0, 2]], 0.0732267732268),
    ],
)
def test_larger_tables_agree_with_r(table, p_value):
    counts = np.array(table)
    assert exact_count_test(counts) == pytest.approx(p_value, rel=1e-6)
    assert exact_count_test(counts.T) == pytest.approx(p_value, rel=1e-6)


def test_a_small_table_by_dealing_the_patients_one_by_one():
    table = np.array([[2, 0, 0], [0, 2, 1], [0, 0, 2]])
    rows, columns = np.repeat(np.arange(3), table.sum(axis=1)), np.repeat(np.arange(3), table.sum(axis=0))
    dealt = np.array(list(permutations(columns)))
    found = np.zeros((len(dealt), 3, 3), dtype=int)
    for place, row in enumerate(rows):
        found[np.arange(len(dealt)), row, dealt[:, place]] += 1
    rarity = gammaln(found + 1).sum(axis=(1, 2))
    assert exact_count_test(table) == pytest.approx(np.mean(rarity >= gammaln(table + 1).sum() - 1e-9), rel=1e-9)


def test_too_many_tables_are_left_to_chi_square():
    assert exact_count_test(np.full((7, 2), 15)) is None


@pytest.mark.parametrize(
    ("table", "p_value"),
    [
        ([[0, 999999999], [3, 999999999]], 0.249999999625),
        ([[1, 900000000], [2, 900000000]], 1.0),
        ([[2, 30000000], [5, 70000000]], 1.0),
    ],
)
def test_large_counts_beside_small_ones_agree_with_r(table, p_value):
    """Logarithms of factorials of 10^9 round by more than 1e-7, so that the observed table was no longer one of all."""
    assert exact_count_test(np.array(table)) == pytest.approx(p_value, rel=1e-4)
