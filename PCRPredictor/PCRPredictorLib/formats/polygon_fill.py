"""The pixels of a polygon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True, eq=False)
class FilledPolygon:
    """The pixels inside a polygon, within the box of rows and columns that holds them: most are small.

    Attributes
    ----------
    box : (slice, slice)
        Rows and columns of the plane.
    inside : numpy.ndarray
        Boolean, of the shape of the box.
    overlaps_itself : bool
        Whether the line encloses pixels twice, as one that runs past its beginning does; a key-hole contour, which
        goes the same way in and out of its hole, does not.
    """

    box: tuple[slice, slice]
    inside: np.ndarray
    overlaps_itself: bool = False

    @cached_property
    def count(self) -> int:
        return int(np.count_nonzero(self.inside))

    def common(self, other: FilledPolygon) -> int:
        """How many pixels lie inside this polygon and inside another one."""
        starts = [max(one.start, two.start) for one, two in zip(self.box, other.box, strict=True)]
        stops = [min(one.stop, two.stop) for one, two in zip(self.box, other.box, strict=True)]
        if stops[0] <= starts[0] or stops[1] <= starts[1]:
            return 0
        mine, theirs = (
            polygon.inside[
                starts[0] - polygon.box[0].start : stops[0] - polygon.box[0].start,
                starts[1] - polygon.box[1].start : stops[1] - polygon.box[1].start,
            ]
            for polygon in (self, other)
        )
        return int(np.count_nonzero(mine & theirs))


def fill_polygon(corners: np.ndarray, shape: tuple[int, int]) -> FilledPolygon:
    """The pixels whose center lies inside a closed polygon by the even-odd rule.

    A pixel center (c, r) is inside if a ray from it towards smaller columns crosses the edges an odd number of times:
    crossings are added up with the sign of their direction, which keeps odd and even, and tells what is enclosed twice.
    A center that lies on an edge counts on one of its two sides, so that polygons that share an edge share no pixel.
    The bridge of a key-hole contour is crossed twice and leaves no trace.

    Parameters
    ----------
    corners : numpy.ndarray
        Shape (n, 2), (column, row) in pixels; the last corner is joined with the first.
    shape : tuple of int
        (rows, columns). What lies outside is cut off.
    """
    limits = np.array(shape[::-1])
    left, top = np.clip(np.ceil(corners.min(axis=0)), 0, limits).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)), 0, limits).astype(int)
    rows, columns = bottom - top, right - left
    toggles = np.zeros((rows, columns + 1), dtype=np.int32)
    first, second = corners, np.roll(corners, -1, axis=0)
    upward = first[:, 1] <= second[:, 1]
    low = np.where(upward[:, None], first, second)
    high = np.where(upward[:, None], second, first)
    # rows r with low <= r < high
    begin = np.clip(np.ceil(low[:, 1]), top, bottom).astype(int)
    end = np.clip(np.ceil(high[:, 1]), top, bottom).astype(int)
    counts = end - begin
    edge = np.repeat(np.arange(len(corners)), counts)
    row = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + begin[edge]
    slope = (high[edge, 0] - low[edge, 0]) / (high[edge, 1] - low[edge, 1])
    crossing = low[edge, 0] + (row - low[edge, 1]) * slope
    column = np.clip(np.ceil(crossing), left, right).astype(int)
    np.add.at(toggles, (row - top, column - left), np.where(upward, 1, -1)[edge])
    winding = np.cumsum(toggles[:, :-1], axis=1)
    inside = (winding % 2).astype(bool)
    overlaps_itself = bool(winding[~inside].any()) and not _is_key_hole(corners)
    return FilledPolygon((slice(int(top), int(bottom)), slice(int(left), int(right))), inside, overlaps_itself)


def _is_key_hole(corners: np.ndarray) -> bool:
    """Whether an edge is gone both ways."""
    points = [tuple(corner) for corner in corners.tolist()]
    edges = {(one, other) for one, other in zip(points, points[1:] + points[:1], strict=True) if one != other}
    return any((other, one) in edges for one, other in edges)
