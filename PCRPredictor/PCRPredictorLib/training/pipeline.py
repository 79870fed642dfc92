"""The training pipeline and its settings."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Everything that decides a training run beside the data; with the seed it fixes the result to the last digit.

    Attributes
    ----------
    smote : bool
        Balance the classes by SMOTE (Chawla et al. 2002).
    neighbors : int
        Neighbors k of SMOTE.
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
    """

    smote: bool = True
    neighbors: int = 5
    redundancy_threshold: float = 0.9
    max_features: int = 10
    selection_rule: str = "min"
    inner_folds: int = 5
    folds: int = 5
    repeats: int = 5
    calibrate_slope: bool = False
    impute: bool = False
    seed: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def build_pipeline(config: TrainingConfig) -> Any:
    """The unfitted pipeline, from constant features to the recalibrated probability."""
    from imblearn.over_sampling import SMOTE
    from imblearn.pipeline import Pipeline
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    from .estimators.constant_dropper import ConstantDropper
    from .estimators.lasso_selector import LassoSelector
    from .estimators.recalibrated_classifier import RecalibratedClassifier
    from .estimators.redundancy_filter import SpearmanRedundancyFilter

    sampler = SMOTE(k_neighbors=config.neighbors, random_state=config.seed) if config.smote else None
    steps = [
        ("constant", ConstantDropper()),
        ("impute", SimpleImputer(strategy="median") if config.impute else "passthrough"),
        ("standardize", StandardScaler()),
        ("redundancy", SpearmanRedundancyFilter(config.redundancy_threshold)),
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
        ("logistic", LogisticRegression(C=1.0, max_iter=1000)),
    ]
    return RecalibratedClassifier(
        Pipeline(steps), slope=config.calibrate_slope, folds=config.inner_folds, random_state=config.seed
    )


def check_feasible(outcome: NDArray[np.int64], config: TrainingConfig) -> None:
    """Refuse a cohort too small for the folds or for SMOTE, before anything is computed.

    Outer fold, recalibration fold and selection fold are nested, so that the smallest training set holds about
    ``m (1 - 1/folds) (1 - 1/inner)^2`` of the m patients of the minority.

    Raises
    ------
    InputError
        One class only; a minority smaller than the folds, or too small for SMOTE's neighbors.
    """
    counts = np.bincount(outcome, minlength=2)
    minority = int(counts.min())
    if minority == 0:
        raise InputError(f"All {outcome.size} patients have the same outcome; training needs both.")
    left = minority
    for folds in (config.folds, config.inner_folds, config.inner_folds):
        if left < folds:
            raise InputError(
                f"The smaller outcome has {minority} patients, of whom {left} remain inside the folds, but "
                f"{folds} folds need one each; use fewer folds or more patients."
            )
        left -= -(-left // folds)
    if config.smote and left < config.neighbors + 1:
        raise InputError(
            f"The smaller outcome has {minority} patients, of whom {left} remain in the innermost training fold, but "
            f"SMOTE with k = {config.neighbors} needs {config.neighbors + 1}; lower k or train without SMOTE."
        )
