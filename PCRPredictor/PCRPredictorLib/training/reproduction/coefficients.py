"""The features of Tables S3 and S4 on other patients: coefficients fitted anew, and what the printed ones tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...features.catalogue import CATALOGUE
from ...models.model_file import Model
from ..data.cohort import Cohort
from ..pipeline.config import TrainingConfig
from ..pipeline.estimators.linear_paths import refit
from ..pipeline.steps import sampler_of
from .printed import printed

TEXTURE = ("ClusterProminence", "ClusterShade", "Correlation")
"""What the paper counts as texture parameters; the other co-occurrence features it counts as GLCM, Haralick's too."""
SUBGROUPS = {
    "histogram": "Histogram parameters",
    "cooccurrence": "GLCM",
    "haralick": "GLCM",
    "runlength": "RLM",
    "shape": "Form factors",
    "sizezone": "GLSZM",
}


@dataclass(frozen=True, slots=True)
class CoefficientRow:
    """One printed feature.

    Attributes
    ----------
    label, column, subgroup : str
    printed : float
    refitted : float or None
        Of a logistic regression with a weak ridge on the ten printed features of the training patients; None where that
        cannot be had.
    own : float or None
        In the model that was trained here on all features; None where it did not choose the feature.
    """

    label: str
    column: str
    subgroup: str
    printed: float
    refitted: float | None
    own: float | None


@dataclass(frozen=True, slots=True)
class CoefficientTable:
    """A printed table beside the coefficients of these patients.

    `missing` says why there is no refit, or is ''; `balanced`, whether it counts SMOTE's synthetic patients.
    """

    key: str
    rows: tuple[CoefficientRow, ...]
    missing: str
    balanced: bool = False

    @property
    def same_sign(self) -> int | None:
        """How many refitted coefficients have the printed sign."""
        signs = [row.refitted * row.printed > 0 for row in self.rows if row.refitted is not None]
        return signs.count(True) if signs else None


def coefficient_table(key: str, cohort: Cohort, config: TrainingConfig, own: Model) -> CoefficientTable:
    """Set the printed coefficients of ``table_s3`` or ``table_s4`` beside those of the training patients.

    Both are per standard deviation (n - 1) of the training cohort. `config` says whether SMOTE balances the classes.
    """
    rows: list[dict[str, Any]] = printed()[key]["features"]
    columns = [f"{row['label'][0]}_{row['name']}" for row in rows]
    found, missing = _refitted(cohort, columns, config)
    chosen = {feature.column: feature.coefficient for feature in own.features}
    return CoefficientTable(
        key,
        tuple(
            CoefficientRow(
                row["label"], column, row["subgroup"], row["coefficient"], found.get(column), chosen.get(column)
            )
            for row, column in zip(rows, columns, strict=True)
        ),
        missing,
        balanced=sampler_of(config) is not None,
    )


def _refitted(cohort: Cohort, columns: Sequence[str], config: TrainingConfig) -> tuple[dict[str, float], str]:
    values, missing = values_of(cohort, columns)
    if values is None:
        return {}, missing
    spread = values.std(axis=0, ddof=1)
    if not (spread > 0).all():
        return {}, f"{columns[int(np.argmin(spread))]} is the same in every training patient"
    standardized, outcome = (values - values.mean(axis=0)) / spread, cohort.outcome
    sampler = sampler_of(config)
    if sampler is not None:
        standardized, outcome = sampler.fit_resample(standardized, outcome)
    return dict(zip(columns, refit(standardized, outcome).tolist(), strict=True)), ""


def values_of(cohort: Cohort, columns: Sequence[str]) -> tuple[NDArray[np.float64] | None, str]:
    """The columns, shape (patients, columns), or None and why they cannot be had."""
    absent = [column for column in columns if column not in cohort.names]
    if absent:
        return None, f"{len(absent)} of the {len(columns)} features are not in the table, such as {absent[0]}"
    return cohort.values[:, [cohort.names.index(column) for column in columns]], ""


def printed_score(model: Model, training: Cohort, patients: Cohort) -> tuple[NDArray[np.float64] | None, str]:
    """Score of `patients` by the printed coefficients, standardized by `training`; None and why where it lacks one.

    The paper prints no means, so that the scale is these patients'; an AUC does not ask for the intercept.
    """
    scale, missing = values_of(training, model.columns)
    values, _ = values_of(patients, model.columns)
    if scale is None or values is None:
        return None, missing
    spread = scale.std(axis=0, ddof=1)
    if not (spread > 0).all():
        return None, f"{model.columns[int(np.argmin(spread))]} is the same in every training patient"
    weights = np.array([feature.coefficient for feature in model.features])
    return ((values - scale.mean(axis=0)) / spread) @ weights, ""


def subgroup_counts() -> dict[str, int]:
    """How many of the program's 396 features belong to each subgroup of Table S2."""
    counts = Counter(
        "Texture parameters"
        if info.block == "cooccurrence" and info.name.startswith(TEXTURE)
        else SUBGROUPS[info.block]
        for info in CATALOGUE
    )
    return {row["subgroup"]: counts[row["subgroup"]] for row in printed()["table_s2"]["subgroups"]}
