"""What is to be seen while contouring: how large each contour is, the way to it, and the score."""

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import slicer
from slicer.i18n import tr as _

from ...errors import InputError
from ...mrml import SceneCase
from ...mrml.segments import EmptySegment, own_mask
from ...presenter.patient.lesion_size import LesionSize, largest_slice_center, lesion_size, size_hint
from ...presenter.patient.prediction_presenter import PredictionPresenter
from ...presenter.patient.state import PHASES, Phase
from ..look_watcher import SETTLING_MS, LookWatcher
from ..panel import Panel, setStyle, showText, singleShot
from ..text_style import HINT_STYLE, bold
from ..views.contour_style import PHASE_COLORS
from ..views.opening_view import Place, goTo


@dataclass(frozen=True)
class Lesion:
    """A contour's size, and where it is largest (RAS)."""

    size: LesionSize
    place: Place


class LesionPanel(Panel):
    """Measures a contour again only after an edit of it."""

    FORM = "PCRPredictorLesion"

    def __init__(self, presenter: PredictionPresenter, source: SceneCase) -> None:
        super().__init__(presenter)
        self._source = source
        self._measured: dict[Phase, tuple[object, Lesion | str]] = {}
        titles = {"arterial": _("Arterial"), "portal": _("Portal")}
        for phase in PHASES:
            title = f'<span style="color: {PHASE_COLORS[phase]}">&#9632;</span> {titles[phase]}'
            getattr(self.ui, f"{phase}Title").text = title
            getattr(self.ui, f"{phase}GoTo").connect("clicked()", partial(self._goTo, phase))
        self._redrawer = singleShot(self._drawScore, SETTLING_MS)
        self._look = LookWatcher(self.widget, self._redrawer.start)
        self.ui.differing.styleSheet = HINT_STYLE
        self.ui.liveCheck.connect("clicked(bool)", presenter.set_live)

    def cleanup(self) -> None:
        self._look.stop()
        self._redrawer.stop()

    @property
    def isSettled(self) -> bool:
        return not self._redrawer.active

    def zoom(self) -> None:
        """Fill both views with the lesion."""
        lesions = self._lesions().values()
        place = self.place
        if place is not None:
            goTo(place, max(lesion.size.diameter_mm for lesion in lesions))

    @property
    def place(self) -> Place | None:
        """Midway between the contours that there are; None where there is none."""
        places = [lesion.place for lesion in self._lesions().values()]
        if not places:
            return None
        left, anterior, superior = (math.fsum(axis) / len(places) for axis in zip(*places, strict=True))
        return left, anterior, superior

    def draw(self) -> None:
        lesions = self._lesions()
        for phase in PHASES:
            lesion = self._lesion(phase)
            getattr(self.ui, f"{phase}Size").text = lesion if isinstance(lesion, str) else lesion.size.words
            getattr(self.ui, f"{phase}GoTo").enabled = phase in lesions
        showText(self.ui.differing, size_hint({phase: lesion.size for phase, lesion in lesions.items()}))
        self.ui.liveCheck.checked = self.presenter.live.enabled
        self._drawScore()

    def _drawScore(self) -> None:
        result = self.presenter.result
        showText(self.ui.scoreNotes, " ".join(result.answer.notes) if result else None)
        if result is None:
            setStyle(self.ui.score, "")
            self.ui.score.text = _("No score yet")
            return
        stale = self.presenter.is_stale
        setStyle(self.ui.score, bold(self.ui.score, 1.25, faded=stale))
        text = result.answer.headline
        self.ui.score.text = _("{headline} (out of date)").format(headline=text) if stale else text

    def _lesions(self) -> dict[Phase, Lesion]:
        found = {phase: self._lesion(phase) for phase in PHASES}
        return {phase: lesion for phase, lesion in found.items() if isinstance(lesion, Lesion)}

    def _lesion(self, phase: Phase) -> Lesion | str:
        """The lesion of a phase, or why there is none."""
        choice = self.presenter.inputs.of(phase)
        if choice.segmentation is None or choice.segment is None:
            return _("no contour yet")
        try:
            key = (
                choice.segmentation,
                choice.segment,
                self._source.contour_revision(choice.segmentation, choice.segment),
            )
            known = self._measured.get(phase)
            if known is None or known[0] != key:
                known = key, _measure(slicer.mrmlScene.GetNodeByID(choice.segmentation), choice.segment)
                self._measured[phase] = known
            return known[1]
        except InputError:  # it was removed a moment ago
            return _("no contour yet")

    def _goTo(self, phase: Phase) -> None:
        lesion = self._lesion(phase)
        if isinstance(lesion, Lesion):
            goTo(lesion.place, lesion.size.diameter_mm)


def _measure(segmentation: Any, segment: str) -> Lesion | str:
    try:
        mask = own_mask(segmentation, segment)
    except EmptySegment:
        return _("no contour yet")
    except InputError:  # which stands beside Predict
        return _("cannot be measured")
    size = lesion_size(mask.array, mask.geometry.spacing)
    left, posterior, superior = largest_slice_center(mask)
    return _("no contour yet") if size is None else Lesion(size, (-left, -posterior, superior))
