"""Sample sizes by Riley's criteria, for ``validation.json``: what is needed, what there is, what was assumed."""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ..protocols.cohort_size import ANTICIPATED_C, anticipated_size
from ..protocols.train import TrainingResult
from ..statistics.sample_size import DevelopmentSize, development_size, validation_size

METHOD = (
    "Riley et al. 2019 and 2020 (development: shrinkage of 0.9, optimism in R2 of 0.05, margin of 0.05 around the "
    "prevalence) and 2021 (validation: 95 % intervals of width 0.2 for O:E and slope, 0.1 for the C statistic)"
)
BEFOREHAND = "assumed, since nothing was known before the training"
BY_NESTED = "the nested AUC"
BY_TRAINING_REPORT = "the nested AUC in the model's training report"
BY_OBSERVED = "the AUC found in these patients, since the model file tells none of its training"
_CERTAIN = 1e-9
"""A probability of 0 or 1 has no logit; these stand in where only the spread of the logits counts."""


def sample_size_of_training(result: TrainingResult) -> dict[str, Any]:
    """Patients needed to develop such a model, as assumed beforehand and at the AUC found, and to validate it."""
    cohort, nested = result.cohort, result.main.nested
    prevalence, patients = float(cohort.outcome.mean()), cohort.people
    before = anticipated_size(cohort)
    found: dict[str, Any] = {
        "method": METHOD,
        "development": {
            **_development(before, patients),
            "assumed": _assumed(ANTICIPATED_C, prevalence, BEFOREHAND),
        },
    }
    assumed = _assumed(nested.auc, prevalence, BY_NESTED)
    try:
        after = development_size(len(cohort.names), prevalence, nested.auc)
        found["development_at_nested_auc"] = {**_development(after, patients), "assumed": assumed}
    except InputError as reason:
        found["development_at_nested_auc"] = {
            "needed": None,
            "patients": patients,
            "note": str(reason),
            "assumed": assumed,
        }
    there = None if result.external is None else result.external.people
    found["validation"] = _validation(nested.probabilities.ravel(), there, assumed)
    return found


def sample_size_of_validation(
    outcome: NDArray[np.int64],
    probability: NDArray[np.float64],
    trained_auc: Any = None,
    patients: int | None = None,
) -> dict[str, Any]:
    """Patients needed to validate a model whose linear predictor spreads as in these patients.

    Parameters
    ----------
    outcome : ndarray, shape (patients,)
    probability : ndarray, shape (patients,)
    trained_auc : float, optional
        What the model's training report says; the AUC in these patients stands in.
    patients : int, optional
        How many there are, where some have several rows.
    """
    from ..statistics.roc import roc_auc

    known = isinstance(trained_auc, int | float)
    area = float(trained_auc) if known else roc_auc(outcome, probability)
    assumed = _assumed(area, float(outcome.mean()), BY_TRAINING_REPORT if known else BY_OBSERVED)
    return {"method": METHOD, "validation": _validation(probability, patients or int(outcome.size), assumed)}


def _development(size: DevelopmentSize, patients: int) -> dict[str, Any]:
    # By the contract the number `optimism` of ``validation.json`` is that of the paper's protocol alone.
    criteria = {"optimism_in_r2" if key == "optimism" else key: value for key, value in asdict(size).items()}
    return {"needed": size.needed, "patients": patients, "enough": patients >= size.needed, **criteria}


def _validation(probability: NDArray[np.float64], patients: int | None, assumed: dict[str, Any]) -> dict[str, Any]:
    from scipy.special import logit

    found: dict[str, Any] = {"patients": patients, "assumed": assumed}
    try:
        score = logit(np.clip(probability, _CERTAIN, 1 - _CERTAIN))
        size = validation_size(assumed["c_statistic"], assumed["prevalence"], score)
    except InputError as reason:
        return {"needed": None, "enough": None, "note": str(reason), **found}
    enough = None if patients is None else patients >= size.needed
    return {"needed": size.needed, "enough": enough, **asdict(size), **found}


def _assumed(c_statistic: float, prevalence: float, source: str) -> dict[str, Any]:
    return {"c_statistic": c_statistic, "prevalence": prevalence, "c_statistic_is": source}
