"""The segment editor's tools on the contour of the active phase."""

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from PCRPredictorLib.presenter.patient.state import Phase
from PCRPredictorLib.presenter.patient.windows import LIVER_WINDOW
from PCRPredictorLib.presenter.signal import Signal
from trame_slicer.core import SegmentationEditor
from trame_slicer.segmentation import (
    ModificationMode,
    SegmentationEffect,
    SegmentationEffectErase,
    SegmentationEffectIslands,
    SegmentationEffectNoTool,
    SegmentationEffectPaint,
    SegmentationEffectSmoothing,
    SegmentationIslandsMode,
)
from trame_slicer.segmentation.paint_effect_parameters import BrushDiameterMode
from trame_slicer.segmentation.segmentation_effect_smoothing import SmoothingEffectMode

from .contour_steps import ContourSteps, contour_on, labelmap_of
from .hand import Hand, Voxels, without
from .preview import Preview
from .threshold import between, proposed_range, question, searched

UNDO_STEPS = 30
# Of so many contours, those turned to last, the steps are kept.
UNDO_CONTOURS = 12

# The names under which the steps of each tool are undone. A tool that follows the hand needs no effect of
# trame-slicer's, except to show the brush.
TITLES = {
    "paint": "Paint",
    "erase": "Erase",
    "draw": "Draw",
    "scissors": "Scissors",
    "threshold": "Threshold",
    "islands": "Islands",
    "smoothing": "Smooth",
}
EFFECTS: dict[str, type[SegmentationEffect]] = {
    "paint": SegmentationEffectPaint,
    "erase": SegmentationEffectErase,
    "islands": SegmentationEffectIslands,
    "smoothing": SegmentationEffectSmoothing,
}
LOOPED = ("draw", "scissors")
BRUSHED = ("paint", "erase")
BRUSH_MM = (2.0, 60.0)
ISLANDS = {
    "keep_largest": SegmentationIslandsMode.KEEP_LARGEST_ISLAND,
    "remove_small": SegmentationIslandsMode.REMOVE_SMALL_ISLANDS,
    "keep_selected": SegmentationIslandsMode.KEEP_SELECTED,
    "remove_selected": SegmentationIslandsMode.REMOVE_SELECTED,
}
SMOOTHING = {
    "median": SmoothingEffectMode.MEDIAN,
    "opening": SmoothingEffectMode.OPENING,
    "closing": SmoothingEffectMode.CLOSING,
    "gaussian": SmoothingEffectMode.GAUSSIAN,
}


@dataclass
class ToolSettings:
    """What the tool bar holds; each name is a name of the page's state too.

    Attributes
    ----------
    brush_mm, smoothing_mm : float
        Diameter of the brush; kernel, or standard deviation for Gaussian smoothing.
    threshold_region : str
        Where a threshold acts: in the contour, under the brush, in a box around the contour, or everywhere.
    threshold_low, threshold_high : float
        Hounsfield units, both inside.
    islands_ml : float
        Islands below this volume are removed by ``remove_small``.
    scissors_slice_only : bool
        Cut the shown slice only, not all of them.
    """

    brush_mm: float = 12.0
    brush_sphere: bool = False
    threshold_region: str = "contour"
    threshold_low: float = LIVER_WINDOW.level
    threshold_high: float = LIVER_WINDOW.high
    islands_mode: str = "keep_largest"
    islands_ml: float = 0.5
    smoothing_method: str = "median"
    smoothing_mm: float = 6.0
    scissors_mode: str = "erase_outside"
    scissors_slice_only: bool = False


class ContourTools:
    """Editing one phase's contour at a time, in that phase's view only.

    Parameters
    ----------
    editor : trame_slicer.core.SegmentationEditor
    scene : vtkMRMLScene

    Attributes
    ----------
    edited : Signal
        Emitted without values whenever the contour may have changed.
    stepped : Signal
        Emitted without values after each new step, which undoing and redoing are not.
    tool : str
        Name of the active tool, empty where there is none.
    settings : ToolSettings
    question : str
        What `apply` did not do unasked; empty where nothing is asked.
    picks_range : bool
        Whether the next stroke takes the threshold's ends from what lies under the brush.
    """

    def __init__(self, editor: SegmentationEditor, scene: Any) -> None:
        self.edited = Signal()
        self.stepped = Signal()
        self.tool = ""
        self.settings = ToolSettings()
        self.question = ""
        self.picks_range = False
        self._editor = editor
        self._preview = Preview(scene)
        self._target: tuple[Phase, str, str, str] | None = None
        self._view_node: Any = None
        self._stacks: dict[tuple[Phase, str], ContourSteps] = {}
        editor.segmentation_modified.connect(self.edited.emit)

    @property
    def can_undo(self) -> bool:
        return self._stack is not None and self._stack.can_undo()

    @property
    def can_redo(self) -> bool:
        return self._stack is not None and self._stack.can_redo()

    @property
    def steps(self) -> list[str]:
        """What can be undone, the latest first."""
        return [] if self._stack is None else self._stack.texts

    def steps_on(self, phase: Phase, segmentation_id: str | None) -> list[str]:
        """What could be undone on another contour of a phase, the latest first."""
        stack = self._stacks.get((phase, segmentation_id or ""))
        return [] if stack is None else stack.texts

    @property
    def follows_hand(self) -> bool:
        """Whether the tool takes whole paths of the hand, in the active phase's view."""
        return self.tool in LOOPED + BRUSHED or (self.tool == "threshold" and self._uses_brush)

    @property
    def needs_pointing(self) -> bool:
        """Whether the tool acts where the user points, in the active phase's view."""
        clicks = self.tool == "islands" and self.settings.islands_mode.endswith("selected")
        return self.follows_hand or clicks

    def edit(self, phase: Phase, segmentation: Any, segment_id: str, volume: Any, view_node: Any) -> None:
        """Turn to a segment of a phase; its view is the only one that answers to the tools."""
        target = (phase, segmentation.GetID(), segment_id, volume.GetID())
        if target == self._target:
            return
        tool = self.tool
        self.release()
        self._target, self._view_node = target, view_node
        # Without a stack while it turns, since it would empty it.
        self._editor.set_undo_stack(None)
        self._forget_segmentation()
        self._editor.set_active_segmentation(segmentation, volume)
        self._editor.set_active_segment_id(segment_id)
        self._keep_steps(self._stacks.get(target[:2]) or ContourSteps(UNDO_STEPS, self.stepped.emit))
        self.choose(tool)

    def take_over_steps(self, segmentation_id: str, segment_id: str) -> None:
        """Go on with the steps of a contour that is gone and that the edited one was made to be again."""
        if self._target is None or segmentation_id == self._target[1]:
            return
        steps = self._stacks.pop((self._target[0], segmentation_id), None)
        if steps is not None:
            steps.turn_to(self._editor.active_segmentation, {segment_id: self._target[2]})
            self._keep_steps(steps)

    def _keep_steps(self, steps: ContourSteps) -> None:
        """Undo and redo these on the edited contour."""
        assert self._target is not None, "a contour is edited"
        key = self._target[:2]
        self._stacks.pop(key, None)
        self._stacks[key] = steps
        while len(self._stacks) > UNDO_CONTOURS:
            del self._stacks[next(iter(self._stacks))]
        self._editor.set_undo_stack(steps)

    def release(self) -> None:
        """Edit nothing."""
        self.choose("")
        self._target = None

    def choose(self, tool: str) -> None:
        """Take a tool in hand; an empty name puts it away."""
        is_new = tool != self.tool
        self.tool = tool if self._target is not None else ""
        self.picks_range = False
        self._editor.set_active_effect_type(EFFECTS.get(self.tool, SegmentationEffectNoTool))
        if self.tool == "threshold" and is_new:
            self.settings.threshold_region = "contour"
            self.propose_range()
        self._configure()

    def change(self, **settings: Any) -> None:
        """Change settings by name; values that are no finite numbers where one is needed are left out."""
        for name, value in settings.items():
            known = getattr(self.settings, name)
            if isinstance(known, float):
                value = _number(value, known)
            setattr(self.settings, name, value)
        self._configure()

    def propose_range(self) -> None:
        """Set the threshold's ends by what the contour holds; an empty one leaves them, and searches by brush."""
        contour = self._contour()
        found = proposed_range(self._editor.active_volume_node, contour)
        if found is None:
            self.settings.threshold_region = "brush"
        else:
            self.settings.threshold_low, self.settings.threshold_high = found
        self._configure()

    def pick_range(self, is_next: bool) -> None:
        """Take the threshold's ends from under the brush at the next stroke."""
        self.picks_range = is_next
        self._configure()

    def follow(self, path: np.ndarray, slice_step: float) -> None:
        """Do along a path in the view's pixels what the tool in hand does."""
        if self._target is None or not self.follows_hand:
            return
        volume, settings = self._editor.active_volume_node, self.settings
        hand = Hand(self._view_node, volume, slice_step)
        if self.tool in BRUSHED:
            voxels = hand.brushed(path, settings.brush_mm, settings.brush_sphere)
            self._modify(voxels, adds=self.tool == "paint")
        elif self.tool == "threshold":
            voxels = hand.brushed(path, settings.brush_mm, is_sphere=True)
            if self.picks_range:
                found = proposed_range(volume, voxels)
                if found is not None:
                    settings.threshold_low, settings.threshold_high = found
                self.pick_range(False)
            else:
                self._modify(between(volume, voxels, settings.threshold_low, settings.threshold_high), adds=True)
        elif len(path) > 2:
            only = self.tool == "draw" or settings.scissors_slice_only
            self._cut(hand.looped(path, only), adds=self.tool == "draw")

    def apply(self, is_confirmed: bool = False) -> None:
        """Do what the tool does to the whole contour at once; a threshold that changes much asks first."""
        effect = self._editor.active_effect
        if self.tool == "threshold":
            self._apply_threshold(is_confirmed)
        elif isinstance(effect, SegmentationEffectIslands):
            with self._named():
                effect.apply()
        elif isinstance(effect, SegmentationEffectSmoothing):
            with self._named():
                effect.apply_smoothing()

    def forget_question(self) -> None:
        self.question = ""

    def undo(self) -> None:
        if self._stack is not None:
            self._stack.undo()
            self._show_preview()

    def redo(self) -> None:
        if self._stack is not None:
            self._stack.redo()
            self._show_preview()

    @property
    def _stack(self) -> ContourSteps | None:
        return None if self._target is None else self._stacks[self._target[:2]]

    @property
    def _uses_brush(self) -> bool:
        return self.picks_range or self.settings.threshold_region == "brush"

    def _cut(self, inside: Voxels, adds: bool) -> None:
        mode = "fill_inside" if adds else self.settings.scissors_mode
        if mode == "erase_outside":
            contour = self._contour()
            if contour is None:
                return
            inside = without(contour, inside)
        self._modify(inside, adds=mode == "fill_inside")

    def _apply_threshold(self, is_confirmed: bool) -> None:
        if self._uses_brush:
            return
        contour = self._contour()
        found = self._found(contour)
        before = 0 if contour is None else int(np.count_nonzero(contour.mask))
        self.question = "" if is_confirmed else question(before, int(np.count_nonzero(found.mask)))
        if self.question:
            return
        self._modify(found, mode=ModificationMode.Set)
        self.choose("")

    def _found(self, contour: Voxels | None) -> Voxels:
        volume, settings = self._editor.active_volume_node, self.settings
        where = searched(settings.threshold_region, volume, contour)
        return between(volume, where, settings.threshold_low, settings.threshold_high)

    def _modify(self, voxels: Voxels, adds: bool = True, mode: ModificationMode | None = None) -> None:
        mode = mode or (ModificationMode.Add if adds else ModificationMode.Remove)
        labelmap = labelmap_of(voxels, self._editor.active_volume_node)
        with self._named():
            self._editor.active_segment_modifier.apply_labelmap(labelmap, modification_mode=mode)

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        """Steps made meanwhile bear the name of the tool in hand."""
        if self._stack is not None:
            self._stack.text = TITLES[self.tool]
        yield

    def _contour(self) -> Voxels | None:
        """The edited contour on its volume's grid."""
        if self._target is None:
            return None
        modifier = self._editor.active_segment_modifier
        return contour_on(modifier, self._target[2])

    def _configure(self) -> None:
        """Hand the settings to the active tool, and the tool to the active phase's view only."""
        effect, settings = self._editor.active_effect, self.settings
        if isinstance(effect, SegmentationEffectPaint | SegmentationEffectErase):
            effect.set_brush_diameter(settings.brush_mm, BrushDiameterMode.Absolute)
            effect.set_use_sphere_brush(settings.brush_sphere)
        elif isinstance(effect, SegmentationEffectIslands):
            effect.set_island_mode(ISLANDS[settings.islands_mode])
            effect.set_minimum_island_size(math.ceil(settings.islands_ml / self._voxel_ml()))
        elif isinstance(effect, SegmentationEffectSmoothing):
            effect.set_smoothing_mode(SMOOTHING[settings.smoothing_method])
            effect.set_kernel_size(settings.smoothing_mm)
            effect.set_standard_deviation(settings.smoothing_mm)
        for reference in effect.pipelines if effect else ():
            pipeline = reference()
            if pipeline is not None:
                pipeline.SetActive(pipeline.GetViewNode() is self._view_node)
        self._show_preview()

    def _show_preview(self) -> None:
        self.question = ""
        if self.tool == "threshold" and not self._uses_brush:
            self._preview.show(self._found(self._contour()), self._editor.active_volume_node, self._view_node)
        else:
            self._preview.clear()

    def _forget_segmentation(self) -> None:
        """Stop trame-slicer's wrapper of the segmentation that was edited from listening to its node.

        Nobody holds the wrapper after it was turned away from, so Python's garbage collector empties its listener, and
        VTK, which still calls it at the node's next change, brings the whole server down.
        """
        wrapper = self._editor.active_segmentation
        if wrapper is not None:
            wrapper.segmentation_node.RemoveObserver(wrapper._node_obs)

    def _voxel_ml(self) -> float:
        return math.prod(self._editor.active_volume_node.GetSpacing()) / 1000


def _number(value: Any, instead: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return instead
    return number if math.isfinite(number) else instead
