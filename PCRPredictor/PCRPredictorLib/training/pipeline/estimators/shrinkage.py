"""From the scores of patients that a model has not seen to its probabilities: a slope that is not believed blindly.

A score that was fitted to few patients spreads too far, so its probabilities are too sure. The slope of the outcome on
out-of-fold scores corrects that, but is itself found by chance, the more so since the best of many scores was taken:
it is shrunk by ``1 - 2 / chi2``, chi2 being the likelihood ratio of the slope: the heuristic factor of Van Houwelingen
& Le Cessie (Stat. Med. 9 (1990) 1303-1325) with one degree of freedom for the slope and one for the choice of the
score. Without a signal nothing but the share of responders is left. Where patients have several rows chi2 is divided by
the design effect of the slope (Rao & Scott, J. Am. Stat. Assoc. 76 (1981) 221-230): rows that say the same are no
further evidence.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from ....models.logistic import LogisticFit, fit_intercept
from ....models.rows_of_patients import covariance_of_patients, with_several_rows

_DEGREES_OF_FREEDOM = 2.0
_LEAST_SPREAD = 0.02
"""Standard deviation of the log odds that is always left, so that a model ranks patients even where it knows little;
the Brier score loses at most 0.02^2 / 16 by it."""
_PRIOR_PRECISION = 0.02
"""Of the slope on standardized scores, about 0: keeps it finite where the classes separate perfectly, and takes 1 % off
a slope of 1 from 20 patients."""
_NEWTON_STEPS = 30

Floats = NDArray[np.float64]


def calibrated_losses(scores: Floats, outcome: NDArray[np.int64]) -> Floats:
    """Log loss of each patient under the best calibration of each score, shape (scores, patients).

    Parameters
    ----------
    scores : ndarray, shape (scores, patients)
        A score may be constant.
    outcome : ndarray of int, shape (patients,)
    """
    linear = _linear_predictors(scores, outcome)[0]
    return np.logaddexp(0, linear) - outcome * linear


def calibration(
    scores: Floats, outcome: NDArray[np.int64], with_slope: bool = True, groups: NDArray[Any] | None = None
) -> LogisticFit:
    """Slope, shrunk as this module says (or 1), and the intercept that goes with it.

    Parameters
    ----------
    scores : ndarray, shape (repeats, patients)
        Out-of-fold scores, once for each repeat of the folds; the repeats are no further patients.
    outcome : ndarray of int, shape (patients,)
    with_slope : bool
    groups : ndarray, shape (patients,), optional
        Rows with one value are one patient's.
    """
    repeats = len(scores)
    score, answers = scores.ravel(), np.tile(outcome, repeats)
    slope = 1.0
    if with_slope:
        linear, slopes = _linear_predictors(score[np.newaxis], answers)
        share = float(outcome.mean())
        without = -2 * outcome.size * (share * np.log(share) + (1 - share) * np.log1p(-share))
        chi2 = without - 2 * float(np.sum(np.logaddexp(0, linear[0]) - answers * linear[0])) / repeats
        chi2 /= _design_effect(scores, outcome, linear.reshape(scores.shape), groups)
        kept = max(0.0, 1 - _DEGREES_OF_FREEDOM / chi2) if chi2 > 0 else 0.0
        spread = float(score.std())
        slope = max(kept * float(slopes[0]), _LEAST_SPREAD / spread if spread > 0 else 1.0)
    fit = fit_intercept(slope * score, answers)
    return LogisticFit(fit.intercept, fit.intercept_se * np.sqrt(repeats), slope)


def _design_effect(scores: Floats, outcome: NDArray[np.int64], linear: Floats, groups: NDArray[Any] | None) -> float:
    """How many times the variance of the slope by patients is that by rows, averaged over the repeats; at least 1."""
    several = with_several_rows(groups)
    if several is None or not np.ptp(scores) > 0:
        return 1.0
    found = []
    for score, log_odds in zip(scores, linear, strict=True):
        design = np.column_stack([np.ones_like(score), (score - score.mean()) / (score.std() or 1.0)])
        probability = expit(log_odds)
        information = design.T @ (design * (probability * (1 - probability))[:, np.newaxis])
        information[1, 1] += _PRIOR_PRECISION
        bread = np.linalg.inv(information)
        residuals = design * (outcome - probability)[:, np.newaxis]
        found.append(max(1.0, covariance_of_patients(bread, residuals, several)[1, 1] / bread[1, 1]))
    return float(np.mean(found))


def _linear_predictors(scores: Floats, outcome: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Log odds of each patient by the calibration of each score, and the slopes, none below 0, by Newton at once."""
    center, spread = scores.mean(axis=1, keepdims=True), scores.std(axis=1, keepdims=True)
    # A score that is constant but for rounding says nothing.
    varies = spread > 1e-12 * np.maximum(np.abs(scores).max(axis=1, keepdims=True), 1e-300)
    z = np.divide(scores - center, spread, out=np.zeros_like(scores), where=varies)
    share = float(outcome.mean())
    level = np.full((len(scores), 1), np.log(share / (1 - share)))
    slope = np.zeros((len(scores), 1))
    for _ in range(_NEWTON_STEPS):
        probability = expit(level + slope * z)
        weight = probability * (1 - probability)
        residual = outcome - probability
        a, b, c = (
            weight.sum(axis=1, keepdims=True) + 1e-9,
            (weight * z).sum(axis=1, keepdims=True),
            (weight * z * z).sum(axis=1, keepdims=True) + _PRIOR_PRECISION,
        )
        g = residual.sum(axis=1, keepdims=True)
        h = (residual * z).sum(axis=1, keepdims=True) - _PRIOR_PRECISION * slope
        determinant = a * c - b * b
        # Steps beyond 2 are cut: on standardized scores Newton's method overshoots only where classes separate.
        step = np.clip((c * g - b * h) / determinant, -2, 2), np.clip((a * h - b * g) / determinant, -2, 2)
        level, slope = level + step[0], slope + step[1]
        if max(np.abs(step[0]).max(), np.abs(step[1]).max()) < 1e-9:
            break
    flat = slope <= 0
    level = np.where(flat, np.log(share / (1 - share)), level)
    slope = np.where(flat, 0.0, slope)
    per_unit = np.divide(slope, spread, out=np.zeros_like(slope), where=varies)
    return level + slope * z, per_unit[:, 0]
