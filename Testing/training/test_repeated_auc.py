"""The AUC of repeated cross-validation."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics.bootstrap import bootstrap_auc
from PCRPredictorLib.training.statistics.delong import compare_paired
from PCRPredictorLib.training.statistics.repeated_auc import bootstrap_pairs, compare_pairs, pairs_within_folds
from PCRPredictorLib.training.statistics.roc import roc_auc


def test_one_repeat_in_one_fold_is_the_plain_auc_and_delongs_test(scores):
    outcome, none = scores["outcome"], np.zeros((1, len(scores["outcome"])))
    first, second = (pairs_within_folds(outcome, scores[name][np.newaxis], none) for name in ("first", "second"))
    assert first.auc == pytest.approx(roc_auc(outcome, scores["first"]), abs=1e-14)
    ours, plain = compare_pairs(first, second), compare_paired(outcome, scores["first"], scores["second"])
    assert (ours.difference, ours.p_value) == pytest.approx((plain.difference, plain.p_value), rel=1e-9)
    assert (ours.low, ours.high) == pytest.approx((plain.low, plain.high), rel=1e-9)
    spread = bootstrap_pairs(first).resampled.std(), bootstrap_auc(outcome, scores["first"]).resampled.std()
    # 2000 resamples fix a standard deviation to 1.6 %; the two draw differently.
    assert spread[0] == pytest.approx(spread[1], rel=0.07)


def test_only_patients_of_one_fold_are_compared():
    """Each fold ranks its own perfectly, but the second scores everybody higher."""
    outcome = np.array([0, 1, 0, 1])
    pairs = pairs_within_folds(outcome, [[0.1, 0.2, 0.8, 0.9]], [[0, 0, 1, 1]])
    assert (pairs.auc, pairs.compared.sum()) == (1.0, 2)
    assert roc_auc(outcome, [0.1, 0.2, 0.8, 0.9]) == 0.75


def test_repeats_are_averaged_and_not_their_scores():
    """Two models that err on different patients: each reaches 0.5, their mean score 1."""
    outcome = np.array([0, 0, 1, 1])
    scores = np.array([[0.0, 0.5, 0.4, 1.0], [0.5, 0.0, 1.0, 0.4]])
    pairs = pairs_within_folds(outcome, scores, np.zeros((2, 4)))
    assert pairs.auc == 0.75
    assert roc_auc(outcome, scores.mean(axis=0)) == 1.0


def test_rows_of_one_patient_are_drawn_together_and_tell_less():
    generator = np.random.default_rng(5)
    outcome = np.arange(60) % 2
    score = outcome + generator.normal(size=60)
    once = pairs_within_folds(outcome, score[np.newaxis], np.zeros((1, 60)))
    outcome, score, patients = np.tile(outcome, 4), np.tile(score, 4), np.tile(np.arange(60), 4)
    as_rows = pairs_within_folds(outcome, score[np.newaxis], np.zeros((1, 240)))
    as_patients = pairs_within_folds(outcome, score[np.newaxis], np.zeros((1, 240)), patients)
    spread = [bootstrap_pairs(pairs).resampled.std() for pairs in (once, as_rows, as_patients)]
    assert spread[2] == pytest.approx(spread[0], rel=0.07)
    assert spread[1] == pytest.approx(spread[0] / 2, rel=0.07)


def test_folds_without_both_outcomes_are_refused():
    with pytest.raises(InputError, match="No test fold holds patients of both"):
        pairs_within_folds([0, 1], [[0.1, 0.2]], [[0, 1]])
