"""Voxels between two Hounsfield values, only where they are looked for."""

from typing import Any

import numpy as np
from PCRPredictorLib.imaging.mask import bounding_box
from PCRPredictorLib.mrml.grid import voxel_view

from .hand import Voxels, index_of

# A replaced contour this many times larger or smaller than before is asked about first.
ODD_CHANGE = 2
BOX_MARGIN_MM = 10.0
# Of the values that the lesion holds; its edge mixes with what lies around it.
PROPOSED = (5, 95)

REGIONS = ("contour", "brush", "box", "everywhere")


def proposed_range(volume_node: Any, voxels: Voxels | None) -> tuple[float, float] | None:
    """Lowest and highest whole HU that most of these voxels lie between; None where there are none."""
    if voxels is None or not voxels.mask.any():
        return None
    low, high = np.percentile(_values(volume_node, voxels)[voxels.mask], PROPOSED)
    return float(np.floor(low)), float(np.ceil(high))


def between(volume_node: Any, where: Voxels, low: float, high: float) -> Voxels:
    """Those of some voxels whose value lies between both, ends included."""
    values = _values(volume_node, where)
    return Voxels(where.low, where.mask & (values >= low) & (values <= high))


def searched(region: str, volume_node: Any, contour: Voxels | None) -> Voxels:
    """Where a threshold acts: in the contour, in the box around it, or in the whole volume."""
    shape = volume_node.GetImageData().GetDimensions()[::-1]
    if region == "everywhere":
        return Voxels((0, 0, 0), np.ones(shape, dtype=bool))
    box = None if contour is None else bounding_box(contour.mask)
    if contour is None or box is None:
        return Voxels((0, 0, 0), np.zeros((1, 1, 1), dtype=bool))
    if region == "contour":
        return contour
    margin = np.ceil(BOX_MARGIN_MM / np.array(volume_node.GetSpacing()[::-1])).astype(int)
    offset = np.array(contour.low[::-1])
    first = np.maximum([part.start for part in box] + offset - margin, 0)
    last = np.minimum([part.stop for part in box] + offset + margin, shape)
    return Voxels(index_of(first[::-1]), np.ones(tuple(last - first), dtype=bool))


def question(before: int, after: int) -> str:
    """What to ask before a contour is replaced by a very different one; empty where there is nothing to ask."""
    if before == 0 or before / ODD_CHANGE <= after <= before * ODD_CHANGE:
        return ""
    return f"This replaces {before:,} voxels by {after:,}."


def _values(volume_node: Any, voxels: Voxels) -> np.ndarray:
    i, j, k = voxels.low
    slices, rows, columns = voxels.mask.shape
    return voxel_view(volume_node.GetImageData())[k : k + slices, j : j + rows, i : i + columns]
