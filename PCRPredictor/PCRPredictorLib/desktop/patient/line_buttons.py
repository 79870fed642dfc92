"""The buttons that let the user draw a line: the longest diameter, and what corrects a proposal made from it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slicer.i18n import tr as _

from ...imaging.lesion_hints import HintKind
from ...imaging.lesion_line import LesionLine
from ...mrml.grow_cut import grow_cut
from ...mrml.lesion_lines import line_from_node, stroke_from_node
from ...presenter.patient.prediction_presenter import PredictionPresenter
from ...presenter.patient.state import Phase
from ..views.line_tool import LineTool


class LineButtons:
    """One line at a time, for the button that is down.

    Parameters
    ----------
    phase : callable
        Gives the phase that is being contoured.
    layAsideTools : callable
        Called before a line is drawn: an effect of the editor would take its clicks.
    """

    def __init__(
        self, ui: Any, presenter: PredictionPresenter, phase: Callable[[], Phase], layAsideTools: Callable[[], None]
    ) -> None:
        self._ui = ui
        self._presenter = presenter
        self._phase = phase
        self._layAsideTools = layAsideTools
        self._tool = LineTool(presenter.messages.error)
        self._hints: dict[HintKind, Any] = {
            "across": ui.acrossButton,
            "belongs": ui.belongsButton,
            "foreign": ui.foreignButton,
        }
        self._down: Any = None
        ui.lineButton.connect("clicked(bool)", self._toggleDiameter)
        for kind, button in self._hints.items():
            button.connect("clicked(bool)", partial(self._toggleHint, kind))

    def stop(self) -> None:
        """Drop a line that is not finished."""
        self._tool.stop()

    def draw(self) -> None:
        presenter = self._presenter
        hasVolume = presenter.inputs.of(self._phase()).volume is not None
        self._ui.lineButton.enabled = hasVolume and not presenter.job.running
        canCorrect = presenter.proposals.can_be_corrected
        if not self._tool.isDrawing or (self._down in self._hints.values() and not canCorrect):
            self._tool.stop()
            self._down = None
        for button in self._hints.values():
            button.enabled = canCorrect
        for button in (self._ui.lineButton, *self._hints.values()):
            button.checked = button is self._down

    def _toggleDiameter(self, wanted: bool) -> None:
        self._toggle(wanted, self._ui.lineButton, _("Longest diameter"), line_from_node, self._takeDiameter)

    def _toggleHint(self, kind: HintKind, wanted: bool) -> None:
        button = self._hints[kind]
        take = partial(self._presenter.correct_proposal, kind)
        self._toggle(wanted, button, button.text.replace("&", ""), stroke_from_node, take)

    def _toggle(self, wanted: bool, button: Any, name: str, *handling: Any) -> None:
        if wanted:
            self._layAsideTools()
            self._tool.start(name, *handling)
            self._down = button
        else:
            self._tool.stop()
        self.draw()

    def _takeDiameter(self, line: LesionLine) -> None:
        self._presenter.propose_from_line(self._phase(), line, grow_cut)
