"""Axial, coronal and sagittal planes through the lesion where it is largest."""

from dataclasses import dataclass

import numpy as np

from ...imaging import Mask, PhaseImage
from ...imaging.orientation import to_lps

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
        Position of the plane, counted from 1 at the feet, the front or the right, and how many there are.
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


def largest_planes(image: PhaseImage, mask: Mask) -> tuple[Plane, Plane, Plane]:
    """The axial, coronal and sagittal plane in which the lesion covers most voxels.

    The first of equals is taken. `mask` lies on the grid of `image` and is not empty.
    """
    image, mask = to_lps(image), to_lps(mask)
    values, lesion = image.array[::-1], mask.array[::-1]  # the head at the top of coronal and sagittal planes
    steps = image.geometry.spacing[::-1]
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
                total - index if axis == 0 else index + 1,
                total,
                EDGES[name],
            )
        )
    return planes[0], planes[1], planes[2]


def lesion_extent_mm(mask: Mask) -> float:
    """Longest edge of the box around the lesion, in mm."""
    if mask.box is None:
        raise ValueError("an empty mask has no extent")
    steps = mask.geometry.spacing[::-1]
    return max((side.stop - side.start) * step for side, step in zip(mask.box, steps, strict=True))
