"""Exact rank tests against scipy's and by hand."""

import numpy as np
import pytest
from PCRPredictorLib.training.statistics.exact_ranks import exact_rank_test
from PCRPredictorLib.training.statistics.group_tests import compare_numbers
from scipy import stats


def test_three_against_three_separated_is_one_tenth():
    found = compare_numbers([np.array([1.0, 2, 3]), np.array([4.0, 5, 6])], normal=False)
    assert (found.name, found.p_value) == ("Mann-Whitney U, exact", pytest.approx(0.1, abs=1e-15))


@pytest.mark.parametrize(("first", "second"), [(5, 9), (20, 30), (49, 49)])
def test_two_groups_without_ties_agree_with_scipy(first, second):
    generator = np.random.default_rng(first)
    groups = [generator.normal(size=first), generator.normal(size=second) + 0.4]
    assert exact_rank_test(groups) == pytest.approx(stats.mannwhitneyu(*groups, method="exact").pvalue, rel=1e-9)


def test_ties_are_counted_out():
    """Mid-ranks 1.5, 1.5, 3.5, 3.5, 5: of the 10 pairs only 1.5 + 1.5 lies 3 from the mean of 6, 3.5 + 5 lies 2.5."""
    assert exact_rank_test([np.array([1.0, 1]), np.array([2.0, 2, 3])]) == pytest.approx(0.1, abs=1e-15)


def test_three_groups_separated_completely():
    """Six of the 9! / (3!)^3 = 1680 ways keep the groups apart."""
    groups = [np.arange(3.0), np.arange(3.0) + 10, np.arange(3.0) + 20]
    assert exact_rank_test(groups) == pytest.approx(6 / 1680, abs=1e-15)


def test_large_groups_are_left_to_the_approximation():
    generator = np.random.default_rng(1)
    assert exact_rank_test([generator.normal(size=60), generator.normal(size=5)]) is None
    assert exact_rank_test([generator.normal(size=9)] * 3) is None
    assert compare_numbers([generator.normal(size=60)] * 2, normal=False).name == "Mann-Whitney U"
