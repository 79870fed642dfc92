"""Outcomes of simulated cohorts: one pCR in each block of four patients."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..imaging import Mask, PhaseImage

BLOCK = 4


@dataclass(frozen=True)
class OutcomeSource:
    """A score of the finished images that decides the outcomes, in place of the tissue's hidden trait.

    Attributes
    ----------
    name : str
        What is written beside each outcome drawn from it.
    note : str
        What must be said wherever the outcomes go.
    effect : float
        Log odds ratio of pCR per standard deviation of the score, where none is asked for.
    score : callable
        (arterial image, its mask, portal image, its mask) to a number; standard in the population.
    """

    name: str
    note: str
    effect: float
    score: Callable[[PhaseImage, Mask, PhaseImage, Mask], float]


def blocks_of(patients: int) -> int:
    """How many blocks hold so many patients; the last one may be incomplete."""
    return -(-patients // BLOCK)


def blocked_outcomes(seeds: np.random.SeedSequence, patients: int) -> list[int]:
    """One pCR in each block, at a place drawn for the block alone."""
    outcomes: list[int] = []
    for child in seeds.spawn(blocks_of(patients)):
        block = [0] * BLOCK
        block[int(np.random.default_rng(child).integers(BLOCK))] = 1
        outcomes += block
    return outcomes[:patients]


def outcomes_from_scores(
    seeds: np.random.SeedSequence, scores: Sequence[float], effect: float
) -> tuple[list[int], list[float]]:
    """One pCR in each block, drawn by the scores of its patients.

    Given that one of four patients has a pCR, and log odds that rise by `effect` per unit of the score s, it is
    patient i with probability exp(effect s_i) / sum_j exp(effect s_j): the likelihood of conditional logistic
    regression (Breslow and Day 1980, chapter 7).

    Parameters
    ----------
    scores : sequence of float
        Of whole blocks.

    Returns
    -------
    outcomes : list of int
    probabilities : list of float
        Of each patient to be the one of the block.
    """
    outcomes: list[int] = []
    probabilities: list[float] = []
    blocks = np.reshape(np.asarray(scores, dtype=float), (-1, BLOCK))
    for block, child in zip(blocks, seeds.spawn(len(blocks)), strict=True):
        weights = np.exp(effect * (block - block.max()) if effect >= 0 else effect * (block - block.min()))
        share = weights / weights.sum()
        chosen = int(np.random.default_rng(child).choice(BLOCK, p=share))
        outcomes += [int(place == chosen) for place in range(BLOCK)]
        probabilities += share.tolist()
    return outcomes, probabilities
