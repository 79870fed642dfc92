"""Form factors: volume, surface and diameter of the mask."""

from collections.abc import Iterable

import numpy as np

from .grey_levels import Region
from .surface import mesh_area

NAMES = (
    "Compactness1",
    "Compactness2",
    "Maximum3DDiameter",
    "SphericalDisproportion",
    "Sphericity",
    "SurfaceArea",
    "SurfaceVolumeRatio",
    "VolumeCC",
    "VolumeMM",
)


def measure(region: Region, wanted: Iterable[str] = NAMES, diameter_unit: str = "voxel") -> dict[str, float]:
    """The nine form factors, or at least those in `wanted`; V in mm3, A in mm2.

    ::

        VolumeMM = V = N x voxel volume       VolumeCC = V / 1000
        SurfaceArea = A of the mesh           SurfaceVolumeRatio = 1000 A / V
        Sphericity = pi^(1/3) (6V)^(2/3) / A  SphericalDisproportion = 1 / Sphericity
        Compactness1 = V / (sqrt(pi) A^1.5)   Compactness2 = 36 pi V^2 / A^3

    The relations are measured on the published table; the mesh and the diameter are inferred.

    Parameters
    ----------
    diameter_unit : str
        ``"voxel"`` (index units) or ``"mm"``; the diameter joins voxel centres.
    """
    wanted = set(wanted)
    found = {}
    volume = float(np.count_nonzero(region.mask)) * float(np.prod(region.spacing))
    found["VolumeMM"] = volume
    found["VolumeCC"] = volume / 1000
    if "Maximum3DDiameter" in wanted:
        found["Maximum3DDiameter"] = diameter(region.mask, region.spacing if diameter_unit == "mm" else (1.0, 1.0, 1.0))
    if wanted - {"VolumeMM", "VolumeCC", "Maximum3DDiameter"}:
        area = mesh_area(region.mask, region.spacing)
        sphericity = float(np.cbrt(np.pi) * np.cbrt(6 * volume) ** 2 / area)
        found |= {
            "SurfaceArea": area,
            "SurfaceVolumeRatio": 1000 * area / volume,
            "Sphericity": sphericity,
            "SphericalDisproportion": 1 / sphericity,
            "Compactness1": volume / (np.sqrt(np.pi) * area**1.5),
            "Compactness2": 36 * np.pi * volume**2 / area**3,
        }
    return {name: float(value) for name, value in found.items()}


def diameter(mask: np.ndarray, spacing: tuple[float, float, float]) -> float:
    """Largest distance between two voxel centres of the mask, in the unit of `spacing` (column, row, slice)."""
    points = _row_ends(mask) * np.asarray(spacing[::-1])
    corners = _hull(points)
    best = 0.0
    for begin in range(0, len(corners), 256):
        gaps = corners[begin : begin + 256, None, :] - corners[None, begin:, :]
        best = max(best, float(np.einsum("ijk,ijk->ij", gaps, gaps).max()))
    return float(np.sqrt(best))


def _row_ends(mask: np.ndarray) -> np.ndarray:
    """(slice, row, column) of the first and last voxel of every row; the farthest pair is among them."""
    filled = mask.any(axis=2)
    slices, rows = np.nonzero(filled)
    lines = mask[filled]
    first = lines.argmax(axis=1)
    last = mask.shape[2] - 1 - lines[:, ::-1].argmax(axis=1)
    return np.concatenate([np.column_stack([slices, rows, first]), np.column_stack([slices, rows, last])])


def _hull(points: np.ndarray) -> np.ndarray:
    """Vertices of the convex hull, or all points where they are too few or lie in a plane."""
    from scipy.spatial import ConvexHull, QhullError

    spread = np.ptp(points, axis=0) > 0
    flat = points[:, spread]
    if flat.shape[1] < 2 or len(points) < 5:
        return points
    try:
        return points[ConvexHull(flat).vertices]
    except QhullError:
        return np.unique(points, axis=0)
