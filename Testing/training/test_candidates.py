"""The linear candidates: their paths against scikit-learn, their choice, their calibration."""

import numpy as np
import pytest
from imblearn.pipeline import Pipeline
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.pipeline.candidates import CANDIDATES, candidates_named
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.pipeline.estimators import linear_paths
from PCRPredictorLib.training.pipeline.estimators.candidate_classifier import CandidateClassifier, _no_worse
from PCRPredictorLib.training.pipeline.estimators.capped_smote import CappedSMOTE
from PCRPredictorLib.training.pipeline.estimators.constant_dropper import ConstantDropper
from PCRPredictorLib.training.pipeline.estimators.scaling import fit_scaling
from PCRPredictorLib.training.pipeline.estimators.shrinkage import calibration
from scipy.special import expit
from sklearn.linear_model import LogisticRegression


@pytest.fixture
def cohort():
    """120 patients, 15 features; two drive the outcome."""
    generator = np.random.default_rng(12)
    values = generator.normal(size=(120, 15))
    outcome = (generator.random(120) < expit(1.5 * values[:, 2] - values[:, 7] - 0.8)).astype(int)
    return (values - values.mean(axis=0)) / values.std(axis=0), outcome


def classifier(**settings):
    return CandidateClassifier(Pipeline([("constant", ConstantDropper())]), repeats=1, **settings)


@pytest.mark.parametrize("l1_share", [1.0, 0.5])
def test_the_elastic_net_path_is_scikit_learns(cohort, l1_share, monkeypatch):
    values, outcome = cohort
    quick = linear_paths.elastic_net_path(values, outcome, l1_share)
    monkeypatch.setattr(linear_paths, "_SETTLED", 1e-7)
    monkeypatch.setattr(linear_paths, "_SOLVED", 1e-9)
    path = linear_paths.elastic_net_path(values, outcome, l1_share)
    strongest = np.abs(values.T @ (outcome - outcome.mean())).max() / outcome.size / l1_share
    steps = linear_paths.LASSO_STEPS if l1_share == 1 else linear_paths.ELASTIC_STEPS
    for place in (0, 3, 7):
        c = 1 / (outcome.size * strongest * steps[place])
        oracle = LogisticRegression(C=c, l1_ratio=l1_share, solver="saga", tol=1e-8, max_iter=20000)
        assert path[place] == pytest.approx(oracle.fit(values, outcome).coef_[0], abs=1e-4)
        # In a run Newton's steps end at a change of 0.01 per standard deviation, a few such from the minimum.
        assert quick[place] == pytest.approx(path[place], abs=0.04)


def test_the_ridge_path_and_the_refit_are_scikit_learns(cohort):
    values, outcome = cohort
    path = linear_paths.ridge_path(values, outcome)
    for place, step in enumerate(linear_paths.RIDGE_STEPS):
        oracle = LogisticRegression(C=1 / (step * 15 * 120), tol=1e-8, max_iter=1000).fit(values, outcome)
        assert path[place] == pytest.approx(oracle.coef_[0], abs=1e-3)
    weak = LogisticRegression(C=1 / linear_paths.REFIT_PENALTY, tol=1e-8).fit(values, outcome)
    assert linear_paths.refit(values, outcome) == pytest.approx(weak.coef_[0], abs=1e-3)


def test_more_features_than_patients_and_separated_classes_have_finite_ridges():
    generator = np.random.default_rng(1)
    values, outcome = generator.normal(size=(20, 60)), np.arange(20) % 2
    assert all(np.isfinite(step).all() for step in linear_paths.ridge_path(values, outcome))


def test_asinh_draws_tails_in_and_leaves_the_middle():
    values = np.random.default_rng(2).standard_cauchy(size=(500, 1))
    scaling = fit_scaling(values, "asinh")
    scaled = scaling.apply(values)
    assert np.abs(scaled).max() < 8 < np.abs(fit_scaling(values, "standard").apply(values)).max()
    assert (scaled.mean(), scaled.std()) == pytest.approx((0, 1), abs=1e-12)
    # The quartiles of a Cauchy distribution lie at -1 and 1; 500 values fix their distance to 10 %.
    assert scaling.width[0] == pytest.approx(2 / 1.349, rel=0.25)


@pytest.mark.parametrize("scaling", ["standard", "asinh"])
def test_a_feature_with_one_value_in_half_of_the_patients_is_scaled(scaling):
    values = np.array([[0.0]] * 12 + [[1.0], [5.0]])
    assert np.isfinite(fit_scaling(values, scaling).apply(values)).all()


def test_a_perfect_predictor_with_heavy_tails_is_found():
    """Outliers hide it from standardized features; asinh shows it."""
    generator = np.random.default_rng(5)
    outcome = (np.arange(100) % 3 == 0).astype(int)
    perfect = np.where(outcome == 1, 1.0, -1.0) * np.exp(3 * np.abs(generator.normal(size=100)))
    values = np.column_stack([perfect, generator.normal(size=(100, 10))])
    fitted = classifier().fit(values, outcome)
    assert fitted.chosen_.candidate.scaling == "asinh"
    assert fitted.chosen_.features <= 2


def test_the_sparse_candidate_keeps_its_limit_and_a_name_fixes_the_choice(cohort):
    for name in CANDIDATES:
        fitted = classifier(candidates=(name,), max_features=3).fit(*cohort)
        assert fitted.chosen_.candidate.name == name
        if name.startswith("sparse"):
            assert 1 <= np.count_nonzero(fitted.coef_) <= 3
    assert np.count_nonzero(fitted.coef_) == 15


def test_what_all_folds_agree_on_is_chosen_with_few_features(cohort):
    fitted = classifier(rule="1se").fit(*cohort)
    assert fitted.chosen_.candidate.kind == "sparse"
    assert {2, 7} <= set(np.flatnonzero(fitted.coef_))


def test_the_candidate_of_the_smallest_loss_is_chosen(cohort):
    few, dense = classifier().fit(*cohort), np.random.default_rng(8)
    assert few.chosen_ == min(few.choices_, key=lambda choice: choice.loss)
    trait = dense.normal(size=90)
    values = trait[:, np.newaxis] + 2.5 * dense.normal(size=(90, 60))
    outcome = (dense.random(90) < expit(2 * trait - 0.5)).astype(int)
    fitted = classifier().fit(values, outcome)
    assert fitted.chosen_.candidate.kind == "ridge"
    assert fitted.chosen_.features == 60


def test_of_candidates_that_know_nothing_the_one_with_the_fewest_features_is_chosen():
    generator = np.random.default_rng(5)
    outcome = (np.arange(40) % 2).astype(int)
    fitted = classifier().fit(generator.normal(size=(40, 12)), outcome)
    losses = [choice.loss for choice in fitted.choices_]
    # No score of a left-out patient ranks him better than chance, so every calibrated loss is that of the prevalence.
    assert losses == pytest.approx([np.log(2)] * 6, abs=1e-12)
    fewest = min(choice.features for choice in fitted.choices_)
    assert fitted.chosen_.features == fewest < fitted.choices_[0].features


@pytest.mark.parametrize("name", list(CANDIDATES))
def test_the_standard_error_is_spent_on_a_stronger_penalty(cohort, name):
    smallest, strongest = (classifier(candidates=(name,), rule=rule).fit(*cohort).chosen_ for rule in ("min", "1se"))
    assert strongest.step <= smallest.step
    assert strongest.features <= smallest.features
    assert smallest.loss <= strongest.loss < np.log(2)


def test_oversampling_leaves_the_mean_probability_at_the_prevalence(cohort):
    values, outcome = cohort
    rare = np.flatnonzero((outcome == 0) | (np.cumsum(outcome) <= 12))
    values, outcome = values[rare], outcome[rare]
    fitted = classifier(sampler=CappedSMOTE(k_neighbors=3, random_state=0)).fit(values, outcome)
    assert fitted.predict_proba(values)[:, 1].mean() == pytest.approx(outcome.mean(), abs=0.05)


def test_the_cutoff_decides_the_call(cohort):
    fitted = classifier().fit(*cohort)
    assert fitted.cutoff_ is not None
    called = fitted.predict_proba(cohort[0])[:, 1] >= fitted.cutoff_
    assert fitted.predict(cohort[0]).tolist() == called.astype(int).tolist()


def test_features_that_tell_nothing_and_unknown_requests_are_refused():
    symmetric = np.array([[-1.0], [1.0]] * 20)
    outcome = np.repeat([0, 1], 20)
    with pytest.raises(InputError, match="None of 1 features tells"):
        classifier().fit(symmetric, outcome)
    with pytest.raises(InputError, match="rule 'aic'"):
        classifier(rule="aic").fit(symmetric, outcome)
    with pytest.raises(InputError, match="'boosting' is no candidate; choose among sparse, sparse-asinh"):
        candidates_named(["ridge", "boosting"])


def test_a_score_of_noise_leaves_the_prevalence_and_keeps_its_ranking():
    generator = np.random.default_rng(3)
    outcome = (np.arange(300) % 4 == 0).astype(int)
    score = generator.permutation(outcome) * 0.0 + generator.normal(size=300)
    found = calibration(score[np.newaxis] - 0.05 * outcome, outcome)
    probability = expit(found.intercept + found.slope * score)
    assert found.slope > 0
    assert np.abs(probability - 0.25).max() < 0.02


def test_a_certain_slope_is_hardly_shrunk_and_repeats_make_it_no_surer():
    generator = np.random.default_rng(4)
    score = 2 * generator.normal(size=4000)
    outcome = (generator.random(4000) < expit(0.5 * score - 1)).astype(int)
    once = calibration(score[np.newaxis], outcome)
    assert (once.slope, once.intercept) == pytest.approx((0.5, -1), abs=0.1)
    thrice = calibration(np.stack([score] * 3), outcome)
    # The prior that keeps slopes finite weighs a third as much against three copies: 0.02 of some 700.
    assert thrice.slope == pytest.approx(once.slope, rel=1e-4)
    assert thrice.intercept_se == pytest.approx(once.intercept_se, rel=1e-4)
    assert calibration(score[np.newaxis], outcome, with_slope=False).slope == 1


def test_classes_that_separate_have_a_finite_slope():
    outcome = np.repeat([0, 1], 20)
    assert 0 < calibration(np.arange(40.0)[np.newaxis], outcome).slope < 10


def test_rows_of_a_patient_that_say_the_same_are_no_further_evidence():
    """Three alike rows of each patient: chi2 is thrice that of one row, and so is the design effect, nearly."""
    generator = np.random.default_rng(4)
    score = generator.normal(size=(2, 60))
    outcome = (generator.random(60) < expit(score.mean(axis=0) - 1)).astype(int)
    once = calibration(score, outcome)
    people, thrice, answers = np.repeat(np.arange(60), 3), np.repeat(score, 3, axis=1), np.repeat(outcome, 3)
    found, rows = calibration(thrice, answers, groups=people), calibration(thrice, answers)
    assert found.slope == pytest.approx(once.slope, rel=0.1)
    assert rows.slope > 1.2 * found.slope
    assert calibration(score, outcome, groups=np.arange(60)) == once
    noise = [
        calibration(*(np.repeat(each, 4, axis=-1) for each in drawn), groups=np.repeat(np.arange(60), 4)).slope
        for drawn in ((generator.normal(size=(1, 60)), generator.permutation(np.arange(60) % 2)) for _ in range(40))
    ]
    assert np.mean(np.array(noise) > 0.05) < 0.2


def test_the_standard_error_of_the_rule_counts_patients():
    generator = np.random.default_rng(6)
    losses = generator.gamma(2, 0.3, size=(3, 24, 50)) + np.linspace(0, 0.1, 24)[:, np.newaxis]
    thrice, people = np.repeat(losses, 3, axis=2), np.repeat(np.arange(50), 3)
    difference = losses - losses[:, [0]]
    error = difference.std(axis=(0, 2), ddof=1) / np.sqrt(150)
    assert _no_worse(losses, 0, None).tolist() == (difference.mean(axis=(0, 2)) <= error).tolist()
    assert _no_worse(thrice, 0, people).tolist() == _no_worse(losses, 0, None).tolist()
    assert _no_worse(thrice, 0, people).sum() > _no_worse(thrice, 0, None).sum()


def test_a_candidate_that_is_named_twice_counts_once():
    assert TrainingConfig(candidates=("ridge", "sparse", "ridge")).candidates == ("sparse", "ridge")
