"""A site's own cut-off, where the cohort shows that the score tells pCR from non-pCR, and how sure it is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .auc import AucInterval, auc_interval
from .cutoff import PROJECTED_PATIENTS, THIS_COHORT, Cutoff, CutoffRule
from .out_of_fold import OutOfFold

SPLITS = 20
FOLDS = 5
BOOTSTRAP = 200
PROJECTED_BOOTSTRAP = 60
LARGEST_TOO_CLOSE = 0.5


@dataclass(frozen=True)
class SiteCutoff:
    """What a cohort says of a cut-off.

    Attributes
    ----------
    auc : AucInterval
        Of the out-of-fold probabilities, averaged over the splits, with DeLong's interval.
    cutoff : Cutoff or None
        None where the interval of the AUC reaches 0.5, where no split has one, or where too many patients would be too
        close to it.
    too_close : dict of str to float, or None
        Share of the cohort within the cut-off's interval: of this cohort's, and of those of cohorts of 60, 100 and 200
        patients drawn from it. None where the AUC gives no cut-off.
    """

    auc: AucInterval
    cutoff: Cutoff | None
    too_close: dict[str, float] | None


def find_site_cutoff(folds: OutOfFold, rule: CutoffRule, seed: int) -> SiteCutoff | None:
    """Cut-off averaged over the splits, its interval over bootstrap cohorts, and the share too close to it.

    Every bootstrap cohort (patients drawn with replacement within each class) runs through all of it: splits, folds,
    scaling, intercept, cut-off. So the interval holds the luck of the splits and that of the patients.

    Parameters
    ----------
    folds : OutOfFold
        The calibration to cross-validate.
    rule : CutoffRule
    seed : int
        The same seed gives the same cut-off to the last digit.

    Returns
    -------
    SiteCutoff or None
        None where a fold of the cohort itself cannot be fitted.
    """
    generator = np.random.default_rng(seed)
    outcomes = folds.outcomes
    once = np.ones(len(outcomes), dtype=int)
    split = folds.probabilities(once, generator)
    if split is None:
        return None
    probability = split.mean(axis=0)
    auc = auc_interval(outcomes == 1, probability)
    value = _mean_cutoff(split, outcomes, once, rule)
    if auc.low <= 0.5 or value is None:
        return SiteCutoff(auc, None, None)
    counts = tuple(int(count) for count in np.bincount(outcomes, minlength=2))
    lower, upper = _interval(folds, rule, counts, BOOTSTRAP, generator)
    lower, upper = min(lower, value), max(upper, value)
    too_close = {THIS_COHORT: _share_between(probability, lower, upper)}
    for patients in PROJECTED_PATIENTS:
        events = max(1, round(patients * counts[1] / len(outcomes)))
        ends = _interval(folds, rule, (patients - events, events), PROJECTED_BOOTSTRAP, generator)
        too_close[str(patients)] = _share_between(probability, *ends)
    cutoff = Cutoff(value, lower, upper, str(rule), folds.splits, folds.folds, BOOTSTRAP, seed)
    return SiteCutoff(auc, cutoff if too_close[THIS_COHORT] <= LARGEST_TOO_CLOSE else None, too_close)


def _mean_cutoff(
    split: NDArray[np.float64], outcomes: NDArray[np.int64], weights: NDArray[np.int64], rule: CutoffRule
) -> float | None:
    found = rule.cutoffs(split, outcomes, weights)
    usable = found[~np.isnan(found)]
    return float(usable.mean()) if usable.size else None


def _interval(
    folds: OutOfFold, rule: CutoffRule, counts: tuple[int, ...], resamples: int, generator: np.random.Generator
) -> tuple[float, float]:
    """95 % percentile interval of the averaged cut-off over cohorts of so many non-events and events.

    Cohorts that cannot be fitted are left out; where none can, everything is too close.
    """
    found = []
    for _ in range(resamples):
        weights = np.zeros(len(folds.outcomes), dtype=int)
        for label, count in enumerate(counts):
            np.add.at(weights, generator.choice(np.flatnonzero(folds.outcomes == label), count), 1)
        split = folds.probabilities(weights, generator)
        if split is None:
            continue
        drawn = weights > 0
        value = _mean_cutoff(split, folds.outcomes[drawn], weights[drawn], rule)
        if value is not None:
            found.append(value)
    if not found:
        return 0.0, 1.0
    lower, upper = np.quantile(found, (0.025, 0.975))
    return float(lower), float(upper)


def _share_between(probability: NDArray[np.float64], lower: float, upper: float) -> float:
    return float(np.mean((probability >= lower) & (probability <= upper)))
