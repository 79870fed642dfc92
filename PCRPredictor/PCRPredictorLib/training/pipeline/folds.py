"""How the patients are cut into folds, and whether a cohort fills them."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from .config import TrainingConfig


def outer_folds(
    outcome: NDArray[np.int64], config: TrainingConfig
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Rows of training and test patients of every outer fold, repeat after repeat."""
    from sklearn.model_selection import RepeatedStratifiedKFold

    splitter = RepeatedStratifiedKFold(n_splits=config.folds, n_repeats=config.repeats, random_state=config.seed)
    yield from splitter.split(outcome, outcome)


def recalibration_folds(
    outcome: NDArray[np.int64], config: TrainingConfig
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Rows of training and test patients of the folds by which the probability of one fit is recalibrated."""
    from .estimators.recalibrated_classifier import inner_splitter

    yield from inner_splitter(config.inner_folds, config.seed).split(outcome, outcome)


def check_feasible(outcome: NDArray[np.int64], config: TrainingConfig, outer: bool = True) -> None:
    """Refuse a cohort too small for the folds or for SMOTE, before anything is computed.

    The outer fold (unless `outer` is False), the recalibration fold and the selection fold each take their share of the
    smaller outcome; what remains must fill the next fold. SMOTE's k neighbors must be there in the training patients of
    every outer fold; the folds inside make do with fewer where they must.

    Raises
    ------
    InputError
        One class only; a minority smaller than the folds, or too small for SMOTE's neighbors.
    """
    minority = int(np.bincount(outcome, minlength=2).min())
    if minority == 0:
        raise InputError(f"All {outcome.size} patients have the same outcome; training needs both.")
    in_training = minority
    if outer:
        _require_fold(minority, minority, config.folds)
        in_training -= -(-minority // config.folds)
    if config.smote and in_training < config.neighbors + 1:
        raise InputError(
            f"The smaller outcome has {minority} patients, {in_training} in the smallest training fold, but SMOTE with "
            f"k = {config.neighbors} needs {config.neighbors + 1}; lower k or train without SMOTE."
        )
    left = in_training
    for _ in ("recalibration", "selection"):
        _require_fold(minority, left, config.inner_folds)
        left -= -(-left // config.inner_folds)
    if config.smote and left < 2:
        raise InputError(
            f"The smaller outcome has {minority} patients, of whom {left} remains in the innermost training fold, but "
            "SMOTE mixes two; use more patients or train without SMOTE."
        )


def _require_fold(minority: int, left: int, folds: int) -> None:
    if left < folds:
        raise InputError(
            f"The smaller outcome has {minority} patients, of whom {left} remain inside the folds, but {folds} folds "
            "need one each; use fewer folds or more patients."
        )
