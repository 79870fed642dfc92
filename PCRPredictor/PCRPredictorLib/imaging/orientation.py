"""The order in which a grid stores its axes, changed by permutation and flips only: no voxel is interpolated."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np

from ..errors import Notice
from ..texts import sentence as _
from .geometry import Geometry
from .mask import Mask
from .phase_image import PhaseImage

LPS = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
TIE = 1e-3
"""Sums of cosines closer than this are alike; DICOM prints cosines to about 1e-6, and headers are 1e-3 off."""
ODD_ONE_OUT = 1.25
MOST_TILT_DEGREES = 30.0
"""A gantry tilts by up to 30 degrees; beyond it, slices are no longer axial ones."""

Stored = TypeVar("Stored", PhaseImage, Mask)
_Measure = Callable[[np.ndarray], float]


@dataclass(frozen=True)
class AxisOrder:
    """Which stored axis runs along each axis of a frame, and whether it runs backwards.

    Both are in the order of ITK: first the axis that becomes the column step, then row and slice.
    """

    axes: tuple[int, int, int]
    backwards: tuple[bool, bool, bool]

    @classmethod
    def of(cls, geometry: Geometry, frame: tuple[float, ...] = LPS) -> AxisOrder:
        """The order and signs that bring a grid nearest to a frame of three orthogonal axes.

        Of the six ways to name the axes the one with the largest sum of |cosines| is taken. A tie (an oblique at 45
        degrees) goes to the one whose column step leans most to the frame's second axis (posterior), then to its
        third (superior), then whose row step does, all to within 1e-3, so that rounding decides nothing. The rule asks
        where the axes point and never how they are stored: every storage of one grid ends in the same order.

        Parameters
        ----------
        frame : tuple of float
            Row-major 3 x 3 matrix whose columns are the axes; by default the patient's left, posterior, superior.
        """
        cosines = np.reshape(frame, (3, 3)).T @ np.reshape(geometry.direction, (3, 3))
        if _is_near_frame(cosines):
            return cls((0, 1, 2), (False, False, False))
        left = [(axes, _along_frame(cosines, axes)) for axes in itertools.permutations(range(3))]
        for measure in _criteria():
            best = max(measure(matrix) for axes, matrix in left)
            left = [(axes, matrix) for axes, matrix in left if measure(matrix) > best - TIE]
        axes = left[0][0]
        column, row, slice_ = (bool(cosines[place, axis] < 0) for place, axis in enumerate(axes))
        return cls((axes[0], axes[1], axes[2]), (column, row, slice_))

    @property
    def keeps(self) -> bool:
        """Whether nothing is to change."""
        return self.axes == (0, 1, 2) and not any(self.backwards)

    def of_geometry(self, geometry: Geometry) -> Geometry:
        """The same voxels' grid in the new order; the origin is the voxel that is first there."""
        stored = np.reshape(geometry.direction, (3, 3))
        counts = geometry.shape[::-1]
        origin = np.array(geometry.origin, dtype=np.float64)
        direction = np.empty((3, 3))
        for place, (axis, backwards) in enumerate(zip(self.axes, self.backwards, strict=True)):
            direction[:, place] = -stored[:, axis] if backwards else stored[:, axis]
            if backwards:
                origin += stored[:, axis] * (geometry.spacing[axis] * (counts[axis] - 1))
        columns, rows, slices = (counts[axis] for axis in self.axes)
        x, y, z = (geometry.spacing[axis] for axis in self.axes)
        # -0.0 would be another text and another hash than 0.0
        first, second, third = (origin + 0.0).tolist()
        return Geometry((slices, rows, columns), (x, y, z), (first, second, third), tuple((direction + 0.0).flat))

    def of_array(self, array: np.ndarray) -> np.ndarray:
        """A view of a (slices, rows, columns) array in the new order."""
        turned = np.transpose(array, [2 - axis for axis in reversed(self.axes)])
        return turned[tuple(slice(None, None, -1 if backwards else 1) for backwards in reversed(self.backwards))]

    def of_box(self, box: tuple[slice, ...], shape: tuple[int, ...]) -> tuple[slice, slice, slice]:
        """Where a box of an array of `shape` lies after `of_array`."""
        sides = []
        for axis, backwards in zip(reversed(self.axes), reversed(self.backwards), strict=True):
            side, length = box[2 - axis], shape[2 - axis]
            sides.append(slice(length - side.stop, length - side.start) if backwards else side)
        return sides[0], sides[1], sides[2]


def to_lps(stored: Stored) -> Stored:
    """An image or mask in the axis order and signs nearest to left, posterior, superior; a view, nothing is copied."""
    return _in_order(stored, AxisOrder.of(stored.geometry))


def stored_like(stored: Stored, geometry: Geometry) -> Stored:
    """An image or mask in the axis order and signs nearest to those of another grid; a view, nothing is copied."""
    return _in_order(stored, AxisOrder.of(stored.geometry, geometry.direction))


def _in_order(stored: Stored, order: AxisOrder) -> Stored:
    if order.keeps:
        return stored
    turned = replace(stored, array=order.of_array(stored.array), geometry=order.of_geometry(stored.geometry))
    if isinstance(stored, Mask) and stored.box is not None:
        # looked for where the bytes lie in order, which is several times faster on a large volume
        vars(turned)["box"] = order.of_box(stored.box, stored.array.shape)
    return turned


def lps_geometry(geometry: Geometry) -> Geometry:
    """A grid in the axis order and signs nearest to left, posterior, superior."""
    return AxisOrder.of(geometry).of_geometry(geometry)


def tilt_degrees(geometry: Geometry) -> float:
    """Largest angle between an axis of a grid and the patient's axis that it stands for."""
    direction = np.reshape(lps_geometry(geometry).direction, (3, 3))
    return float(np.degrees(np.arccos(np.clip(np.diag(direction).min(), 0, 1))))


def axial_notice(geometry: Geometry) -> Notice | None:
    """What to warn of where slices were not acquired axially; None where nothing tells so.

    Pixels of a CT slice are square, so the axis whose step differs from two that are alike is the one the slices
    follow. Where all three are alike, nothing tells, and little depends on it.
    """
    measured = lps_geometry(geometry)
    step = measured.spacing
    for axis, name in ((0, "sagittal"), (1, "coronal")):
        others = [step[other] for other in range(3) if other != axis]
        apart = min(max(step[axis] / other, other / step[axis]) for other in others)
        if apart > ODD_ONE_OUT and max(others) / min(others) <= ODD_ONE_OUT:
            return Notice(
                "slices-not-axial",
                _(
                    "The voxel sizes ({x:.3g} x {y:.3g} x {z:.3g} mm left-right, front-back, "
                    "bottom-top) are those of a {name} acquisition; the features are measured in axial "
                    "planes, as the model's are, and take grey values from several slices there. Give the "
                    "axial series if there is one."
                ).format(x=step[0], y=step[1], z=step[2], name=name),
            )
    superior = float(np.reshape(measured.direction, (3, 3))[2, 2])
    tilt = float(np.degrees(np.arccos(np.clip(superior, 0, 1))))
    if tilt > MOST_TILT_DEGREES:
        return Notice(
            "slices-not-axial",
            _(
                "The slices are tilted by {tilt:.0f} degrees against the axial plane, more than a gantry "
                "is; the features are measured in the planes of the scan. Give the axial series if there "
                "is one."
            ).format(tilt=tilt),
        )
    return None


def _is_near_frame(cosines: np.ndarray) -> bool:
    """Whether every axis is the nearest one to its own by far; then there is no need to compare the six ways."""
    return bool((np.diag(cosines) > 0.9).all())


def _along_frame(cosines: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """Cosines with the columns in a new order, each turned to run forwards."""
    matrix = cosines[:, axes]
    return matrix * np.where(np.diag(matrix) < 0, -1.0, 1.0)


def _criteria() -> Iterator[_Measure]:
    yield lambda matrix: float(np.trace(matrix))
    for place in ((1, 0), (2, 0), (2, 1), (0, 1), (0, 0), (1, 1)):
        yield partial(_cosine, place)


def _cosine(place: tuple[int, int], matrix: np.ndarray) -> float:
    return float(matrix[place])
