"""The segment editor's tools on the contour of the active phase."""

import math
from dataclasses import dataclass
from typing import Any

from PCRPredictorLib.presenter.patient.state import PHASES, Phase
from PCRPredictorLib.presenter.patient.windows import WINDOWS
from PCRPredictorLib.presenter.signal import Signal
from trame_slicer.core import SegmentationEditor
from trame_slicer.segmentation import (
    ModificationMode,
    ScissorsEffectFillMode,
    ScissorsEffectRangeMode,
    SegmentationEffect,
    SegmentationEffectDraw,
    SegmentationEffectErase,
    SegmentationEffectIslands,
    SegmentationEffectNoTool,
    SegmentationEffectPaint,
    SegmentationEffectScissors,
    SegmentationEffectSmoothing,
    SegmentationEffectThreshold,
    SegmentationIslandsMode,
)
from trame_slicer.segmentation.paint_effect_parameters import BrushDiameterMode
from trame_slicer.segmentation.segmentation_effect_smoothing import SmoothingEffectMode
from undo_stack import UndoStack

# Each step keeps two copies of the segmentation.
UNDO_STEPS = 10

TOOLS: dict[str, type[SegmentationEffect]] = {
    "paint": SegmentationEffectPaint,
    "erase": SegmentationEffectErase,
    "draw": SegmentationEffectDraw,
    "scissors": SegmentationEffectScissors,
    "threshold": SegmentationEffectThreshold,
    "islands": SegmentationEffectIslands,
    "smoothing": SegmentationEffectSmoothing,
}
POINTING = ("paint", "erase", "draw", "scissors")
SCISSORS = {
    "erase_inside": ScissorsEffectFillMode.ERASE_INSIDE,
    "erase_outside": ScissorsEffectFillMode.ERASE_OUTSIDE,
    "fill_inside": ScissorsEffectFillMode.FILL_INSIDE,
}
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
    threshold_low, threshold_high : float
        Hounsfield units, both inside.
    islands_ml : float
        Islands below this volume are removed by ``remove_small``.
    scissors_slice_only : bool
        Cut the shown slice only, not all of them.
    """

    brush_mm: float = 12.0
    brush_sphere: bool = False
    threshold_low: float = WINDOWS["Liver"].level
    threshold_high: float = WINDOWS["Liver"].high
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

    Attributes
    ----------
    edited : Signal
        Emitted without values whenever the contour may have changed.
    tool : str
        Name of the active tool, empty where there is none.
    settings : ToolSettings
    """

    def __init__(self, editor: SegmentationEditor) -> None:
        self.edited = Signal()
        self.tool = ""
        self.settings = ToolSettings()
        self._editor = editor
        self._target: tuple[Phase, str, str, str] | None = None
        self._view_node: Any = None
        self._stacks: dict[Phase, UndoStack] = {phase: UndoStack(undo_limit=UNDO_STEPS) for phase in PHASES}
        self._owners: dict[Phase, str] = {}
        editor.segmentation_modified.connect(self.edited.emit)
        # As in Slicer: a threshold replaces the contour instead of adding to it.
        threshold = editor.get_effect(SegmentationEffectThreshold)
        threshold.set_mode(ModificationMode.Set)
        # Hatched, so that the image is seen through the preview; and still: five blinks a second, each drawn again in
        # software in both views, kept the server from answering.
        threshold.get_param_proxy().is_hatched = True
        threshold.get_param_proxy().preview_opacity = 1.0

    @property
    def can_undo(self) -> bool:
        return self._stack is not None and self._stack.can_undo()

    @property
    def can_redo(self) -> bool:
        return self._stack is not None and self._stack.can_redo()

    @property
    def needs_pointing(self) -> bool:
        """Whether the tool acts where the user points, in the active phase's view."""
        return self.tool in POINTING or (self.tool == "islands" and self.settings.islands_mode.endswith("selected"))

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
        if self._owners.get(phase) != segmentation.GetID():
            self._stacks[phase].clear()
            self._owners[phase] = segmentation.GetID()
        self._editor.set_undo_stack(self._stacks[phase])
        self.choose(tool)

    def release(self) -> None:
        """Edit nothing."""
        self.choose("")
        self._target = None

    def choose(self, tool: str) -> None:
        """Take a tool in hand; an empty name puts it away."""
        self.tool = tool if self._target is not None else ""
        self._editor.set_active_effect_type(TOOLS.get(self.tool, SegmentationEffectNoTool))
        self._configure()

    def change(self, **settings: Any) -> None:
        """Change settings by name; values that are no finite numbers where one is needed are left out."""
        for name, value in settings.items():
            known = getattr(self.settings, name)
            if isinstance(known, float):
                value = _number(value, known)
            setattr(self.settings, name, value)
        self._configure()

    def apply(self) -> None:
        """Do what the tool does to the whole contour at once."""
        effect = self._editor.active_effect
        if isinstance(effect, SegmentationEffectThreshold):
            effect.apply()
            self.choose("")
        elif isinstance(effect, SegmentationEffectIslands):
            effect.apply()
        elif isinstance(effect, SegmentationEffectSmoothing):
            effect.apply_smoothing()

    def undo(self) -> None:
        if self._stack is not None:
            self._stack.undo()

    def redo(self) -> None:
        if self._stack is not None:
            self._stack.redo()

    @property
    def _stack(self) -> UndoStack | None:
        return None if self._target is None else self._stacks[self._target[0]]

    def _configure(self) -> None:
        """Hand the settings to the active tool, and the tool to the active phase's view only."""
        effect, settings = self._editor.active_effect, self.settings
        if isinstance(effect, SegmentationEffectPaint | SegmentationEffectErase):
            effect.set_brush_diameter(settings.brush_mm, BrushDiameterMode.Absolute)
            effect.set_use_sphere_brush(settings.brush_sphere)
        elif isinstance(effect, SegmentationEffectThreshold):
            effect._opacity_blinker.stop()
            effect.set_threshold_min_max_values((settings.threshold_low, settings.threshold_high))
        elif isinstance(effect, SegmentationEffectIslands):
            effect.set_island_mode(ISLANDS[settings.islands_mode])
            effect.set_minimum_island_size(math.ceil(settings.islands_ml / self._voxel_ml()))
        elif isinstance(effect, SegmentationEffectSmoothing):
            effect.set_smoothing_mode(SMOOTHING[settings.smoothing_method])
            effect.set_kernel_size(settings.smoothing_mm)
            effect.set_standard_deviation(settings.smoothing_mm)
        elif isinstance(effect, SegmentationEffectScissors) and not isinstance(effect, SegmentationEffectDraw):
            effect.set_fill_mode(SCISSORS[settings.scissors_mode])
            only = (
                ScissorsEffectRangeMode.SYMMETRIC if settings.scissors_slice_only else ScissorsEffectRangeMode.UNLIMITED
            )
            effect.set_range_mode(only)
        for reference in effect.pipelines if effect else ():
            pipeline = reference()
            if pipeline is not None:
                pipeline.SetActive(pipeline.GetViewNode() is self._view_node)

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
