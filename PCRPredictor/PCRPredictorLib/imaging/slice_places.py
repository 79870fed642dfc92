"""Whether the slices of a series lie on one regular grid."""

import numpy as np

from ..texts import sentence as _

SPACING_TOLERANCE = 0.01
DRIFT_TOLERANCE_VOXELS = 0.1


def irregularity(positions: np.ndarray, orientation: np.ndarray, pixel_spacing: tuple[float, float]) -> str | None:
    """What is irregular about slices, in words; None where they lie on one grid.

    Parameters
    ----------
    positions : numpy.ndarray
        Of the first voxel of each slice, in any order: shape (slices, 3), LPS mm.
    orientation : numpy.ndarray
        Shape (3, 3): its columns point along the columns, the rows and the normal of a slice.
    pixel_spacing : tuple of float
        (column, row) step in mm.
    """
    placed = positions @ orientation
    placed = placed[np.argsort(placed[:, 2], kind="stable")]
    moved = placed - placed[0]
    if np.any(np.abs(moved[:, :2]) > DRIFT_TOLERANCE_VOXELS * np.asarray(pixel_spacing)):
        return _("they are shifted in plane, as by a gantry tilt")
    steps = np.diff(moved[:, 2])
    typical = float(np.sort(steps)[(steps.size - 1) // 2]) if steps.size else 1.0
    if typical <= 0 or np.any(np.abs(steps / typical - 1) > SPACING_TOLERANCE):
        return _("they lie {least:.2f} to {most:.2f} mm apart").format(
            least=float(steps.min()), most=float(steps.max())
        )
    drift = np.abs(moved[:, 2] - np.linspace(0.0, moved[-1, 2], len(moved))) / typical
    return _("their distance changes along the series") if np.any(drift > DRIFT_TOLERANCE_VOXELS) else None
