"""Axial, coronal and sagittal planes through the lesion where it is largest."""

import itertools
from dataclasses import dataclass

import numpy as np

from ..imaging import Geometry, Mask, PhaseImage

EDGES = {
    "axial": ("R", "L", "A", "P"),
    "coronal": ("R", "L", "S", "I"),
    "sagittal": ("A", "P", "S", "I"),
}


@dataclass(frozen=True, eq=False)
class Plane:
    """One plane as a reader sees it: radiological view, the patient's right at the left.

    Attributes
    ----------
    name : str
        ``axial``, ``coronal`` or ``sagittal``.
    values : numpy.ndarray
        Grey values, shape (rows, columns), first row on top.
    lesion : numpy.ndarray
        Boolean, the same shape.
    spacing : tuple of float
        (row step, column step) in mm.
    number, total : int
        Position of the plane along its axis of the stored array, counted from 1, and how many there are.
    edges : tuple of str
        Patient directions at the left, right, top and bottom edge.
    """

    name: str
    values: np.ndarray
    lesion: np.ndarray
    spacing: tuple[float, float]
    number: int
    total: int
    edges: tuple[str, str, str, str]


@dataclass(frozen=True)
class PatientAxes:
    """How a stored array turns into (inferior, posterior, left) order without touching a voxel.

    Attributes
    ----------
    axes : tuple of int
        Array axis that runs along inferior, posterior and left.
    flipped : tuple of bool
        Whether it runs the other way.
    tilt_degrees : float
        Largest angle between an array axis and the patient axis it stands for; beyond a degree the
        planes are oblique.
    """

    axes: tuple[int, int, int]
    flipped: tuple[bool, bool, bool]
    tilt_degrees: float

    @classmethod
    def of(cls, geometry: Geometry) -> "PatientAxes":
        """The permutation whose axes lie closest to the patient's (largest sum of cosines)."""
        towards_ipl = np.diag([-1.0, 1.0, 1.0]) @ np.reshape(geometry.direction, (3, 3))[::-1, ::-1]
        best = max(itertools.permutations(range(3)), key=lambda order: sum(_cosines(towards_ipl, order)))
        flipped = [bool(towards_ipl[row, axis] < 0) for row, axis in enumerate(best)]
        tilt = float(np.degrees(np.arccos(np.clip(min(_cosines(towards_ipl, best)), 0, 1))))
        return cls((best[0], best[1], best[2]), (flipped[0], flipped[1], flipped[2]), tilt)

    def view(self, array: np.ndarray) -> np.ndarray:
        """The array in (inferior, posterior, left) order; a view, not a copy."""
        return np.flip(np.transpose(array, self.axes), tuple(axis for axis in range(3) if self.flipped[axis]))


def largest_planes(image: PhaseImage, mask: Mask) -> tuple[Plane, Plane, Plane]:
    """The axial, coronal and sagittal plane in which the lesion covers most voxels.

    The first of equals is taken. `mask` lies on the grid of `image` and is not empty.
    """
    axes = PatientAxes.of(image.geometry)
    values, lesion = axes.view(image.array), axes.view(mask.array)
    steps = [image.geometry.spacing[::-1][axis] for axis in axes.axes]
    planes = []
    for axis, name in enumerate(EDGES):
        area = lesion.sum(axis=tuple(other for other in range(3) if other != axis))
        index = int(np.argmax(area))
        total = lesion.shape[axis]
        row_step, column_step = (step for other, step in enumerate(steps) if other != axis)
        planes.append(
            Plane(
                name,
                np.moveaxis(values, axis, 0)[index],
                np.moveaxis(lesion, axis, 0)[index],
                (row_step, column_step),
                total - index if axes.flipped[axis] else index + 1,
                total,
                EDGES[name],
            )
        )
    return planes[0], planes[1], planes[2]


def lesion_box(mask: Mask) -> tuple[slice, ...]:
    """The smallest box of whole voxels around the lesion, along the axes of the array."""
    box = []
    for axis in range(3):
        touched = np.flatnonzero(mask.array.any(axis=tuple(other for other in range(3) if other != axis)))
        box.append(slice(int(touched[0]), int(touched[-1]) + 1))
    return tuple(box)


def lesion_extent_mm(mask: Mask) -> float:
    """Longest edge of the box around the lesion, in mm."""
    steps = mask.geometry.spacing[::-1]
    return max((edge.stop - edge.start) * step for edge, step in zip(lesion_box(mask), steps, strict=True))


def _cosines(matrix: np.ndarray, order: tuple[int, ...]) -> list[float]:
    return [abs(float(matrix[row, axis])) for row, axis in enumerate(order)]
