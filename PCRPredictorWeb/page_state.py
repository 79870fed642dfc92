"""What the page shows, as plain JSON values, from what the presenter says."""

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from PCRPredictorLib.features.readable import readable
from PCRPredictorLib.models.contribution import Contribution
from PCRPredictorLib.presenter.patient.case_source import CaseSource
from PCRPredictorLib.presenter.patient.export import ScoredCase
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.result import ResultView
from PCRPredictorLib.presenter.patient.state import PHASES, PhaseChoice
from PCRPredictorLib.report.drawing.scale import probability_scale
from PCRPredictorLib.report.drawing.wording import signed, significant
from PCRPredictorLib.report.patient.contributions import contribution_chart
from PCRPredictorLib.report.patient.pictures import scored_phases
from PCRPredictorLib.report.patient.score_map import NOTE, map_figures, map_in_words

Item = dict[str, str]


def page_state(presenter: PredictionPresenter, source: CaseSource) -> dict[str, Any]:
    """The presenter's state by the names that the page's panels use; no messages."""
    readiness, inputs = presenter.readiness, presenter.inputs
    model, volumes = presenter.model, source.volumes()
    state: dict[str, Any] = {
        "volumes": _items(volumes),
        "contours": _contours(source),
        "models": _items({name: model.title(name) for name in model.offered}),
        "model": model.name if model.name in model.offered else None,
        "calibrations": _items({name: model.title(name) for name in model.offered_calibrations}),
        "calibration": model.calibration_path if model.calibration_path in model.offered_calibrations else None,
        "needs_calibration": model.needs_calibration,
        "card": [asdict(row) for row in model.card],
        "clinical": [{"name": name, "value": presenter.choices.clinical.get(name)} for name in model.clinical_needed],
        "live": presenter.live.enabled,
        "running": presenter.job.running,
        "predict_reason": readiness.predict or "",
        "extract_reason": readiness.extract or "",
        "export_reason": readiness.export or "",
        "stability_reason": readiness.stability or "",
        "result": result_state(presenter.result) if presenter.result else None,
        "map": map_state(presenter.mapped),
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


@lru_cache(maxsize=1)
def result_state(result: ResultView) -> dict[str, Any]:
    """A result with its drawings and with its numbers in words."""
    answer = result.answer
    return {
        **{name: list(value) if isinstance(value, tuple) else value for name, value in vars(answer).items()},
        "heard": " ".join((f"{answer.headline}.", *answer.notes)),
        "call": result.call.replace(" ", "-"),
        "probability": repr(result.probability),
        "warnings": [{"code": code, "text": text} for code, text in answer.warnings],
        "spread_text": result.spread_text,
        "paper_cutoff_text": result.paper_cutoff_text,
        "scale": probability_scale(result.probability, result.cutoff, result.cutoff_interval, muted=answer.is_second),
        "chart": contribution_chart(result.intercept, result.contributions, result.linear_predictor, result.cutoff),
        "rows": [_row(term) for term in result.contributions],
    }


def map_state(mapped: ScoredCase | None) -> dict[str, str] | None:
    """Pictures of where the model looks, and what they say; None where that was not asked for."""
    return None if mapped is None else dict(_drawn_map(mapped))


@lru_cache(maxsize=1)
def _drawn_map(mapped: ScoredCase) -> tuple[tuple[str, str], ...]:
    assert mapped.score_map is not None
    words = map_in_words(mapped.score_map, mapped.prediction.linear_predictor)
    figures = map_figures(mapped.score_map, scored_phases(*mapped.images))
    return ("figures", figures), ("words", f"{words} {NOTE}")


def _row(term: Contribution) -> Item:
    words = readable(term.name, term.phase)
    return {
        "label": term.label,
        "name": term.name,
        "readable": words.name,
        "high": words.high,
        "value": significant(term.value),
        "standardized": signed(term.standardized),
        "coefficient": signed(term.coefficient),
        "contribution": signed(term.contribution),
        "does": "raises" if term.contribution >= 0 else "lowers",
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


def _shows_simulated(presenter: PredictionPresenter, source: CaseSource) -> bool:
    """Whether anything chosen is simulated, so that the page says so before there is a result."""
    model, calibration = presenter.model.model, presenter.model.calibration
    chosen = [presenter.inputs.of(phase).volume for phase in PHASES]
    return (
        (model is not None and model.simulated)
        or (calibration is not None and calibration.simulated)
        or any(source.image(volume).acquisition.simulated for volume in chosen if volume is not None)
    )
