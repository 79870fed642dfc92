"""Youden's cut-off by brute force, folds, and the interval."""

import numpy as np
import pytest
from PCRPredictorLib.models.cutoff import (
    cross_validated_cutoff,
    rank_auc,
    stratified_folds,
    youden_cutoff,
)
from sklearn.metrics import roc_auc_score


def youden(probability: np.ndarray, outcomes: np.ndarray, cutoff: float) -> float:
    positive = probability >= cutoff
    return float(positive[outcomes == 1].mean() - positive[outcomes == 0].mean())


@pytest.mark.parametrize("seed", range(20))
def test_no_other_cutoff_is_better(seed: int) -> None:
    generator = np.random.default_rng(seed)
    outcomes = (generator.random(40) < 0.3).astype(int)
    outcomes[:2] = (0, 1)
    probability = np.round(np.clip(generator.normal(0.3 + 0.2 * outcomes, 0.2), 0.01, 0.99), 2)
    found = youden_cutoff(probability, outcomes)
    best = max(youden(probability, outcomes, cutoff) for cutoff in np.linspace(0, 1, 2001))
    assert found is not None
    assert youden(probability, outcomes, found) == pytest.approx(best, abs=1e-12)
    assert np.abs(probability - found).min() >= 0.005 - 1e-12  # halfway between two-digit probabilities


def test_the_most_sensitive_of_equals() -> None:
    # at 0.2 sensitivity 1 and specificity 1/2, at 0.45 sensitivity 1/2 and specificity 1: Youden 0.5 both
    assert youden_cutoff(np.array([0.1, 0.3, 0.4, 0.5]), np.array([0, 1, 0, 1])) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("probability", "outcomes"), [([0.2, 0.2, 0.2], [0, 1, 0]), ([0.9, 0.8, 0.2, 0.1], [0, 0, 1, 1])]
)
def test_no_cutoff_where_none_beats_chance(probability: list[float], outcomes: list[int]) -> None:
    assert youden_cutoff(np.array(probability), np.array(outcomes)) is None


def test_saturated_probabilities_give_a_cutoff_between_0_and_1() -> None:
    found = youden_cutoff(np.array([0.0, 5e-324, 0.3, 1.0]), np.array([0, 0, 1, 1]))
    assert found == pytest.approx(0.15)


@pytest.mark.parametrize(("events", "others"), [(8, 22), (13, 18), (27, 73)])
def test_folds_share_out_each_class_evenly(events: int, others: int) -> None:
    outcomes = np.repeat([1, 0], [events, others])
    fold = stratified_folds(outcomes, 5, np.random.default_rng(4))
    for label in (0, 1):
        counts = np.bincount(fold[outcomes == label], minlength=5)
        assert counts.sum() == (events if label else others)
        assert counts.max() - counts.min() <= 1
    sizes = np.bincount(fold)
    assert sizes.max() - sizes.min() <= 1


def test_every_case_is_predicted_once_by_a_fit_without_it() -> None:
    outcomes = np.repeat([1, 0], [12, 28])
    seen = np.zeros(40, dtype=int)

    def predict(training: np.ndarray, held_out: np.ndarray) -> np.ndarray:
        assert not set(training) & set(held_out)
        assert len(training) + len(held_out) == 40
        seen[held_out] += 1
        return np.where(outcomes[held_out] == 1, 0.7, 0.2)

    cutoff, probability = cross_validated_cutoff(predict, outcomes, folds=5, bootstrap=50, seed=0)
    assert (seen == 1).all()
    np.testing.assert_array_equal(probability, np.where(outcomes == 1, 0.7, 0.2))
    assert cutoff is not None
    assert (cutoff.value, cutoff.lower, cutoff.upper) == pytest.approx((0.45, 0.45, 0.45))


@pytest.mark.parametrize("seed", range(5))
def test_auc_as_scikit_learn(seed: int) -> None:
    generator = np.random.default_rng(seed)
    outcomes = np.repeat([0, 1], [30, 12])
    probability = np.round(generator.random(42), 1)
    assert rank_auc(probability, outcomes) == pytest.approx(roc_auc_score(outcomes, probability), abs=1e-14)
