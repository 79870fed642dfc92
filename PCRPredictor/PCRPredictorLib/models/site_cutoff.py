"""A site's own cut-off, where the cohort shows that the score tells pCR from non-pCR, and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import Notice
from ..texts import sentence as _
from .auc import AucInterval, auc_interval
from .cutoff import LARGEST_TOO_CLOSE, PROJECTED_PATIENTS, THIS_COHORT, Cutoff, CutoffRule
from .out_of_fold import OutOfFold
from .rows_of_patients import events_of_patients
from .sentences import no_cutoff_by_rule, no_discrimination, too_close_for_cutoff

SPLITS = 20
FOLDS = 5
BOOTSTRAP = 200
PROJECTED_BOOTSTRAP = 60


@dataclass(frozen=True)
class SiteCutoff:
    """What a cohort says of a cut-off.

    Attributes
    ----------
    auc : AucInterval
        Of the out-of-fold probabilities, averaged over the splits, with DeLong's interval; of a trained model as
        :func:`.model_cutoff` says.
    cutoff : Cutoff or None
        None where the interval of the AUC reaches 0.5, where no split has one, or where too many patients would be too
        close to it.
    too_close : dict of str to float, or None
        Share of the cohort within the cut-off's interval: of this cohort's, and of those of cohorts of 60, 100 and 200
        patients drawn from it. None where the AUC gives no cut-off.
    reason_for_none : Notice or None
        Why there is no cut-off; None where there is one.
    """

    auc: AucInterval
    cutoff: Cutoff | None
    too_close: dict[str, float] | None
    reason_for_none: Notice | None


def find_site_cutoff(folds: OutOfFold, rule: CutoffRule, seed: int) -> SiteCutoff | None:
    """Cut-off averaged over the splits, its interval over bootstrap cohorts, and the share too close to it.

    Every bootstrap cohort (patients, with all their rows, drawn with replacement within each class) runs through all of
    it: splits, folds, scaling, intercept, cut-off. So the interval holds the luck of the splits and that of the
    patients.

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
    auc = auc_interval(outcomes == 1, probability, groups=folds.groups)
    value = mean_cutoff(split, outcomes, rule)
    if auc.low <= 0.5 or value is None:
        return without_cutoff(auc, rule, _("calibration"))
    of_patients, _member = events_of_patients(outcomes, folds.groups)
    counts = tuple(int(count) for count in np.bincount(of_patients, minlength=2))
    lower, upper = _interval(folds, rule, counts, BOOTSTRAP, generator)
    cutoff = Cutoff(value, min(lower, value), max(upper, value), str(rule), folds.splits, folds.folds, BOOTSTRAP, seed)
    too_close = {THIS_COHORT: _share_between(probability, cutoff.lower, cutoff.upper)}
    for patients in PROJECTED_PATIENTS:
        events = max(1, round(patients * counts[1] / len(of_patients)))
        ends = _interval(folds, rule, (patients - events, events), PROJECTED_BOOTSTRAP, generator)
        too_close[str(patients)] = _share_between(probability, *ends)
    return _unless_too_close(auc, cutoff, too_close)


def own_cutoff(auc: AucInterval, cutoff: Cutoff, probability: NDArray[np.float64]) -> SiteCutoff:
    """The cut-off of a model that was trained on the cohort, unless too many of it are too close to it.

    Parameters
    ----------
    probability : ndarray, shape (patients,) or (repeats, patients)
        Out-of-fold, that of each patient; the share is the mean over the repeats.
    """
    return _unless_too_close(auc, cutoff, {THIS_COHORT: _share_between(probability, cutoff.lower, cutoff.upper)})


def _unless_too_close(auc: AucInterval, cutoff: Cutoff, too_close: dict[str, float]) -> SiteCutoff:
    share = too_close[THIS_COHORT]
    if share <= LARGEST_TOO_CLOSE:
        return SiteCutoff(auc, cutoff, too_close, None)
    return SiteCutoff(auc, None, too_close, Notice("cutoff-too-uncertain", too_close_for_cutoff(share)))


def without_cutoff(auc: AucInterval, rule: CutoffRule, cohort: str) -> SiteCutoff:
    """No cut-off, for an AUC whose interval reaches 0.5, or else for want of one that the rule finds.

    Parameters
    ----------
    cohort : str
        ``"calibration"`` or ``"training"``, for the reason.
    """
    if auc.low <= 0.5:
        reason = Notice("no-discrimination", no_discrimination(auc.auc, auc.low, auc.high, cohort))
    else:
        reason = Notice("no-cutoff-by-rule", no_cutoff_by_rule(str(rule), cohort))
    return SiteCutoff(auc, None, None, reason)


def mean_cutoff(
    split: NDArray[np.float64],
    outcomes: NDArray[np.int64],
    rule: CutoffRule,
    weights: NDArray[np.int64] | None = None,
) -> float | None:
    """Mean over splits, the rows, of the cut-off that the rule finds on each; None where it finds none on any."""
    found = rule.cutoffs(split, outcomes, weights)
    usable = found[~np.isnan(found)]
    return float(usable.mean()) if usable.size else None


def _interval(
    folds: OutOfFold, rule: CutoffRule, counts: tuple[int, ...], resamples: int, generator: np.random.Generator
) -> tuple[float, float]:
    """95 % percentile interval of the averaged cut-off over cohorts of so many patients without events and with.

    Cohorts that cannot be fitted are left out; where none can, everything is too close.
    """
    of_patients, member = events_of_patients(folds.outcomes, folds.groups)
    found = []
    for _resample in range(resamples):
        drawn_patients = np.zeros(len(of_patients), dtype=int)
        for label, count in enumerate(counts):
            np.add.at(drawn_patients, generator.choice(np.flatnonzero(of_patients == label), count), 1)
        weights = drawn_patients[member]
        split = folds.probabilities(weights, generator)
        if split is None:
            continue
        drawn = weights > 0
        value = mean_cutoff(split, folds.outcomes[drawn], rule, weights[drawn])
        if value is not None:
            found.append(value)
    return percentile_interval(found)


def percentile_interval(cutoffs: Sequence[float]) -> tuple[float, float]:
    """95 % percentile interval of bootstrapped cut-offs; without any, everything is in it."""
    if not cutoffs:
        return 0.0, 1.0
    lower, upper = np.quantile(cutoffs, (0.025, 0.975))
    return float(lower), float(upper)


def _share_between(probability: NDArray[np.float64], lower: float, upper: float) -> float:
    return float(np.mean((probability >= lower) & (probability <= upper)))
