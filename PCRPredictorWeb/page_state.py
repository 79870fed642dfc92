"""What the page shows, as plain JSON values, from what the presenter says."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PCRPredictorLib.models.scoring import Contribution
from PCRPredictorLib.presenter.case_source import CaseSource
from PCRPredictorLib.presenter.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.result import ResultView
from PCRPredictorLib.presenter.state import PHASES, PhaseChoice
from PCRPredictorLib.report.contributions import contribution_chart
from PCRPredictorLib.report.scale import probability_scale
from PCRPredictorLib.report.wording import percent, signed, significant

Item = dict[str, str]


def page_state(
    presenter: PredictionPresenter, source: CaseSource, without_folders: Callable[[str], str]
) -> dict[str, Any]:
    """The presenter's state by the names that the page's panels use; messages name files without their folders."""
    readiness, inputs = presenter.readiness, presenter.inputs
    volumes = source.volumes()
    state: dict[str, Any] = {
        "volumes": _items(volumes),
        "contours": _contours(source),
        "models": [{"title": _title(name), "value": name} for name in presenter.model.offered],
        "model": presenter.model.name,
        "calibrations": [{"title": _title(name), "value": name} for name in presenter.model.offered_calibrations],
        "calibration": presenter.model.calibration_path,
        "needs_calibration": presenter.model.needs_calibration,
        "card": [asdict(row) for row in presenter.model.card],
        "clinical": [
            {"name": name, "value": presenter.choices.clinical.get(name)} for name in presenter.model.clinical_needed
        ],
        "live": presenter.live.enabled,
        "running": presenter.job.running,
        "predict_reason": readiness.predict or "",
        "extract_reason": readiness.extract or "",
        "export_reason": readiness.export or "",
        "stability_reason": readiness.stability or "",
        "errors": [
            {"kind": message.kind, "text": without_folders(message.text)}
            for message in presenter.messages.shown
            if message.kind != "warning"
        ],
        "proposal": presenter.copy.pending.sentence if presenter.copy.pending else "",
        "result": result_state(presenter.result) if presenter.result else None,
        "stale": presenter.is_stale,
        "simulated": _shows_simulated(presenter, source),
        "phase_contradictions": list(presenter.phases.check.sentences),
        "phase_notes": list(presenter.phases.check.notes),
        "phases_confirmed": presenter.phases.is_confirmed,
    }
    for phase in PHASES:
        choice = inputs.of(phase)
        state[f"{phase}_volume"] = choice.volume
        state[f"{phase}_volume_name"] = volumes.get(choice.volume or "", "")
        state[f"{phase}_contour"] = contour_value(choice)
        state[f"{phase}_whose"] = presenter.phases.check.whose.get(phase, "")
        state[f"{phase}_guessed"] = phase in inputs.guessed
        state[f"{phase}_copy_reason"] = readiness.copy_from(phase) or ""
    return state


def result_state(result: ResultView) -> dict[str, Any]:
    """A result with its drawings and with its numbers in words."""
    terms = [Contribution(phase=None, **asdict(row)) for row in result.contributions]
    return {
        "percent": percent(result.probability),
        "probability": repr(result.probability),
        "headline": result.headline,
        "class_text": result.class_text,
        "spread_text": result.spread_text,
        "paper_cutoff_text": result.paper_cutoff_text,
        "notes": list(result.notes),
        "scale": probability_scale(result.probability, result.cutoff),
        "chart": contribution_chart(result.intercept, terms, result.linear_predictor, result.cutoff),
        "warnings": [{"code": code, "text": text} for code, text in result.warnings],
        "rows": [
            {
                "label": row.label,
                "name": row.name,
                "value": significant(row.value),
                "standardized": signed(row.standardized),
                "coefficient": signed(row.coefficient),
                "contribution": signed(row.contribution),
                "raises": row.contribution >= 0,
            }
            for row in result.contributions
        ],
    }


def contour_value(choice: PhaseChoice) -> str | None:
    """Segmentation and segment as one value of the contour selector."""
    return f"{choice.segmentation}|{choice.segment}" if choice.segmentation and choice.segment else None


def contour_choice(value: str | None) -> tuple[str | None, str | None]:
    """Segmentation and segment of a value of the contour selector."""
    segmentation, _, segment = (value or "").partition("|")
    return segmentation or None, segment or None


def _contours(source: CaseSource) -> list[Item]:
    found = []
    for segmentation, title in source.segmentations().items():
        segments = source.segments(segmentation)
        for segment, name in segments.items():
            shown = title if len(segments) == 1 else f"{title}: {name}"
            found.append({"title": shown, "value": f"{segmentation}|{segment}"})
    return found


def _items(names: dict[str, str]) -> list[Item]:
    return [{"title": title, "value": key} for key, title in names.items()]


def _title(name_or_path: str) -> str:
    return Path(name_or_path).name.removesuffix(".json")


def _shows_simulated(presenter: PredictionPresenter, source: CaseSource) -> bool:
    """Whether anything chosen is simulated, so that the page says so before there is a result."""
    model, calibration = presenter.model.model, presenter.model.calibration
    chosen = [presenter.inputs.of(phase).volume for phase in PHASES]
    return (
        (model is not None and model.simulated)
        or (calibration is not None and calibration.simulated)
        or any(source.image(volume).acquisition.simulated for volume in chosen if volume is not None)
    )
