"""Nested cross-validation of the whole pipeline."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.pipeline.folds import check_feasible
from PCRPredictorLib.training.pipeline.steps import build_pipeline
from PCRPredictorLib.training.protocols.nested import nested_cross_validation

QUICK = TrainingConfig(folds=3, inner_folds=2, inner_repeats=1, repeats=2, neighbors=3, max_features=5)


def cohort_of(values, outcome):
    names = tuple(f"f{number}" for number in range(values.shape[1]))
    return Cohort(values, outcome, names, tuple(str(row) for row in range(len(outcome))))


@pytest.fixture(scope="module")
def cohort():
    """72 patients, 24 responders, 15 features of which the third drives the outcome."""
    generator = np.random.default_rng(2)
    outcome = (np.arange(72) % 3 == 0).astype(int)
    values = generator.normal(size=(72, 15))
    values[:, 2] += 2.5 * outcome
    return cohort_of(values, outcome)


@pytest.fixture(scope="module")
def run(cohort):
    """The result, and what the progress function was told."""
    seen: list[tuple[int, int]] = []
    result = nested_cross_validation(cohort, QUICK, on_progress=lambda done, total: seen.append((done, total)))
    return result, seen


def test_signal_is_found_and_every_patient_is_tested_once_a_repeat(run):
    result, seen = run
    assert seen == [(number, 6) for number in range(1, 7)]
    for repeat in range(2):
        rows = np.concatenate([fold.rows for fold in result.folds if fold.repeat == repeat])
        assert sorted(rows) == list(range(72))
    assert result.auc > 0.8
    assert result.low < result.patients_only.low < result.auc < result.patients_only.high < result.high
    assert all(2 in fold.selected for fold in result.folds)
    sizes = [fold.selected.size for fold in result.folds]
    # Inner folds cut twice and once only may mislead one of six choices to many features.
    assert sorted(sizes)[4] <= 5
    assert min(sizes) >= 1
    frequency = result.selection_frequency(15)
    assert frequency[2] == 1
    assert frequency.sum() == pytest.approx(sum(fold.selected.size for fold in result.folds) / 6)


def test_the_same_seed_gives_the_same_digits_and_another_seed_others(cohort, run):
    first = run[0].probabilities.tolist()
    assert nested_cross_validation(cohort, QUICK, jobs=2).probabilities.tolist() == first
    assert nested_cross_validation(cohort, replace(QUICK, seed=1)).probabilities.tolist() != first


def test_what_stands_in_the_test_rows_teaches_the_model_nothing(cohort, run):
    values, outcome = cohort.values, cohort.outcome
    fold = run[0].folds[0]
    train = np.setdiff1d(np.arange(72), fold.rows)
    alone = build_pipeline(cohort, QUICK).fit(values[train], outcome[train])
    assert alone.predict_proba(values[fold.rows])[:, 1].tolist() == fold.probability.tolist()
    assert alone.cutoff_ == fold.cutoff


@pytest.mark.parametrize(
    ("responders", "config", "sentence"),
    [
        (0, TrainingConfig(), "same outcome"),
        (4, TrainingConfig(), "5 folds need one each"),
        (7, TrainingConfig(), "SMOTE with k = 5 needs 6"),
        (6, replace(TrainingConfig(), smote=False), "of whom 4 remain"),
    ],
)
def test_a_cohort_too_small_is_refused(responders, config, sentence):
    outcome = (np.arange(60) < responders).astype(int)
    with pytest.raises(InputError, match=sentence):
        check_feasible(outcome, config)


def test_the_smallest_feasible_minority_runs():
    generator = np.random.default_rng(4)
    outcome = (np.arange(60) < 10).astype(int)
    config = TrainingConfig(folds=2, inner_folds=3, inner_repeats=1, repeats=1, neighbors=3)
    check_feasible(outcome, config)
    assert 0 <= nested_cross_validation(cohort_of(generator.normal(size=(60, 6)), outcome), config).auc <= 1


def test_a_patient_far_off_does_not_take_the_repeat_out_of_the_calibration():
    """The slope is scikit-learn's without a penalty, over every repeat, also those where expit rounds to 1."""
    from PCRPredictorLib.training.statistics.calibration_statistics import calibration_of_repeats
    from scipy.special import logit
    from sklearn.linear_model import LogisticRegression

    generator = np.random.default_rng(4)
    outcome = (np.arange(72) % 3 == 0).astype(int)
    values = generator.normal(size=(72, 1)) + 1.5 * outcome[:, np.newaxis]
    values[0] = 300.0
    settings = replace(QUICK, smote=False, candidates=("sparse",))
    result = nested_cross_validation(cohort_of(values, outcome), settings)
    assert result.probabilities[:, 0].min() > 1 - 1e-15
    assert result.probabilities.max() < 1
    found = calibration_of_repeats(outcome, result.probabilities)
    assert found.missing is None
    slopes = []
    for each in result.probabilities:
        score = logit(each)[:, np.newaxis]
        slopes.append(LogisticRegression(C=np.inf, tol=1e-10, max_iter=10000).fit(score, outcome).coef_[0, 0])
    assert found.slope.value == pytest.approx(np.mean(slopes), abs=1e-5)
