"""Newcombe's interval of an AUC, and the interval of a cross-validated AUC that falls back on it."""

from math import sqrt

import numpy as np
import pytest
from PCRPredictorLib.models.newcombe import newcombe_interval
from PCRPredictorLib.training.protocols.nested import corrected_interval, has_no_spread
from PCRPredictorLib.training.statistics.bootstrap import bootstrap_auc
from PCRPredictorLib.training.statistics.repeated_auc import bootstrap_pairs, pairs_within_folds
from scipy.special import expit, logit
from scipy.stats import norm


@pytest.mark.parametrize("auc", [0.0, 0.01, 0.3, 0.5, 0.9825, 1.0])
@pytest.mark.parametrize("widening", [1.0, 1.5])
def test_the_ends_solve_newcombes_equation_and_hold_the_area(auc, widening):
    m, n = 20, 40
    low, high = newcombe_interval(auc, m, n, widening)
    assert 0 <= low <= auc <= high <= 1
    for theta in {low, high} - {0.0, 1.0}:
        others = (m + n) / 2 - 1
        variance = theta * (1 - theta) / (m * n) * (1 + others * ((1 - theta) / (2 - theta) + theta / (1 + theta)))
        assert abs(auc - theta) == pytest.approx(widening * norm.ppf(0.975) * sqrt(variance), abs=1e-9)
    mirrored = newcombe_interval(1 - auc, m, n, widening)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


def interval_of(outcome, score):
    bootstrap = bootstrap_auc(outcome, score)
    return bootstrap.value, *corrected_interval(outcome, bootstrap, 5)


def patients(responders, others, shift, seed=0):
    outcome = (np.arange(responders + others) < responders).astype(int)
    return outcome, np.random.default_rng(seed).normal(size=outcome.size) + shift * outcome


@pytest.mark.parametrize("shift", [-50.0, -3.0, 0.0, 3.0, 50.0])
def test_the_interval_of_a_nested_auc_holds_it_from_zero_to_one(shift):
    auc, low, high = interval_of(*patients(20, 40, shift))
    assert low <= auc <= high
    assert 0.02 < high - low < 0.6


def test_equal_scores_have_the_widest_interval():
    outcome = (np.arange(60) < 20).astype(int)
    auc, low, high = interval_of(outcome, np.zeros(60))
    assert auc == 0.5
    assert 0.2 < low < 0.4 < 0.6 < high < 0.8


@pytest.mark.parametrize("others_above", [10, 14])
def test_one_responder_in_the_middle_of_the_list_does_not_blow_the_interval_up(others_above):
    outcome = np.array([1] * 19 + [0] * others_above + [1] + [0] * (40 - others_above))
    auc, low, high = interval_of(outcome, -np.arange(60.0))
    assert auc == pytest.approx(1 - others_above / 800)
    assert low > 0.7
    assert auc < high <= 1


def test_near_one_half_it_is_the_spread_of_logits():
    """The delta method and the deviation of the resampled logits differ there by the curvature of the logit only."""
    outcome, score = patients(30, 70, 0.1, seed=3)
    bootstrap = bootstrap_auc(outcome, score)
    assert 0.4 < bootstrap.value < 0.6
    half_width = norm.ppf(0.975) * 1.5 * logit(bootstrap.resampled).std(ddof=1)
    former = expit(logit(bootstrap.value) - half_width), expit(logit(bootstrap.value) + half_width)
    assert corrected_interval(outcome, bootstrap, 5) == pytest.approx(former, abs=0.01)


@pytest.mark.parametrize("shift", [50.0, 0.0])
def test_rows_of_one_patient_are_no_further_patients_in_either_interval(shift):
    """Each patient three times over: what resampling cannot tell, Newcombe's interval of the patients does."""
    outcome, score = patients(20, 40, shift)
    rows, groups = np.repeat(np.arange(60), 3), np.repeat(np.arange(60), 3)
    once = pairs_within_folds(outcome, score[np.newaxis], np.zeros((1, 60)))
    thrice = pairs_within_folds(outcome[rows], score[rows][np.newaxis], np.zeros((1, 180)), groups)
    expected = corrected_interval(outcome, bootstrap_pairs(once), 5)
    found = corrected_interval(outcome[rows], bootstrap_pairs(thrice), 5, groups)
    # the same draws of patients; sums of three times as many terms
    assert found == pytest.approx(expected, abs=1e-9 if shift else 0.02)
    assert has_no_spread(bootstrap_pairs(thrice)) is bool(shift)
