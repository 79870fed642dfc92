"""Nested cross-validation: everything learnt is learnt inside the training folds."""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data.cohort import Cohort
from ..pipeline.config import TrainingConfig
from ..pipeline.folds import check_feasible, outer_folds
from ..pipeline.parallel import Progress, run_all
from ..pipeline.steps import build_pipeline, remaining_columns
from ..statistics.bootstrap import BootstrapAuc, bootstrap_auc
from ..statistics.diagnostic import Diagnostic, diagnostic
from ..statistics.newcombe import newcombe_interval
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
    auc : float
        Of those patients.
    cutoff : float or None
        None where no cut-off beats chance in the training fold; the call is then made at one half.
    selected : ndarray of int
        Numbers of the features chosen.
    """

    repeat: int
    fold: int
    rows: NDArray[np.intp]
    probability: NDArray[np.float64]
    called: NDArray[np.bool_]
    auc: float
    cutoff: float | None
    selected: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class NestedResult:
    """What an honest cross-validation says.

    Attributes
    ----------
    probability : ndarray, shape (patients,)
        Out-of-fold probability of each patient, averaged over the repeats.
    auc, low, high : float
        AUC of those probabilities and its interval, see :func:`corrected_interval`.
    patients_only : BootstrapAuc
        The same with the plain percentile interval of patients resampled.
    calls : Diagnostic
        Call of each patient by the majority of repeats, each at the cut-off of its own training fold.
    folds : tuple of FoldResult
    """

    probability: NDArray[np.float64]
    auc: float
    low: float
    high: float
    patients_only: BootstrapAuc
    calls: Diagnostic
    folds: tuple[FoldResult, ...]

    def selection_frequency(self, features: int) -> NDArray[np.float64]:
        """Share of the training folds in which each feature was chosen, shape (features,)."""
        counts = np.zeros(features)
        for fold in self.folds:
            counts[fold.selected] += 1
        return counts / len(self.folds)


def nested_cross_validation(
    cohort: Cohort, config: TrainingConfig, jobs: int = 1, on_progress: Progress | None = None
) -> NestedResult:
    """Repeated stratified cross-validation of the whole pipeline.

    Parameters
    ----------
    cohort : Cohort
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
    check_feasible(cohort.outcome, config)
    pipeline, design = build_pipeline(cohort, config), cohort.design
    pieces = [
        (pipeline, design, cohort.outcome, len(cohort.names), train, test, divmod(number, config.folds))
        for number, (train, test) in enumerate(outer_folds(cohort.outcome, config))
    ]
    folds = tuple(run_all(_test_fold, pieces, jobs, on_progress))
    total, votes = np.zeros(len(cohort)), np.zeros(len(cohort))
    for fold in folds:
        total[fold.rows] += fold.probability
        votes[fold.rows] += fold.called
    probability = total / config.repeats
    patients_only = bootstrap_auc(cohort.outcome, probability, seed=config.seed)
    low, high = corrected_interval(cohort.outcome, patients_only, config.folds)
    return NestedResult(
        probability=probability,
        auc=patients_only.value,
        low=low,
        high=high,
        patients_only=patients_only,
        calls=diagnostic(cohort.outcome, votes > config.repeats / 2),
        folds=folds,
    )


def corrected_interval(outcome: NDArray[np.int64], bootstrap: BootstrapAuc, folds: int) -> tuple[float, float]:
    """95 % interval of a cross-validated AUC: patients bootstrapped, widened for the training sets that folds share.

    Resampling patients takes their out-of-fold predictions as independent, which they are not: every model was trained
    on most of the other patients. By Nadeau & Bengio (Machine Learning 52 (2003) 239-281) the variance over K disjoint
    test folds is too small by the factor ``1 + K n_test / n_train = 1 + K / (K - 1)``. The bootstrap's standard error
    is multiplied by its root, 1.5 for five folds, and carried to the logit scale by the delta method,
    ``se / (A (1 - A))``, where the interval is symmetric. Where every resample has the same AUC, as with perfect
    separation, there is no such error, and Newcombe's interval with the same factor stands in.
    """
    from scipy.special import expit, logit
    from scipy.stats import norm

    area, widening = bootstrap.value, sqrt(1 + folds / (folds - 1))
    standard_error = float(bootstrap.resampled.std(ddof=1))
    if area in (0.0, 1.0) or np.ptp(bootstrap.resampled) == 0:
        return newcombe_interval(area, int(outcome.sum()), int((1 - outcome).sum()), widening)
    half_width = float(norm.ppf(0.975)) * widening * standard_error / (area * (1 - area))
    return float(expit(logit(area) - half_width)), float(expit(logit(area) + half_width))


def _test_fold(
    pipeline: Any,
    design: NDArray[np.float64],
    outcome: NDArray[np.int64],
    features: int,
    train: NDArray[np.intp],
    test: NDArray[np.intp],
    place: tuple[int, int],
) -> FoldResult:
    from sklearn.base import clone

    fitted = clone(pipeline).fit(design[train], outcome[train])
    probability = fitted.predict_proba(design[test])[:, 1]
    return FoldResult(
        repeat=place[0],
        fold=place[1],
        rows=test,
        probability=probability,
        called=fitted.predict(design[test]).astype(bool),
        auc=roc_auc(outcome[test], probability),
        cutoff=fitted.cutoff_,
        selected=remaining_columns(fitted.pipeline_, features),
    )
