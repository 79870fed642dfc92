"""Youden's cut-off by brute force, folds, and the interval."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.cutoff import CutoffRule, stratified_folds, youden_cutoff


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
    split = stratified_folds(outcomes, 5, 3, np.random.default_rng(4))
    assert len({tuple(fold) for fold in split}) == 3
    for fold in split:
        for label in (0, 1):
            counts = np.bincount(fold[outcomes == label], minlength=5)
            assert counts.sum() == (events if label else others)
            assert counts.max() - counts.min() <= 1
        sizes = np.bincount(fold)
        assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize("rule", [CutoffRule(), CutoffRule("sensitivity", 0.8), CutoffRule("specificity", 0.8)])
def test_a_weight_counts_as_so_many_cases(rule: CutoffRule) -> None:
    generator = np.random.default_rng(8)
    outcomes, weights = np.repeat([1, 0], [12, 28]), generator.integers(1, 4, 40)
    probability = generator.random((6, 40))
    rows = np.repeat(np.arange(40), weights)
    np.testing.assert_array_equal(
        rule.cutoffs(probability, outcomes, weights), rule.cutoffs(probability[:, rows], outcomes[rows])
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("target", [0.5, 0.8, 0.9])
def test_a_target_is_reached_and_no_stricter_cutoff_reaches_it(seed: int, target: float) -> None:
    generator = np.random.default_rng(seed)
    outcomes = np.repeat([1, 0], [13, 40])
    probability = np.round(np.clip(generator.normal(0.3 + 0.2 * outcomes, 0.2), 0.01, 0.99), 3)
    every = np.linspace(0.0005, 0.9995, 1000)  # between all probabilities of three digits
    sensitivity = np.array([np.mean(probability[outcomes == 1] >= cutoff) for cutoff in every])
    specificity = np.array([np.mean(probability[outcomes == 0] < cutoff) for cutoff in every])
    found = CutoffRule("sensitivity", target).cutoffs(probability[None], outcomes)[0]
    assert np.mean(probability[outcomes == 1] >= found) >= target
    # Where several cut-offs reach the sensitivity, that of the largest specificity is the answer.
    assert np.mean(probability[outcomes == 0] < found) == specificity[sensitivity >= target].max()
    found = CutoffRule("specificity", target).cutoffs(probability[None], outcomes)[0]
    assert np.mean(probability[outcomes == 0] < found) >= target
    assert np.mean(probability[outcomes == 1] >= found) == sensitivity[specificity >= target].max()


@pytest.mark.parametrize("target", [None, 0.0, 1.0, 90.0, float("nan")])
def test_a_target_that_is_no_share_is_refused(target: float | None) -> None:
    with pytest.raises(InputError, match="target sensitivity must lie between 0 and 1"):
        CutoffRule("sensitivity", target)
