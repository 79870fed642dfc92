"""Probabilities of patients by calibrations that they took no part in, many splits at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from .cutoff import stratified_folds

_STEPS = 200
_TOLERANCE = 1e-8


@dataclass(frozen=True, eq=False)
class OutOfFold:
    """Cross-validation of a calibration: scaling, intercept and, where asked for, slope refitted without each fold.

    Attributes
    ----------
    values : ndarray, shape (patients, features)
    outcomes : ndarray of 0 and 1, shape (patients,)
    coefficients : ndarray, shape (features,)
        The model's.
    fit_slope : bool
    splits, folds : int
        How often the patients are dealt out anew, and into how many folds.
    groups : ndarray of int, shape (patients,), or None
        Rows with one value are one patient's, and always in one fold.
    """

    values: NDArray[np.float64]
    outcomes: NDArray[np.int64]
    coefficients: NDArray[np.float64]
    fit_slope: bool
    splits: int
    folds: int
    groups: NDArray[np.int64] | None = None

    def probabilities(self, weights: NDArray[np.int64], generator: np.random.Generator) -> NDArray[np.float64] | None:
        """Out-of-fold probabilities of the patients of positive weight, shape (splits, those patients).

        A weight is how often a patient was drawn into the cohort; a patient drawn twice is dealt into one fold, so that
        nobody is predicted by a fit that saw them. None where a fold leaves a column constant or a fit without a finite
        answer, as can happen to a drawn cohort.
        """
        drawn = np.flatnonzero(weights)
        weight, outcome = weights[drawn].astype(float), self.outcomes[drawn]
        values = self.values[drawn]
        groups = None if self.groups is None else self.groups[drawn]
        fold = stratified_folds(outcome, self.folds, self.splits, generator, groups)
        # One row a fit: the weight of each patient in it, 0 for those held out.
        training = weight * (fold[:, np.newaxis] != np.arange(self.folds)[:, np.newaxis]).reshape(-1, len(drawn))
        score = _standardized_score(values, training, self.coefficients)
        events = training @ outcome
        if score is None or not ((events > 0) & (events < training.sum(axis=1))).all():
            return None
        fitted = _fit_both(score, outcome, training) if self.fit_slope else _fit_intercepts(score, outcome, training)
        if fitted is None:
            return None
        every: NDArray[np.float64] = expit(fitted).reshape(self.splits, self.folds, len(drawn))
        return np.take_along_axis(every, fold[:, np.newaxis], axis=1)[:, 0]


def _standardized_score(
    values: NDArray[np.float64], training: NDArray[np.float64], coefficients: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Scores with each fit's own means and standard deviations (n - 1), shape (fits, patients)."""
    total = training.sum(axis=1)
    score = np.zeros_like(training)
    for cells, coefficient in zip(values.T, coefficients, strict=True):
        mean = training @ cells / total
        # The gaps themselves, not sums of squares: one far case must not swallow the spread of the fits without it.
        gap = cells - mean[:, np.newaxis]
        variance = (training * gap**2).sum(axis=1) / (total - 1)
        if not (variance > (1e-12 * np.abs(cells).max()) ** 2).all():
            return None
        score += coefficient / np.sqrt(variance)[:, np.newaxis] * gap
    return score


def _fit_intercepts(
    score: NDArray[np.float64], outcome: NDArray[np.int64], training: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Linear predictors with each fit's intercept: sum w expit(score + a) = sum w y, by Newton within a bracket."""
    events, total = training @ outcome, training.sum(axis=1)
    target = np.log(events / (total - events))
    low, high = target - score.max(axis=1) - 1.0, target - score.min(axis=1) + 1.0
    intercept = np.clip(target - np.median(score, axis=1), low, high)
    unsettled = np.arange(len(score))
    for _ in range(_STEPS):
        probability = expit(score[unsettled] + intercept[unsettled, np.newaxis])
        weighted = training[unsettled] * probability
        excess = weighted.sum(axis=1) - events[unsettled]
        slope = (weighted * (1 - probability)).sum(axis=1)
        at = intercept[unsettled]
        low[unsettled] = np.where(excess < 0, at, low[unsettled])
        high[unsettled] = np.where(excess < 0, high[unsettled], at)
        step = at - excess / np.maximum(slope, 1e-300)
        inside = (step > low[unsettled]) & (step < high[unsettled])
        intercept[unsettled] = np.where(inside, step, 0.5 * (low[unsettled] + high[unsettled]))
        unsettled = unsettled[np.abs(intercept[unsettled] - at) > _TOLERANCE]
        if not unsettled.size:
            break
    return score + intercept[:, np.newaxis]


def _fit_both(
    score: NDArray[np.float64], outcome: NDArray[np.int64], training: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Linear predictors with each fit's slope and intercept, by Newton; None where any of them does not converge."""
    total = training.sum(axis=1, keepdims=True)
    middle = (training * score).sum(axis=1, keepdims=True) / total
    width = np.sqrt((training * (score - middle) ** 2).sum(axis=1, keepdims=True) / total)
    standard = (score - middle) / width
    events = (training @ outcome)[:, np.newaxis]
    intercept, slope = np.log(events / (total - events)), np.zeros_like(events)
    for _ in range(_STEPS):
        probability = expit(intercept + slope * standard)
        residual = training * (outcome - probability)
        weight = training * probability * (1 - probability)
        first, second = residual.sum(axis=1, keepdims=True), (residual * standard).sum(axis=1, keepdims=True)
        a, b = weight.sum(axis=1, keepdims=True), (weight * standard).sum(axis=1, keepdims=True)
        c = (weight * standard**2).sum(axis=1, keepdims=True)
        determinant = a * c - b**2
        if not (determinant > 1e-12).all():
            return None
        up, turn = (c * first - b * second) / determinant, (a * second - b * first) / determinant
        shorter = np.minimum(1.0, 2.0 / np.maximum(np.abs(up), np.abs(turn)).clip(1e-300))
        intercept, slope = intercept + shorter * up, slope + shorter * turn
        if max(np.abs(up).max(), np.abs(turn).max()) < 1e-9:
            return intercept + slope * standard
    return None
