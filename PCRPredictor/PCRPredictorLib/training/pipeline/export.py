"""From a fitted pipeline to a model file that needs no scikit-learn."""

from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np

from ... import __version__
from ...models.calibration_file import fingerprints_of
from ...models.category_codes import CODES_KEY, category_codes
from ...models.feature_transform import AsinhTransform
from ...models.model_file import PHASE_LETTERS, SCORE_KEY, Model, ModelFeature
from ...models.model_table import RIM_COLUMN, feature_set_of, only_tables
from ...models.reference import describe_cohort
from ...models.rows_of_patients import number_of_patients
from ...models.site_cutoff import SiteCutoff
from ...models.training_cohort import FINGERPRINTS_KEY
from ...models.training_cutoff import cutoff_record
from ..data.cohort import Cohort
from .steps import FILTERS, chosen_columns, prepared_columns

FEWEST_COMPLETE = 20
CUTOFF_MEANING = "Youden's index on out-of-fold probabilities of the training cohort, mean over the splits"
INTENDED_USE = (
    "Research use only. Trained on one cohort; not to be used on patients of another scanner or protocol without "
    "validation there."
)


def export_model(classifier: Any, cohort: Cohort, name: str, training: dict[str, Any], cutoff: SiteCutoff) -> Model:
    """The linear model that a fitted :class:`.CandidateClassifier` is.

    Its intercept carries the recalibration, its coefficients the recalibrated slope; the cut-off is on that scale.
    The standard deviations are those with n - 1, as the model file defines them; the coefficients are scaled to match.

    Parameters
    ----------
    classifier : CandidateClassifier
        Fitted to ``cohort.design``, not harmonized by ComBat.
    cohort : Cohort
    name : str
    training : dict
        Report of the training; hashes of the cases' feature values are added, by which `validate` knows them again,
        what the features look like, by which a case unlike them is known, what the cut-off rests on, and a hash of
        what the score is computed of, by which a changed file is known.
    cutoff : SiteCutoff
    """
    calibration, scaling = classifier.calibration_, classifier.scaling_
    selected = chosen_columns(classifier, len(cohort.names))
    stretch = sqrt(len(cohort) / (len(cohort) - 1))
    features = tuple(
        _feature(
            cohort.names[column],
            coefficient=float(calibration.slope * classifier.coef_[place] * stretch),
            mean=float(scaling.mean[place]),
            std=float(scaling.std[place] * stretch),
            transform=None
            if scaling.center is None
            else AsinhTransform(float(scaling.center[place]), float(scaling.width[place])),
        )
        for column, place in zip(selected, np.flatnonzero(classifier.coef_), strict=True)
    )
    feature_set = feature_set_of(cohort.names)
    scope = f" {only_tables(feature.column for feature in features)}" if feature_set == "table" else ""
    model = Model(
        name=name,
        version=__version__,
        source=f"trained on {cohort.counted} by pcr-predictor {__version__}",
        feature_set=feature_set,
        profile_hash=cohort.profile_hash,
        features=features,
        intercept=float(calibration.intercept),
        cutoff=None if cutoff.cutoff is None else cutoff.cutoff.value,
        cutoff_meaning=None if cutoff.cutoff is None else CUTOFF_MEANING,
        intended_use=INTENDED_USE + scope,
        training={
            **training,
            **({} if cohort.rim_mm is None else {RIM_COLUMN: cohort.rim_mm}),
            **_codes(cohort.columns(np.isin(np.arange(len(cohort.names)), selected))),
            FINGERPRINTS_KEY: fingerprints_of(cohort.values[:, selected], cohort.groups),
            **cutoff_record(cutoff),
            **_description(cohort, [int(column) for column in selected]),
        },
        simulated=cohort.simulated,
    )
    return replace(model, training={**(model.training or {}), SCORE_KEY: model.score_hash})


def _codes(chosen: Cohort) -> dict[str, Any]:
    """By what numbers the model's categories are coded; nothing where it has none."""
    codes = {name: category_codes(name, values) for name, values in zip(chosen.names, chosen.values.T, strict=True)}
    told = {name: list(found) for name, found in codes.items() if found}
    return {CODES_KEY: told} if told else {}


def _description(cohort: Cohort, columns: list[int]) -> dict[str, Any]:
    """What the features of the complete cases look like; nothing where too few are complete to tell."""
    values = cohort.values[:, columns]
    complete = np.isfinite(values).all(axis=1)
    values, groups = values[complete], None if cohort.groups is None else cohort.groups[complete]
    if number_of_patients(len(values), groups) < FEWEST_COMPLETE or not (np.ptp(values, axis=0) > 0).all():
        return {}
    names = [cohort.names[column] for column in columns]
    return describe_cohort(names, values, cohort.outcome[complete], groups).as_json()


def dropped_features(classifier: Any, cohort: Cohort) -> dict[str, list[str]]:
    """Features that each step of the fitted pipeline dropped, by the name of the step."""
    left = {step: prepared_columns(classifier.prepare_, len(cohort.names), step) for step in FILTERS}
    left["redundancy"] = left["constant"][classifier.columns_]
    left["select"] = chosen_columns(classifier, len(cohort.names))
    before = set(range(len(cohort.names)))
    dropped = {}
    for step, columns in left.items():
        after = {int(column) for column in columns}
        dropped[step] = [cohort.names[column] for column in sorted(before - after)]
        before = after
    return dropped


def _phase_of(column: str) -> str | None:
    return next((phase for phase, letter in PHASE_LETTERS.items() if column.startswith(f"{letter}_")), None)


def _feature(
    column: str, coefficient: float, mean: float, std: float, transform: AsinhTransform | None
) -> ModelFeature:
    from ...features.catalogue import NAMES, label

    phase = _phase_of(column)
    if phase is None:
        return ModelFeature(column, column, None, coefficient, mean, std, transform)
    name = column[2:]
    short = label(column[0], name) if name in NAMES else column
    return ModelFeature(short, name, phase, coefficient, mean, std, transform)
