"""Responders observed over responders expected: whether probabilities are right on the whole.

Source: Debray et al., BMJ 356 (2017) i6460, appendix (the variance of ln O:E for a binary outcome).
"""

from math import exp, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...models.rows_of_patients import design_effect
from .diagnostic import wilson_interval
from .estimate import Estimate
from .inputs import binary_vector, check_level, probabilities_of


def observed_expected(
    outcome: ArrayLike, probability: ArrayLike, level: float = 0.95, groups: NDArray[np.int64] | None = None
) -> Estimate | None:
    """O:E with the interval ``exp(ln O:E +- z sqrt(d (1 - O / n) / O))``; None where nobody responded.

    Above 1 the probabilities are too low on the whole, below 1 too high. Without a responder there is no ln O:E; where
    everyone responded it has no variance, and the ends are those of Wilson's interval of O / n, times n / E. The design
    effect d is 1 unless patients have several rows (:func:`.design_effect`).

    Parameters
    ----------
    outcome : array_like, shape (patients,)
        1 for responders, 0 otherwise; one class alone will do.
    probability : array_like, shape (patients,)
    level : float
        Confidence level.
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's.

    Raises
    ------
    InputError
        Lengths differ, or a probability lies outside [0, 1].
    """
    from scipy.stats import norm

    positive = binary_vector(outcome)
    observed, expected = float(positive.sum()), float(probabilities_of(probability, positive.size).sum())
    if observed == 0 or expected == 0:
        return None
    ratio = observed / expected
    effect = design_effect(positive, np.ones_like(positive), groups)
    if observed == positive.size:
        low, high = wilson_interval(observed / effect, observed / effect, level)
        return Estimate(ratio, low * ratio, high * ratio)
    half = float(norm.ppf((1 + check_level(level)) / 2)) * sqrt(effect * (1 - observed / positive.size) / observed)
    return Estimate(ratio, ratio * exp(-half), ratio * exp(half))
