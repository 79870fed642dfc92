"""Grey levels: the lower bound, the 256 bins and the cropped region that every family reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...imaging.mask import Box, bounding_box

BINS = 256
LARGEST_TABLE = 1 << 20
VALUES_AT_ONCE = 1 << 18


def bin_edges(lower: float, upper: float) -> np.ndarray:
    """Left edges of 256 bins over [lower, upper], as ``itk::Statistics::Histogram::Initialize`` rounds them.

    ``width = float32((upper - lower) / 256)``, ``edge_j = lower + float32(j * width)``; the right edge of
    the last bin is `upper` itself.

    Returns
    -------
    numpy.ndarray
        float64, shape (256,).
    """
    width = (np.float32(upper) - np.float32(lower)) / np.float32(BINS)
    return lower + (np.arange(BINS, dtype=np.float32) * width).astype(np.float64)


def bin_of(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """0-based bin of each value: the last edge that does not exceed it, and bin 0 below the first edge.

    The edges are equally spaced but for rounding, so a division hits the bin or its neighbor.
    """
    width = edges[1] - edges[0]
    bins = np.zeros(np.shape(values), dtype=np.intp)
    if width > 0:
        np.clip((values - edges[0]) / width, 0, BINS - 1, out=bins, casting="unsafe")
    bins -= (values < edges[bins]) & (bins > 0)
    bins += values >= np.append(edges[1:], np.inf)[bins]
    return bins


def pieces(length: int) -> Iterator[slice]:
    """Slices that cover `length` values a quarter of a million at a time, to bound the memory of temporaries."""
    for begin in range(0, length, VALUES_AT_ONCE):
        yield slice(begin, begin + VALUES_AT_ONCE)


def _in_memory_order(crop: np.ndarray) -> np.ndarray:
    """A crop as it is, or copied where its columns, rows and slices run backwards or are not stored in that order."""
    steps = crop.strides
    return crop if steps[0] >= steps[1] >= steps[2] > 0 else np.ascontiguousarray(crop)


@dataclass(frozen=True, eq=False)
class Region:
    """A lesion cropped to its box, with what the families need of the image around it.

    Attributes
    ----------
    crop : numpy.ndarray
        Image values of the box, (slices, rows, columns), image dtype.
    mask : numpy.ndarray
        Boolean, same shape.
    start : tuple of int
        Index of the box's first voxel in the image.
    image_shape : tuple of int
        (slices, rows, columns) of the whole image; runs that leave the lesion end at its border.
    spacing : tuple of float
        mm as (column, row, slice) step.
    lower_bound : str
        What `lower` is: ``"zero-or-roi-minimum"`` (min(0, ROI minimum)) or ``"zero"``.
    """

    crop: np.ndarray
    mask: np.ndarray
    start: tuple[int, int, int]
    image_shape: tuple[int, int, int]
    spacing: tuple[float, float, float]
    lower_bound: str = "zero-or-roi-minimum"

    @classmethod
    def cut(
        cls,
        array: np.ndarray,
        mask: np.ndarray,
        spacing: Sequence[float],
        lower_bound: str = "zero-or-roi-minimum",
        box: Box | None = None,
    ) -> "Region":
        """Crop image and mask to the box of the mask.

        Parameters
        ----------
        array, mask : numpy.ndarray
            (slices, rows, columns); the mask is boolean and not empty.
        spacing : sequence of float
            mm as (column, row, slice) step.
        lower_bound : str
            ``"zero-or-roi-minimum"`` (min(0, ROI minimum)) or ``"zero"``.
        box : tuple of slice, optional
            That of the mask, where it is known.
        """
        box = box or bounding_box(mask)
        if box is None:
            raise ValueError("an empty mask has no region")
        crop, inside = (_in_memory_order(whole[box]) for whole in (array, mask))
        slices, rows, columns = array.shape
        x, y, z = (float(step) for step in spacing)
        first = (box[0].start, box[1].start, box[2].start)
        return cls(crop, inside, first, (slices, rows, columns), (x, y, z), lower_bound)

    @cached_property
    def values(self) -> np.ndarray:
        """Grey values of the lesion in raster order, image dtype."""
        return self.crop[self.mask]

    @cached_property
    def levels(self) -> tuple[np.ndarray, np.ndarray]:
        """Grey levels and how many voxels have each; a non-integer image lists every voxel, each once."""
        if not self._table_fits:
            return self.values, np.broadcast_to(np.int64(1), self.values.shape)
        lowest = int(self.minimum)
        counts = np.zeros(int(self.maximum) - lowest + 1, dtype=np.int64)
        for part in pieces(self.values.size):
            counts += np.bincount(np.subtract(self.values[part], lowest, dtype=np.int64), minlength=counts.size)
        present = np.flatnonzero(counts)
        return present + lowest, counts[present]

    @cached_property
    def minimum(self) -> float:
        return float(self.values.min())

    @cached_property
    def maximum(self) -> float:
        return float(self.values.max())

    @property
    def lower(self) -> float:
        """Lower bound of the grey axes."""
        return 0.0 if self.lower_bound == "zero" else min(0.0, self.minimum)

    @cached_property
    def texture_edges(self) -> np.ndarray:
        """Edges of the grey axis of co-occurrence and run length: 256 bins over [lower, maximum + 1)."""
        return bin_edges(self.lower, self.maximum + 1.0)

    @property
    def _table_fits(self) -> bool:
        whole = np.issubdtype(self.values.dtype, np.integer)
        return whole and self.maximum - self.minimum < LARGEST_TABLE

    @cached_property
    def codes(self) -> np.ndarray:
        """0-based bin on the texture axis of each of `values`, uint8; meaningful only where `counted`."""
        lowest, highest = int(self.minimum), int(self.maximum)
        if self._table_fits:
            table = bin_of(np.arange(lowest, highest + 1), self.texture_edges).astype(np.uint8)
        codes = np.empty(self.values.size, dtype=np.uint8)
        for part in pieces(codes.size):
            if self._table_fits:
                codes[part] = table[np.subtract(self.values[part], lowest, dtype=np.int64)]
            else:
                codes[part] = bin_of(self.values[part].astype(np.float64), self.texture_edges)
        return codes

    @cached_property
    def counted(self) -> np.ndarray | None:
        """Which of `values` are not below the lower bound; None if all."""
        return self.values >= self.lower if self.minimum < self.lower else None

    @cached_property
    def code_counts(self) -> np.ndarray:
        """Counted voxels of each code, shape (256,)."""
        if self._table_fits:
            levels, of_level = self.levels
            on_axis = levels >= self.lower
            codes = bin_of(levels[on_axis], self.texture_edges)
            return np.bincount(codes, weights=of_level[on_axis], minlength=BINS).astype(np.intp)
        codes = self.codes if self.counted is None else self.codes[self.counted]
        counts = np.zeros(BINS, dtype=np.intp)
        for part in pieces(codes.size):
            counts += np.bincount(codes[part], minlength=BINS)
        return counts

    @cached_property
    def on_first_edge(self) -> np.ndarray | None:
        """Which of `values` lie exactly between bins 0 and 1; None if none.

        ITK finds no right edge for such a voxel, so no run can go on from it, though one can run over it
        (``Histogram::GetBinMaxFromValue``).
        """
        edge = self.texture_edges[1]
        return self.values == edge if (self.levels[0] == edge).any() else None
