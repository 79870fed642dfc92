"""What a path of the hand over a view covers of the volume that is shown there."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from PCRPredictorLib.mrml.grid import array_from_matrix
from vtkmodules.vtkCommonMath import vtkMatrix4x4

from .outline import inside


@dataclass(frozen=True)
class Voxels:
    """Voxels of a volume, inside a box of it.

    Attributes
    ----------
    low : tuple of int
        Index (column, row, slice) of the box's first voxel.
    mask : numpy.ndarray
        Boolean, shape (slices, rows, columns) of the box.
    """

    low: tuple[int, int, int]
    mask: np.ndarray


def index_of(place: np.ndarray) -> tuple[int, int, int]:
    """Three whole numbers as `Voxels` holds them."""
    first, second, third = place
    return int(first), int(second), int(third)


class Hand:
    """A view's pixels and its volume's voxels.

    Parameters
    ----------
    view_node : vtkMRMLSliceNode
    volume_node : vtkMRMLScalarVolumeNode
    slice_step : float
        Distance of neighboring slices in mm; what is drawn on a slice reaches half of it up and down.
    """

    def __init__(self, view_node: Any, volume_node: Any, slice_step: float) -> None:
        matrix = vtkMatrix4x4()
        volume_node.GetIJKToRASMatrix(matrix)
        ijk_to_ras, xy_to_ras = array_from_matrix(matrix), array_from_matrix(view_node.GetXYToRAS())
        self._to_ijk = np.linalg.inv(ijk_to_ras) @ xy_to_ras
        self._to_xy = np.linalg.inv(self._to_ijk)
        self._z_mm = float(np.linalg.norm(xy_to_ras[:3, 2]))
        self._half = slice_step / 2
        self._spacing = np.array(volume_node.GetSpacing())
        self._shape = np.array(volume_node.GetImageData().GetDimensions())
        normal = np.linalg.inv(ijk_to_ras)[:3, :3] @ xy_to_ras[:3, 2] * self._spacing
        self._normal = normal / np.linalg.norm(normal)

    def looped(self, path: np.ndarray, this_slice_only: bool) -> Voxels:
        """Voxels whose centers lie inside a closed path in pixels, on the shown slice or on all of them."""
        depth = self._half / self._z_mm if this_slice_only else float(np.linalg.norm(self._shape * self._spacing))
        low, high = path.min(axis=0), path.max(axis=0)
        corners = [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (-depth, depth)]
        first, last = self._box(np.array(corners))
        if (first > last).any():
            return Voxels((0, 0, 0), np.zeros((1, 1, 1), dtype=bool))
        ranges = [np.arange(a, b + 1) for a, b in zip(first, last, strict=True)]
        # Along an axis that one looks along, every voxel is like the first.
        flat = [len(values) > 1 and np.abs(self._to_xy[:2, axis]).max() < 1e-9 for axis, values in enumerate(ranges)]
        places = self._xy([values[:1] if is_flat else values for values, is_flat in zip(ranges, flat, strict=True)])
        found = inside(places[..., :2].reshape(-1, 2), path).reshape(places.shape[:3])
        if this_slice_only:
            heights = self._xy(ranges)[..., 2] * self._z_mm
            found = found & (heights > -self._half) & (heights <= self._half)
        shape = tuple(len(values) for values in reversed(ranges))
        return Voxels(index_of(first), np.ascontiguousarray(np.broadcast_to(found, shape)))

    def brushed(self, path: np.ndarray, diameter_mm: float, is_sphere: bool) -> Voxels:
        """Voxels whose centers a brush passes over on its way along a path in pixels; at least those it stands in."""
        radius = diameter_mm / 2
        stops = np.column_stack([path, np.zeros(len(path)), np.ones(len(path))]) @ self._to_ijk[:3].T
        reach = radius if is_sphere else np.hypot(radius, self._half)
        first = np.maximum(np.floor((stops - reach / self._spacing).min(axis=0)), 0).astype(int)
        last = np.minimum(np.ceil((stops + reach / self._spacing).max(axis=0)), self._shape - 1).astype(int)
        if (first > last).any():
            return Voxels((0, 0, 0), np.zeros((1, 1, 1), dtype=bool))
        found = np.zeros(tuple((last - first + 1)[::-1]), dtype=bool)
        for start, end in zip(
            stops[:-1] if len(stops) > 1 else stops, stops[1:] if len(stops) > 1 else stops, strict=True
        ):
            self._brush_one(found, first, start, end, radius, reach, is_sphere)
        stood = np.round(stops).astype(int)
        stood = stood[((stood >= first) & (stood <= last)).all(axis=1)] - first
        found[stood[:, 2], stood[:, 1], stood[:, 0]] = True
        return Voxels(index_of(first), found)

    def _brush_one(
        self,
        found: np.ndarray,
        first: np.ndarray,
        start: np.ndarray,
        end: np.ndarray,
        radius: float,
        reach: float,
        is_sphere: bool,
    ) -> None:
        """Mark what lies around one straight piece."""
        margin = reach / self._spacing
        low = np.maximum(np.floor(np.minimum(start, end) - margin).astype(int) - first, 0)
        high = np.minimum(np.ceil(np.maximum(start, end) + margin).astype(int) - first + 1, found.shape[::-1])
        if (low >= high).any():
            return
        ranges = [np.arange(a, b) + offset for a, b, offset in zip(low, high, first, strict=True)]
        away = (_grid(ranges) - start) * self._spacing
        step = (end - start) * self._spacing
        length = float(step @ step)
        share = np.clip(away @ step / length, 0, 1) if length > 0 else np.zeros(away.shape[:3])
        away = away - share[..., None] * step
        height = away @ self._normal
        square = (away**2).sum(axis=-1)
        if is_sphere:
            near = square <= radius**2
        else:
            near = (square - height**2 <= radius**2) & (height > -self._half) & (height <= self._half)
        found[tuple(slice(a, b) for a, b in zip(low[::-1], high[::-1], strict=True))] |= near

    def _box(self, corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        places = np.column_stack([corners, np.ones(len(corners))]) @ self._to_ijk[:3].T
        first = np.maximum(np.floor(places.min(axis=0)), 0).astype(int)
        return first, np.minimum(np.ceil(places.max(axis=0)), self._shape - 1).astype(int)

    def _xy(self, ranges: list[np.ndarray]) -> np.ndarray:
        return _grid(ranges) @ self._to_xy[:3, :3].T + self._to_xy[:3, 3]


def _grid(ranges: list[np.ndarray]) -> np.ndarray:
    """Indices (column, row, slice) of every voxel, shape (slices, rows, columns, 3)."""
    slices, rows, columns = np.meshgrid(*reversed(ranges), indexing="ij")
    return np.stack([columns, rows, slices], axis=-1).astype(float)


def without(voxels: Voxels, others: Voxels) -> Voxels:
    """The voxels that are not among the others."""
    kept = voxels.mask.copy()
    start = np.subtract(others.low, voxels.low)[::-1]
    low, high = np.maximum(start, 0), np.minimum(start + others.mask.shape, kept.shape)
    if (low < high).all():
        kept[tuple(map(slice, low, high))] &= ~others.mask[tuple(map(slice, low - start, high - start))]
    return Voxels(voxels.low, kept)
