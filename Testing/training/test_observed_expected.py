"""O:E against numbers worked out by hand, and its interval against simulated truth."""

import numpy as np
import pytest
from PCRPredictorLib.training.statistics.observed_expected import observed_expected


def test_ratio_and_interval_by_hand():
    """40 of 120 responded, 32 were expected: 1.25; the variance of ln O:E is 1/60, the factor exp(1.96 / sqrt 60)."""
    found = observed_expected([1] * 40 + [0] * 80, [0.4] * 60 + [2 / 15] * 60)
    assert (found.value, found.low, found.high) == pytest.approx((1.25, 0.97056, 1.60990), abs=1e-4)


def test_nobody_responding_has_no_interval():
    assert observed_expected([0, 0, 0], [0.2, 0.3, 0.1]) is None


def test_the_interval_covers_one_where_the_probabilities_are_true():
    generator = np.random.default_rng(4)
    covered = 0
    for _ in range(1000):
        probability = generator.uniform(0.05, 0.6, 150)
        found = observed_expected(generator.random(150) < probability, probability)
        covered += found.low <= 1 <= found.high
    # The variance is that of a common risk, so too large: at least 95 %, less two standard errors of 0.7 %.
    assert covered >= 936


def test_a_group_of_responders_only_is_not_certain():
    """ln O:E has no variance there: the interval was a point. Wilson's lower end of n of n is n / (n + z^2)."""
    found = observed_expected([1] * 8, [0.8] * 8)
    assert (found.value, found.high) == (pytest.approx(1.25), pytest.approx(1.25))
    assert found.low == pytest.approx(1.25 * 8 / (8 + 1.959963984540054**2), rel=1e-12)
