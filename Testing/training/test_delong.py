import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics.delong import compare_paired, compare_unpaired, delong_interval
from PCRPredictorLib.training.statistics.newcombe import newcombe_interval


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


def test_equal_rankings_do_not_differ(scores):
    test = compare_paired(scores["outcome"], scores["second"], 3 * scores["second"] + 1)
    assert (test.difference, test.statistic, test.p_value) == (0, 0, 1)


def test_a_difference_without_variance_is_refused():
    with pytest.raises(InputError, match="perfect separation"):
        compare_paired([0, 0, 1, 1], [1, 2, 3, 4], [4, 3, 2, 1])


def test_a_class_of_one_is_refused():
    with pytest.raises(InputError, match="1 responders and 3 others"):
        delong_interval([0, 0, 1, 0], [1, 2, 3, 4])


def test_perfect_separation_has_newcombes_interval_and_not_a_point():
    outcome = np.repeat([0, 1], [20, 10])
    found = delong_interval(outcome, np.arange(30.0))
    assert (found.auc, found.standard_error) == (1, 0)
    assert (found.low, found.high) == newcombe_interval(1.0, 10, 20)
    assert found.low < 0.95
    upside_down = delong_interval(outcome, -np.arange(30.0))
    assert (upside_down.low, upside_down.high) == pytest.approx((1 - found.high, 1 - found.low))
