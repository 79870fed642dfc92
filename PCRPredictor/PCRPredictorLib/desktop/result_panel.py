"""Predict, and see why."""

from collections.abc import Callable
from html import escape

from slicer.i18n import tr as _

from ..models.answer import Answer
from ..presenter.messages import Message
from ..presenter.patient.prediction_presenter import PredictionPresenter
from ..presenter.patient.result import ResultView
from ..report.patient.score_map import NOTE, map_in_words
from .drawing_pictures import chartPicture, scalePicture
from .panel import Panel, showText, singleShot
from .score_overlay import ScoreOverlay

STALE_STYLE = "background: #ffd33d; color: #1b1f24; padding: 6px; font-weight: bold;"
ERROR_STYLE = "background: #ffebe9; color: #82071e; padding: 6px;"
INFO_STYLE = "padding: 6px;"
LEAD_STYLE = "font-size: 17px; font-weight: bold;"
NUMBER_STYLE = "font-size: 34px; font-weight: bold;"
SECOND_STYLE = "font-size: 16px; color: gray;"
PATIENCE_MS = 400


class ResultPanel(Panel):
    FORM = "PCRPredictorResult"

    def __init__(self, presenter: PredictionPresenter, showTable: Callable[[bool], None]) -> None:
        super().__init__(presenter)
        self.ui.staleBanner.styleSheet = STALE_STYLE
        self.ui.phaseContradictions.styleSheet = STALE_STYLE
        self.ui.confirmPhasesButton.connect("clicked()", presenter.confirm_phases)
        self.ui.predictButton.connect("clicked()", presenter.predict)
        self.ui.cancelButton.connect("clicked()", presenter.cancel)
        self.ui.tableButton.connect("clicked(bool)", showTable)
        self.ui.mapButton.connect("clicked(bool)", self._askForMap)
        self._overlay = ScoreOverlay()
        # Quick computations, such as live scores, show no progress: it would flicker and cost time.
        self._waiter = singleShot(self._showWaiting, PATIENCE_MS)
        presenter.job.started.connect(self._waiter.start)
        presenter.job.progressed.connect(self._showProgress)

    def cleanup(self) -> None:
        self._overlay.clear()
        self._waiter.stop()
        self.presenter.job.started.disconnect(self._waiter.start)
        self.presenter.job.progressed.disconnect(self._showProgress)

    def overlayIds(self) -> tuple[str, ...]:
        """Ids of the volumes that lie over the phases."""
        return self._overlay.shownIds

    def draw(self) -> None:
        running = self.presenter.job.running
        reason = self.presenter.readiness.predict
        self.ui.predictButton.enabled = reason is None
        showText(self.ui.predictReason, None if running else reason)
        if not running:
            self._waiter.stop()
            self.ui.cancelButton.visible = self.ui.progress.visible = False
        self._drawPhaseCheck()
        self._drawMessages()
        result = self.presenter.result
        for part in (
            self.ui.scale,
            self.ui.number,
            self.ui.notes,
            self.ui.chart,
            self.ui.mapButton,
            self.ui.tableButton,
        ):
            part.visible = result is not None
        stale = self.presenter.is_stale
        out = _("Out of date: contours, volumes or model have changed since this result. Predict again.")
        showText(self.ui.staleBanner, out if stale else None)
        self._drawAnswer(result.answer if result else None, stale)
        if result is not None:
            self._drawPictures(result, stale)
        self._drawMap()

    def _drawAnswer(self, answer: Answer | None, stale: bool) -> None:
        faded = "color: gray; text-decoration: line-through;" if stale else ""
        showText(self.ui.lead, answer.lead if answer else None)
        showText(self.ui.reasons, "\n".join(answer.reasons) if answer else None)
        showText(self.ui.uncertainty, answer.uncertainty if answer else None)
        showText(self.ui.unreliable, answer.unreliable if answer else None)
        showText(self.ui.warnings, _warnings(answer) if answer else None)
        if answer is None:
            return
        self.ui.lead.styleSheet = LEAD_STYLE + faded
        self.ui.number.styleSheet = (SECOND_STYLE if answer.is_second else NUMBER_STYLE) + faded
        self.ui.uncertainty.styleSheet = faded
        self.ui.number.text = answer.number
        self.ui.notes.text = "\n".join(answer.notes)
        self.ui.unreliable.toolTip = "\n".join(answer.details)

    def _drawPictures(self, result: ResultView, stale: bool) -> None:
        ratio = self.widget.devicePixelRatioF()
        self.ui.scale.setPixmap(scalePicture(result, stale, ratio))
        self.ui.chart.setPixmap(chartPicture(result, stale, ratio))
        showText(self.ui.paperCutoff, result.paper_cutoff_text)

    def _askForMap(self, wanted: bool) -> None:
        if wanted and self.presenter.mapped is None:
            self.presenter.map_score()
        self._drawMap()

    def _drawMap(self) -> None:
        mapped = self.presenter.mapped
        if mapped is None and not self.presenter.job.running:
            self.ui.mapButton.checked = False
        self.ui.mapButton.enabled = self.presenter.readiness.stability is None
        shown = mapped if self.ui.mapButton.checked else None
        self._overlay.show(shown)
        words = map_in_words(shown.score_map, shown.prediction.linear_predictor) if shown and shown.score_map else None
        showText(self.ui.mapWords, f"{words} {NOTE}" if words else None)

    def _drawPhaseCheck(self) -> None:
        """What speaks against the chosen phases, beside Predict, and the button that confirms them."""
        phases = self.presenter.phases
        showText(self.ui.phaseContradictions, "\n".join(f"{sentence}." for sentence in phases.check.sentences))
        self.ui.confirmPhasesButton.visible = bool(phases.check.sentences) and not phases.is_confirmed
        showText(self.ui.phaseNotes, "\n".join(phases.check.notes))

    def _drawMessages(self) -> None:
        # A result's own warnings are shown with it, and stay there when another message comes.
        shown: tuple[Message, ...] = tuple(item for item in self.presenter.messages.shown if item.kind != "warning")
        is_error = any(item.kind == "error" for item in shown)
        self.ui.messages.styleSheet = ERROR_STYLE if is_error else INFO_STYLE
        showText(self.ui.messages, "\n".join(item.text for item in shown))

    def _showWaiting(self) -> None:
        if self.presenter.job.running:
            self.ui.cancelButton.visible = self.ui.progress.visible = True

    def _showProgress(self, fraction: float, text: str) -> None:
        self.ui.progress.setFormat(text)
        self.ui.progress.setValue(round(100 * fraction))


def _warnings(answer: Answer) -> str | None:
    if not answer.warnings:
        return None
    items = "".join(f"<li>{escape(message)}</li>" for _code, message in answer.warnings)
    return "<b>" + _("Warnings") + f"</b><ul style='margin-left: -20px'>{items}</ul>"
