"""A proposal for the contour of a lesion from its longest diameter: seeds, growing, and how sure it is.

The lesion is grown from seeds inside and outside of it on the smoothed, clipped CT, by a function that is handed in
(see `mrml.grow_cut`). Three proposals are made in three ways, and each voxel goes with the majority: seeds that fill
most of an ellipsoid around the line, which hold on to lesions of many gray values; smaller seeds, which follow
elongated ones; and a threshold between the gray values of lesion and surroundings, which follows the edge of lesions
of one gray value. Where seeds of different size give different lesions, the image does not decide, and the proposal is
doubtful. How good it is, and where it fails, is measured in ``Docs/contours.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..errors import InputError
from ..texts import sentence as _
from .geometry import Geometry
from .lesion_line import LesionLine
from .mask import Mask
from .orientation import to_lps
from .phase_image import PhaseImage

Grow = Callable[[np.ndarray, np.ndarray, tuple[float, float, float]], np.ndarray]
"""(gray values, seeds, steps of column, row and slice in mm) to the label of every voxel; 0 where there is no seed."""
INSIDE, OUTSIDE = 1, 2
CLIP_HU = (-60.0, 240.0)
MARGIN_MM = 15.0
BOX_SHARE = 0.65
"""Half a side of the box, in diameters, beside the margin."""
OUTSIDE_SHARE = 0.6
"""Nothing farther from the middle than this many diameters can belong to the lesion, the longest one being known."""
THRESHOLD_REACH = 0.58
THRESHOLD_SHARE = 0.6
"""Of the way from the gray value of the lesion to that of its surroundings."""
RING = (0.6, 0.85)
TISSUE_HU = (-20.0, 250.0)
FINEST_PARTS = 30
"""Voxels along the diameter beyond which the image is thinned out; finer ones cost time and give no better edge."""
THICK_MM = 3.0
DOUBTFUL_AGREEMENT = 0.7
LEAST_CONTRAST_HU = 8.0


@dataclass(frozen=True)
class Seeds:
    """Half axes of the inner ellipsoid in diameters (along, across, upright), and the smoothing in mm."""

    along: float
    across: float
    upright: float
    smoothing_mm: float


FULL = Seeds(0.42, 0.34, 0.38, 2.0)
MIDDLE = Seeds(0.405, 0.28, 0.29, 1.0)
SMALL = Seeds(0.36, 0.2, 0.2, 1.0)


@dataclass(frozen=True, eq=False)
class ContourProposal:
    """A proposed contour.

    Attributes
    ----------
    mask : Mask
        On the grid of the image.
    agreement : float
        Dice of the lesions that the smallest and the largest seeds gave, 0 to 1.
    contrast_hu : float
        How far the median gray value of the lesion's middle lies from that of the tissue around it.
    """

    mask: Mask
    agreement: float
    contrast_hu: float

    @property
    def is_doubtful(self) -> bool:
        return self.agreement < DOUBTFUL_AGREEMENT or self.contrast_hu < LEAST_CONTRAST_HU

    @property
    def advice(self) -> str:
        """What to do with it, in one sentence."""
        if self.is_doubtful:
            return _(
                "This proposal is doubtful, since the image does not show where the lesion ends: draw "
                "the contour by hand, or correct it everywhere."
            )
        return _("Look at it on every slice and correct it before it is scored.")


def propose_contour(image: PhaseImage, line: LesionLine, grow: Grow) -> ContourProposal:
    """Propose the contour of the lesion that a line crosses from edge to edge.

    Parameters
    ----------
    image : PhaseImage
        In HU.
    line : LesionLine
        The longest diameter.
    grow : callable
        See `Grow`.

    Raises
    ------
    InputError
        The line leaves the image, or nothing grew from it.
    """
    line.require_in(image)
    shown = to_lps(image)
    frame = _Frame.around(shown, line)
    proposals = {seeds: frame.grown(seeds, grow) for seeds in (FULL, MIDDLE, SMALL)}
    levels = frame.levels()
    third = proposals[MIDDLE] if levels is None else frame.thresholded(*levels)
    share = (proposals[FULL].astype(float) + proposals[MIDDLE] + third) / 3
    array = np.zeros(shown.array.shape, dtype=bool)
    array[frame.box] = frame.on_voxels(share)
    if not array.any():
        raise InputError(_("Nothing grew from the line; draw the longest diameter of the lesion from edge to edge."))
    mask = Mask(array, shown.geometry, _("the proposed contour"), simulated=image.acquisition.simulated)
    contrast = 0.0 if levels is None else abs(levels[0] - levels[1])
    return ContourProposal(mask, _dice(proposals[SMALL], proposals[FULL]), contrast)


@dataclass(frozen=True, eq=False)
class _Frame:
    """The neighborhood of a line, thinned out where it is finer than needed.

    Attributes
    ----------
    box : tuple of slice
        In the array of the image.
    step : numpy.ndarray
        Every how many voxels one was taken, (slice, row, column).
    values : numpy.ndarray
        HU of those taken.
    place : numpy.ndarray
        Their distance from the middle along, across and upright, in diameters, shape (3, slices, rows, columns).
    """

    box: tuple[slice, slice, slice]
    step: np.ndarray
    values: np.ndarray
    spacing: tuple[float, float, float]
    place: np.ndarray
    diameter: float

    @classmethod
    def around(cls, image: PhaseImage, line: LesionLine) -> _Frame:
        geometry, diameter = image.geometry, line.length_mm
        box = _box(geometry, line.center, BOX_SHARE * diameter + MARGIN_MM)
        spacing = np.array(geometry.spacing)
        step = np.maximum(1, np.floor(diameter / FINEST_PARTS / spacing)).astype(int)[::-1]
        thin = tuple(slice(None, None, int(every)) for every in step)
        values = image.array[box][thin].astype(np.float64)
        index = np.indices(values.shape, dtype=np.float64)[::-1]
        first = np.array([side.start for side in reversed(box)])
        to_world = geometry.index_to_world
        corner = to_world[:3, :3] @ first + to_world[:3, 3] - line.center
        axes = line.axes(np.reshape(geometry.direction, (3, 3))[:, 2])
        steps = axes.T @ (to_world[:3, :3] * step[::-1])
        place = np.einsum("ij,j...->i...", steps, index) + (axes.T @ corner)[:, None, None, None]
        column, row, slice_ = (spacing * step[::-1]).tolist()
        return cls(box, step, values, (column, row, slice_), place / diameter, diameter)

    @property
    def radius(self) -> np.ndarray:
        """Distance from the middle, in diameters."""
        return np.sqrt((self.place**2).sum(axis=0))

    def core(self, seeds: Seeds) -> np.ndarray:
        """The inner seeds: an ellipsoid around the line, of one slice at least."""
        thinnest = 0.6 * self.spacing[2] / self.diameter
        axes = np.array([seeds.along, seeds.across, max(seeds.upright, thinnest)])
        return ((self.place / axes[:, None, None, None]) ** 2).sum(axis=0) <= 1

    def smoothed(self, sigma_mm: float) -> np.ndarray:
        smooth = ndimage.gaussian_filter(self.values, [sigma_mm / step for step in reversed(self.spacing)])
        return np.clip(smooth, *CLIP_HU)

    def grown(self, seeds: Seeds, grow: Grow) -> np.ndarray:
        core = self.core(seeds)
        labels = np.zeros(core.shape, dtype=np.uint8)
        labels[self.radius >= OUTSIDE_SHARE] = OUTSIDE
        labels[core] = INSIDE
        return self._cleaned(grow(self.smoothed(seeds.smoothing_mm), labels, self.spacing) == INSIDE, core)

    def levels(self) -> tuple[float, float] | None:
        """Median smoothed HU of the lesion's middle and of the tissue around it; None where there is none."""
        smooth, core, radius = self.smoothed(SMALL.smoothing_mm), self.core(SMALL), self.radius
        low, high = TISSUE_HU
        ring = (radius >= RING[0]) & (radius <= RING[1]) & (self.values > low) & (self.values < high)
        if not ring.any() or not core.any():
            return None
        return float(np.median(smooth[core])), float(np.median(smooth[ring]))

    def thresholded(self, lesion: float, around: float) -> np.ndarray:
        """What is nearer to the lesion's gray value than to that of its surroundings."""
        edge = lesion + THRESHOLD_SHARE * (around - lesion)
        on_its_side = (self.smoothed(SMALL.smoothing_mm) - edge) * np.sign(lesion - around) > 0
        return self._cleaned(on_its_side & (self.radius <= THRESHOLD_REACH), self.core(SMALL))

    def _cleaned(self, region: np.ndarray, core: np.ndarray) -> np.ndarray:
        """Opened, reduced to the part that holds most of the core, and filled slice by slice."""
        element = ndimage.generate_binary_structure(3, 1)
        if self.spacing[2] > THICK_MM:
            element[[0, 2]] = False
        opened = ndimage.binary_opening(region, element)
        parts, count = ndimage.label(opened)
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


def _dice(one: np.ndarray, other: np.ndarray) -> float:
    """2 |A and B| / (|A| + |B|)."""
    total = int(np.count_nonzero(one)) + int(np.count_nonzero(other))
    return 2 * int(np.count_nonzero(one & other)) / total if total else 0.0
