"""Grey levels: the lower bound, the 256 bins and the cropped region that every family reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

BINS = 256
LARGEST_TABLE = 1 << 20
LARGEST_OFFSET = 7


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
    """0-based bin of each value: the last edge that does not exceed it (values are >= the first edge)."""
    return np.searchsorted(edges, values, side="right") - 1


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
    lower : float
        Lower bound of the grey axis.
    """

    crop: np.ndarray
    mask: np.ndarray
    start: tuple[int, int, int]
    image_shape: tuple[int, int, int]
    spacing: tuple[float, float, float]
    lower: float

    @classmethod
    def cut(
        cls, array: np.ndarray, mask: np.ndarray, spacing: Sequence[float], lower_bound: str = "zero-or-roi-minimum"
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
        """
        box = bounding_box(mask)
        crop, inside = array[box], mask[box]
        lowest = float(crop.min(where=inside, initial=crop.max()))
        lower = 0.0 if lower_bound == "zero" else min(0.0, lowest)
        slices, rows, columns = array.shape
        x, y, z = (float(step) for step in spacing)
        first = (box[0].start, box[1].start, box[2].start)
        return cls(crop, inside, first, (slices, rows, columns), (x, y, z), lower)

    @cached_property
    def values(self) -> np.ndarray:
        """Grey values of the lesion in raster order, image dtype."""
        return self.crop[self.mask]

    @cached_property
    def levels(self) -> tuple[np.ndarray, np.ndarray]:
        """Grey levels (float64) and how many voxels have each; a non-integer image lists every voxel."""
        if self._table_fits:
            lowest = int(self.values.min())
            counts = np.bincount(np.subtract(self.values, lowest, dtype=np.int64))
            present = np.flatnonzero(counts)
            return (present + lowest).astype(np.float64), counts[present]
        return self.values.astype(np.float64), np.ones(self.values.size, dtype=np.int64)

    @cached_property
    def maximum(self) -> float:
        return float(self.values.max())

    @cached_property
    def texture_edges(self) -> np.ndarray:
        """Edges of the grey axis of co-occurrence and run length: 256 bins over [lower, maximum + 1)."""
        return bin_edges(self.lower, self.maximum + 1.0)

    @cached_property
    def grid(self) -> "CodedGrid":
        """The lesion as 8-bit grey codes in flat memory."""
        return CodedGrid.of(self)

    @property
    def _table_fits(self) -> bool:
        whole = np.issubdtype(self.values.dtype, np.integer)
        return whole and int(self.values.max()) - int(self.values.min()) < LARGEST_TABLE

    def texture_codes(self) -> np.ndarray:
        """0-based bin on the texture axis of each value, uint8, shape of `values`; only valid where >= lower."""
        if not self._table_fits:
            return np.clip(bin_of(self.values, self.texture_edges), 0, BINS - 1).astype(np.uint8)
        lowest, highest = int(self.values.min()), int(self.values.max())
        table = np.clip(bin_of(np.arange(lowest, highest + 1), self.texture_edges), 0, BINS - 1).astype(np.uint8)
        return table[np.subtract(self.values, lowest, dtype=np.int64)]


@dataclass(frozen=True, eq=False)
class CodedGrid:
    """Flat 8-bit codes of a region, padded so that no in-plane offset up to 7 wraps into the lesion.

    Each row carries 7 empty columns and each slice 7 empty rows behind it, so a step of ``dy * stride + dx``
    in flat memory leaves the lesion whenever it leaves the row or the slice.

    Attributes
    ----------
    codes : numpy.ndarray
        uint8, flat; 0 where not counted.
    counted : numpy.ndarray
        Boolean, flat: in the mask and not below the lower bound.
    in_mask : numpy.ndarray
        Boolean, flat; the same array as `counted` unless voxels lie below the lower bound.
    unable : numpy.ndarray or None
        Boolean, flat: voxels exactly on the edge of bins 0 and 1, from which ITK's walk cannot step; None if
        there are none.
    stride, slice_rows : int
        Padded row length and rows per slice.
    """

    codes: np.ndarray
    counted: np.ndarray
    in_mask: np.ndarray
    unable: np.ndarray | None
    stride: int
    slice_rows: int
    _places: dict[int, np.ndarray] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, region: Region) -> "CodedGrid":
        slices, rows, columns = region.mask.shape
        shape = (slices, rows + LARGEST_OFFSET, columns + LARGEST_OFFSET)
        inner = (slice(None), slice(rows), slice(columns))
        in_mask = np.zeros(shape, dtype=bool)
        in_mask[inner] = region.mask
        flat_mask = in_mask.ravel()
        codes = np.zeros(flat_mask.size, dtype=np.uint8)
        codes[flat_mask] = region.texture_codes()
        counted = flat_mask
        if region.values.min() < region.lower:
            counted = np.zeros_like(flat_mask)
            counted[flat_mask] = region.values >= region.lower
            codes[~counted] = 0
        on_edge = region.values == region.texture_edges[1]
        unable = None
        if on_edge.any():
            unable = np.zeros_like(flat_mask)
            unable[flat_mask] = on_edge
        return cls(codes, counted, flat_mask, unable, shape[2], shape[1])

    @cached_property
    def high_codes(self) -> np.ndarray:
        """The codes times 256, uint16: the upper half of a pair's place in a co-occurrence matrix."""
        return self.codes.astype(np.uint16) << 8

    @cached_property
    def code_counts(self) -> np.ndarray:
        """Counted voxels of each code, shape (256,)."""
        return np.bincount(self.codes[self.counted], minlength=BINS)

    def places_of(self, code: int) -> np.ndarray:
        """Flat indices of the counted voxels of one code; kept, since every direction asks for the same."""
        if code not in self._places:
            self._places[code] = np.flatnonzero((self.codes == code) & self.counted)
        return self._places[code]


def bounding_box(mask: np.ndarray) -> tuple[slice, slice, slice]:
    """Slices of the smallest box that holds every True voxel of a non-empty mask."""
    planes = np.flatnonzero(mask.any(axis=(1, 2)))
    slab = mask[planes[0] : planes[-1] + 1]
    flat = np.any(slab, axis=0)
    rows, columns = np.flatnonzero(np.any(flat, axis=1)), np.flatnonzero(np.any(flat, axis=0))
    return (
        slice(int(planes[0]), int(planes[-1]) + 1),
        slice(int(rows[0]), int(rows[-1]) + 1),
        slice(int(columns[0]), int(columns[-1]) + 1),
    )
