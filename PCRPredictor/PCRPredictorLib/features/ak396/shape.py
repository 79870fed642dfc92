"""Form factors: volume, surface and diameter of the mask."""

from collections.abc import Iterable

import numpy as np

from .grey_levels import Region
from .surface import surface_area

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
SYMMETRIC_REACH = (1, 2, 3, 4)
MOST_PAIRED = 4000
CHUNK = 128


def measure(
    region: Region, wanted: Iterable[str] = NAMES, diameter_unit: str = "voxel", surface: str = "marching-cubes"
) -> dict[str, float]:
    """The nine form factors, or at least those in `wanted`; V in mm3, A in mm2.

    ::

        VolumeMM = V = N x voxel volume       VolumeCC = V / 1000
        SurfaceArea = A                       SurfaceVolumeRatio = 1000 A / V
        Sphericity = pi^(1/3) (6V)^(2/3) / A  SphericalDisproportion = 1 / Sphericity
        Compactness1 = V / (sqrt(pi) A^1.5)   Compactness2 = 36 pi V^2 / A^3

    The relations are measured on the published table; the mesh and the diameter are inferred.

    Parameters
    ----------
    diameter_unit : str
        ``"voxel"`` (index units) or ``"mm"``; the diameter joins voxel centers.
    surface : str
        ``"marching-cubes"``, ``"mesh"`` or ``"voxel-faces"``, see `surface.surface_area`.
    """
    wanted = set(wanted)
    found = {}
    volume = float(np.count_nonzero(region.mask)) * float(np.prod(region.spacing))
    found["VolumeMM"] = volume
    found["VolumeCC"] = volume / 1000
    if "Maximum3DDiameter" in wanted:
        found["Maximum3DDiameter"] = diameter(region.mask, region.spacing if diameter_unit == "mm" else (1.0, 1.0, 1.0))
    if wanted - {"VolumeMM", "VolumeCC", "Maximum3DDiameter"}:
        area = surface_area(region.mask, region.spacing, surface)
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
    """Largest distance between two voxel centers of the mask, in the unit of `spacing` (column, row, slice)."""
    points = _hull_candidates(mask) * np.asarray(spacing[::-1], dtype=np.float64)
    points -= (points.min(axis=0) + points.max(axis=0)) / 2
    points, reach = _far_out(points)
    if len(points) > MOST_PAIRED:
        points = _hull(points)
    points = points[np.argsort(points[:, 0], kind="stable")]
    along, best = points[:, 0], 0.0
    for begin in range(0, len(points), CHUNK):
        some = points[begin : begin + CHUNK]
        low, high = np.searchsorted(along, [-some[-1, 0] - reach, -some[0, 0] + reach])
        squared = np.zeros((len(some), high - low))
        for one, other in zip(some.T, points[low:high].T, strict=True):
            squared += np.subtract.outer(one, other) ** 2
        best = max(best, float(squared.max(initial=0.0)))
    return float(np.sqrt(best))


def _far_out(points: np.ndarray) -> tuple[np.ndarray, float]:
    """The points far enough from the origin to belong to a pair no closer than one that is easily found.

    Also how far from the opposite of one point of such a pair the other can be, since
    |p + q|^2 = 2 |p|^2 + 2 |q|^2 - |p - q|^2.
    """
    radius = np.linalg.norm(points, axis=1)
    farthest = float(radius.max())
    found = float(np.linalg.norm(points - points[radius.argmax()], axis=1).max()) * (1 - 1e-12)
    reach = np.sqrt(max(0.0, 4 * farthest**2 - found**2)) + 1e-9 * farthest
    return points[radius + farthest >= found], float(reach)


def _hull_candidates(mask: np.ndarray) -> np.ndarray:
    """(slice, row, column) of few voxels among which are all corners of the convex hull, so the farthest pair too.

    A corner is the first or last voxel of its row and lies beyond the middle of any two rows that are
    symmetric about it.
    """
    filled = mask.any(axis=2)
    last = np.where(filled, mask.shape[2] - 1 - mask[:, :, ::-1].argmax(axis=2), -np.inf)
    first = np.where(filled, mask.argmax(axis=2), np.inf)
    ends = ((_corners(-first), first), (_corners(last), last))
    return np.concatenate([np.column_stack([*np.nonzero(keep), column[keep]]) for keep, column in ends])


def _corners(height: np.ndarray) -> np.ndarray:
    """Which places of a height map (-inf where empty) rise above the middle of every symmetric pair around them."""
    keep = np.isfinite(height)
    reach = max(SYMMETRIC_REACH)
    framed = np.pad(height, reach, constant_values=-np.inf)
    slices, rows = height.shape
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        for far in SYMMETRIC_REACH:
            one, two = (framed[reach + s * down * far :, reach + s * right * far :][:slices, :rows] for s in (-1, 1))
            keep &= 2 * height > one + two
    return keep


def _hull(points: np.ndarray) -> np.ndarray:
    """Vertices of the convex hull, or all points where they are too few or lie in a plane."""
    from scipy.spatial import ConvexHull, QhullError

    spread = np.ptp(points, axis=0) > 0
    flat = points[:, spread]
    if flat.shape[1] < 2:
        return points
    try:
        return points[ConvexHull(flat).vertices]
    except QhullError:
        return points
