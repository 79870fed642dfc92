"""Which places lie inside a line that was drawn by hand."""

import numpy as np


def inside(places: np.ndarray, outline: np.ndarray) -> np.ndarray:
    """Whether each place lies inside the closed outline.

    A place is inside where the outline winds around it, however often; a line that crosses itself at its end, as a
    hand's does, therefore leaves no hole.

    Parameters
    ----------
    places : numpy.ndarray
        Shape (n, 2).
    outline : numpy.ndarray
        Corners in the order they were drawn, shape (m, 2); the last is joined to the first.

    Returns
    -------
    numpy.ndarray
        Boolean, shape (n,).
    """
    order = np.argsort(places[:, 1], kind="stable")
    across, up = places[order, 0], places[order, 1]
    windings = np.zeros(len(places), dtype=np.int32)
    starts, ends = outline, np.roll(outline, -1, axis=0)
    lows, highs = np.minimum(starts[:, 1], ends[:, 1]), np.maximum(starts[:, 1], ends[:, 1])
    # Only the places between an edge's heights can lie beside it.
    firsts, lasts = np.searchsorted(up, lows), np.searchsorted(up, highs)
    for (x, y), (to_x, to_y), first, last in zip(starts, ends, firsts, lasts, strict=True):
        if first < last:
            edge_at = x + (up[first:last] - y) * ((to_x - x) / (to_y - y))
            windings[first:last] += np.where(across[first:last] < edge_at, 1 if to_y > y else -1, 0)
    found = np.empty(len(places), dtype=bool)
    found[order] = windings != 0
    return found
