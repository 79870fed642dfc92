"""Sensitivity, specificity, predictive values and accuracy of a yes/no call, with Wilson intervals.

Where patients have several rows, Wilson's interval is that of as many independent rows as those are worth: counts and
totals divided by the design effect (Rao & Scott 1992).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from ...models.rows_of_patients import design_effect
from .inputs import binary_vector, check_level


@dataclass(frozen=True, slots=True)
class Proportion:
    """``successes / total`` with its Wilson interval; the numbers are None where `total` is 0.

    Counts that are averaged over repeats need not be whole.
    """

    successes: float
    total: float
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


def wilson_interval(successes: float, total: float, level: float = 0.95) -> tuple[float, float]:
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


def proportion(successes: float, total: float, level: float = 0.95, effect: float = 1.0) -> Proportion:
    """``successes / total`` with Wilson's interval, of ``successes / d`` and ``total / d`` for a design effect d."""
    if total == 0:
        return Proportion(0, 0, None, None, None)
    return Proportion(successes, total, successes / total, *wilson_interval(successes / effect, total / effect, level))


def share_of_rows(
    hit: NDArray[np.bool_], among: NDArray[np.bool_], groups: NDArray[np.int64] | None = None, level: float = 0.95
) -> Proportion:
    """The share of `hit` among `among`, with Wilson's interval, rows of a patient together by `groups`.

    Parameters
    ----------
    hit, among : ndarray of bool, shape (rows,) or (repeats, rows)
        Counts are averaged over repeats, and so are design effects: repeats are no further patients.
    groups : ndarray of int, shape (rows,), optional
        Rows with one value are one patient's (see :func:`.design_effect`).
    """
    hits, amongst = np.atleast_2d(hit & among), np.atleast_2d(among)
    effects = [design_effect(*each, groups) for each in zip(hits, np.broadcast_to(amongst, hits.shape), strict=True)]
    if len(hits) == 1:
        return proportion(int(hits.sum()), int(amongst.sum()), level, effects[0])
    successes, total = (float(each.sum(axis=1).mean()) for each in (hits, amongst))
    return proportion(successes, total, level, float(np.mean(effects)))


def diagnostic(
    outcome: ArrayLike, called: ArrayLike, level: float = 0.95, groups: NDArray[np.int64] | None = None
) -> Diagnostic:
    """Compare yes/no calls with the outcome.

    Parameters
    ----------
    outcome, called : array_like, shape (patients,)
        0 or 1 each.
    level : float
        Confidence level of the Wilson intervals.
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's.

    Raises
    ------
    InputError
        Lengths differ, or a value is neither 0 nor 1.
    """
    positive, yes = binary_vector(outcome), binary_vector(called, "the call")
    if positive.size != yes.size:
        raise InputError(f"There are {positive.size} outcomes but {yes.size} calls; give one call per patient.")
    return diagnostic_of_repeats(positive, yes, level, groups)


def diagnostic_of_repeats(
    outcome: ArrayLike, called: ArrayLike, level: float = 0.95, groups: NDArray[np.int64] | None = None
) -> Diagnostic:
    """As :func:`diagnostic` with the counts averaged over repeated calls, shape (repeats, patients): what one call is
    worth. The intervals are those of the number of patients, which repeats do not enlarge."""
    positive = binary_vector(outcome)
    yes = np.asarray(called, dtype=bool)
    everyone = np.ones_like(positive)

    def share(hit: NDArray[np.bool_], among: NDArray[np.bool_]) -> Proportion:
        return share_of_rows(hit, among, groups, level)

    return Diagnostic(
        sensitivity=share(yes, positive),
        specificity=share(~yes, ~positive),
        positive_predictive_value=share(np.broadcast_to(positive, yes.shape), yes),
        negative_predictive_value=share(np.broadcast_to(~positive, yes.shape), ~yes),
        accuracy=share(yes == positive, everyone),
    )
