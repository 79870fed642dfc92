"""Two yes/no readers of the same patients, such as a model at its cut-off and complete response by mRECIST."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .inputs import binary_vector


@dataclass(frozen=True, slots=True)
class PairedProportions:
    """Share of patients that each reader calls right, and McNemar's exact test of the two shares being equal.

    Attributes
    ----------
    patients : int
        Patients compared.
    first, second : float or None
        Shares called right; None where there are no patients.
    only_first, only_second : int
        Patients whom one reader alone calls right (the discordant pairs).
    p_value : float or None
        Two-sided; None where there are no patients, 1 where no pair is discordant.
    """

    patients: int
    first: float | None
    second: float | None
    only_first: int
    only_second: int
    p_value: float | None


@dataclass(frozen=True, slots=True)
class ReaderComparison:
    """Paired comparison of two readers: among all patients, responders only, and the others only."""

    accuracy: PairedProportions
    sensitivity: PairedProportions
    specificity: PairedProportions


def mcnemar_exact(only_first: int, only_second: int) -> float:
    """McNemar's exact two-sided P: the discordant pairs fall either way with probability 1/2 (McNemar 1947).

    Raises
    ------
    InputError
        A count is negative.
    """
    from scipy.stats import binomtest

    if min(only_first, only_second) < 0:
        raise InputError(f"The discordant counts are {only_first} and {only_second}; counts cannot be negative.")
    discordant = only_first + only_second
    return float(binomtest(only_first, discordant, 0.5).pvalue) if discordant else 1.0


def compare_readers(outcome: ArrayLike, first: ArrayLike, second: ArrayLike) -> ReaderComparison:
    """Compare two readers' calls of the same patients with McNemar's exact test.

    Parameters
    ----------
    outcome, first, second : array_like, shape (patients,)
        0 or 1 each.

    Raises
    ------
    InputError
        Lengths differ, or a value is neither 0 nor 1.
    """
    positive = binary_vector(outcome)
    calls = binary_vector(first, "the first reader's call"), binary_vector(second, "the second reader's call")
    for call in calls:
        if call.size != positive.size:
            raise InputError(f"There are {positive.size} outcomes but {call.size} calls; give one call per patient.")
    first_right, second_right = calls[0] == positive, calls[1] == positive
    everyone = np.ones_like(positive)
    return ReaderComparison(
        accuracy=_paired(first_right, second_right, everyone),
        sensitivity=_paired(first_right, second_right, positive),
        specificity=_paired(first_right, second_right, ~positive),
    )


def _paired(first: NDArray[np.bool_], second: NDArray[np.bool_], among: NDArray[np.bool_]) -> PairedProportions:
    patients = int(among.sum())
    if patients == 0:
        return PairedProportions(0, None, None, 0, 0, None)
    only_first, only_second = int((first & ~second & among).sum()), int((~first & second & among).sum())
    return PairedProportions(
        patients=patients,
        first=float(first[among].mean()),
        second=float(second[among].mean()),
        only_first=only_first,
        only_second=only_second,
        p_value=mcnemar_exact(only_first, only_second),
    )
