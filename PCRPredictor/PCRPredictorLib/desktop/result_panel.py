"""Predict, and see why."""

from collections.abc import Callable
from html import escape

from slicer.i18n import tr as _

from ..presenter.messages import Message
from ..presenter.prediction_presenter import PredictionPresenter
from ..presenter.result import ResultView
from .panel import Panel, showText, singleShot
from .scale_picture import scalePicture

STALE_STYLE = "background: #ffd33d; color: #1b1f24; padding: 6px; font-weight: bold;"
ERROR_STYLE = "background: #ffebe9; color: #82071e; padding: 6px;"
INFO_STYLE = "padding: 6px;"
PATIENCE_MS = 400


class ResultPanel(Panel):
    FORM = "PCRPredictorResult"

    def __init__(self, presenter: PredictionPresenter, showChart: Callable[[bool], None]) -> None:
        super().__init__(presenter)
        self.ui.staleBanner.styleSheet = STALE_STYLE
        self.ui.phaseContradictions.styleSheet = STALE_STYLE
        self.ui.confirmPhasesButton.connect("clicked()", presenter.confirm_phases)
        self.ui.predictButton.connect("clicked()", presenter.predict)
        self.ui.cancelButton.connect("clicked()", presenter.cancel)
        self.ui.chartButton.connect("clicked(bool)", showChart)
        # Quick computations, such as live scores, show no progress: it would flicker and cost time.
        self._waiter = singleShot(self._showWaiting, PATIENCE_MS)
        presenter.job.started.connect(self._waiter.start)
        presenter.job.progressed.connect(self._showProgress)

    def cleanup(self) -> None:
        self._waiter.stop()
        self.presenter.job.started.disconnect(self._waiter.start)
        self.presenter.job.progressed.disconnect(self._showProgress)

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
        for part in (self.ui.scale, self.ui.headline, self.ui.classText, self.ui.notes, self.ui.chartButton):
            part.visible = result is not None
        stale = self.presenter.is_stale
        out = _("Out of date: contours, volumes or model have changed since this result. Predict again.")
        showText(self.ui.staleBanner, out if stale else None)
        showText(self.ui.warnings, _warnings(result) if result else None)
        if result is not None:
            self._drawResult(result, stale)

    def _drawResult(self, result: ResultView, stale: bool) -> None:
        ratio = self.widget.devicePixelRatioF()
        self.ui.scale.setPixmap(scalePicture(result.probability, result.cutoff, stale, ratio))
        faded = "color: gray; text-decoration: line-through;" if stale else ""
        self.ui.headline.styleSheet = "font-size: 15px; font-weight: bold;" + faded
        self.ui.classText.styleSheet = faded
        self.ui.headline.text = result.headline
        self.ui.classText.text = "\n".join(line for line in (result.class_text, result.paper_cutoff_text) if line)
        self.ui.notes.text = "\n".join(result.notes)

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


def _warnings(result: ResultView) -> str | None:
    if not result.warnings:
        return None
    items = "".join(f"<li>{escape(message)}</li>" for _code, message in result.warnings)
    return "<b>" + _("Warnings") + f"</b><ul style='margin-left: -20px'>{items}</ul>"
