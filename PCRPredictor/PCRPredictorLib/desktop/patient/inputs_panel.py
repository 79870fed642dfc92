"""Choosing volume and contour of both phases, or the sample patient."""

from collections.abc import Callable
from functools import partial

import slicer
from slicer.i18n import tr as _

from ...errors import InputError
from ...presenter.patient.case_source import CaseSource
from ...presenter.patient.inputs import told_apart
from ...presenter.patient.prediction_presenter import PredictionPresenter
from ...presenter.patient.state import PHASES, Phase
from ..panel import Panel, askToOpen, showText
from ..scene.contour_file import openContours


class InputsPanel(Panel):
    """Volumes and segmentations are bound to the parameter node; segments and confirmation go to the presenter."""

    FORM = "PCRPredictorInputs"

    def __init__(self, presenter: PredictionPresenter, source: CaseSource, loadSample: Callable[[], None]) -> None:
        super().__init__(presenter)
        self._source = source
        self.ui.sampleButton.connect("clicked()", loadSample)
        for phase in PHASES:
            getattr(self.ui, f"{phase}Open").connect("clicked()", partial(self._askContours, phase))
        for phase in PHASES:
            for kind in ("Volume", "Segmentation"):
                getattr(self.ui, f"{phase}{kind}").setMRMLScene(slicer.mrmlScene)
            getattr(self.ui, f"{phase}Confirm").connect("clicked()", partial(presenter.confirm_inputs, phase))
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
                reason = _(
                    "The contour was taken because it was drawn on this volume, or its segment is coded as a lesion; "
                    "please confirm."
                )
                said.append(reason)
            showText(getattr(self.ui, f"{phase}Guess"), "\n".join(filter(None, said)))
            getattr(self.ui, f"{phase}Open").enabled = self.presenter.inputs.of(phase).volume is not None
            self._drawSegments(phase)

    def sayUnplaced(self, names: tuple[str, ...]) -> None:
        """Say which contours are drawn over neither phase."""
        text = _(
            "Not drawn over the phases, since it is not known which volume each belongs to: {names}. "
            "Choose one above to see it."
        )
        showText(self.ui.unplaced, text.format(names=", ".join(names)) if names else None)

    def openContours(self, phase: Phase, path: str) -> None:
        """Add the contours of a file to the scene, and choose them for a phase."""
        try:
            volume = slicer.mrmlScene.GetNodeByID(self.presenter.inputs.of(phase).volume or "")
            if volume is None:
                raise InputError(_("Choose the volume first; the contours belong to it."))
            segmentation, notices = openContours(path, volume)
        except InputError as error:
            self.presenter.messages.error(error)
            return
        self.presenter.inputs.choose_contour(phase, segmentation.GetID(), self._soleSegment(segmentation.GetID()))
        if notices:
            self.presenter.messages.warnings(notices)

    def _soleSegment(self, segmentation: str) -> str | None:
        segments = list(self._source.segments(segmentation))
        return segments[0] if len(segments) == 1 else None

    def _askContours(self, phase: Phase) -> None:
        kinds = _("Contours (*.dcm *.seg.nrrd *.nrrd *.nii *.nii.gz *.mha);;All files (*)")
        path = askToOpen(self.widget, _("Open contours: DICOM SEG, RTSTRUCT or label image"), kinds)
        if path:
            self.openContours(phase, path)

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
