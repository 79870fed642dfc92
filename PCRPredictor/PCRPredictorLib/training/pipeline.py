"""The training pipeline and its settings."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from .cohort import Cohort

FILTERS = ("reproducibility", "constant", "redundancy", "select")
"""Steps that drop features, in their order."""
REFIT_C = 1.0
"""Inverse ridge penalty of the refit: weak, so that classes that separate perfectly still have finite coefficients."""

LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Everything that decides a training run beside the data; with the seed it fixes the result to the last digit.

    Attributes
    ----------
    smote : bool
        Balance the classes by SMOTE (Chawla et al. 2002).
    neighbors : int
        Neighbors k of SMOTE.
    reproducibility_threshold : float
        Least ICC between two readers and over perturbed contours, where they are given.
    redundancy_threshold : float
        Largest |Spearman rho| between two features.
    max_features : int
        Most features of a model.
    selection_rule : {"min", "1se"}
        Penalty of the smallest inner loss, or the strongest within one standard error.
    inner_folds, folds, repeats : int
        Folds inside training, outer folds, and repeats of the outer folds.
    calibrate_slope : bool
        Recalibrate the slope beside the intercept.
    impute : bool
        Replace missing values by the median of the training fold; else they are refused.
    seed : int
        From 0 to 2**32 - 1.

    Raises
    ------
    InputError
        The seed is out of that range, which scikit-learn would find only when the first fold is cut.
    """

    smote: bool = True
    neighbors: int = 5
    reproducibility_threshold: float = 0.75
    redundancy_threshold: float = 0.9
    max_features: int = 10
    selection_rule: str = "min"
    inner_folds: int = 5
    folds: int = 5
    repeats: int = 5
    calibrate_slope: bool = False
    impute: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= LARGEST_SEED:
            raise InputError(f"The seed is {self.seed}; give a whole number from 0 to {LARGEST_SEED}.")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def build_pipeline(cohort: Cohort, config: TrainingConfig) -> Any:
    """The unfitted pipeline for ``cohort.design``, from reproducibility to the recalibrated probability."""
    from sklearn.linear_model import LogisticRegression

    from .estimators.lasso_selector import LassoSelector
    from .estimators.recalibrated_classifier import RecalibratedClassifier

    sampler = sampler_of(config)
    steps = [
        *preparation(cohort, config),
        (
            "select",
            LassoSelector(
                max_features=config.max_features,
                rule=config.selection_rule,
                folds=config.inner_folds,
                sampler=sampler,
                random_state=config.seed,
            ),
        ),
        ("smote", sampler or "passthrough"),
        ("logistic", LogisticRegression(C=REFIT_C, max_iter=1000)),
    ]
    from imblearn.pipeline import Pipeline

    return RecalibratedClassifier(
        Pipeline(steps), slope=config.calibrate_slope, folds=config.inner_folds, random_state=config.seed
    )


def preparation(cohort: Cohort, config: TrainingConfig) -> list[tuple[str, Any]]:
    """The steps before the selection: reproducible, harmonized, varying, complete, standardized, not redundant."""
    from sklearn.impute import SimpleImputer
    from sklearn.preprocessing import StandardScaler

    from .estimators.combat import ComBat
    from .estimators.constant_dropper import ConstantDropper
    from .estimators.redundancy_filter import SpearmanRedundancyFilter
    from .estimators.reproducibility_filter import ReproducibilityFilter

    return [
        (
            "reproducibility",
            ReproducibilityFilter(
                len(cohort.names), cohort.readers, cohort.perturbations, config.reproducibility_threshold
            ),
        ),
        ("combat", "passthrough" if cohort.batch is None else ComBat()),
        ("constant", ConstantDropper()),
        ("impute", SimpleImputer(strategy="median") if config.impute else "passthrough"),
        ("standardize", StandardScaler()),
        ("redundancy", SpearmanRedundancyFilter(config.redundancy_threshold)),
    ]


def remaining_columns(pipeline: Any, features: int, last_step: str = "select") -> NDArray[np.intp]:
    """Numbers of the features that are left after a step of a fitted pipeline, in their order."""
    columns = np.arange(features)
    for name, step in pipeline.named_steps.items():
        if name in FILTERS:
            columns = columns[step.get_support()[: columns.size]]
        if name == last_step:
            break
    return columns


def sampler_of(config: TrainingConfig) -> Any:
    """SMOTE as the settings say, or None."""
    from .estimators.capped_smote import CappedSMOTE

    return CappedSMOTE(k_neighbors=config.neighbors, random_state=config.seed) if config.smote else None


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
