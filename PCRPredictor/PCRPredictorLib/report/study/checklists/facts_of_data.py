"""What a training run knows of its patients and features."""

from typing import TYPE_CHECKING

import numpy as np

from ....models.model_table import feature_set_of
from ....models.table import FEATURE_PREFIXES
from ....numerals import count
from ....training.protocols.train import cohort_hash
from ....training.record.sizes import sample_size_of_training

if TYPE_CHECKING:
    from ....training.data.cohort import Cohort
    from ....training.protocols.train import TrainingResult


def facts_of_data(result: "TrainingResult") -> dict[str, str | None]:
    """Facts by name."""
    cohort = result.cohort
    responders = int(cohort.outcome.sum())
    simulated = "Simulated patients: nothing here holds for real ones." if result.simulated else None
    table = f"{cohort.file_name}, SHA-256 {cohort_hash(cohort)[:16]}."
    return {
        "source": " ".join(filter(None, (table, simulated))),
        "numbers": f"Training: {cohort.counted}, {cohort.counted_by_outcome}.",
        "outcome": f"One column with two values: {cohort.counted_by_outcome}.",
        "quality": (
            "Refused: cells that are no finite numbers, mixed extraction profiles, copies of a patient (unless kept on "
            "one side of the folds on request). Warned of: columns that look like identifiers, dates, sites "
            "or the outcome, or hold a code for no value; columns left unused, words and names in two spellings."
        ),
        "preparation": "No value was altered before the folds were cut.",
        "predictors": f"{len(cohort.names)} features offered{_clinical_among(cohort)}; the program chose none before "
        "the folds.",
        "clinical": f"Clinical variables offered: {', '.join(cohort.clinical)}." if cohort.clinical else None,
        "feature_set": _feature_set(result),
        "profile": f"Extraction profile with SHA-256 {cohort.profile_hash[:16]}." if cohort.profile_hash else None,
        "extraction": f"Extracted under the profile {cohort.profile_hash[:16]}." if cohort.profile_hash else None,
        "acquisition": f"In the table: {', '.join(cohort.acquisition)}." if cohort.acquisition else None,
        "phases": _phases(cohort.names),
        "batches": _batches(result),
        "batch_effects": _batch_effects(result),
        "readers": _readers(result),
        "contours": f"Contours of two readers compared in {len(result.contours)} pairs; see the report."
        if result.contours
        else None,
        "missing": _missing(result),
        "missing_in_use": "A case that lacks a feature of the model is refused; the model file replaces nothing.",
        "sample_size": _sample_size(result),
        "dimension": f"{len(cohort.names)} features offered, {len(result.main.model.features)} in the model, "
        f"{min(responders, len(cohort) - responders)}{'' if cohort.people == len(cohort) else ' rows'} with the rarer "
        "outcome.",
        "external": f"Validation: {result.external.counted}, {result.external.counted_by_outcome}; none of the "
        "patients in the training, as far as names and values tell."
        if result.external is not None
        else "No validation patients in this run.",
    }


def _clinical_among(cohort: "Cohort") -> str:
    return f", {count(len(cohort.clinical), 'clinical variable')} among them" if cohort.clinical else ""


def _feature_set(result: "TrainingResult") -> str | None:
    name = feature_set_of(result.cohort.names)
    return None if name == "table" else f"Feature set {name}."


def _phases(names: tuple[str, ...]) -> str | None:
    counts = [sum(name.startswith(prefix) for name in names) for prefix in FEATURE_PREFIXES]
    if not any(counts):
        return None
    ring = f", and {counts[2]} and {counts[3]} of a ring around the lesion" if any(counts[2:]) else ""
    return f"{counts[0]} arterial and {counts[1]} portal features{ring}."


def _batches(result: "TrainingResult") -> str | None:
    names = result.cohort.batch_names
    return f"{len(names)} scanners or sites: {', '.join(names)}." if names else None


def _batch_effects(result: "TrainingResult") -> str | None:
    after = result.harmonized
    if after is None:
        return None
    return (
        f"Validated a second time with ComBat inside the folds: AUC {after.auc:.3f} against "
        f"{result.main.nested.auc:.3f}; the exported model is trained without."
    )


def _readers(result: "TrainingResult") -> str | None:
    cohort, threshold = result.cohort, result.config.reproducibility_threshold
    kinds = [
        *(["ICC(2,1) between two readers"] if cohort.second_reader is not None else []),
        *([f"ICC(1,1) over {cohort.perturbations} perturbed contours"] if cohort.perturbed is not None else []),
    ]
    return f"Features kept, inside the folds, at {' and '.join(kinds)} of {threshold:g} or more." if kinds else None


def _missing(result: "TrainingResult") -> str:
    missing = int(np.isnan(result.cohort.values).sum())
    if not missing:
        return "No value of a feature is missing."
    return (
        f"{missing} of {result.cohort.values.size} values of the features missing, replaced by the median of the "
        "training fold."
    )


def _sample_size(result: "TrainingResult") -> str:
    found = sample_size_of_training(result)
    before, to_validate = found["development"], found["validation"]
    assumed = before["assumed"]
    words = (
        f"Riley's criteria at {before['parameters']} parameters, {assumed['prevalence']:.0%} with the outcome "
        f"and an assumed C statistic of {assumed['c_statistic']:g}: {before['needed']:,} patients to develop; "
        f"{before['patients']} were there."
    )
    if to_validate["needed"] is not None:
        there = "" if to_validate["patients"] is None else f"; {to_validate['patients']} were there"
        words += f" To validate at the AUC found: {to_validate['needed']:,}{there}."
    return words
