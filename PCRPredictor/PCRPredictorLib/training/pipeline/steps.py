"""The steps that are fitted, in their order."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data.cohort import Cohort
from .config import TrainingConfig

FILTERS = ("reproducibility", "constant", "redundancy", "select")
"""Steps that drop features, in their order."""
REFIT_C = 1.0
"""Inverse ridge penalty of the refit: weak, so that classes that separate perfectly still have finite coefficients."""


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
