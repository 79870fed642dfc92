"""What a training run does on request: permutation test, bootstrap, learning curve."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ..data.cohort import Cohort
from ..pipeline.config import TrainingConfig
from ..pipeline.folds import check_feasible, stratified_folds
from ..pipeline.parallel import Progress, run_all
from ..pipeline.steps import build_pipeline
from ..readers.counts import has_enough_readings
from ..statistics.bootstrap import Indices, OutOfBag, out_of_bag
from ..statistics.permutation import PermutationTest, permutation_test
from ..statistics.roc import roc_auc
from .nested import nested_cross_validation

SHARES = (0.4, 0.55, 0.7, 0.85, 1.0)


@dataclass(frozen=True, slots=True)
class LearningPoint:
    """Mean AUC of the outer test folds when so many training patients teach the model."""

    patients: int
    auc: float


def permutation_study(
    cohort: Cohort, config: TrainingConfig, permutations: int, jobs: int = 1, on_progress: Progress | None = None
) -> PermutationTest:
    """How often the whole pipeline, on outcomes dealt at random, reaches its nested AUC (one repeat of the folds).

    Where a patient has several rows, outcomes are dealt to patients, not to rows.

    Raises
    ------
    InputError
        The rows of one patient have different outcomes, so that there is none to deal.
    """
    once = replace(config, repeats=1)
    done = 0
    row_of, member = _patients(cohort)

    def nested_auc(outcome: NDArray[np.bool_]) -> float:
        nonlocal done
        dealt = replace(cohort, outcome=outcome.astype(np.int64)[member])
        auc = nested_cross_validation(dealt, once, jobs).auc
        done += 1
        if on_progress:
            on_progress(done, permutations + 1)
        return auc

    return permutation_test(cohort.outcome[row_of], nested_auc, permutations, config.seed)


def _patients(cohort: Cohort) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """A row of each patient, and the number of the patient of each row."""
    rows = np.arange(len(cohort)) if cohort.groups is None else cohort.groups
    _, first, member = np.unique(rows, return_index=True, return_inverse=True)
    mixed = np.flatnonzero(cohort.outcome != cohort.outcome[first][member])
    if mixed.size:
        raise InputError(
            f"{cohort.source}: the case {cohort.case_ids[mixed[0]]} has another outcome than a further row of the same "
            "patient, so outcomes cannot be dealt to patients; leave out --permutations."
        )
    return first, member


def bootstrap_study(
    cohort: Cohort, config: TrainingConfig, resamples: int, on_progress: Progress | None = None
) -> OutOfBag:
    """AUC of the whole pipeline on the patients left out of bootstrap cohorts, and its apparent AUC.

    Copies of a patient in a bootstrap cohort are kept on one side of every inner fold.
    """
    check_feasible(cohort.outcome, config, groups=cohort.groups)
    design = cohort.design
    patients = np.arange(len(cohort)) if cohort.groups is None else cohort.groups
    done = 0

    def auc(train: Indices, test: Indices) -> float:
        nonlocal done
        fitted = build_pipeline(cohort, config).fit(design[train], cohort.outcome[train], patients[train])
        done += 1
        if on_progress:
            on_progress(done, resamples + 1)
        return roc_auc(cohort.outcome[test], fitted.decision_function(design[test]))

    return out_of_bag(cohort.outcome, auc, resamples, config.seed, cohort.groups)


def learning_curve(
    cohort: Cohort, config: TrainingConfig, jobs: int = 1, on_progress: Progress | None = None
) -> tuple[LearningPoint, ...]:
    """Mean AUC of the outer test folds against the number of patients that taught the model.

    Each training fold is thinned within its classes to 40, 55, 70, 85 and 100 %. Sizes at which the smaller class is
    too small for the inner folds or SMOTE, or too few patients have a second reading, are left out.

    Raises
    ------
    InputError
        Even the whole training folds are too small.
    """
    check_feasible(cohort.outcome, config, groups=cohort.groups)
    pipeline, design = build_pipeline(cohort, config), cohort.design
    generator = np.random.default_rng(config.seed)
    pieces, sizes = [], []
    for train, test in stratified_folds(cohort.outcome, config.folds, config.seed, cohort.groups):
        orders = [generator.permutation(train[cohort.outcome[train] == label]) for label in (0, 1)]
        for share in SHARES:
            thinned = np.concatenate([order[: round(share * order.size)] for order in orders])
            if _feasible_inside(cohort.rows(thinned), config):
                pieces.append((pipeline, design, cohort.outcome, cohort.groups, thinned, test))
                sizes.append((share, thinned.size))
    aucs = run_all(_test_auc, pieces, jobs, on_progress)
    points = []
    for share in SHARES:
        chosen = [number for number, (its_share, _) in enumerate(sizes) if its_share == share]
        if len(chosen) == config.folds:
            patients = round(float(np.mean([sizes[number][1] for number in chosen])))
            points.append(LearningPoint(patients, float(np.mean([aucs[number] for number in chosen]))))
    return tuple(points)


def _feasible_inside(cohort: Cohort, config: TrainingConfig) -> bool:
    try:
        check_feasible(cohort.outcome, config, outer=False, groups=cohort.groups)
    except InputError:
        return False
    return has_enough_readings(cohort, config)


def _test_auc(
    pipeline: Any,
    design: NDArray[np.float64],
    outcome: NDArray[np.int64],
    groups: NDArray[np.int64] | None,
    train: NDArray[np.intp],
    test: NDArray[np.intp],
) -> float:
    from sklearn.base import clone

    fitted = clone(pipeline).fit(design[train], outcome[train], None if groups is None else groups[train])
    return roc_auc(outcome[test], fitted.predict_proba(design[test])[:, 1])
