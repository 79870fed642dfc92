"""Where the number comes from: versions, hashes, profile, model and calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .page import facts, section
from .pictures import Phase
from .wording import probability_text

if TYPE_CHECKING:
    from ..models.calibration import Calibration
    from ..models.model_file import Model
    from ..models.scoring import Prediction


def provenance_section(
    prediction: Prediction, phases: tuple[Phase, ...], model: Model, calibration: Calibration | None
) -> str:
    """Two columns: model and images in words, and the prediction's own provenance record."""
    left = "<h3>Model and images</h3>" + facts(_model_facts(prediction, model, calibration) + _image_facts(phases))
    right = "<h3>Record of the computation</h3>" + facts(_flat(prediction.provenance))
    return section("Provenance", f'<div class="columns"><div>{left}</div><div>{right}</div></div>')


def _model_facts(prediction: Prediction, model: Model, calibration: Calibration | None) -> list[tuple[str, str]]:
    found = [("Model", f"{model.name} {model.version}"), ("Source", model.source), ("Intended use", model.intended_use)]
    if model.cutoff is not None:
        meaning = f" ({model.cutoff_meaning})" if model.cutoff_meaning else ""
        found.append(("Cut-off of the model", f"{probability_text(model.cutoff)}{meaning}"))
    if model.cutoff is not None and prediction.cutoff is None:
        found.append(("Cut-off used", "none; that of the model holds only on the scale of its own publication"))
    if calibration is None:
        found.append(("Calibration", "none; intercept and scaling are the model's own"))
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
        found.append((f"{name} image SHA-256", phase.image.content_hash or "no file"))
        found.append((f"{name} mask SHA-256", phase.mask.content_hash or "no file"))
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
            lines.append((name, "none" if value is None else str(value)))
    return lines
