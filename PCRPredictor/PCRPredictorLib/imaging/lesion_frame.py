"""The neighborhood of a lesion's diameter: its voxels, where they lie in terms of the diameter, and seeds in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import ndimage

from ..errors import InputError
from ..texts import sentence as _
from .geometry import Geometry
from .lesion_hints import LesionHints
from .lesion_line import LesionLine, Stroke
from .phase_image import PhaseImage

CLIP_HU = (-60.0, 240.0)
MARGIN_MM = 15.0
BOX_SHARE = 0.65
"""Half a side of the box, in diameters, beside the margin."""
FINEST_PARTS = 30
"""Voxels along the diameter beyond which the image is thinned out; finer ones cost time and give no better edge."""
THICK_MM = 3.0
SMOOTHING_SHARE, MOST_SMOOTHING_MM = 0.05, 2.0
LOOSENED, LOOSENED_MM = 1.2, 1.0
"""A line across is drawn on one slice; the lesion may be wider on another, and by half a voxel at both edges."""


@dataclass(frozen=True, eq=False)
class LesionFrame:
    """Voxels around a diameter, thinned out where they are finer than needed.

    Attributes
    ----------
    box : tuple of slice
        In the array of the image.
    step : numpy.ndarray
        Every how many voxels one was taken, (slice, row, column).
    values : numpy.ndarray
        HU of those taken.
    spacing : tuple of float
        (column, row, slice) step between those taken, mm.
    place : numpy.ndarray
        Where they lie along, across and upright, in whole extents of the lesion there: 0 in the middle, 0.5 at the
        edge; shape (3, slices, rows, columns).
    diameter : float
        The longest one, mm.
    upright_mm : float
        The extent that is taken for granted across the slices.
    belongs, foreign : numpy.ndarray
        What strokes say.
    """

    box: tuple[slice, slice, slice]
    step: np.ndarray
    values: np.ndarray
    spacing: tuple[float, float, float]
    place: np.ndarray
    diameter: float
    upright_mm: float
    belongs: np.ndarray
    foreign: np.ndarray
    _smooth: dict[float, np.ndarray] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def around(cls, image: PhaseImage, line: LesionLine, hints: LesionHints) -> LesionFrame:
        geometry, diameter = image.geometry, line.length_mm
        box = _box(geometry, line.center, BOX_SHARE * diameter + MARGIN_MM)
        spacing = np.array(geometry.spacing)
        step = np.maximum(1, np.floor(diameter / FINEST_PARTS / spacing)).astype(int)[::-1]
        values = image.array[box][tuple(slice(None, None, int(every)) for every in step)].astype(np.float64)
        first = np.array([side.start for side in reversed(box)])
        to_world = geometry.index_to_world.copy()
        to_world[:3, 3] += to_world[:3, :3] @ first
        to_world[:3, :3] *= step[::-1]
        axes = line.axes(np.reshape(geometry.direction, (3, 3))[:, 2])
        middle, extents = _ellipsoid(line, hints.across, axes)
        index = np.indices(values.shape, dtype=np.float64)[::-1]
        place = np.einsum("ij,j...->i...", axes.T @ to_world[:3, :3], index)
        place += (axes.T @ (to_world[:3, 3] - middle))[:, None, None, None]
        column, row, slice_ = (spacing * step[::-1]).tolist()
        upright = float(extents[2])
        belongs, foreign = (_crossed(values.shape, to_world, strokes) for strokes in (hints.belongs, hints.foreign))
        place /= extents[:, None, None, None]
        return cls(box, step, values, (column, row, slice_), place, diameter, upright, belongs, foreign)

    @cached_property
    def radius(self) -> np.ndarray:
        """Distance from the middle, in extents."""
        return np.sqrt((self.place**2).sum(axis=0))

    def ellipsoid(self, along: float, across: float, upright: float) -> np.ndarray:
        """An ellipsoid around the line, of one slice at least; half axes in extents."""
        thinnest = 0.6 * self.spacing[2] / self.upright_mm
        return self.from_center(np.zeros(3), np.array([along, across, max(upright, thinnest)])) <= 1

    def from_center(self, center: np.ndarray, half_axes: np.ndarray) -> np.ndarray:
        """Distance from a center, 1 at the surface of the ellipsoid with these half axes; all in extents."""
        column = (slice(None), None, None, None)
        return np.sqrt((((self.place - center[column]) / half_axes[column]) ** 2).sum(axis=0))

    def smoothed(self, least_mm: float) -> np.ndarray:
        """HU smoothed by a share of the diameter within bounds, and clipped."""
        sigma = float(np.clip(SMOOTHING_SHARE * self.diameter, least_mm, MOST_SMOOTHING_MM))
        if sigma not in self._smooth:
            smooth = ndimage.gaussian_filter(self.values, [sigma / step for step in reversed(self.spacing)])
            self._smooth[sigma] = np.clip(smooth, *CLIP_HU)
        return self._smooth[sigma]

    def cleaned(self, region: np.ndarray, core: np.ndarray) -> np.ndarray:
        """Opened, reduced to the part that holds most of the core, and filled slice by slice."""
        element = ndimage.generate_binary_structure(3, 1)
        if self.spacing[2] > THICK_MM:
            element[[0, 2]] = False
        parts, count = ndimage.label(ndimage.binary_opening(region, element))
        if count == 0:
            return region
        held = np.bincount(parts[core], minlength=count + 1)
        held[0] = 0
        largest = parts == (held.argmax() if held.any() else 1 + np.bincount(parts.ravel())[1:].argmax())
        return np.array([ndimage.binary_fill_holes(plane) for plane in largest])

    def on_voxels(self, share: np.ndarray) -> np.ndarray:
        """Where the majority says lesion, on all voxels of the box: shares are interpolated between those taken."""
        for axis, (side, every) in enumerate(zip(self.box, self.step.tolist(), strict=True)):
            share = _stretched(share.astype(np.float32), axis, side.stop - side.start, every)
        return share > 0.5


def _ellipsoid(line: LesionLine, across: Stroke | None, axes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Middle of the lesion and its extents along the axes: the diameter, and that of a line across where there is one.

    A line across that runs through the slices gives the upright extent; else that is the geometric mean of both others.
    """
    extents = np.full(3, line.length_mm)
    if across is None:
        return line.center, extents
    direction = np.abs(axes.T @ np.subtract(across.end, across.start))
    crossed = 1 if direction[1] >= direction[2] else 2
    extents[crossed] = min(line.length_mm, LOOSENED * across.length_mm + LOOSENED_MM)
    if crossed == 1:
        extents[2] = np.sqrt(extents[0] * extents[1])
    aside = axes[:, crossed] @ (across.center - line.center)
    return line.center + aside * axes[:, crossed], extents


def _crossed(shape: tuple[int, ...], to_world: np.ndarray, strokes: tuple[Stroke, ...]) -> np.ndarray:
    """The voxels that strokes run through."""
    marked = np.zeros(shape, dtype=bool)
    to_index = np.linalg.inv(to_world)
    for stroke in strokes:
        start, end = (to_index[:3, :3] @ point + to_index[:3, 3] for point in (stroke.start, stroke.end))
        share = np.linspace(0, 1, 2 * int(np.abs(end - start).max()) + 2)[:, None]
        index = np.rint(start + share * (end - start)).astype(int)[:, ::-1]
        within = ((index >= 0) & (index < shape)).all(axis=1)
        if not within.any():
            raise InputError(
                _("A stroke lies too far from the longest diameter; draw the diameter of that lesion anew.")
            )
        marked[tuple(index[within].T)] = True
    return marked


def _stretched(values: np.ndarray, axis: int, count: int, every: int) -> np.ndarray:
    """Values of every n-th place along an axis, interpolated linearly to `count` places; the last one is kept on."""
    if every == 1:
        return values
    place = np.arange(count) / every
    before = np.minimum(place.astype(int), values.shape[axis] - 1)
    after = np.minimum(before + 1, values.shape[axis] - 1)
    along = [1] * values.ndim
    along[axis] = count
    weight = (place - before).astype(np.float32).reshape(along)
    low = np.take(values, before, axis=axis)
    return low + (np.take(values, after, axis=axis) - low) * weight


def _box(geometry: Geometry, center: np.ndarray, reach_mm: float) -> tuple[slice, slice, slice]:
    """The voxels within a reach of a point, as far as the image goes."""
    to_index = np.linalg.inv(geometry.index_to_world)
    middle = to_index[:3, :3] @ center + to_index[:3, 3]
    reach = reach_mm / np.array(geometry.spacing)
    low = np.maximum(0, np.floor(middle - reach)).astype(int)
    high = np.minimum(geometry.shape[::-1], np.ceil(middle + reach) + 1).astype(int)
    column, row, slice_ = (slice(int(first), int(last)) for first, last in zip(low, high, strict=True))
    return slice_, row, column
