"""Two yes/no readers of the same patients, such as a model at its cut-off and complete response by mRECIST."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from ...models.rows_of_patients import sums_of_patients
from .inputs import binary_vector


@dataclass(frozen=True, slots=True)
class PairedProportions:
    """Share of patients that each reader calls right, and McNemar's exact test of the two shares being equal.

    Attributes
    ----------
    patients : int
        Patients, or rows, compared.
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


def mcnemar_of_patients(differences: NDArray[np.int64]) -> float:
    """McNemar's exact two-sided P where patients have several rows: each patient's difference falls either way.

    With d_g the rows of patient g that the first reader alone calls right less those that the second alone does, and
    signs of probability 1/2, ``P(|sum +-d_g| >= |sum d_g|)``, over all signs. With one row each it is
    :func:`mcnemar_exact`. A permutation test of patients (Fisher, The Design of Experiments, 1935, section 21).

    Parameters
    ----------
    differences : ndarray of int, shape (patients,)
    """
    sizes = np.abs(differences[differences != 0])
    total = int(sizes.sum())
    chance = np.zeros(2 * total + 1)  # of each sum of signed differences, -total to total
    chance[total] = 1.0
    for size in sizes:
        chance = (np.roll(chance, size) + np.roll(chance, -size)) / 2
    beyond = np.abs(np.arange(-total, total + 1)) >= abs(int(differences.sum()))
    return min(1.0, float(chance[beyond].sum()))


def compare_readers(
    outcome: ArrayLike, first: ArrayLike, second: ArrayLike, groups: NDArray[np.int64] | None = None
) -> ReaderComparison:
    """Compare two readers' calls of the same patients with McNemar's exact test.

    Parameters
    ----------
    outcome, first, second : array_like, shape (patients,)
        0 or 1 each.
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's; the test takes them together, the counts are of rows.

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
        accuracy=_paired(first_right, second_right, everyone, groups),
        sensitivity=_paired(first_right, second_right, positive, groups),
        specificity=_paired(first_right, second_right, ~positive, groups),
    )


def _paired(
    first: NDArray[np.bool_],
    second: NDArray[np.bool_],
    among: NDArray[np.bool_],
    groups: NDArray[np.int64] | None,
) -> PairedProportions:
    patients = int(among.sum())
    if patients == 0:
        return PairedProportions(0, None, None, 0, 0, None)
    only_first, only_second = int((first & ~second & among).sum()), int((~first & second & among).sum())
    if groups is None:
        p_value = mcnemar_exact(only_first, only_second)
    else:
        alone = first[among].astype(np.float64) - second[among]
        p_value = mcnemar_of_patients(np.rint(sums_of_patients(alone, groups[among])).astype(np.int64))
    return PairedProportions(
        patients=patients,
        first=float(first[among].mean()),
        second=float(second[among].mean()),
        only_first=only_first,
        only_second=only_second,
        p_value=p_value,
    )
