"""Connected components by whole arrays: what touches is joined, without walking and without SciPy's import time."""

import numpy as np

NEIGHBOR_LINES = ((0, 1), (1, -1), (1, 0), (1, 1))
"""(slices, rows) to the lines whose voxels touch those of a line, each pair of lines once."""


def component_numbers(count: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """For each of `count` things the smallest number of those it is joined with, directly or through others.

    Each round hooks every root onto a smaller root that it touches and then shortens all paths, so that at most
    half of the unfinished roots are left (after Shiloach & Vishkin, J. Algorithms 3 (1982) 57-67).

    Parameters
    ----------
    first, second : numpy.ndarray
        Numbers of the two things that each edge joins.
    """
    root = np.arange(count)
    while True:
        one, two = root[first], root[second]
        apart = one != two
        if not apart.any():
            return root
        first, second, one, two = first[apart], second[apart], one[apart], two[apart]
        root[np.maximum(one, two)] = np.minimum(one, two)
        while True:
            shorter = root[root]
            if np.array_equal(shorter, root):
                break
            root = shorter


def component_sizes(roi: np.ndarray) -> np.ndarray:
    """Voxels of each 26-connected component of a boolean (slice, row, column) array, largest first.

    The voxels of a row that lie side by side are one thing; things touch where they overlap or meet diagonally.
    """
    line, begin, end = _stretches(roi)
    rows, width = roi.shape[1] + 1, roi.shape[2] + 2  # a line and a column of air, so that nothing wraps round
    begins, ends = line * width + begin, line * width + end
    edges = [_touching(begins, ends, (slices * rows + down) * width) for slices, down in NEIGHBOR_LINES]
    first, second = (np.concatenate(side) for side in zip(*edges, strict=True))
    sizes = np.bincount(component_numbers(begin.size, first, second), weights=end - begin)
    return np.sort(sizes[sizes > 0].astype(np.int64))[::-1]


def _stretches(roi: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Line, first column and column behind the last of every stretch; each slice has one line more than rows."""
    slices, rows, columns = roi.shape
    framed = np.zeros((slices * rows, columns + 1), dtype=bool)
    framed[:, :columns] = roi.reshape(slices * rows, columns)
    flat = framed.ravel()
    turns = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    if flat[0]:
        turns = np.concatenate([[0], turns])
    begin, end = turns[::2], turns[1::2]
    row, column = np.divmod(begin, columns + 1)
    return row + row // rows, column, column + end - begin


def _touching(begins: np.ndarray, ends: np.ndarray, ahead: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of stretches that touch, the second one on the line `ahead` places further on."""
    low = np.searchsorted(ends, begins + ahead)
    high = np.searchsorted(begins, ends + ahead, side="right")
    number = high - low
    first = np.repeat(np.arange(begins.size), number)
    second = np.arange(number.sum()) + np.repeat(low - np.cumsum(number) + number, number)
    return first, second
