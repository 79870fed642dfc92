"""Whether predicted probabilities are what comes true: slope, intercept, Brier score, calibration curve.

Sources: Cox, Biometrika 45 (1958) 562-565 (slope and intercept); Brier, Monthly Weather Review 78 (1950) 1-3;
Van Calster et al., BMC Medicine 17 (2019) 230 (which of them to report).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from ...models.logistic import LogisticFit, fit_intercept, fit_slope_and_intercept
from .diagnostic import Proportion, share_of_rows
from .estimate import Estimate, mean_estimate
from .inputs import check_level, probabilities_of, two_classes
from .observed_expected import observed_expected
from .smooth_calibration import smooth_calibration


@dataclass(frozen=True, slots=True)
class CalibrationPoint:
    """A group of patients of similar predicted probability."""

    predicted: float
    observed: Proportion


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """How well probabilities are calibrated.

    Attributes
    ----------
    slope, intercept : Estimate or None
        ``logit P(y = 1) = intercept + slope * logit(p)``; 1 and 0 are perfect, a slope below 1 is overfitting.
    in_the_large : Estimate or None
        ``logit P(y = 1) = in_the_large + logit(p)``; above 0 the probabilities are too low on average.
    o_e : Estimate or None
        Responders observed over expected; 1 is perfect.
    ici, e50, e90 : float or None
        Mean, median and 90th percentile of the distance between the smooth calibration curve and the diagonal.
    brier : float
        ``mean (p - y)^2``; 0 is perfect.
    brier_of_prevalence : float
        What the Brier score would be if everyone got the prevalence; a useful model lies below it.
    missing : str or None
        Why one of them is None; None where none is.
    """

    slope: Estimate | None
    intercept: Estimate | None
    in_the_large: Estimate | None
    o_e: Estimate | None
    ici: float | None
    e50: float | None
    e90: float | None
    brier: float
    brier_of_prevalence: float
    missing: str | None = None


def calibration_report(
    outcome: ArrayLike, probability: ArrayLike, level: float = 0.95, groups: NDArray[np.int64] | None = None
) -> CalibrationReport:
    """Calibration slope, intercept, in the large, O:E, distances and Brier score, as far as each is defined.

    There is no slope where probabilities are all equal or separate the classes perfectly, and none of the logit's
    estimates where a probability is exactly 0 or 1; there are no distances where no smooth curve can be fitted. The
    Brier score is always there.

    Parameters
    ----------
    outcome : array_like, shape (patients,)
        1 for responders, 0 otherwise.
    probability : array_like, shape (patients,)
    level : float
        Confidence level of the Wald intervals.
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's, and together in every interval.

    Raises
    ------
    InputError
        One class only, or a probability outside [0, 1].
    """
    from scipy.stats import norm

    positive = two_classes(outcome)
    probabilities = probabilities_of(probability, positive.size)
    z = float(norm.ppf((1 + check_level(level)) / 2))
    slope = intercept = in_the_large = missing = None
    try:
        logits, outcomes = _logits(probabilities), positive.astype(int)
        large = fit_intercept(logits, outcomes, groups)
        in_the_large = _estimate(large.intercept, large.intercept_se, z)
        both = _slope_and_intercept(logits, outcomes, groups)
        assert both.slope_se is not None  # the slope was fitted
        slope, intercept = _estimate(both.slope, both.slope_se, z), _estimate(both.intercept, both.intercept_se, z)
    except InputError as reason:
        missing = str(reason)
    curve = None
    try:
        curve = smooth_calibration(outcome, probability, level, groups)
    except InputError as reason:
        missing = missing or str(reason)
    prevalence = float(positive.mean())
    return CalibrationReport(
        slope=slope,
        intercept=intercept,
        in_the_large=in_the_large,
        o_e=observed_expected(outcome, probability, level, groups),
        ici=None if curve is None else curve.ici,
        e50=None if curve is None else curve.e50,
        e90=None if curve is None else curve.e90,
        brier=float(np.mean((probabilities - positive) ** 2)),
        brier_of_prevalence=prevalence * (1 - prevalence),
        missing=missing,
    )


def calibration_of_repeats(
    outcome: ArrayLike, probabilities: ArrayLike, level: float = 0.95, groups: NDArray[np.int64] | None = None
) -> CalibrationReport:
    """As :func:`calibration_report` for each repeat of a cross-validation, averaged: the calibration of one model.

    The predictions themselves are never averaged, which would make those of an ensemble, closer to the prevalence than
    any exported model. Intervals are averaged as they are: repeats of the folds are no further patients.

    Parameters
    ----------
    outcome : array_like, shape (patients,)
    probabilities : array_like, shape (repeats, patients)
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's.
    """
    reports = [calibration_report(outcome, each, level, groups) for each in np.asarray(probabilities)]
    if len(reports) == 1:
        return reports[0]
    lacking = [report.missing for report in reports if report.missing is not None]
    missing = f"In {len(lacking)} of {len(reports)} repeats: {lacking[0]}" if lacking else None
    return CalibrationReport(
        slope=mean_estimate([report.slope for report in reports]),
        intercept=mean_estimate([report.intercept for report in reports]),
        in_the_large=mean_estimate([report.in_the_large for report in reports]),
        o_e=mean_estimate([report.o_e for report in reports]),
        ici=_mean([report.ici for report in reports]),
        e50=_mean([report.e50 for report in reports]),
        e90=_mean([report.e90 for report in reports]),
        brier=float(np.mean([report.brier for report in reports])),
        brier_of_prevalence=reports[0].brier_of_prevalence,
        missing=missing,
    )


def _mean(values: Sequence[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return float(np.mean(found)) if found else None


def _logits(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    certain = np.flatnonzero((probabilities == 0) | (probabilities == 1))
    if certain.size:
        raise InputError(
            f"The probability of patient {certain[0] + 1} is exactly {probabilities[certain[0]]:g}, which has no "
            "logit; slope and intercept need probabilities strictly between 0 and 1."
        )
    return np.log(probabilities) - np.log1p(-probabilities)


def _slope_and_intercept(
    logits: NDArray[np.float64], outcomes: NDArray[np.int64], groups: NDArray[np.int64] | None
) -> LogisticFit:
    if np.ptp(logits) == 0:
        raise InputError(
            "All probabilities are equal, so there is no calibration slope; only their mean can be judged."
        )
    return fit_slope_and_intercept(logits, outcomes, groups)


def calibration_curve(
    outcome: ArrayLike,
    probability: ArrayLike,
    groups: int = 10,
    level: float = 0.95,
    people: NDArray[np.int64] | None = None,
) -> tuple[CalibrationPoint, ...]:
    """Observed share of responders (Wilson interval) against mean predicted probability, in groups of equal size.

    Patients with equal probability never fall into different groups, so there can be fewer groups than asked for. Rows
    with one value of `people` are one patient's, and together in the interval.

    Raises
    ------
    InputError
        One class only, a probability outside [0, 1], or fewer than two groups or more groups than patients asked for.
    """
    positive = two_classes(outcome)
    probabilities = probabilities_of(probability, positive.size)
    if not 2 <= groups <= positive.size:
        raise InputError(
            f"{groups} calibration groups cannot be made of {positive.size} patients; "
            "ask for 2 or more, at most one each."
        )
    ordered = np.sort(probabilities)
    starts = np.unique(ordered[(np.arange(1, groups) * positive.size) // groups])
    group_of = np.searchsorted(starts, probabilities, side="right")
    return tuple(
        CalibrationPoint(
            predicted=float(probabilities[members].mean()),
            observed=share_of_rows(positive, members, people, level),
        )
        for members in (group_of == group for group in np.unique(group_of))
    )


def _estimate(value: float, standard_error: float, z: float) -> Estimate:
    return Estimate(value, value - z * standard_error, value + z * standard_error)
