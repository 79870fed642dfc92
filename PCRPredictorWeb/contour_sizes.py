"""How large the contours are that are being drawn."""

from typing import Any

from PCRPredictorLib.presenter.patient.lesion_size import LesionSize, lesion_size, size_hint
from PCRPredictorLib.presenter.patient.state import PHASES, Phase, PhaseChoice

from .browser_case import BrowserCase
from .contour_steps import held_voxels


class ContourSizes:
    """Volume and diameter of each phase's contour; a contour is measured again only after it changed."""

    def __init__(self, case: BrowserCase) -> None:
        self._case = case
        self._known: dict[Phase, tuple[Any, LesionSize | None]] = {}

    def words(self, chosen: dict[Phase, PhaseChoice]) -> dict[str, str]:
        """What the page shows of them: one line a phase, and a hint where they differ much."""
        sizes = {phase: self._size(phase, chosen[phase]) for phase in PHASES}
        found = {phase: size for phase, size in sizes.items() if size is not None}
        lines = {f"{phase}_size": size.words if size is not None else "" for phase, size in sizes.items()}
        return lines | {"size_hint": size_hint(found) or ""}

    def _size(self, phase: Phase, choice: PhaseChoice) -> LesionSize | None:
        if choice.segmentation is None or choice.segment is None:
            return None
        state = choice.segmentation, choice.segment, self._case.contour_revision(choice.segmentation, choice.segment)
        if phase not in self._known or self._known[phase][0] != state:
            segmentation = self._case.node(choice.segmentation).GetSegmentation()
            voxels = held_voxels(segmentation, choice.segment)
            size = None if voxels is None else lesion_size(voxels.mask, _spacing(segmentation, choice.segment))
            self._known[phase] = state, size
        return self._known[phase][1]


def _spacing(segmentation: Any, segment: str) -> tuple[float, float, float]:
    return segmentation.GetSegment(segment).GetRepresentation("Binary labelmap").GetSpacing()
