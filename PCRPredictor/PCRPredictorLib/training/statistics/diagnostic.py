"""Sensitivity, specificity, predictive values and accuracy of a yes/no call, with Wilson intervals."""

from dataclasses import dataclass
from math import sqrt

from numpy.typing import ArrayLike

from ...errors import InputError
from .inputs import binary_vector, check_level


@dataclass(frozen=True, slots=True)
class Proportion:
    """``successes / total`` with its Wilson interval; the numbers are None where `total` is 0."""

    successes: int
    total: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What a yes/no call is worth against the outcome."""

    sensitivity: Proportion
    specificity: Proportion
    positive_predictive_value: Proportion
    negative_predictive_value: Proportion
    accuracy: Proportion


def wilson_interval(successes: int, total: int, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a proportion (Wilson 1927), without continuity correction.

    ``(p + z^2/2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2/n)`` with ``p = successes / total``, ``n = total``.

    Raises
    ------
    InputError
        `total` is not positive, or `successes` is not between 0 and `total`.
    """
    from scipy.stats import norm

    if total <= 0 or not 0 <= successes <= total:
        raise InputError(f"{successes} of {total} is no proportion; give 0 <= successes <= total and total > 0.")
    z = float(norm.ppf((1 + check_level(level)) / 2))
    share = successes / total
    center = (share + z * z / (2 * total)) / (1 + z * z / total)
    half_width = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    # Exact ends: rounding would leave 1e-17 at 0 of n and 1 - 1e-16 at n of n.
    return (0.0 if successes == 0 else center - half_width, 1.0 if successes == total else center + half_width)


def proportion(successes: int, total: int, level: float = 0.95) -> Proportion:
    """``successes / total`` with its Wilson interval."""
    if total == 0:
        return Proportion(0, 0, None, None, None)
    return Proportion(successes, total, successes / total, *wilson_interval(successes, total, level))


def diagnostic(outcome: ArrayLike, called: ArrayLike, level: float = 0.95) -> Diagnostic:
    """Compare yes/no calls with the outcome.

    Parameters
    ----------
    outcome, called : array_like, shape (patients,)
        0 or 1 each.
    level : float
        Confidence level of the Wilson intervals.

    Raises
    ------
    InputError
        Lengths differ, or a value is neither 0 nor 1.
    """
    positive, yes = binary_vector(outcome), binary_vector(called, "the call")
    if positive.size != yes.size:
        raise InputError(f"There are {positive.size} outcomes but {yes.size} calls; give one call per patient.")
    hits, correct_rejections = int((positive & yes).sum()), int((~positive & ~yes).sum())
    return Diagnostic(
        sensitivity=proportion(hits, int(positive.sum()), level),
        specificity=proportion(correct_rejections, int((~positive).sum()), level),
        positive_predictive_value=proportion(hits, int(yes.sum()), level),
        negative_predictive_value=proportion(correct_rejections, int((~yes).sum()), level),
        accuracy=proportion(hits + correct_rejections, positive.size, level),
    )
