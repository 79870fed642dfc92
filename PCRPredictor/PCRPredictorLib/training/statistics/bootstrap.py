"""Bootstrap over patients: percentile intervals and the optimism of an apparent performance."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .inputs import check_level, scores_of, two_classes

Indices = NDArray[np.intp]
FEWEST_FOR_OPTIMISM = 10


@dataclass(frozen=True, slots=True)
class BootstrapAuc:
    """An AUC, its percentile interval, and the AUC in each bootstrap cohort."""

    value: float
    low: float
    high: float
    resampled: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OptimismCorrection:
    """Apparent performance, its mean optimism over the bootstrap, and apparent - optimism."""

    apparent: float
    optimism_mean: float
    corrected: float
    resamples: int


def stratified_resample(positive: NDArray[np.bool_], generator: np.random.Generator) -> Indices:
    """Row numbers drawn with replacement within each class, so that every resample holds both."""
    responders, others = np.flatnonzero(positive), np.flatnonzero(~positive)
    return np.concatenate([generator.choice(responders, responders.size), generator.choice(others, others.size)])


def bootstrap_auc(
    outcome: ArrayLike, score: ArrayLike, resamples: int = 2000, seed: int = 0, level: float = 0.95
) -> BootstrapAuc:
    """Percentile interval of an AUC over patients resampled within each class.

    Resampling within the classes takes the numbers of responders and others as fixed, as a ROC analysis does. The
    scores are taken as given: the interval knows the luck of which patients were scored, not that of which were trained
    on. With c and d how often each responder and each other was drawn and K the matrix of pairs (1 where the responder
    scores higher, 1/2 where equal), the AUC of a cohort is ``c' K d / (m n)``.

    Parameters
    ----------
    outcome, score : array_like, shape (patients,)
    resamples : int
        Bootstrap cohorts, at least 100.
    seed : int
        The same seed gives the same interval to the last digit.
    level : float
        Confidence level.

    Raises
    ------
    InputError
        One class only, lengths differ, a score is not finite, or fewer than 100 resamples asked for.
    """
    positive = two_classes(outcome)
    scores = scores_of(score, positive.size)
    check_resamples(resamples, 100)
    tail = (1 - check_level(level)) / 2
    responders, others = scores[positive][:, np.newaxis], scores[~positive]
    pairs = (responders > others) + 0.5 * (responders == others)
    generator = np.random.default_rng(seed)
    drawn = [generator.multinomial(size, np.full(size, 1 / size), resamples) for size in pairs.shape]
    resampled = ((drawn[0] @ pairs) * drawn[1]).sum(axis=1) / pairs.size
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return BootstrapAuc(float(pairs.mean()), float(low), float(high), resampled)


def optimism_correction(
    outcome: ArrayLike,
    performance: Callable[[Indices, Indices], float],
    resamples: int = 200,
    seed: int = 0,
) -> OptimismCorrection:
    """Apparent performance less its bootstrap optimism (Harrell, Lee & Mark, Stat. Med. 15 (1996) 361-387).

    ``optimism = mean over resamples of performance(resample, resample) - performance(resample, everyone)``.

    Parameters
    ----------
    outcome : array_like, shape (patients,)
        1 for responders, 0 otherwise.
    performance : callable
        ``performance(train, test)`` learns everything on the rows `train` and measures it on the rows `test`.
    resamples : int
        Bootstrap cohorts, at least 10.
    seed : int
        The same seed draws the same cohorts.

    Raises
    ------
    InputError
        One class only, or fewer than 10 resamples asked for.
    """
    positive = two_classes(outcome)
    check_resamples(resamples, FEWEST_FOR_OPTIMISM)
    everyone = np.arange(positive.size)
    generator = np.random.default_rng(seed)
    gaps = []
    for _ in range(resamples):
        drawn = stratified_resample(positive, generator)
        gaps.append(performance(drawn, drawn) - performance(drawn, everyone))
    apparent, optimism = float(performance(everyone, everyone)), float(np.mean(gaps))
    return OptimismCorrection(apparent, optimism, apparent - optimism, resamples)


def check_resamples(resamples: int, least: int) -> None:
    """Refuse too few bootstrap cohorts."""
    if resamples < least:
        raise InputError(f"{resamples} bootstrap resamples are too few; ask for at least {least}.")
