"""The pixels of a polygon."""

import numpy as np


def fill_polygon(corners: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The pixels whose center lies inside a closed polygon by the even-odd rule.

    A pixel center (c, r) is inside if a ray from it towards smaller columns crosses the edges an odd number of times.
    A center that lies on an edge counts on one of its two sides, so that polygons that share an edge share no pixel.
    The bridge of a key-hole contour is crossed twice and leaves no trace.

    Parameters
    ----------
    corners : numpy.ndarray
        Shape (n, 2), (column, row) in pixels; the last corner is joined with the first.
    shape : tuple of int
        (rows, columns). What lies outside is cut off.

    Returns
    -------
    numpy.ndarray
        Boolean, of `shape`.
    """
    rows, columns = shape
    toggles = np.zeros((rows, columns + 1), dtype=np.int32)
    first, second = corners, np.roll(corners, -1, axis=0)
    upward = first[:, 1] <= second[:, 1]
    low = np.where(upward[:, None], first, second)
    high = np.where(upward[:, None], second, first)
    # rows r with low <= r < high
    begin = np.clip(np.ceil(low[:, 1]), 0, rows).astype(int)
    end = np.clip(np.ceil(high[:, 1]), 0, rows).astype(int)
    counts = end - begin
    edge = np.repeat(np.arange(len(corners)), counts)
    row = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + begin[edge]
    slope = (high[edge, 0] - low[edge, 0]) / (high[edge, 1] - low[edge, 1])
    crossing = low[edge, 0] + (row - low[edge, 1]) * slope
    np.add.at(toggles, (row, np.clip(np.ceil(crossing), 0, columns).astype(int)), 1)
    return (np.cumsum(toggles[:, :-1], axis=1) % 2).astype(bool)
