"""A proposed lesion corrected by strokes: near to them it grows or gives way as the image says, elsewhere it stays."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .growing import INSIDE, OUTSIDE, Grow
from .lesion_frame import THICK_MM, LesionFrame

REACH = 0.3
"""How far from a stroke, in diameters, the lesion may change."""


def corrected(frame: LesionFrame, region: np.ndarray, grow: Grow, smoothing_mm: float) -> np.ndarray:
    """A region to which strokes add what belongs, and from which they take what is foreign.

    A stroke that belongs never takes a voxel away, and a foreign one never adds one.
    """
    open_ = (_near(frame, frame.belongs) & ~region) | (_near(frame, frame.foreign) & region)
    labels = np.where(region, INSIDE, OUTSIDE).astype(np.uint8)
    labels[open_] = 0
    labels[frame.belongs] = INSIDE
    labels[frame.foreign] = OUTSIDE
    grown = grow(frame.smoothed(smoothing_mm), labels, frame.spacing) == INSIDE
    smooth = np.where(open_, _majority_around(frame, grown), grown)
    return _without_loose_parts((smooth | frame.belongs) & ~frame.foreign, frame.belongs)


def _majority_around(frame: LesionFrame, grown: np.ndarray) -> np.ndarray:
    """What most of the neighbors are: noise leaves crumbs and holes where a stroke made room."""
    size = (1 if frame.spacing[2] > THICK_MM else 3, 3, 3)
    return np.asarray(ndimage.uniform_filter(grown.astype(np.float32), size) > 0.5)


def _without_loose_parts(region: np.ndarray, belongs: np.ndarray) -> np.ndarray:
    """The largest part, and those that a stroke says belong."""
    parts, count = ndimage.label(region)
    if count < 2:
        return region
    largest = 1 + np.bincount(parts.ravel())[1:].argmax()
    return np.isin(parts, [largest, *np.setdiff1d(parts[belongs], 0)])


def _near(frame: LesionFrame, marked: np.ndarray) -> np.ndarray:
    if not marked.any():
        return marked
    away = ndimage.distance_transform_edt(~marked, sampling=frame.spacing[::-1])
    return np.asarray(away <= REACH * frame.diameter)
