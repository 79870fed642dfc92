"""Tests of one characteristic between groups of patients, chosen by the usual rules.

Categories: Pearson's chi-square without continuity correction; for a 2 x 2 table with any expected count below
5, and for a larger one with more than a fifth of them below 5, Fisher's exact test (unless the tables to count are too
many, which is said). Numbers: where every group has 10 values at least and passes Shapiro-Wilk at 0.05, Welch's t test
(two groups) or analysis of variance (more); else the Kruskal-Wallis test, which for two groups is the Mann-Whitney test
without continuity correction. Where two groups hold fewer than 50 patients each the Mann-Whitney P is exact, ties
included; of more groups it is exact where their patients can be dealt in at most 100000 ways.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .exact_counts import exact_count_test
from .exact_ranks import exact_rank_test

SMALLEST_EXPECTED_COUNT = 5
MOST_SMALL_COUNTS = 0.2
NORMALITY_LEVEL = 0.05
FEWEST_FOR_NORMALITY = 10
"""Of fewer values Shapiro-Wilk finds hardly any distribution to be another than normal."""


@dataclass(frozen=True, slots=True)
class GroupTest:
    """Name of the test that was chosen, its two-sided P (None where there is nothing to test), and a caveat or ''."""

    name: str
    p_value: float | None
    caveat: str = ""


def compare_counts(counts: ArrayLike) -> GroupTest:
    """Test whether categories are spread alike over the groups.

    Parameters
    ----------
    counts : array_like of int, shape (categories, groups)
        Patients of each category in each group. Empty categories and groups are left out.

    Raises
    ------
    InputError
        A count is negative or not whole.
    """
    from scipy.stats import chi2_contingency

    table = np.atleast_2d(np.asarray(counts, dtype=np.float64))
    if table.ndim != 2 or not np.isfinite(table).all() or (table < 0).any() or (table != np.floor(table)).any():
        raise InputError("The counts of a characteristic must be whole numbers, 0 or more, as categories x groups.")
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return GroupTest("none", None, "only one category or one group has patients")
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    small = float((expected < SMALLEST_EXPECTED_COUNT).mean())
    exact = None
    if small > (0 if table.shape == (2, 2) else MOST_SMALL_COUNTS):
        exact = exact_count_test(table.astype(np.int64))
    if exact is not None:
        return GroupTest("Fisher's exact", exact)
    caveat = f"{small:.0%} of the expected counts are below 5" if small > MOST_SMALL_COUNTS else ""
    return GroupTest("chi-square", float(chi2_contingency(table, correction=False).pvalue), caveat)


def is_normal(groups: Sequence[NDArray[np.float64]]) -> bool:
    """Whether every group has 10 values at least, not all equal, and looks normal: Shapiro-Wilk P >= 0.05."""
    from scipy.stats import shapiro

    return all(
        values.size >= FEWEST_FOR_NORMALITY and np.ptp(values) > 0 and shapiro(values).pvalue >= NORMALITY_LEVEL
        for values in groups
    )


def compare_numbers(groups: Sequence[NDArray[np.float64]], normal: bool) -> GroupTest:
    """Test whether a number has the same center in every group.

    Parameters
    ----------
    groups : sequence of ndarray
        The values of each group, without missing ones. Empty groups are left out.
    normal : bool
        Whether to compare means (see :func:`is_normal`) rather than ranks.
    """
    from scipy.stats import f_oneway, kruskal, ttest_ind

    present = [values for values in groups if values.size]
    if len(present) < 2 or np.ptp(np.concatenate(present)) == 0:
        return GroupTest("none", None, "only one group has values, or all values are equal")
    if not normal:
        name = "Mann-Whitney U" if len(present) == 2 else "Kruskal-Wallis"
        exact = exact_rank_test(present)
        if exact is not None:
            return GroupTest(f"{name}, exact", exact)
        return GroupTest(name, float(kruskal(*present).pvalue))
    if min(values.size for values in present) < 2:
        return GroupTest("none", None, "a group has a single value")
    if len(present) == 2:
        return GroupTest("Welch's t", float(ttest_ind(*present, equal_var=False).pvalue))
    return GroupTest("analysis of variance", float(f_oneway(*present).pvalue))
