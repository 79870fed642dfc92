"""Bootstrap and permutation."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics.bootstrap import bootstrap_auc, out_of_bag, stratified_resample
from PCRPredictorLib.training.statistics.delong import delong_interval
from PCRPredictorLib.training.statistics.permutation import permutation_test
from PCRPredictorLib.training.statistics.roc import roc_auc


def test_bootstrap_interval_of_an_auc_is_near_delongs_and_repeats_to_the_last_digit(scores):
    first = bootstrap_auc(scores["outcome"], scores["second"], resamples=1000, seed=4)
    again = bootstrap_auc(scores["outcome"], scores["second"], resamples=1000, seed=4)
    assert (first.low, first.high, first.resampled.tolist()) == (again.low, again.high, again.resampled.tolist())
    delong = delong_interval(scores["outcome"], scores["second"])
    # 1000 resamples leave a quantile uncertain by about 0.1 standard errors (0.005 here); three of those.
    assert (first.low, first.high) == pytest.approx((delong.low, delong.high), abs=0.016)
    assert first.value == pytest.approx(roc_auc(scores["outcome"], scores["second"]), abs=1e-14)


def test_bootstrap_cohorts_are_those_of_patients_drawn_with_replacement(scores):
    """The AUC by counts spreads as that of cohorts drawn patient by patient."""
    outcome, score = scores["outcome"].astype(bool), scores["first"]
    generator = np.random.default_rng(1)
    drawn = [stratified_resample(outcome, generator) for _ in range(2000)]
    one_by_one = np.array([roc_auc(outcome[rows], score[rows]) for rows in drawn])
    by_counts = bootstrap_auc(outcome, score, resamples=2000, seed=2).resampled
    # 2000 draws fix a mean to 0.022 standard deviations and a standard deviation to 1.6 %; three of those.
    assert by_counts.mean() == pytest.approx(one_by_one.mean(), abs=0.004)
    assert by_counts.std() == pytest.approx(one_by_one.std(), rel=0.07)


def test_a_resample_keeps_the_numbers_of_both_classes():
    positive = np.array([True] * 3 + [False] * 9)
    rows = stratified_resample(positive, np.random.default_rng(0))
    assert (positive[rows].sum(), rows.size) == (3, 12)


def test_memorizing_is_worth_nothing_out_of_bag():
    outcome = np.array([0, 1] * 30)

    def memorize(train, test):
        return 0.5 + 0.5 * float(np.isin(test, train).mean())

    result = out_of_bag(outcome, memorize, resamples=50, seed=1)
    assert (result.apparent, result.corrected, result.optimism_mean) == (1, 0.5, 0.5)
    assert out_of_bag(outcome, memorize, resamples=50, seed=1) == result


def test_rows_of_one_patient_are_left_out_together():
    outcome, patients = np.repeat([0, 1] * 15, 2), np.repeat(np.arange(30), 2)
    left_out = []

    def record(train, test):
        left_out.append(np.intersect1d(patients[train], patients[test]).size)
        return 0.5

    out_of_bag(outcome, record, resamples=20, groups=patients)
    assert left_out == [0] * 20 + [30]  # the last is the apparent performance, on everyone


def test_a_cohort_that_leaves_no_responder_out_is_refused():
    with pytest.raises(InputError, match="1 of them responders, are too few"):
        out_of_bag(np.array([1] + [0] * 20), lambda train, test: 0.5, resamples=10)


def test_permutation_p_of_a_perfect_and_of_a_useless_score():
    outcome = np.array([0] * 10 + [1] * 10)
    perfect = permutation_test(outcome, lambda dealt: roc_auc(dealt, np.arange(20)), permutations=99, seed=0)
    assert (perfect.observed, perfect.p_value) == (1, 0.01)
    assert permutation_test(outcome, lambda dealt: 0.5, permutations=99).p_value == 1
    assert perfect.permuted.mean() == pytest.approx(0.5, abs=0.05)


def test_too_few_resamples_are_refused():
    with pytest.raises(InputError, match="at least 19"):
        permutation_test([0, 1], lambda dealt: 0.5, permutations=10)
    with pytest.raises(InputError, match="at least 100"):
        bootstrap_auc([0, 1], [1, 2], resamples=50)
    with pytest.raises(InputError, match="at least 10"):
        out_of_bag([0, 1], lambda train, test: 0.5, resamples=1)
