"""A lesion cut into compact parts of like brightness.

The idea is that of SLIC superpixels (Achanta et al., IEEE TPAMI 34 (2012) 2274-2282): k-means of place and gray value
together, started from a regular grid.
"""

from collections.abc import Sequence

import numpy as np

ROUNDS = 6
SPREADS_A_STEP = 2.5  # standard deviations of gray that weigh as much as the distance between two starting points


def supervoxels(values: np.ndarray, inside: np.ndarray, steps: Sequence[float], parts: int) -> np.ndarray:
    """Number of the part that each voxel belongs to.

    With x the place in mm, s the distance between starting points, v the gray value and d its standard deviation in the
    lesion, a voxel belongs to the part whose means lie nearest by |x - x_k|^2 / s^2 + (v - v_k)^2 / d^2.

    Parameters
    ----------
    values : numpy.ndarray
        Gray values, of the shape of `inside`.
    inside : numpy.ndarray
        Boolean, not all False.
    steps : sequence of float
        Voxel size in mm along each axis of the array.
    parts : int
        How many to aim at, at least 1; there may be fewer.

    Returns
    -------
    numpy.ndarray
        int16, 0 outside, else 1 and up without gaps.
    """
    from scipy.cluster.vq import vq  # slow to import

    places = np.argwhere(inside) * np.asarray(steps)
    step = _starting_step(places, len(places) * float(np.prod(steps)), parts)
    gray = values[inside].astype(np.float64)
    spread = float(gray.std()) or 1.0
    points = np.column_stack([places / step, gray / (spread * SPREADS_A_STEP)])
    labels = _cells(places, step)
    for _ in range(ROUNDS):
        labels, _ = vq(points, _means(points, labels))
    found = np.zeros(inside.shape, dtype=np.int16)
    found[inside] = np.unique(labels, return_inverse=True)[1] + 1
    return found


def _starting_step(places: np.ndarray, volume: float, parts: int) -> float:
    """The smallest grid step, from the cube root of a part's volume up, whose cells are no more than `parts`."""
    step = (volume / parts) ** (1 / 3)
    while len(np.unique(_cells(places, step))) > parts:
        step *= 1.05
    return step


def _cells(places: np.ndarray, step: float) -> np.ndarray:
    """Number of the grid cell of each place; the cells are centered on the lesion."""
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    counts = np.maximum(np.ceil((np.ptp(places, axis=0) + 1e-9) / step), 1)
    index = np.clip(np.floor((places - middle) / step + counts / 2), 0, counts - 1).astype(np.intp)
    return np.ravel_multi_index(tuple(index.T), tuple(int(count) for count in counts))


def _means(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Mean of the points of each label that occurs."""
    _, dense = np.unique(labels, return_inverse=True)
    sizes = np.bincount(dense)
    return np.column_stack([np.bincount(dense, weights=column) / sizes for column in points.T])
