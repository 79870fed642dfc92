"""The check that every validation statistic runs on its outcome and scores."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError


def binary_vector(values: ArrayLike, what: str = "the outcome") -> NDArray[np.bool_]:
    """A vector of 0/1 (or booleans) as booleans.

    Raises
    ------
    InputError
        It is empty, no vector, or holds anything but 0 and 1.
    """
    vector = np.asarray(values)
    if vector.ndim != 1 or vector.size == 0:
        raise InputError(f"{what[:1].upper()}{what[1:]} must be a non-empty vector, not of shape {vector.shape}.")
    if vector.dtype == bool:
        return vector
    wrong = np.flatnonzero((vector != 0) & (vector != 1))
    if wrong.size:
        raise InputError(
            f"{what[:1].upper()}{what[1:]} must hold 0 and 1 only, but patient {wrong[0] + 1} has {vector[wrong[0]]}."
        )
    return vector.astype(bool)


def two_classes(outcome: ArrayLike) -> NDArray[np.bool_]:
    """A 0/1 outcome that holds both classes.

    Raises
    ------
    InputError
        As :func:`binary_vector`, or one class is missing.
    """
    positive = binary_vector(outcome)
    if positive.all() or not positive.any():
        raise InputError(
            f"All {positive.size} patients have outcome {int(positive[0])}; "
            "both outcomes are needed to measure discrimination."
        )
    return positive


def scores_of(values: ArrayLike, patients: int, what: str = "score") -> NDArray[np.float64]:
    """One finite number per patient.

    Raises
    ------
    InputError
        The length differs from `patients`, or a value is not finite.
    """
    scores = np.asarray(values, dtype=np.float64)
    if scores.shape != (patients,):
        raise InputError(
            f"There are {patients} outcomes, but the {what} has shape {scores.shape}; give one per patient."
        )
    wrong = np.flatnonzero(~np.isfinite(scores))
    if wrong.size:
        raise InputError(f"The {what} of patient {wrong[0] + 1} is {scores[wrong[0]]}; every {what} must be finite.")
    return scores


def probabilities_of(values: ArrayLike, patients: int) -> NDArray[np.float64]:
    """One probability per patient, within [0, 1].

    Raises
    ------
    InputError
        As :func:`scores_of`, or a value lies outside [0, 1].
    """
    probabilities = scores_of(values, patients, "probability")
    wrong = np.flatnonzero((probabilities < 0) | (probabilities > 1))
    if wrong.size:
        raise InputError(f"The probability of patient {wrong[0] + 1} is {probabilities[wrong[0]]:g}, outside 0 to 1.")
    return probabilities


def check_level(level: float) -> float:
    """A confidence level between 0 and 1 (exclusive)."""
    if not 0 < level < 1:
        raise InputError(f"The confidence level is {level:g}; it must lie between 0 and 1, such as 0.95.")
    return float(level)
