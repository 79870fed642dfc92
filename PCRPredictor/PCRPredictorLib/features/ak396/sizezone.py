"""Size zones: connected areas of equal grey value on one axial slice."""

import numpy as np

from ...errors import InputError
from ...imaging.components import component_numbers
from ...texts import sentence as _
from .grey_levels import Region

NAMES = (
    "SizeZoneVariability",
    "HighIntensityEmphasis",
    "HighIntensityLargeAreaEmphasis",
    "HighIntensitySmallAreaEmphasis",
    "IntensityVariability",
    "LargeAreaEmphasis",
    "LowIntensityEmphasis",
    "LowIntensityLargeAreaEmphasis",
    "LowIntensitySmallAreaEmphasis",
    "SmallAreaEmphasis",
    "ZonePercentage",
)
NEIGHBORS = {4: ((0, 1), (1, 0)), 8: ((0, 1), (1, 0), (1, 1), (1, -1))}
ROUNDING = {"nearest": np.rint, "down": np.floor, "toward-zero": np.trunc}


def slices_used(
    region: Region, which: str = "largest-axial", rounding: str = "nearest"
) -> tuple[np.ndarray, np.ndarray]:
    """Whole grey values and mask of the axial slices in which zones are sought, (slices, rows, columns).

    Parameters
    ----------
    which : str
        ``"largest-axial"``, the slice with the largest lesion area (the first of equals), or ``"every-axial"``.
    """
    first, last = 0, len(region.mask)
    if which == "largest-axial":
        first = int(np.argmax(np.count_nonzero(region.mask, axis=(1, 2))))
        last = first + 1
    return ROUNDING[rounding](region.crop[first:last].astype(np.float64)), region.mask[first:last]


def nonpositive_share(grey: np.ndarray, inside: np.ndarray) -> float:
    """Share of the lesion voxels of the slices used whose grey value is 0 or below."""
    return float(np.mean(grey[inside] <= 0))


def find_zones(grey: np.ndarray, inside: np.ndarray, connectivity: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Grey value and size in voxels of every zone of a slice.

    Parameters
    ----------
    grey, inside : numpy.ndarray
        (rows, columns); only voxels of the boolean `inside` belong to zones.
    connectivity : int
        4 or 8.
    """
    number = np.cumsum(inside).reshape(inside.shape) - 1
    edges = []
    for down, right in NEIGHBORS[connectivity]:
        first = (slice(None, inside.shape[0] - down), slice(max(0, -right), inside.shape[1] - max(0, right)))
        second = (slice(down, None), slice(max(0, right), inside.shape[1] - max(0, -right)))
        alike = inside[first] & inside[second] & (grey[first] == grey[second])
        edges.append((number[first][alike], number[second][alike]))
    rows, columns = (np.concatenate(part) for part in zip(*edges, strict=True))
    sizes = np.bincount(component_numbers(int(np.count_nonzero(inside)), rows, columns))
    zones = np.flatnonzero(sizes)  # the number of a zone is that of its first voxel
    return grey[inside][zones], sizes[zones]


def measure(
    grey: np.ndarray,
    inside: np.ndarray,
    connectivity: int = 8,
    nonpositive: str = "drop",
    percentage: str = "per-highest-grey",
) -> dict[str, float]:
    """The eleven features, with z(i, s) zones of grey value i and size s, Nz their number.

    ::

        SmallAreaEmphasis = sum z/s^2 / Nz       LargeAreaEmphasis = sum z s^2 / Nz
        LowIntensityEmphasis = sum z/i^2 / Nz    HighIntensityEmphasis = sum z i^2 / Nz
        HighIntensitySmallAreaEmphasis = sum z i^2/s^2 / Nz, and likewise the other three
        IntensityVariability = sum_i (sum_s z)^2 / Nz
        SizeZoneVariability = sum_s (sum_i z)^2 / Nz
        ZonePercentage = Nz / highest grey value

    Raw grey values are measured on the published table; slice, connectivity and the last formula are inferred.

    Parameters
    ----------
    grey, inside : numpy.ndarray
        Of `slices_used`.
    nonpositive : str
        ``"drop"`` leaves voxels with i <= 0 out; ``"shift"`` raises all values so that the lowest is 1.
    percentage : str
        ``"per-highest-grey"``, or ``"per-voxel"``: ZonePercentage = Nz / number of voxels.

    Raises
    ------
    InputError
        No voxel has a positive grey value.
    """
    if nonpositive == "shift":
        grey = grey + max(0.0, 1 - grey[inside].min())
    inside = inside & (grey > 0)
    if not inside.any():
        raise InputError(
            _(
                "The size-zone features do not exist: every voxel of the slice used is at or below 0 HU; "
                'leave them out or set the profile\'s "size_zone_nonpositive" to "shift".'
            )
        )
    found = [find_zones(*each, connectivity) for each in zip(grey, inside, strict=True) if each[1].any()]
    values, sizes = (np.concatenate(part) for part in zip(*found, strict=True))
    i2, s2 = values**2, sizes.astype(np.float64) ** 2
    by_value = np.unique(values, return_counts=True)[1].astype(np.float64)
    by_size = np.unique(sizes, return_counts=True)[1].astype(np.float64)
    count = values.size
    return {
        "SizeZoneVariability": float((by_size**2).sum() / count),
        "HighIntensityEmphasis": float(i2.mean()),
        "HighIntensityLargeAreaEmphasis": float((i2 * s2).mean()),
        "HighIntensitySmallAreaEmphasis": float((i2 / s2).mean()),
        "IntensityVariability": float((by_value**2).sum() / count),
        "LargeAreaEmphasis": float(s2.mean()),
        "LowIntensityEmphasis": float((1 / i2).mean()),
        "LowIntensityLargeAreaEmphasis": float((s2 / i2).mean()),
        "LowIntensitySmallAreaEmphasis": float((1 / (i2 * s2)).mean()),
        "SmallAreaEmphasis": float((1 / s2).mean()),
        "ZonePercentage": float(count / (values.max() if percentage == "per-highest-grey" else sizes.sum())),
    }
