"""The site's cut-off: who gets one, and the fits behind it against fits one by one."""

import numpy as np
import pytest
from PCRPredictorLib.models.auc import auc_interval
from PCRPredictorLib.models.call import ABOVE, BELOW, CALLS, NO_CUTOFF, OUTSIDE, TOO_CLOSE, call_of, class_of
from PCRPredictorLib.models.cutoff import CutoffRule, stratified_folds
from PCRPredictorLib.models.out_of_fold import OutOfFold
from PCRPredictorLib.models.site_cutoff import FOLDS, SPLITS, find_site_cutoff
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

COEFFICIENTS = np.array([0.8, -0.5, 0.3])


def cohort(patients: int, events: int, effect: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Features of which the model's own score shifts with the outcome, by `effect` of its standard deviations."""
    generator = np.random.default_rng(seed)
    outcomes = np.repeat([1, 0], [events, patients - events])
    direction = COEFFICIENTS / np.linalg.norm(COEFFICIENTS)
    values = generator.normal(size=(patients, 3)) + effect * outcomes[:, None] * direction
    return values * [5.0, 0.2, 11.0] + [100.0, -3.0, 52.0], outcomes


def folds_of(values: np.ndarray, outcomes: np.ndarray, fit_slope: bool = False) -> OutOfFold:
    return OutOfFold(values, outcomes, COEFFICIENTS, fit_slope, SPLITS, FOLDS)


@pytest.mark.parametrize("fit_slope", [False, True])
def test_every_probability_is_that_of_a_fit_without_its_patient(fit_slope: bool) -> None:
    values, outcomes = cohort(40, 15, 1.0, 3)
    weights = np.random.default_rng(5).integers(0, 3, 40)
    found = folds_of(values, outcomes, fit_slope).probabilities(weights, np.random.default_rng(6))
    assert found is not None
    drawn = np.flatnonzero(weights)
    fold = stratified_folds(outcomes[drawn], FOLDS, SPLITS, np.random.default_rng(6))
    for split in (0, 7):
        for number in range(FOLDS):
            inside = np.repeat(drawn[fold[split] != number], weights[drawn[fold[split] != number]])
            mean, std = values[inside].mean(axis=0), values[inside].std(axis=0, ddof=1)
            score = ((values - mean) / std) @ COEFFICIENTS
            if fit_slope:
                oracle = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000)
                oracle.fit(score[inside, None], outcomes[inside])
                expected = oracle.predict_proba(score[:, None])[:, 1]
            else:
                low, high = -30.0, 30.0  # bisection on the mean probability
                for _ in range(100):
                    middle = 0.5 * (low + high)
                    excess = np.mean(1 / (1 + np.exp(-score[inside] - middle))) - outcomes[inside].mean()
                    low, high = (middle, high) if excess < 0 else (low, middle)
                expected = 1 / (1 + np.exp(-score - middle))
            held_out = fold[split] == number
            np.testing.assert_allclose(found[split, held_out], expected[drawn[held_out]], rtol=0, atol=1e-5)


def test_a_fold_with_a_constant_column_has_no_probabilities() -> None:
    values, outcomes = cohort(40, 15, 1.0, 3)
    values[1:, 2] = 7.0
    assert folds_of(values, outcomes).probabilities(np.ones(40, dtype=int), np.random.default_rng(0)) is None


def test_one_far_case_does_not_swallow_the_spread_of_the_others() -> None:
    values, outcomes = cohort(40, 15, 1.0, 3)
    values[:, 2] *= 1e-9
    values[0, 2] = 1e3
    assert folds_of(values, outcomes).probabilities(np.ones(40, dtype=int), np.random.default_rng(0)) is not None


def test_the_auc_is_scikit_learns() -> None:
    generator = np.random.default_rng(2)
    outcomes = np.repeat([0, 1], [30, 12])
    probability = np.round(generator.random(42), 1)
    found = auc_interval(outcomes == 1, probability)
    assert found.auc == pytest.approx(roc_auc_score(outcomes, probability), abs=1e-14)
    assert found.low < found.auc < found.high


def test_noise_gets_a_cutoff_in_at_most_one_cohort_of_twenty() -> None:
    """60 patients, 15 events, no signal: the nominal rate is 2.5 %; of 200 cohorts at most 10 (5 %) may get one."""
    with_cutoff = 0
    for seed in range(200):
        values, outcomes = cohort(60, 15, 0.0, seed)
        split = folds_of(values, outcomes).probabilities(np.ones(60, dtype=int), np.random.default_rng(seed))
        assert split is not None
        with_cutoff += auc_interval(outcomes == 1, split.mean(axis=0)).low > 0.5
    assert with_cutoff <= 10


def test_a_signal_gets_a_cutoff_with_an_interval_around_it() -> None:
    found = find_site_cutoff(folds_of(*cohort(100, 30, 1.6, 4)), CutoffRule(), seed=0)
    assert found is not None
    assert found.auc.low > 0.5
    assert found.cutoff is not None
    assert found.cutoff.lower <= found.cutoff.value <= found.cutoff.upper
    assert set(found.too_close or ()) == {"cohort", "60", "100", "200"}
    assert (found.too_close or {})["200"] < (found.too_close or {})["60"]
    assert find_site_cutoff(folds_of(*cohort(100, 30, 1.6, 4)), CutoffRule(), seed=0) == found


def test_noise_gets_none() -> None:
    found = find_site_cutoff(folds_of(*cohort(60, 15, 0.0, 1)), CutoffRule(), seed=0)
    assert found is not None
    assert (found.cutoff, found.too_close) == (None, None)


def test_splits_hardly_move_the_cutoff() -> None:
    """Over ten seeds of the splits the averaged cut-off spreads less than half as far as that of single ones."""
    values, outcomes = cohort(60, 20, 1.2, 9)
    single, averaged = [], []
    for seed in range(10):
        split = folds_of(values, outcomes).probabilities(np.ones(60, dtype=int), np.random.default_rng(seed))
        assert split is not None
        found = CutoffRule().cutoffs(split, outcomes)
        single.append(found[0])
        averaged.append(np.nanmean(found))
    assert np.std(averaged) < np.std(single) / 2


def test_the_call_by_hand() -> None:
    interval = (0.2, 0.4)
    assert call_of(0.5, 0.3, interval, True) == ABOVE
    assert call_of(0.1, 0.3, interval, None) == BELOW
    assert call_of(0.2, 0.3, interval, True) == TOO_CLOSE
    assert call_of(0.3, 0.3, None, None) == ABOVE  # at the cut-off counts as above
    assert call_of(0.5, None, None, True) == NO_CUTOFF
    assert call_of(0.5, 0.3, interval, False) == OUTSIDE
    assert call_of(0.5, None, None, False) == OUTSIDE
    assert [class_of(call) for call in CALLS] == ["pCR", "non-pCR", None, None, None]


def test_a_cohort_that_the_score_separates_perfectly_is_not_certain_of_its_auc():
    """DeLong's variance is 0 there; of 10 against 20 the interval is Newcombe's, of 2 against 2 it reaches 0.5."""
    found = auc_interval(np.arange(30) >= 20, np.arange(30.0))
    assert (found.auc, found.standard_error, found.high) == (1, 0, 1)
    assert 0.8 < found.low < 0.95
    assert auc_interval(np.array([True, True, False, False]), np.array([4.0, 3, 2, 1])).low < 0.5
