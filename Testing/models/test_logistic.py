"""Logistic fits against statsmodels, whose answers are frozen here."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.logistic import (
    fit_design,
    fit_intercept,
    fit_prevalence,
    fit_slope_and_intercept,
    intercept_for_mean,
)
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

SCORE = np.array([-2.1, -1.6, -1.2, -0.9, -0.7, -0.4, -0.1, 0.0, 0.3, 0.6, 0.8, 1.1, 1.5, 1.9, 2.4, 3.0])
EVENT = np.array([0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1])


def test_slope_and_intercept_as_statsmodels() -> None:
    # statsmodels 0.15.0: GLM(EVENT, add_constant(SCORE), family=Binomial()).fit(tol=1e-14), params and bse
    fit = fit_slope_and_intercept(SCORE, EVENT)
    assert fit.intercept == pytest.approx(-0.5410443681297727, rel=1e-12)
    assert fit.slope == pytest.approx(0.8228659353911023, rel=1e-12)
    assert fit.intercept_se == pytest.approx(0.6022524612915058, rel=1e-9)
    assert fit.slope_se == pytest.approx(0.47889917523394765, rel=1e-9)


def test_intercept_with_fixed_slope_as_statsmodels() -> None:
    # statsmodels 0.15.0: GLM(EVENT, ones((16, 1)), family=Binomial(), offset=SCORE).fit(tol=1e-14), params and bse
    fit = fit_intercept(SCORE, EVENT)
    assert fit.intercept == pytest.approx(-0.6092984025741799, rel=1e-11)
    assert fit.intercept_se == pytest.approx(0.5996018613717647, rel=1e-11)
    assert (fit.slope, fit.slope_se) == (1.0, None)


def test_a_shifted_and_stretched_score_gives_the_same_probabilities() -> None:
    plain, moved = fit_slope_and_intercept(SCORE, EVENT), fit_slope_and_intercept(1e4 * SCORE + 3e6, EVENT)
    assert moved.slope == pytest.approx(plain.slope / 1e4, rel=1e-9)
    assert moved.intercept == pytest.approx(plain.intercept - 300 * plain.slope, rel=1e-9)


@pytest.mark.parametrize("prevalence", [1e-6, 0.05, 0.2171, 0.5, 0.95])
@pytest.mark.parametrize("spread", [0.01, 1.0, 20.0])
def test_prevalence_is_met_to_rounding(prevalence: float, spread: float) -> None:
    score = spread * np.random.default_rng(1).normal(size=80)
    assert expit(score + intercept_for_mean(score, prevalence)).mean() == pytest.approx(prevalence, rel=1e-9)


def test_the_error_under_a_stated_prevalence_is_the_spread_over_samples() -> None:
    generator = np.random.default_rng(2)
    estimates, stated = [], []
    for _ in range(2000):
        fit = fit_prevalence(generator.normal(scale=1.5, size=100), 0.2)
        estimates.append(fit.intercept)
        stated.append(fit.intercept_se)
    # 2000 repeats know a standard deviation to 1.6 %; 5 % is three of these
    assert np.mean(stated) == pytest.approx(np.std(estimates, ddof=1), rel=0.05)


@pytest.mark.parametrize("event", [SCORE > 0.5, SCORE < 0.5, SCORE.max() <= SCORE])
def test_separated_classes_are_refused(event: np.ndarray) -> None:
    with pytest.raises(InputError, match="separates events from non-events"):
        fit_slope_and_intercept(SCORE, event.astype(int))


def test_a_score_that_meets_at_one_value_only_is_separated() -> None:
    with pytest.raises(InputError, match="separates"):
        fit_slope_and_intercept(np.array([0.0, 1.0, 1.0, 2.0]), np.array([0, 0, 1, 1]))


def test_a_nearly_separated_score_still_has_its_maximum() -> None:
    score = np.array([-3.0, -2.0, -1.0, 0.1, 0.0, 1.0, 2.0, 3.0])
    event = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    fit = fit_slope_and_intercept(score, event)
    residual = event - expit(fit.intercept + fit.slope * score)
    assert abs(residual.sum()) < 1e-9
    assert abs((residual * score).sum()) < 1e-9


def test_a_root_is_found_however_far_the_scores_spread() -> None:
    # One third of the probabilities is 1 and one third 0, so the rest must be 1/2.
    assert intercept_for_mean(np.array([-1e300, 3.0, 2e300]), 0.5) == pytest.approx(-3.0, abs=1e-9)


def test_a_score_without_information_on_the_intercept_is_refused() -> None:
    score = np.repeat([-400.0, 400.0], 20)
    with pytest.raises(InputError, match="intercept cannot be determined"):
        fit_intercept(score, np.repeat([0, 1], 20))


def test_any_design_is_fitted_as_scikit_learn_does() -> None:
    generator = np.random.default_rng(4)
    design = np.column_stack([np.ones(120), generator.normal(size=(120, 3))])
    event = (generator.random(120) < expit(design @ [-0.4, 1.0, -0.5, 0.2])).astype(int)
    fitted = fit_design(design, event)
    assert fitted is not None
    oracle = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000, fit_intercept=False).fit(design, event)
    np.testing.assert_allclose(fitted[0], oracle.coef_[0], rtol=0, atol=1e-6)
    probability = expit(design @ fitted[0])
    information = design.T @ np.diag(probability * (1 - probability)) @ design
    np.testing.assert_allclose(fitted[1] @ information, np.eye(4), rtol=0, atol=1e-9)


def test_a_design_without_one_answer_has_none() -> None:
    twice = np.column_stack([np.ones_like(SCORE), SCORE, SCORE])
    assert fit_design(twice, EVENT) is None
    assert fit_design(np.column_stack([np.ones_like(SCORE), SCORE]), (SCORE > 0.5).astype(int)) is None
