"""How the patients are cut into folds, and whether a cohort fills them."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...numerals import count
from .config import TrainingConfig

Rows = NDArray[np.intp]


def outer_folds(
    outcome: NDArray[np.int64], config: TrainingConfig, groups: NDArray[Any] | None = None
) -> Iterator[tuple[Rows, Rows]]:
    """Rows of training and test patients of every outer fold, repeat after repeat.

    Rows with one value in `groups` are of one patient: never on both sides.
    """
    yield from repeated_folds(outcome, config.folds, config.repeats, config.seed, groups)


def repeated_folds(
    outcome: NDArray[np.int64], folds: int, repeats: int, seed: int, groups: NDArray[Any] | None = None
) -> Iterator[tuple[Rows, Rows]]:
    """Stratified folds, cut anew for each repeat, with `groups` as in :func:`outer_folds`."""
    generator = np.random.RandomState(seed)
    for _ in range(repeats):
        yield from stratified_folds(outcome, folds, generator.randint(2**31 - 1), groups)


def inner_folds(
    outcome: NDArray[np.int64], config: TrainingConfig, groups: NDArray[Any] | None = None
) -> Iterator[tuple[Rows, Rows]]:
    """Rows of training and test patients of every inner fold of a set of training patients."""
    yield from repeated_folds(outcome, config.inner_folds, config.inner_repeats, config.seed, groups)


def stratified_folds(
    outcome: NDArray[np.int64], folds: int, seed: int, groups: NDArray[Any] | None = None
) -> Iterator[tuple[Rows, Rows]]:
    """Rows of training and test patients of stratified folds, with `groups` as in :func:`outer_folds`.

    Raises
    ------
    InputError
        Grouping leaves a training fold without one of the outcomes.
    """
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    splitter = (StratifiedKFold if groups is None else StratifiedGroupKFold)(folds, shuffle=True, random_state=seed)
    for train, test in splitter.split(outcome, outcome, groups):
        if np.ptp(outcome[train]) == 0:
            raise InputError(
                "A training fold holds patients of one outcome only, since few patients hold most cases of the other; "
                "use fewer folds or more patients."
            )
        yield train, test


def check_feasible(
    outcome: NDArray[np.int64], config: TrainingConfig, outer: bool = True, groups: NDArray[Any] | None = None
) -> None:
    """Refuse a cohort too small for the folds or for SMOTE, before anything is computed.

    The outer fold (unless `outer` is False) takes its share of the smaller outcome; what remains must fill the inner
    folds. SMOTE's k neighbors must be there in the training patients of every outer fold; the inner folds make do with
    fewer where they must.

    Raises
    ------
    InputError
        One class only; a minority smaller than the folds, or too small for SMOTE's neighbors.
    """
    minority = min(_patients_with(outcome, label, groups) for label in (0, 1))
    if minority == 0:
        raise InputError(f"All {outcome.size} patients have the same outcome; training needs both.")
    in_training = minority
    if outer:
        _require_fold(minority, minority, config.folds)
        in_training -= -(-minority // config.folds)
    if config.smote and in_training < config.neighbors + 1:
        raise InputError(
            f"The smaller outcome has {count(minority, 'patient')}, {in_training} in the smallest training "
            f"fold, but SMOTE with k = {config.neighbors} needs {config.neighbors + 1}; lower k (neighbors in "
            "--config) or train without SMOTE (smote: false there)."
        )
    _require_fold(minority, in_training, config.inner_folds)
    left = in_training - -(-in_training // config.inner_folds)
    if config.smote and left < 2:
        raise InputError(
            f"The smaller outcome has {count(minority, 'patient')}, of whom {left} "
            f"{'remains' if left == 1 else 'remain'} in the innermost training fold, but SMOTE mixes two; use more "
            "patients or train without SMOTE (smote: false in --config)."
        )


def _patients_with(outcome: NDArray[np.int64], label: int, groups: NDArray[Any] | None) -> int:
    rows = outcome == label
    return int(rows.sum()) if groups is None else np.unique(groups[rows]).size


def _require_fold(minority: int, left: int, folds: int) -> None:
    if left < folds:
        raise InputError(
            f"The smaller outcome has {count(minority, 'patient')}, of whom {left} "
            f"{'remains' if left == 1 else 'remain'} inside the folds, but {folds} folds need one each; use fewer "
            "folds or more patients."
        )
