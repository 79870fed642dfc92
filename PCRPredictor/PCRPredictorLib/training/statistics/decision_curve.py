"""Decision curve analysis: what a model is worth to a decision at each threshold probability."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .inputs import probabilities_of, two_classes


@dataclass(frozen=True, slots=True)
class DecisionCurve:
    """Net benefit per patient over threshold probabilities, each array of shape (thresholds,).

    Attributes
    ----------
    thresholds : ndarray
        Threshold probabilities.
    model, treat_all : ndarray
        Net benefit of calling positive whom the model puts at or above the threshold, and of calling everyone positive.
        Calling nobody positive has net benefit 0 throughout.
    """

    thresholds: NDArray[np.float64]
    model: NDArray[np.float64]
    treat_all: NDArray[np.float64]


def decision_curve(outcome: ArrayLike, probability: ArrayLike, thresholds: ArrayLike | None = None) -> DecisionCurve:
    """Net benefit ``TP / n - FP / n * t / (1 - t)`` at threshold t.

    Source: Vickers & Elkin, Medical Decision Making 26 (2006) 565-574.

    Parameters
    ----------
    outcome : array_like, shape (patients,)
        1 for responders, 0 otherwise.
    probability : array_like, shape (patients,)
        Within [0, 1].
    thresholds : array_like, optional
        Strictly between 0 and 1; 0.01, 0.02, ..., 0.99 if not given.

    Raises
    ------
    InputError
        One class only, a probability outside [0, 1], or a threshold outside (0, 1).
    """
    positive = two_classes(outcome)
    probabilities = probabilities_of(probability, positive.size)
    levels = np.arange(1, 100) / 100 if thresholds is None else np.atleast_1d(np.asarray(thresholds, dtype=np.float64))
    if levels.size == 0 or not ((levels > 0) & (levels < 1)).all():
        raise InputError("Every threshold probability must lie strictly between 0 and 1.")
    called = probabilities >= levels[:, np.newaxis]
    odds = levels / (1 - levels)
    prevalence = float(positive.mean())
    return DecisionCurve(
        thresholds=levels,
        model=(called & positive).mean(axis=1) - (called & ~positive).mean(axis=1) * odds,
        treat_all=prevalence - (1 - prevalence) * odds,
    )
