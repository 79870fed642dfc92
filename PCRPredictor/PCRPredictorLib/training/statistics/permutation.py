"""Permutation test: how often chance does as well as the model."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .inputs import two_classes


@dataclass(frozen=True, slots=True)
class PermutationTest:
    """The observed statistic, those under shuffled outcomes, and the one-sided P."""

    observed: float
    permuted: NDArray[np.float64]
    p_value: float


def check_permutations(permutations: int) -> None:
    """Refuse a number of permutations with which P = 0.05 is out of reach."""
    if permutations < 19:
        raise InputError(f"With {permutations} permutations P cannot reach 0.05; ask for at least 19.")


def permutation_test(
    outcome: ArrayLike, statistic: Callable[[NDArray[np.bool_]], float], permutations: int = 200, seed: int = 0
) -> PermutationTest:
    """P that a statistic this large or larger comes of outcomes dealt at random.

    ``P = (1 + #{permuted >= observed}) / (1 + permutations)``, which is never 0 (Phipson & Smyth,
    Stat. Appl. Genet. Mol. Biol. 9 (2010) 39).

    Parameters
    ----------
    outcome : array_like, shape (patients,)
        1 for responders, 0 otherwise.
    statistic : callable
        Runs everything that is learnt from an outcome vector and measures it, such as the nested AUC of a
        whole pipeline.
    permutations : int
        Shuffles, at least 19 (P = 0.05 is out of reach with fewer).
    seed : int
        The same seed deals the same outcomes.

    Raises
    ------
    InputError
        One class only, or fewer than 19 permutations asked for.
    """
    positive = two_classes(outcome)
    check_permutations(permutations)
    generator = np.random.default_rng(seed)
    observed = float(statistic(positive))
    permuted = np.array([statistic(generator.permutation(positive)) for _ in range(permutations)])
    # A tie counts as doing as well; the tolerance keeps a tie a tie through rounding.
    as_good = int((permuted >= observed - 1e-12).sum())
    return PermutationTest(observed, permuted, (1 + as_good) / (1 + permutations))
