"""Logistic fits: the intercept alone, slope and intercept of one predictor, or any design."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

from ..errors import InputError
from .rows_of_patients import covariance_of_patients, with_several_rows

_NEWTON_STEPS = 50
_SMALLEST_INFORMATION = 1e-8


@dataclass(frozen=True)
class LogisticFit:
    """P(event) = 1 / (1 + exp(-(intercept + slope x score))).

    Standard errors are those of maximum likelihood, or of patients with several rows; `slope_se` is None where the
    slope was held fixed.
    """

    intercept: float
    intercept_se: float
    slope: float = 1.0
    slope_se: float | None = None


def never_certain(probability: np.ndarray) -> np.ndarray:
    """Probabilities of a logistic model, which reaches neither 0 nor 1, but rounds to 1 above a logit of 37.

    Without a logit a single such patient would leave no calibration slope, and of a cross-validation's repeats the most
    overconfident ones would drop out, which flatters the mean of the others.
    """
    return np.clip(probability, np.nextafter(0, 1), np.nextafter(1, 0))


def fit_intercept(score: np.ndarray, outcomes: np.ndarray, groups: np.ndarray | None = None) -> LogisticFit:
    """Maximum-likelihood intercept with the slope of `score` held at 1 (an offset).

    The likelihood equation sum p_i = sum y_i says that the mean probability equals the share of events;
    the standard error is (sum p_i (1 - p_i))^(-1/2), the inverse root of Fisher's information, or with groups,
    where that is more, the one of `covariance_of_patients`.

    Parameters
    ----------
    score, outcomes : numpy.ndarray
        Shape (cases,); outcomes 0 or 1, both present.
    groups : numpy.ndarray of int, optional
        Rows with one value are one patient's.

    Raises
    ------
    InputError
        Every probability is 0 or 1 to within rounding, so that the intercept has no standard error.
    """
    intercept = intercept_for_mean(score, float(outcomes.mean()))
    probability = expit(score + intercept)
    information = _information(probability)
    spread = math.sqrt(information)
    return LogisticFit(intercept, max(spread, _error_of_patients(outcomes - probability, groups)) / information)


def fit_prevalence(score: np.ndarray, prevalence: float, groups: np.ndarray | None = None) -> LogisticFit:
    """Intercept that makes the mean probability equal `prevalence`, which is taken as exact.

    The standard error is that of the estimating equation mean(p_i) = prevalence over a random sample of patients
    (delta method): sd(p) / (sqrt(n) mean(p (1 - p))), sd with n - 1; with groups, where that is more, that of
    patients' sums.

    Raises
    ------
    InputError
        Every probability is 0 or 1 to within rounding.
    """
    intercept = intercept_for_mean(score, prevalence)
    probability = expit(score + intercept)
    spread = float(np.std(probability, ddof=1)) * math.sqrt(len(score))
    spread = max(spread, _error_of_patients(probability - prevalence, groups))
    return LogisticFit(intercept, spread / _information(probability))


def _error_of_patients(residuals: np.ndarray, groups: np.ndarray | None) -> float:
    """Standard error of a sum of residuals, by their sums over the rows of each patient; 0 where each has one."""
    several = with_several_rows(groups)
    if several is None:
        return 0.0
    return math.sqrt(float(covariance_of_patients(np.eye(1), residuals[:, np.newaxis], several)[0, 0]))


def intercept_for_mean(score: np.ndarray, mean: float) -> float:
    """The intercept a with mean(expit(score + a)) = `mean`; unique, since the mean rises strictly with a."""
    target = math.log(mean / (1.0 - mean))
    lower, upper = target - float(score.max()) - 1.0, target - float(score.min()) + 1.0
    # 100 halvings, the usual limit, do not lead from a bracket of 1e300 to a root near 0.
    return float(
        brentq(lambda a: float(expit(score + a).mean()) - mean, lower, upper, xtol=1e-12, rtol=1e-14, maxiter=2100)
    )


def fit_slope_and_intercept(score: np.ndarray, outcomes: np.ndarray, groups: np.ndarray | None = None) -> LogisticFit:
    """Maximum-likelihood slope and intercept; standard errors are the roots of the covariance's diagonal.

    With groups the errors are those of patients (see :func:`variance_along`).

    Raises
    ------
    InputError
        The score separates the classes completely (no finite maximum exists), or the iteration does not converge.
    """
    _refuse_separation(score, outcomes)
    center, scale = float(score.mean()), float(score.std())
    design = np.column_stack([np.ones_like(score), (score - center) / scale])
    fitted = fit_design(design, outcomes)
    if fitted is None:
        raise InputError("The logistic fit of slope and intercept does not converge; calibrate the intercept alone.")
    back = np.array([[1.0, -center / scale], [0.0, 1.0 / scale]])
    intercept, slope = back @ fitted[0]
    variance = variance_along(back, fitted, design, outcomes, groups)
    return LogisticFit(float(intercept), float(math.sqrt(variance[0])), float(slope), float(math.sqrt(variance[1])))


def fit_design(design: np.ndarray, outcomes: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Maximum-likelihood coefficients of any design and their covariance, the inverse information matrix.

    Newton's method with halved steps.

    Parameters
    ----------
    design : ndarray, shape (cases, columns)
        Its constant among the columns, each of an order of magnitude of 1, since steps are judged by their size.
    outcomes : ndarray of 0 and 1, shape (cases,)

    Returns
    -------
    (ndarray, ndarray) or None
        None where the iteration does not converge: the classes are separated, or a column is a mixture of others.
    """
    beta = np.zeros(design.shape[1])
    for _ in range(_NEWTON_STEPS):
        probability = expit(design @ beta)
        gradient = design.T @ (outcomes - probability)
        information = design.T @ (design * (probability * (1.0 - probability))[:, None])
        try:
            step = np.linalg.solve(information, gradient)
            beta = _ascend(design, outcomes, beta, step)
            if np.abs(step).max() < 1e-10 * (1.0 + np.abs(beta).max()):
                return beta, np.linalg.inv(information)
        except np.linalg.LinAlgError:
            return None
    return None


def variance_along(
    along: np.ndarray,
    fitted: tuple[np.ndarray, np.ndarray],
    design: np.ndarray,
    outcomes: np.ndarray,
    groups: np.ndarray | None,
) -> np.ndarray:
    """Variance of linear combinations x' beta of coefficients that :func:`fit_design` found: ``x' C x``.

    C is the inverse information, or with groups, where that is more, the covariance of patients: few of them may seem
    to differ less than chance.

    Parameters
    ----------
    along : ndarray, shape (combinations, columns)
    fitted : (ndarray, ndarray)
        What :func:`fit_design` gave for `design` and `outcomes`.
    groups : ndarray of int, shape (cases,), or None
        Rows with one value are one patient's.

    Raises
    ------
    InputError
        No more patients than coefficients.
    """
    beta, bread = fitted
    variance: np.ndarray = np.einsum("ij,jk,ik->i", along, bread, along)
    several = with_several_rows(groups)
    if several is None:
        return variance
    residuals = design * (outcomes - expit(design @ beta))[:, np.newaxis]
    together = covariance_of_patients(bread, residuals, several)
    return np.maximum(variance, np.einsum("ij,jk,ik->i", along, together, along))


def _ascend(design: np.ndarray, outcomes: np.ndarray, beta: np.ndarray, step: np.ndarray) -> np.ndarray:
    """The Newton step, halved until the likelihood does not fall."""
    start = _log_likelihood(design @ beta, outcomes)
    for halving in range(40):
        moved = beta + step * 0.5**halving
        if _log_likelihood(design @ moved, outcomes) >= start - 1e-12 * abs(start):
            return moved
    return beta


def _log_likelihood(linear: np.ndarray, outcomes: np.ndarray) -> float:
    return float(np.sum(outcomes * linear - np.logaddexp(0.0, linear)))


def _refuse_separation(score: np.ndarray, outcomes: np.ndarray) -> None:
    events, others = score[outcomes == 1], score[outcomes == 0]
    if others.max() <= events.min() or events.max() <= others.min():
        raise InputError(
            "The score separates events from non-events completely, so no finite slope fits; "
            "calibrate the intercept alone or use a larger cohort."
        )


def _information(probability: np.ndarray) -> float:
    information = float(np.sum(probability * (1.0 - probability)))
    if information < _SMALLEST_INFORMATION:
        raise InputError(
            "The score spreads so far that every probability is 0 or 1 and the intercept cannot be determined; "
            "look for outliers in the cohort or calibrate slope and intercept."
        )
    return information
