"""Planes of contours placed on the slices of an image, without interpolation."""

from dataclasses import dataclass

import numpy as np

from ..errors import Notice
from ..imaging.geometry import GRID_TOLERANCE_VOXELS, Geometry
from ..imaging.orientation import AxisOrder
from ..texts import sentence as _


@dataclass(frozen=True, eq=False)
class Plane:
    """One slice of a contour.

    Attributes
    ----------
    array : numpy.ndarray
        Boolean, shape (rows, columns).
    origin : numpy.ndarray
        Center of its first pixel, LPS mm.
    """

    array: np.ndarray
    origin: np.ndarray


def on_image(planes: list[Plane], stack: Geometry, image: Geometry) -> tuple[np.ndarray, Geometry] | None:
    """Planes on the slices of an image that they lie on.

    Parameters
    ----------
    planes : list of Plane
    stack : Geometry
        Pixel spacing and orientation of the planes; its slices do not matter.
    image : Geometry

    Returns
    -------
    array : numpy.ndarray
        Boolean, shape (slices, rows, columns).
    geometry : Geometry
        The image's grid in the axis order of the planes.

    None where the pixels of a plane are no voxels of the image (1 % of a voxel) or lie outside of it.
    """
    turned = AxisOrder.of(image, stack.direction).of_geometry(image)
    to_index = np.linalg.inv(turned.index_to_world)
    directions = np.reshape(stack.direction, (3, 3)) * np.asarray(stack.spacing)
    array = np.zeros(turned.shape, dtype=bool)
    for plane in planes:
        rows, columns = plane.array.shape
        corners = plane.origin + np.array([(0, 0, 0), (columns - 1, 0, 0), (0, rows - 1, 0)]) @ directions.T
        index = corners @ to_index[:3, :3].T + to_index[:3, 3]
        place = np.round(index)
        if np.abs(index - place).max() > GRID_TOLERANCE_VOXELS:
            return None
        column, row, slice_ = place[0].astype(int)
        if (place - place[0]).tolist() != [[0, 0, 0], [columns - 1, 0, 0], [0, rows - 1, 0]]:
            return None
        if (place.min(axis=0) < 0).any() or (place.max(axis=0) >= turned.shape[::-1]).any():
            return None
        array[slice_, row : row + rows, column : column + columns] |= plane.array
    return array, turned


def gap_notice(array: np.ndarray) -> tuple[Notice, ...]:
    """``contour-gaps`` where slices between the first and the last of a (slice, row, column) contour are empty."""
    drawn = np.flatnonzero(array.any(axis=(1, 2)))
    between = int(drawn[-1] - drawn[0] + 1) if drawn.size else 0
    missing = between - drawn.size
    if not missing:
        return ()
    return (
        Notice(
            "contour-gaps",
            _(
                "The contour is empty on {missing} of the {between} slices from its first to its last; "
                "nothing was filled in, so check that it is drawn on every slice of the lesion."
            ).format(missing=missing, between=between),
        ),
    )
