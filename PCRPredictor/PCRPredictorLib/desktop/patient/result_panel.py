"""Predict, and see why."""

from collections.abc import Callable
from html import escape

from slicer.i18n import tr as _

from ...models.answer import Answer
from ...presenter.door_words import spoken
from ...presenter.messages import Message
from ...presenter.patient.prediction_presenter import PredictionPresenter
from ...presenter.patient.result import ResultView
from ...report.patient.score_map import map_in_words
from ..into_view import IntoView
from ..look_watcher import SETTLING_MS, LookWatcher
from ..panel import Panel, setStyle, showText, singleShot
from ..text_style import ERROR_STYLE, INFO_STYLE, STALE_STYLE, bold, grayOf, isDark
from ..views.score_overlay import ScoreOverlay
from .drawing_pictures import chartPicture, scalePicture

PATIENCE_MS = 400


class ResultPanel(Panel):
    FORM = "PCRPredictorResult"

    def __init__(
        self, presenter: PredictionPresenter, showTable: Callable[[bool], None], goToLesion: Callable[[], None]
    ) -> None:
        super().__init__(presenter)
        self.ui.staleBanner.styleSheet = STALE_STYLE
        self.ui.phaseContradictions.styleSheet = STALE_STYLE
        self.ui.confirmPhasesButton.connect("clicked()", presenter.confirm_phases)
        self.ui.predictButton.connect("clicked()", self._predict)
        self.ui.cancelButton.connect("clicked()", presenter.cancel)
        self.ui.tableButton.connect("clicked(bool)", showTable)
        self.ui.mapButton.connect("clicked(bool)", self._askForMap)
        self.ui.stabilityButton.connect("clicked()", presenter.measure_stability)
        self.overlay = ScoreOverlay()
        self._isLeft = False
        self._goToLesion = goToLesion
        self._drawn: tuple[object, ...] = ()
        self._asked = False
        self._scroller = IntoView(self.ui.predictButton, toTop=True)
        # Quick computations, such as live scores, show no progress: it would flicker and cost time.
        self._waiter = singleShot(self._showWaiting, PATIENCE_MS)
        self._redrawer = singleShot(self._drawLook, SETTLING_MS)
        self._look = LookWatcher(self.widget, self._redrawer.start)
        presenter.job.started.connect(self._waiter.start)
        presenter.job.progressed.connect(self._showProgress)

    def cleanup(self) -> None:
        self.overlay.clear()
        self._waiter.stop()
        self._scroller.stop()
        self._look.stop()
        self._redrawer.stop()
        self.presenter.job.started.disconnect(self._waiter.start)
        self.presenter.job.progressed.disconnect(self._showProgress)

    @property
    def isSettled(self) -> bool:
        return not (self._scroller.active or self._redrawer.active)

    def enter(self) -> None:
        self._isLeft = False

    def exit(self) -> None:
        """The map goes, from the scene that others save too, until the module is entered again."""
        self._isLeft = True
        self.overlay.clear()

    def overlayIds(self) -> tuple[str, ...]:
        """Ids of the volumes that lie over the phases."""
        return self.overlay.shownIds

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
            self.ui.stabilityButton,
            self.ui.tableButton,
        ):
            part.visible = result is not None
        stale = self.presenter.is_stale
        out = _("Out of date: contours, volumes or model have changed since this result. Predict again.")
        showText(self.ui.staleBanner, out if stale else None)
        self._drawAnswer(result.answer if result else None, stale)
        showText(self.ui.paperCutoff, result.paper_cutoff_text if result else None)
        # A live score is about to take the place of a stale one, whose pictures need not be faded first.
        if result is not None and not (stale and running and self.presenter.live.enabled):
            self._drawPictures(result, stale)
        self.ui.stabilityButton.enabled = self.presenter.readiness.stability is None
        showText(self.ui.spread, result.spread_text if result else None)
        self._drawMap()
        if self._asked and not running:
            self._asked = False
            self.comeIntoView()

    def _predict(self) -> None:
        """What was asked for by hand is shown at once; a live score leaves the panel where it is."""
        self._asked = True
        self.presenter.predict()

    def comeIntoView(self) -> None:
        """Scroll to the button and what it answered, as soon as that is drawn."""
        self._scroller.start()

    def _drawLook(self) -> None:
        """Again what was drawn for another width, font or style."""
        result, stale = self.presenter.result, self.presenter.is_stale
        if result is not None:
            self._drawAnswer(result.answer, stale)
            self._drawPictures(result, stale)

    def _drawAnswer(self, answer: Answer | None, stale: bool) -> None:
        showText(self.ui.lead, answer.lead if answer else None)
        showText(self.ui.reasons, "\n".join(answer.reasons) if answer else None)
        showText(self.ui.uncertainty, answer.uncertainty if answer else None)
        showText(self.ui.unreliable, answer.unreliable if answer else None)
        showText(self.ui.warnings, _warnings(answer) if answer else None)
        if answer is None:
            return
        setStyle(self.ui.lead, bold(self.ui.lead, 1.4, faded=stale))
        times = 1.3 if answer.is_second else 2.6
        setStyle(self.ui.number, bold(self.ui.number, times, faded=stale, second=answer.is_second))
        gray = f"color: {grayOf(self.ui.lead)}; text-decoration: line-through;"
        setStyle(self.ui.uncertainty, gray if stale else "")
        self.ui.number.text = answer.number
        self.ui.notes.text = "\n".join(answer.notes)
        self.ui.unreliable.toolTip = "\n".join(answer.details)

    def _drawPictures(self, result: ResultView, stale: bool) -> None:
        margins = self.widget.layout().contentsMargins()
        width = self.widget.width - margins.left() - margins.right()
        shape = width, self.widget.devicePixelRatioF(), isDark()
        if (result, stale, *shape) == self._drawn:
            return
        self._drawn = (result, stale, *shape)
        self.ui.scale.setPixmap(scalePicture(result, stale, *shape))
        self.ui.chart.setPixmap(chartPicture(result, stale, *shape))

    def _askForMap(self, wanted: bool) -> None:
        if wanted:
            if self.presenter.mapped is None:
                self.presenter.map_score()
            self._goToLesion()
        self._drawMap()

    def _drawMap(self) -> None:
        mapped = self.presenter.mapped
        if self.overlay.isTorn or (mapped is None and not self.presenter.job.running):
            self.ui.mapButton.checked = False
        self.ui.mapButton.enabled = self.presenter.readiness.stability is None
        shown = mapped if self.ui.mapButton.checked and not self._isLeft else None
        self.overlay.show(shown)
        words = shown and shown.score_map and map_in_words(shown.score_map, shown.prediction.linear_predictor)
        note = _(
            "It explains the model, not the tumor: each part is left out of the contour in turn. Blue parts raise the "
            "score, orange parts lower it; the grayer, the less."
        )
        showText(self.ui.mapWords, f"{spoken(words)} {note}" if words else None)

    def _drawPhaseCheck(self) -> None:
        """What speaks against the chosen phases, beside Predict, and the button that confirms them."""
        phases = self.presenter.phases
        showText(
            self.ui.phaseContradictions,
            "\n".join(_("{sentence}.").format(sentence=sentence) for sentence in phases.check.sentences),
        )
        self.ui.confirmPhasesButton.visible = bool(phases.check.sentences) and not phases.is_confirmed
        showText(self.ui.phaseNotes, "\n".join(phases.check.notes))

    def _drawMessages(self) -> None:
        # A result's own warnings are shown with it, and stay there when another message comes.
        shown: tuple[Message, ...] = tuple(item for item in self.presenter.messages.shown if item.kind != "warning")
        is_error = any(item.kind == "error" for item in shown)
        setStyle(self.ui.messages, ERROR_STYLE if is_error else INFO_STYLE)
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
