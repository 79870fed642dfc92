import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.newcombe import newcombe_interval
from PCRPredictorLib.training.statistics.delong import NO_TEST, compare_paired, compare_unpaired, delong_interval


def test_interval_agrees_with_proc(scores, oracle_r):
    interval = delong_interval(scores["outcome"], scores["first"])
    assert interval.auc == pytest.approx(oracle_r["first_auc"], abs=1e-13)
    assert interval.standard_error**2 == pytest.approx(oracle_r["first_variance"], rel=1e-12)
    assert (interval.low, interval.high) == pytest.approx((oracle_r["first_low"], oracle_r["first_high"]), abs=1e-12)


def test_paired_test_agrees_with_proc(scores, oracle_r):
    test = compare_paired(scores["outcome"], scores["first"], scores["second"])
    assert test.paired
    assert test.degrees_of_freedom is None
    assert test.statistic == pytest.approx(oracle_r["paired_z"], rel=1e-11)
    assert test.p_value == pytest.approx(oracle_r["paired_p"], rel=1e-11)
    assert (test.low, test.high) == pytest.approx((oracle_r["paired_low"], oracle_r["paired_high"]), abs=1e-12)


def test_unpaired_test_agrees_with_proc(scores, oracle_r):
    outcome, first, second = scores["outcome"], scores["first"], scores["second"]
    test = compare_unpaired(outcome[:66], first[:66], outcome[66:], second[66:])
    assert not test.paired
    assert test.statistic == pytest.approx(oracle_r["unpaired_t"], rel=1e-11)
    assert test.degrees_of_freedom == pytest.approx(oracle_r["unpaired_df"], rel=1e-11)
    assert test.p_value == pytest.approx(oracle_r["unpaired_p"], rel=1e-11)


def test_variance_agrees_with_the_quadratic_definition():
    generator = np.random.default_rng(11)
    outcome, score = generator.random(80) < 0.25, generator.integers(0, 12, 80)
    kernel = (score[outcome][:, None] > score[~outcome]) + 0.5 * (score[outcome][:, None] == score[~outcome])
    variance = kernel.mean(axis=1).var(ddof=1) / outcome.sum() + kernel.mean(axis=0).var(ddof=1) / (~outcome).sum()
    assert delong_interval(outcome, score).standard_error ** 2 == pytest.approx(variance, rel=1e-12)


def test_two_hundred_thousand_patients_need_no_square_of_memory():
    generator = np.random.default_rng(5)
    outcome = generator.random(200_000) < 0.5
    interval = delong_interval(outcome, outcome + generator.normal(scale=1.0, size=outcome.size))
    # Two unit normals a unit apart: AUC = Phi(1 / sqrt 2).
    assert interval.auc == pytest.approx(0.7602499389, abs=4 * interval.standard_error)
    assert interval.high - interval.low < 0.005


def test_equal_rankings_have_an_interval_and_no_test(scores):
    test = compare_paired(scores["outcome"], scores["second"], 3 * scores["second"] + 1)
    low, high = newcombe_interval(test.first, int(scores["outcome"].sum()), int((1 - scores["outcome"]).sum()))
    assert (test.difference, test.statistic, test.p_value, test.note) == (0, None, None, NO_TEST)
    # of d = A - A both parts of either end are the distances of A to its own ends
    reach = ((test.first - low) ** 2 + (high - test.first) ** 2) ** 0.5
    assert (test.low, test.high) == pytest.approx((-reach, reach), rel=1e-12)


def test_two_perfect_models_may_differ_by_what_either_may_lack():
    outcome = np.repeat([0, 1], [20, 10])
    first, second = np.arange(30.0), np.repeat([0.2, 0.7], [20, 10])
    lacking = 1 - newcombe_interval(1.0, 10, 20)[0]
    for test in (compare_paired(outcome, first, second), compare_unpaired(outcome, first, outcome, second)):
        assert (test.first, test.second, test.p_value) == (1, 1, None)
        assert (test.low, test.high) == pytest.approx((-lacking, lacking), rel=1e-12)
        assert lacking > 0.05
    smaller = compare_unpaired(outcome, first, outcome[15:25], second[15:25])
    assert (smaller.low, smaller.high) == pytest.approx((-lacking, 1 - newcombe_interval(1.0, 5, 5)[0]), rel=1e-12)


def test_a_perfect_model_and_its_opposite_have_an_interval_that_ends_at_one():
    test = compare_paired([0, 0, 1, 1], [1, 2, 3, 4], [4, 3, 2, 1])
    lacking = 1 - newcombe_interval(1.0, 2, 2)[0]
    assert (test.difference, test.high, test.p_value) == (1, 1, None)
    assert test.low == pytest.approx(1 - 2**0.5 * lacking, rel=1e-12)


def test_a_class_of_one_is_refused():
    with pytest.raises(InputError, match="1 with a response and 3 without; add"):
        delong_interval([0, 0, 1, 0], [1, 2, 3, 4])


def test_perfect_separation_has_newcombes_interval_and_not_a_point():
    outcome = np.repeat([0, 1], [20, 10])
    found = delong_interval(outcome, np.arange(30.0))
    assert (found.auc, found.standard_error) == (1, 0)
    assert (found.low, found.high) == newcombe_interval(1.0, 10, 20)
    assert found.low < 0.95
    upside_down = delong_interval(outcome, -np.arange(30.0))
    assert (upside_down.low, upside_down.high) == pytest.approx((1 - found.high, 1 - found.low))


def test_one_score_for_all_has_newcombes_interval_and_not_a_point():
    """A model of noise may give everyone the prevalence: no variance to DeLong, and all the uncertainty there is."""
    found = delong_interval(np.repeat([0, 1], [20, 10]), np.full(30, 0.3))
    assert found.auc == 0.5
    assert (found.low, found.high) == newcombe_interval(0.5, 10, 20)
    assert found.low < 0.35
    assert found.high > 0.65
