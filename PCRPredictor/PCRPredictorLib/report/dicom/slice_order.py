"""Slices in the order of the image that was made of them, where it still is that image."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...errors import InputError
from ...imaging import PhaseImage
from ...texts import sentence as _

if TYPE_CHECKING:
    from pydicom import Dataset

TOLERANCE_VOXELS = 0.05
"""Headers print positions with few digits."""
TOLERANCE_DIRECTION = 1e-3


def in_order(slices: list[Dataset], image: PhaseImage) -> list[Dataset]:
    """The slices in the order of the image's.

    Raises
    ------
    InputError
        A slice does not lie where a slice of the image does, row by row and column by column: the volume was cropped,
        resampled, flipped or moved since, and an object that refers to the slices would be wrong.
    """
    geometry = image.geometry
    into_image = np.linalg.inv(geometry.index_to_world)
    cosines = np.reshape(geometry.direction, (3, 3))[:, :2].T.ravel()
    placed: dict[int, Dataset] = {}
    for one in slices:
        position, orientation = one.get("ImagePositionPatient"), one.get("ImageOrientationPatient")
        if position is None or orientation is None or (one.Rows, one.Columns) != geometry.shape[1:]:
            raise _changed(image)
        first_voxel = (into_image @ (*(float(value) for value in position), 1.0))[:3]
        place = round(float(first_voxel[2]))
        turned = np.abs(np.asarray(orientation, dtype=float) - cosines).max() > TOLERANCE_DIRECTION
        if turned or place in placed or np.abs(first_voxel - (0, 0, place)).max() > TOLERANCE_VOXELS:
            raise _changed(image)
        placed[place] = one
    if sorted(placed) != list(range(geometry.shape[0])):
        raise _changed(image)
    return [placed[place] for place in sorted(placed)]


def _changed(image: PhaseImage) -> InputError:
    return InputError(
        _(
            "DICOM: {source} no longer has the voxels of the slices it was loaded from (cropped, resampled or moved), "
            "so nothing can refer to them; score the series as it was loaded."
        ).format(source=image.source)
    )
