"""How many patients a prediction model needs, to be developed and to be validated.

Sources: Riley et al., Statistics in Medicine 38 (2019) 1276-1296 and BMJ 368 (2020) m441 (development, binary outcome);
Riley et al., Statistics in Medicine 40 (2021) 4230-4251 (validation), 40 (2021) 859-864 (R2 from a C statistic).
"""

from dataclasses import dataclass
from math import asinh, ceil, exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ...errors import InputError
from ...models.newcombe import variance_of_area

Z = 1.96  # as the published criteria round it
SHRINKAGE = 0.9
DIFFERENCE_IN_R2 = 0.05
MARGIN_OF_PREVALENCE = 0.05
WIDTH_OF_O_E = 0.2
WIDTH_OF_SLOPE = 0.2
WIDTH_OF_C = 0.1
FARTHEST_SD = 10.0
GRID_POINTS = 20001
MOST_PATIENTS = 10**9


@dataclass(frozen=True, slots=True)
class DevelopmentSize:
    """Patients that the three criteria ask for; the largest is needed.

    Attributes
    ----------
    shrinkage : int
        For an expected uniform shrinkage of at least 0.9.
    optimism : int
        For a difference of at most 0.05 between apparent and adjusted Nagelkerke R2.
    prevalence : int
        For a margin of at most 0.05 around the overall risk.
    parameters : int
        Candidate predictor parameters that were reckoned with.
    r2 : float
        Cox-Snell R2 that was reckoned with.
    """

    shrinkage: int
    optimism: int
    prevalence: int
    parameters: int
    r2: float

    @property
    def needed(self) -> int:
        return max(self.shrinkage, self.optimism, self.prevalence)


@dataclass(frozen=True, slots=True)
class ValidationSize:
    """Patients that the criteria ask for, for 95 % intervals of these widths; the largest is needed.

    Attributes
    ----------
    o_e : int
        O:E of 1 within a width of 0.2.
    slope : int
        Calibration slope of 1 within a width of 0.2.
    c_statistic : int
        C statistic within a width of 0.1.
    """

    o_e: int
    slope: int
    c_statistic: int

    @property
    def needed(self) -> int:
        return max(self.o_e, self.slope, self.c_statistic)


def development_size(parameters: int, prevalence: float, c_statistic: float) -> DevelopmentSize:
    """Patients needed to develop a logistic model whose true C statistic is `c_statistic`.

    With P parameters, prevalence f, R the Cox-Snell R2 and ``max R = 1 - (f^f (1-f)^(1-f))^2``::

        shrinkage    n = P / ((S - 1) ln(1 - R / S)),  S = 0.9
        optimism     the same with S = R / (R + 0.05 max R)
        prevalence   n = (1.96 / 0.05)^2 f (1 - f)

    Parameters
    ----------
    parameters : int
        Every candidate counts, not only those that a selection keeps.
    prevalence : float
        Between 0 and 1.
    c_statistic : float
        Above 0.5 and below 1.

    Raises
    ------
    InputError
        A number is out of its range.
    """
    if parameters < 1:
        raise InputError(f"{parameters} candidate parameters are none; give 1 or more.")
    r2 = r2_of_c_statistic(c_statistic, prevalence)
    best = 1 - exp(2 * (prevalence * log(prevalence) + (1 - prevalence) * log(1 - prevalence)))
    of_optimism = r2 / (r2 + DIFFERENCE_IN_R2 * best)
    margin = (Z / MARGIN_OF_PREVALENCE) ** 2 * prevalence * (1 - prevalence)
    return DevelopmentSize(
        shrinkage=_for_shrinkage(parameters, r2, SHRINKAGE),
        optimism=_for_shrinkage(parameters, r2, of_optimism),
        prevalence=ceil(margin),
        parameters=parameters,
        r2=r2,
    )


def _for_shrinkage(parameters: int, r2: float, shrinkage: float) -> int:
    if r2 >= shrinkage:  # so strong a model that any number does
        return parameters
    return min(MOST_PATIENTS, ceil(parameters / ((shrinkage - 1) * log(1 - r2 / shrinkage))))


def r2_of_c_statistic(c_statistic: float, prevalence: float) -> float:
    """Cox-Snell R2 of a model whose score is normal in both classes, with one variance.

    With classes ``N(0, 1)`` and ``N(m, 1)``, ``m = sqrt(2) Phi^-1(C)``, the true model is ``logit p(x) = logit f + m x
    - m^2 / 2`` and ``R2 = 1 - exp(-2 E[ln p(y | x) - ln p(y)])``; the expectation is an integral over x.

    Raises
    ------
    InputError
        The C statistic does not lie above 0.5 and below 1, or the prevalence not between 0 and 1.
    """
    from scipy.special import log_expit
    from scipy.stats import norm

    _check(prevalence, c_statistic)
    shift = sqrt(2) * float(norm.ppf(c_statistic))
    x = np.linspace(-FARTHEST_SD, shift + FARTHEST_SD, GRID_POINTS)
    logit = log(prevalence / (1 - prevalence)) + shift * x - shift**2 / 2
    events, others = prevalence * norm.pdf(x, shift), (1 - prevalence) * norm.pdf(x)
    gained = events * (log_expit(logit) - log(prevalence)) + others * (log_expit(-logit) - log(1 - prevalence))
    return 1 - exp(-2 * float(np.trapezoid(gained, x)))


def validation_size(c_statistic: float, prevalence: float, linear_predictor: ArrayLike) -> ValidationSize:
    """Patients needed to validate a model that is well calibrated there.

    ::

        O:E      n = (1 - f) / (f SE^2),  2 sinh(1.96 SE) = 0.2
        slope    n = A / (SE^2 (A B - C^2)),  A, C, B = E[w], E[w x], E[w x^2], w = p (1 - p),  2 1.96 SE = 0.2
        C        the least n whose standard error (Newcombe) is at most 0.1 / (2 1.96)

    Parameters
    ----------
    c_statistic, prevalence : float
    linear_predictor : array_like, shape (patients,)
        Of patients like those to validate on; how far it spreads decides what the slope needs.

    Raises
    ------
    InputError
        A number is out of its range, or the linear predictor does not vary.
    """
    _check(prevalence, c_statistic)
    score = np.asarray(linear_predictor, dtype=np.float64)
    if not np.isfinite(score).all() or np.ptp(score) == 0:
        raise InputError("The linear predictor must be finite and vary between patients; give one number for each.")
    standard_error = asinh(WIDTH_OF_O_E / 2) / Z
    return ValidationSize(
        o_e=ceil((1 - prevalence) / (prevalence * standard_error**2)),
        slope=_for_slope(score),
        c_statistic=_for_c_statistic(c_statistic, prevalence),
    )


def _for_slope(score: np.ndarray) -> int:
    from scipy.special import expit

    centered = score - score.mean()  # the determinant does not depend on it, but its rounding does
    weight = expit(score) * expit(-score)
    a, c, b = weight.mean(), (weight * centered).mean(), (weight * centered**2).mean()
    determinant = a * b - c**2
    if not determinant > 0:
        return MOST_PATIENTS
    return min(MOST_PATIENTS, ceil(a / (determinant * (WIDTH_OF_SLOPE / (2 * Z)) ** 2)))


def _for_c_statistic(area: float, prevalence: float) -> int:
    def too_wide(patients: int) -> bool:
        events = patients * prevalence
        return sqrt(variance_of_area(area, events, patients - events)) > WIDTH_OF_C / (2 * Z)

    low, high = 2, 4
    while too_wide(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if too_wide(middle) else (low, middle)
    return high


def _check(prevalence: float, c_statistic: float) -> None:
    if not 0 < prevalence < 1:
        raise InputError(f"A prevalence of {prevalence:g} does not lie between 0 and 1; give the share of responders.")
    if not 0.5 < c_statistic < 1:
        raise InputError(
            f"A C statistic of {c_statistic:g} does not lie above 0.5 and below 1; no sample size follows from it."
        )
