"""Changing a contour voxel by voxel, and undoing that without a copy of the whole."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from PCRPredictorLib.mrml.grid import array_from_matrix, voxel_view
from slicer import vtkOrientedImageData
from trame_slicer.segmentation.segmentation_undo_command import SegmentationLabelMapUndoCommand
from undo_stack import UndoCommand, UndoStack
from vtkmodules.vtkCommonCore import VTK_UNSIGNED_CHAR
from vtkmodules.vtkCommonMath import vtkMatrix4x4

from .hand import Voxels, index_of


def labelmap_of(voxels: Voxels, volume_node: Any) -> Any:
    """The voxels as a labelmap that is no larger than their box, on the volume's grid."""
    image = vtkOrientedImageData()
    slices, rows, columns = voxels.mask.shape
    i, j, k = voxels.low
    image.SetExtent(i, i + columns - 1, j, j + rows - 1, k, k + slices - 1)
    image.AllocateScalars(VTK_UNSIGNED_CHAR, 1)
    voxel_view(image)[...] = voxels.mask
    matrix = vtkMatrix4x4()
    volume_node.GetIJKToRASMatrix(matrix)
    image.SetGeometryFromImageToWorldMatrix(matrix)
    return image


def held_voxels(segmentation: Any, segment_id: str) -> Voxels | None:
    """What a segment holds, on its own grid; None where it is empty."""
    segment = segmentation.GetSegment(segment_id)
    image = segment.GetRepresentation("Binary labelmap") if segment is not None else None
    if image is None or image.IsEmpty():
        return None
    extent = image.GetExtent()
    return Voxels((extent[0], extent[2], extent[4]), voxel_view(image) == segment.GetLabelValue())


def contour_on(modifier: Any, segment_id: str) -> Voxels | None:
    """A segment on the grid of the volume it is edited on; None where it is empty."""
    segmentation, volume = modifier.segmentation.segmentation, modifier.volume_node
    labelmap = segmentation.GetSegment(segment_id).GetRepresentation("Binary labelmap")
    if labelmap is None or labelmap.IsEmpty():
        return None
    own, grid = vtkMatrix4x4(), vtkMatrix4x4()
    labelmap.GetImageToWorldMatrix(own)
    volume.GetIJKToRASMatrix(grid)
    shape = volume.GetImageData().GetDimensions()
    extent = labelmap.GetExtent()
    fits = min(extent[0::2]) >= 0 and all(last < size for last, size in zip(extent[1::2], shape, strict=True))
    if fits and np.allclose(array_from_matrix(own), array_from_matrix(grid), atol=1e-5):
        return held_voxels(segmentation, segment_id)
    return Voxels((0, 0, 0), voxel_view(modifier.get_segment_labelmap(segment_id)) != 0)


@dataclass(frozen=True)
class _Difference:
    """Voxels that came to a segment and that left it, packed eight to a byte."""

    low: tuple[int, int, int]
    shape: tuple[int, ...]
    came: bytes
    left: bytes

    @classmethod
    def between(cls, before: Voxels | None, after: Voxels | None) -> "_Difference | None":
        held = [voxels for voxels in (before, after) if voxels is not None]
        if not held:
            return None
        low = np.min([voxels.low for voxels in held], axis=0)
        high = np.max([np.add(voxels.low, voxels.mask.shape[::-1]) for voxels in held], axis=0)
        was, now = (_placed(voxels, low, high) for voxels in (before, after))
        differs = was != now
        if not differs.any():
            return None
        box = tuple(_span(differs.any(axis=tuple({0, 1, 2} - {axis}))) for axis in range(3))
        was, now = was[box], now[box]
        start = low + [part.start for part in reversed(box)]
        return cls(index_of(start), now.shape, _packed(now & ~was), _packed(was & ~now))

    def voxels(self, packed: bytes) -> Voxels:
        bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=int(np.prod(self.shape)))
        return Voxels(self.low, bits.reshape(self.shape).astype(bool))


class ContourStep(UndoCommand):
    """One change of a segmentation's voxels, known by what it changed alone."""

    def __init__(self, segmentation: Any, text: str, differences: dict[str, _Difference]) -> None:
        super().__init__()
        self._segmentation = segmentation
        self._volume = segmentation.volume_node
        self._text = text
        self._differences = differences
        self._is_obsolete = not differences

    def turn_to(self, segmentation: Any, names: dict[str, str]) -> None:
        """Change another segmentation from now on, whose segments hold the same on the same grid under other names."""
        self._segmentation = segmentation
        self._differences = {names.get(segment, segment): found for segment, found in self._differences.items()}

    def undo(self) -> None:
        for segment_id, difference in self._differences.items():
            self._change(segment_id, difference, difference.left, difference.came)

    def redo(self) -> None:
        for segment_id, difference in self._differences.items():
            self._change(segment_id, difference, difference.came, difference.left)

    def _change(self, segment_id: str, difference: _Difference, coming: bytes, leaving: bytes) -> None:
        logic = self._segmentation.editor_logic
        for packed, mode in (
            (leaving, logic.ModificationModeRemove),
            (coming, logic.ModificationModeAdd),
        ):
            voxels = difference.voxels(packed)
            if voxels.mask.any():
                labelmap = labelmap_of(voxels, self._volume)
                everywhere = [0, -1, 0, -1, 0, -1]
                node = self._segmentation.segmentation_node
                logic.ModifySegmentByLabelmap(node, segment_id, labelmap, mode, everywhere, True, True)
        self._segmentation.trigger_modified()


class ContourSteps(UndoStack):
    """trame-slicer's undo stack, whose steps keep what changed instead of two copies of the segmentation.

    Parameters
    ----------
    stepped : callable
        Called after each new step.

    Attributes
    ----------
    text : str
        What the next step is called.
    """

    def __init__(self, undo_limit: int, stepped: Callable[[], None]) -> None:
        super().__init__(undo_limit=undo_limit)
        self._stepped = stepped
        self.text = ""

    @property
    def texts(self) -> list[str]:
        """The steps that can be undone, the latest first."""
        return [command.text() for command in reversed(self._command_list[: self._index])]

    def push(self, command: UndoCommand) -> None:
        if isinstance(command, SegmentationLabelMapUndoCommand):
            before, after = command._segmentation_stack._segmentation_states
            found = {
                segment: _Difference.between(held_voxels(before, segment), held_voxels(after, segment))
                for segment in after.GetSegmentIDs()
            }
            differences = {segment: difference for segment, difference in found.items() if difference is not None}
            if not differences:
                return
            command = ContourStep(command._segmentation, self.text, differences)
        super().push(command)
        self._stepped()

    def turn_to(self, segmentation: Any, names: dict[str, str]) -> None:
        """Undo and redo from now on as `ContourStep.turn_to` says."""
        for command in self._command_list:
            command.turn_to(segmentation, names)


def _placed(voxels: Voxels | None, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    whole = np.zeros(tuple((high - low)[::-1]), dtype=bool)
    if voxels is not None:
        start = np.subtract(voxels.low, low)[::-1]
        whole[tuple(slice(a, a + size) for a, size in zip(start, voxels.mask.shape, strict=True))] = voxels.mask
    return whole


def _span(any_there: np.ndarray) -> slice:
    places = np.flatnonzero(any_there)
    return slice(int(places[0]), int(places[-1]) + 1)


def _packed(mask: np.ndarray) -> bytes:
    return np.packbits(mask).tobytes()
