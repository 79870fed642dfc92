"""What the user should know of a model before trusting its number."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...models.calibration_card import calibration_card
from ...models.calibration_file import Calibration
from ...models.model_file import Model
from ...models.scoring import RESEARCH_USE_ONLY
from ...models.training_cutoff import training_cutoff_lines
from ...texts import tr as _
from ..door_words import spoken


@dataclass(frozen=True)
class CardRow:
    """One line of the card."""

    title: str
    text: str


def model_card(model: Model, calibration: Calibration | None) -> tuple[CardRow, ...]:
    """The card of a model together with the calibration that is chosen, top to bottom."""
    return tuple(
        CardRow(spoken(title), spoken(text))
        for title, text in (*_model_rows(model), *_calibration_rows(model, calibration))
    )


def _model_rows(model: Model) -> Iterator[tuple[str, str]]:
    yield _("Model"), _("{name}, version {version}").format(name=model.name, version=model.version)
    yield _("Source"), model.source
    yield _("Intended use"), model.intended_use
    yield _("Note"), RESEARCH_USE_ONLY
    yield _("Features"), _features_text(model)
    if model.simulated:
        yield _("Simulated"), _("Trained on simulated patients: its numbers mean nothing for real ones.")
    told = tuple(training_cutoff_lines(model))
    yield from told
    if model.cutoff is not None and not told:
        yield _("Cut-off of the source"), f"{model.cutoff:g}. {model.cutoff_meaning or ''}".strip()


def _features_text(model: Model) -> str:
    counts = {
        _("{number} of the arterial phase"): sum(feature.phase == "arterial" for feature in model.features),
        _("{number} of the portal venous phase"): sum(feature.phase == "portal" for feature in model.features),
        _("{number} clinical or of a table"): sum(feature.phase is None for feature in model.features),
    }
    parts = ", ".join(text.format(number=number) for text, number in counts.items() if number)
    return _("{features} ({parts}); feature set {feature_set}").format(
        features=len(model.features), parts=parts, feature_set=model.feature_set
    )


def _calibration_rows(model: Model, calibration: Calibration | None) -> Iterator[tuple[str, str]]:
    if calibration is None:
        lacking = _(" and ").join(map(spoken, model.missing_parts))
        yield (
            _("Calibration"),
            _("None; the model lacks {lacking}.").format(lacking=lacking) if lacking else _("None needed."),
        )
        return
    yield from calibration_card(calibration)
