"""Whether two volumes lie in one space, and which places of them belong together where they do not."""

from collections.abc import Sequence

import numpy as np

# Of the smaller volume along each axis; phases of one examination cover each other.
SHARED = 0.25


def frame_shift(ahead: Sequence[float], behind: Sequence[float]) -> np.ndarray:
    """The way from a place in one volume to the place that belongs to it in another, in mm.

    Zero where the volumes lie in one space; else from the middle of the one to the middle of the other.

    Parameters
    ----------
    ahead, behind : sequence of 6 floats
        Bounds as VTK gives them: lowest and highest of each axis.
    """
    (low, high), (other_low, other_high) = _corners(ahead), _corners(behind)
    shared = np.minimum(high, other_high) - np.maximum(low, other_low)
    if (shared >= SHARED * np.minimum(high - low, other_high - other_low)).all():
        return np.zeros(3)
    return (other_low + other_high - low - high) / 2


def _corners(bounds: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    return np.asarray(bounds[0::2], float), np.asarray(bounds[1::2], float)
