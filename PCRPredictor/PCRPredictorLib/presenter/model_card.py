"""What the user should know of a model before trusting its number."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..models.calibration_file import Calibration
from ..models.model_file import Model
from ..models.scoring import RESEARCH_USE_ONLY

_METHODS_WITHOUT_OUTCOMES = "so that the mean probability equals a stated prevalence"


@dataclass(frozen=True)
class CardRow:
    """One line of the card."""

    title: str
    text: str


def model_card(model: Model, calibration: Calibration | None) -> tuple[CardRow, ...]:
    """The card of a model together with the calibration that is chosen, top to bottom."""
    return tuple(CardRow(title, text) for title, text in (*_model_rows(model), *_calibration_rows(model, calibration)))


def _model_rows(model: Model) -> Iterator[tuple[str, str]]:
    yield "Model", f"{model.name}, version {model.version}"
    yield "Source", model.source
    yield "Intended use", model.intended_use
    yield "Note", RESEARCH_USE_ONLY
    yield "Features", _features_text(model)
    if model.simulated:
        yield "Simulated", "Trained on simulated patients: its numbers mean nothing for real ones."
    if model.cutoff is not None:
        yield "Cut-off of the source", f"{model.cutoff:g}. {model.cutoff_meaning or ''}".strip()


def _features_text(model: Model) -> str:
    counts = {
        "of the arterial phase": sum(feature.phase == "arterial" for feature in model.features),
        "of the portal venous phase": sum(feature.phase == "portal" for feature in model.features),
        "clinical or of a table": sum(feature.phase is None for feature in model.features),
    }
    parts = ", ".join(f"{number} {where}" for where, number in counts.items() if number)
    return f"{len(model.features)} ({parts}); feature set {model.feature_set}"


def _calibration_rows(model: Model, calibration: Calibration | None) -> Iterator[tuple[str, str]]:
    if calibration is None:
        lacking = " and ".join(model.missing_parts)
        yield "Calibration", f"None; the model lacks {lacking}." if lacking else "None needed."
        return
    events = "outcomes unknown" if calibration.events is None else f"{calibration.events} with pCR"
    yield "Calibration", f"{calibration.patients} patients ({events}), made {calibration.date}"
    if calibration.prevalence is not None:
        yield "Intercept", f"Set {_METHODS_WITHOUT_OUTCOMES} of {calibration.prevalence:.0%}."
    else:
        yield "Intercept", f"{calibration.intercept:.3f} ± {calibration.intercept_se:.3f} (standard error)"
    if calibration.cutoff is None:
        yield "Cut-off", "None is valid on this scale: a probability is given, but no class."
    else:
        cutoff = calibration.cutoff
        yield "Cut-off", f"{cutoff.value:.3f} (95 % interval {cutoff.lower:.3f} to {cutoff.upper:.3f})"
    if calibration.simulated:
        yield "Simulated calibration", "Made from simulated patients: its numbers mean nothing for real ones."
