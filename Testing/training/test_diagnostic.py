import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics.diagnostic import diagnostic, wilson_interval


def test_wilson_agrees_with_r(oracle_r):
    assert wilson_interval(27, 40) == pytest.approx((oracle_r["wilson_low"], oracle_r["wilson_high"]), abs=1e-13)


def test_wilson_at_the_ends_stays_within_0_and_1():
    # Wilson 1927 at 0 of n: the upper limit is z^2 / (n + z^2).
    z2 = 1.959963984540054**2
    assert wilson_interval(0, 12) == (0, pytest.approx(z2 / (12 + z2), abs=1e-13))
    assert wilson_interval(12, 12) == (pytest.approx(12 / (12 + z2), abs=1e-13), 1)


def test_counts_of_a_hand_made_example():
    result = diagnostic([1, 1, 1, 0, 0, 0, 0], [1, 1, 0, 1, 0, 0, 0])
    assert (result.sensitivity.successes, result.sensitivity.total) == (2, 3)
    assert (result.specificity.successes, result.specificity.total) == (3, 4)
    assert (result.positive_predictive_value.successes, result.positive_predictive_value.total) == (2, 3)
    assert (result.negative_predictive_value.successes, result.negative_predictive_value.total) == (3, 4)
    assert result.accuracy.value == pytest.approx(5 / 7)
    assert (result.accuracy.low, result.accuracy.high) == pytest.approx(wilson_interval(5, 7))


def test_no_positive_call_leaves_the_predictive_value_unknown():
    result = diagnostic([1, 0], [0, 0])
    assert result.positive_predictive_value.value is None
    assert result.positive_predictive_value.low is None


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="5 of 4"):
        wilson_interval(5, 4)
    with pytest.raises(InputError, match="2 outcomes but 3 calls"):
        diagnostic([1, 0], [1, 0, 0])
    with pytest.raises(InputError, match="between 0 and 1"):
        wilson_interval(1, 4, level=95)
