"""Where the number comes from: versions, hashes, profile, model and calibration."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...models.calibration_file import Calibration
from ...models.model_file import Model
from ...models.named_rows import rows_in_words
from ...models.scoring import Prediction
from ...models.training_cutoff import training_cutoff_lines
from ..drawing.page import facts, section
from ..drawing.wording import percent, probability_text, signed
from .pictures import Phase

TOLD_ABOVE = ("model", "model_source")


def provenance_section(
    prediction: Prediction, phases: tuple[Phase, ...], model: Model, calibration: Calibration | None
) -> str:
    """Two columns: model and images in words, and the prediction's own provenance record."""
    record = {key: value for key, value in prediction.provenance.items() if key not in TOLD_ABOVE}
    left = "<h3>Model and images</h3>" + facts(_model_facts(prediction, model, calibration) + _image_facts(phases))
    right = "<h3>Record of the computation</h3>" + facts(_flat(record))
    return section("Provenance", f'<div class="columns"><div>{left}</div><div>{right}</div></div>')


def _model_facts(prediction: Prediction, model: Model, calibration: Calibration | None) -> list[tuple[str, str]]:
    found = [("Model", f"{model.name} {model.version}"), ("Source", model.source), ("Intended use", model.intended_use)]
    told = list(training_cutoff_lines(model))
    if model.cutoff is not None and not told:
        meaning = f" ({model.cutoff_meaning})" if model.cutoff_meaning else ""
        owner = "model" if prediction.paper_cutoff is None else "paper, not used here"
        found.append((f"Cut-off of the {owner}", f"{probability_text(model.cutoff)}{meaning}"))
    found += told
    if calibration is None:
        return [*found, ("Calibration", "none; intercept and scaling are the model's own")]
    return found + _calibration_facts(calibration)


def _calibration_facts(calibration: Calibration) -> list[tuple[str, str]]:
    events = "outcomes unknown" if calibration.events is None else f"{calibration.events} with pCR"
    many = rows_in_words(calibration.rows or calibration.patients, calibration.patients)
    cohort = f"{many}, {events}{', simulated' if calibration.simulated else ''}"
    found = [
        ("Calibration", f"{calibration.method}; made {calibration.date} by version {calibration.version}"),
        ("Reference cohort", cohort),
        ("Intercept", f"{signed(calibration.intercept)}, standard error {calibration.intercept_se:.3f}"),
    ]
    if calibration.slope_se is not None:
        found.append(("Slope", f"{signed(calibration.slope)}, standard error {calibration.slope_se:.3f}"))
    if calibration.prevalence is not None:
        found.append(("Stated prevalence", percent(calibration.prevalence)))
    if calibration.cutoff is not None:
        cutoff = calibration.cutoff
        interval = f"95 % interval {probability_text(cutoff.lower)} to {probability_text(cutoff.upper)}"
        found.append(("Cut-off of the calibration", f"{probability_text(cutoff.value)}, {interval}"))
    return found


def _image_facts(phases: tuple[Phase, ...]) -> list[tuple[str, str]]:
    found = []
    for phase in phases:
        name = phase.name.capitalize()
        scan = phase.image.acquisition
        scanner = " ".join(part for part in (scan.manufacturer, scan.scanner_model) if part)
        found.append((f"{name} image", phase.grid))
        if scanner:
            found.append((f"{name} scanner", scanner))
    return found


def _flat(record: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    """A nested record as lines, ``profile: name`` for an inner key."""
    lines: list[tuple[str, str]] = []
    for key, value in record.items():
        name = f"{before}{str(key).replace('_', ' ')}"
        if isinstance(value, Mapping):
            lines += _flat(value, f"{name}: ")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            lines.append((name, ", ".join(str(item) for item in value)))
        else:
            lines.append((name, "none" if value in (None, "") else str(value)))
    return lines
