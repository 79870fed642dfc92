"""The steps that are fitted, in their order."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data.cohort import Cohort
from .config import TrainingConfig

FILTERS = ("reproducibility", "constant")
"""Steps of the preparation that drop features, in their order."""


def build_pipeline(cohort: Cohort, config: TrainingConfig) -> Any:
    """The unfitted classifier for ``cohort.design``, from reproducibility to the calibrated probability."""
    from imblearn.pipeline import Pipeline

    from .estimators.candidate_classifier import CandidateClassifier

    return CandidateClassifier(
        prepare=Pipeline(preparation(cohort, config)),
        candidates=config.candidates,
        redundancy_threshold=config.redundancy_threshold,
        max_features=config.max_features,
        rule=config.selection_rule,
        sampler=sampler_of(config),
        slope=config.calibrate_slope,
        folds=config.inner_folds,
        repeats=config.inner_repeats,
        random_state=config.seed,
    )


def preparation(cohort: Cohort, config: TrainingConfig) -> list[tuple[str, Any]]:
    """The steps before any scaling: reproducible, harmonized, varying, complete features.

    Where a cohort has a batch its clinical variables stand last (:meth:`.Cohort.clinical_last`).
    """
    from sklearn.impute import SimpleImputer

    from .estimators.combat import ComBat
    from .estimators.constant_dropper import ConstantDropper
    from .estimators.reproducibility_filter import ReproducibilityFilter

    return [
        (
            "reproducibility",
            ReproducibilityFilter(
                len(cohort.names),
                cohort.readers,
                cohort.perturbations,
                config.reproducibility_threshold,
                tuple(number for number, name in enumerate(cohort.names) if name in cohort.clinical),
            ),
        ),
        ("combat", "passthrough" if cohort.batch is None else ComBat(len(cohort.clinical))),
        ("constant", ConstantDropper()),
        ("impute", SimpleImputer(strategy="median") if config.impute else "passthrough"),
    ]


def prepared_columns(prepare: Any, features: int, last_step: str = "constant") -> NDArray[np.intp]:
    """Numbers of the features that are left after a step of a fitted preparation, in their order."""
    columns = np.arange(features)
    for name, step in prepare.named_steps.items():
        if name in FILTERS:
            columns = columns[step.get_support()[: columns.size]]
        if name == last_step:
            break
    return columns


def chosen_columns(classifier: Any, features: int) -> NDArray[np.intp]:
    """Numbers of the features with a coefficient in a fitted classifier, in their order."""
    return prepared_columns(classifier.prepare_, features)[classifier.columns_[classifier.coef_ != 0]]


def sampler_of(config: TrainingConfig) -> Any:
    """SMOTE as the settings say, or None."""
    from .estimators.capped_smote import CappedSMOTE

    return CappedSMOTE(k_neighbors=config.neighbors, random_state=config.seed) if config.smote else None
