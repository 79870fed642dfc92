"""Nested cross-validation: everything learnt is learnt inside the training folds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .pipeline import TrainingConfig, build_pipeline, check_feasible
from .statistics.bootstrap import BootstrapInterval, bootstrap_interval
from .statistics.diagnostic import Diagnostic, diagnostic
from .statistics.roc import roc_auc


@dataclass(frozen=True, slots=True)
class FoldResult:
    """One outer test fold: its rows, their probabilities, and the cut-off that the training fold chose."""

    repeat: int
    fold: int
    rows: NDArray[np.intp]
    probability: NDArray[np.float64]
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
    auc : BootstrapInterval
        AUC of those probabilities; patients resampled, models not, so the luck of the training set is not in it.
    calls : Diagnostic
        Call of each patient by the majority of repeats, each at the cut-off of its own training fold.
    folds : tuple of FoldResult
    """

    probability: NDArray[np.float64]
    auc: BootstrapInterval
    calls: Diagnostic
    folds: tuple[FoldResult, ...]


def nested_cross_validation(
    values: NDArray[np.float64],
    outcome: NDArray[np.int64],
    config: TrainingConfig,
    on_progress: Callable[[int, int], None] | None = None,
) -> NestedResult:
    """Repeated stratified cross-validation of the whole pipeline.

    Parameters
    ----------
    values : ndarray, shape (patients, features)
    outcome : ndarray of int, shape (patients,)
        0 and 1.
    config : TrainingConfig
    on_progress : callable, optional
        Called with (folds done, folds in all).

    Raises
    ------
    InputError
        The cohort is too small for the folds or SMOTE (see :func:`.pipeline.check_feasible`).
    """
    from sklearn.base import clone
    from sklearn.model_selection import RepeatedStratifiedKFold

    check_feasible(outcome, config)
    pipeline = build_pipeline(config)
    splitter = RepeatedStratifiedKFold(n_splits=config.folds, n_repeats=config.repeats, random_state=config.seed)
    total = np.zeros(outcome.size)
    votes = np.zeros(outcome.size)
    folds: list[FoldResult] = []
    for number, (train, test) in enumerate(splitter.split(values, outcome)):
        fitted = clone(pipeline).fit(values[train], outcome[train])
        probability = fitted.predict_proba(values[test])[:, 1]
        total[test] += probability
        votes[test] += fitted.predict(values[test])
        folds.append(
            FoldResult(
                repeat=number // config.folds,
                fold=number % config.folds,
                rows=test,
                probability=probability,
                auc=roc_auc(outcome[test], probability),
                cutoff=fitted.cutoff_,
                selected=selected_features(fitted.pipeline_, values.shape[1]),
            )
        )
        if on_progress:
            on_progress(number + 1, config.folds * config.repeats)
    mean = total / config.repeats
    return NestedResult(
        probability=mean,
        auc=bootstrap_interval(outcome, mean, roc_auc, seed=config.seed),
        calls=diagnostic(outcome, votes > config.repeats / 2),
        folds=tuple(folds),
    )


def selected_features(pipeline: object, features: int) -> NDArray[np.intp]:
    """Column numbers of the features that a fitted pipeline uses, in the order of its coefficients."""
    columns = np.arange(features)
    for name in ("constant", "redundancy", "select"):
        columns = columns[pipeline.named_steps[name].get_support()]  # type: ignore[attr-defined]
    return columns
