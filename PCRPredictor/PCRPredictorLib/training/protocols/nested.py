"""Nested cross-validation: everything learnt is learnt inside the training folds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...models.auc import people_of_each
from ...models.newcombe import newcombe_interval
from ..data.cohort import Cohort
from ..pipeline.config import TrainingConfig
from ..pipeline.folds import check_feasible, outer_folds
from ..pipeline.parallel import Progress, run_all
from ..pipeline.steps import build_pipeline, chosen_columns
from ..statistics.bootstrap import BootstrapAuc
from ..statistics.diagnostic import Diagnostic, diagnostic_of_repeats
from ..statistics.repeated_auc import Pairs, bootstrap_pairs, pairs_within_folds
from ..statistics.roc import roc_auc


@dataclass(frozen=True, slots=True)
class FoldResult:
    """One outer test fold: its rows, their probabilities and calls, and what the training fold learnt.

    Attributes
    ----------
    repeat, fold : int
        From 0.
    rows : ndarray of int
        The patients tested.
    probability, called : ndarray
        Of those patients; the call is made at the cut-off of the training fold.
    auc : float or None
        Of those patients; None where groups left them with one outcome.
    cutoff : float or None
        None where no cut-off beats chance in the training fold; the call is then made at one half.
    selected : ndarray of int
        Numbers of the features chosen.
    candidate : str
        Name of the linear model chosen.
    contenders : dict of str to ndarray
        Scores of the patients tested by each candidate, had it been fixed.
    """

    repeat: int
    fold: int
    rows: NDArray[np.intp]
    probability: NDArray[np.float64]
    called: NDArray[np.bool_]
    auc: float | None
    cutoff: float | None
    selected: NDArray[np.intp]
    candidate: str
    contenders: dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class NestedResult:
    """What an honest cross-validation says of the model that is exported: one model, not the mean of several.

    Attributes
    ----------
    probabilities : ndarray, shape (repeats, patients)
        Out-of-fold probability of each patient in each repeat.
    pairs : Pairs
        Who was ranked above whom within the folds.
    auc, low, high : float
        AUC within the test folds, averaged over folds and repeats, and its interval, see :func:`corrected_interval`.
    patients_only : BootstrapAuc
        The same with the plain percentile interval of patients resampled.
    contenders : dict of str to Pairs
        The same of each candidate, had it been fixed.
    calls : Diagnostic
        Calls at the cut-off of each training fold, averaged over the repeats.
    folds : tuple of FoldResult
    """

    probabilities: NDArray[np.float64]
    pairs: Pairs
    auc: float
    low: float
    high: float
    patients_only: BootstrapAuc
    contenders: dict[str, Pairs]
    calls: Diagnostic
    folds: tuple[FoldResult, ...]

    @property
    def averaged(self) -> NDArray[np.float64]:
        """Probability of each patient, averaged over the repeats: an ensemble's, for figures only."""
        return self.probabilities.mean(axis=0)

    def called_in(self, repeat: int) -> NDArray[np.bool_]:
        """Call of each patient in one repeat, at the cut-off of the training fold that did not hold him."""
        called = np.zeros(self.probabilities.shape[1], dtype=bool)
        for fold in self.folds:
            if fold.repeat == repeat:
                called[fold.rows] = fold.called
        return called

    def selection_frequency(self, features: int) -> NDArray[np.float64]:
        """Share of the training folds in which each feature was chosen, shape (features,)."""
        counts = np.zeros(features)
        for fold in self.folds:
            counts[fold.selected] += 1
        return counts / len(self.folds)

    def choice_frequency(self) -> dict[str, float]:
        """Share of the training folds that chose each candidate, the most frequent first."""
        counts = Counter(fold.candidate for fold in self.folds)
        return {name: count / len(self.folds) for name, count in counts.most_common()}


def nested_cross_validation(
    cohort: Cohort, config: TrainingConfig, jobs: int = 1, on_progress: Progress | None = None
) -> NestedResult:
    """Repeated stratified cross-validation of the whole pipeline.

    Parameters
    ----------
    cohort : Cohort
        With groups no patient is on both sides of a fold, at any level.
    config : TrainingConfig
    jobs : int
        Processes.
    on_progress : callable, optional
        Called with (folds done, folds in all).

    Raises
    ------
    InputError
        The cohort is too small for the folds or SMOTE (see :func:`.folds.check_feasible`).
    """
    check_feasible(cohort.outcome, config, groups=cohort.groups)
    pipeline, design = build_pipeline(cohort, config), cohort.design
    pieces = [
        (pipeline, design, cohort.outcome, cohort.groups, len(cohort.names), train, test, divmod(number, config.folds))
        for number, (train, test) in enumerate(outer_folds(cohort.outcome, config, cohort.groups))
    ]
    folds = tuple(run_all(_test_fold, pieces, jobs, on_progress))
    probabilities, tested_in = np.zeros((2, config.repeats, len(cohort)))
    called = np.zeros((config.repeats, len(cohort)), dtype=bool)
    for fold in folds:
        probabilities[fold.repeat, fold.rows] = fold.probability
        tested_in[fold.repeat, fold.rows] = fold.fold
        called[fold.repeat, fold.rows] = fold.called
    pairs = pairs_within_folds(cohort.outcome, probabilities, tested_in, cohort.groups)
    patients_only = bootstrap_pairs(pairs, seed=config.seed)
    low, high = corrected_interval(cohort.outcome, patients_only, config.folds, cohort.groups)
    return NestedResult(
        probabilities=probabilities,
        pairs=pairs,
        auc=patients_only.value,
        low=low,
        high=high,
        patients_only=patients_only,
        contenders={name: _contender(name, folds, tested_in, cohort) for name in folds[0].contenders},
        calls=diagnostic_of_repeats(cohort.outcome, called, groups=cohort.groups),
        folds=folds,
    )


def _contender(name: str, folds: Sequence[FoldResult], tested_in: NDArray[np.float64], cohort: Cohort) -> Pairs:
    scores = np.zeros(tested_in.shape)
    for fold in folds:
        scores[fold.repeat, fold.rows] = fold.contenders[name]
    return pairs_within_folds(cohort.outcome, scores, tested_in, cohort.groups)


def has_no_spread(bootstrap: BootstrapAuc) -> bool:
    """Whether every resample has the same AUC, as with perfect separation, so that there is nothing to learn of it."""
    return bootstrap.value in (0.0, 1.0) or bool(np.ptp(bootstrap.resampled) == 0)


def corrected_interval(
    outcome: NDArray[np.int64], bootstrap: BootstrapAuc, folds: int, groups: NDArray[np.int64] | None = None
) -> tuple[float, float]:
    """95 % interval of a cross-validated AUC: patients bootstrapped, widened for the training sets that folds share.

    Resampling patients takes their out-of-fold predictions as independent, which they are not: every model was trained
    on most of the other patients. By Nadeau & Bengio (Machine Learning 52 (2003) 239-281) the variance over K disjoint
    test folds is too small by the factor ``1 + K n_test / n_train = 1 + K / (K - 1)``. The bootstrap's standard error
    is multiplied by its root, 1.5 for five folds, and carried to the logit scale by the delta method,
    ``se / (A (1 - A))``, where the interval is symmetric. Where every resample has the same AUC, as with perfect
    separation, there is no such error, and Newcombe's interval with the same factor stands in; it counts patients, not
    the rows that `groups` take together.
    """
    from scipy.special import expit, logit
    from scipy.stats import norm

    area, widening = bootstrap.value, sqrt(1 + folds / (folds - 1))
    standard_error = float(bootstrap.resampled.std(ddof=1))
    if has_no_spread(bootstrap):
        return newcombe_interval(area, *people_of_each(outcome == 1, groups), widening)
    half_width = float(norm.ppf(0.975)) * widening * standard_error / (area * (1 - area))
    return float(expit(logit(area) - half_width)), float(expit(logit(area) + half_width))


def _test_fold(
    pipeline: Any,
    design: NDArray[np.float64],
    outcome: NDArray[np.int64],
    groups: NDArray[np.int64] | None,
    features: int,
    train: NDArray[np.intp],
    test: NDArray[np.intp],
    place: tuple[int, int],
) -> FoldResult:
    from sklearn.base import clone

    fitted = clone(pipeline).fit(design[train], outcome[train], None if groups is None else groups[train])
    probability = fitted.predict_proba(design[test])[:, 1]
    return FoldResult(
        repeat=place[0],
        fold=place[1],
        rows=test,
        probability=probability,
        called=fitted.predict(design[test]).astype(bool),
        auc=roc_auc(outcome[test], probability) if np.ptp(outcome[test]) else None,
        cutoff=fitted.cutoff_,
        selected=chosen_columns(fitted, features),
        candidate=fitted.chosen_.candidate.name,
        contenders=fitted.contending_scores(design[test]),
    )
