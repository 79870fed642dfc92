"""Choosing volume and contour of both phases, or the sample patient."""

from collections.abc import Callable
from functools import partial

import slicer
from slicer.i18n import tr as _

from ..presenter.patient.case_source import CaseSource
from ..presenter.patient.inputs import told_apart
from ..presenter.patient.prediction_presenter import PredictionPresenter
from ..presenter.patient.state import PHASES, Phase
from .panel import Panel, showText


class InputsPanel(Panel):
    """Volumes and segmentations are bound to the parameter node; segments and confirmation go to the presenter."""

    FORM = "PCRPredictorInputs"

    def __init__(self, presenter: PredictionPresenter, source: CaseSource, loadSample: Callable[[], None]) -> None:
        super().__init__(presenter)
        self._source = source
        self.ui.sampleButton.connect("clicked()", loadSample)
        for phase in PHASES:
            for kind in ("Volume", "Segmentation"):
                getattr(self.ui, f"{phase}{kind}").setMRMLScene(slicer.mrmlScene)
            getattr(self.ui, f"{phase}Confirm").connect("clicked()", partial(presenter.inputs.confirm, phase))
            getattr(self.ui, f"{phase}Segment").connect("activated(int)", partial(self._chooseSegment, phase))

    def draw(self) -> None:
        for phase in PHASES:
            guessed = phase in self.presenter.inputs.guessed
            proposed = phase in self.presenter.inputs.proposed
            getattr(self.ui, f"{phase}Confirm").visible = guessed or proposed
            said = [self.presenter.phases.check.whose.get(phase, "")]
            if guessed:
                said.append(_("Guessed from the series description; please confirm."))
            if proposed:
                said.append(_("The contour was taken because it was drawn on this volume; please confirm."))
            showText(getattr(self.ui, f"{phase}Guess"), "\n".join(filter(None, said)))
            self._drawSegments(phase)

    def _drawSegments(self, phase: Phase) -> None:
        chooser, choice = getattr(self.ui, f"{phase}Segment"), self.presenter.inputs.of(phase)
        segments = told_apart(self._source.segments(choice.segmentation)) if choice.segmentation else {}
        shown = [(chooser.itemData(row), chooser.itemText(row)) for row in range(chooser.count)]
        wanted = [("", _("Choose...")), *segments.items()]
        if shown != wanted:
            chooser.clear()
            for segmentId, name in wanted:
                chooser.addItem(name, segmentId)
        chooser.setCurrentIndex(max(0, chooser.findData(choice.segment or "")))
        chooser.enabled = bool(segments)

    def _chooseSegment(self, phase: Phase, row: int) -> None:
        self.presenter.inputs.choose_segment(phase, getattr(self.ui, f"{phase}Segment").itemData(row) or None)
