"""The lesion as 8-bit grey codes in flat memory, in slabs of slices that fit the processor's cache."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from .directions import DISTANCES
from .grey_levels import Region

LARGEST_OFFSET = max(DISTANCES)
SLAB_VOXELS = 1 << 19


@dataclass(frozen=True, eq=False)
class CodedGrid:
    """Some whole slices of a lesion as flat codes, padded so that no in-plane offset wraps into the lesion.

    Each row carries 7 empty columns and each slice 7 empty rows behind it, so a step of
    ``rows * stride + columns`` in flat memory leaves the lesion whenever it leaves the row or the slice.

    Attributes
    ----------
    codes : numpy.ndarray
        uint8, flat; 0 where not counted.
    counted : numpy.ndarray
        Boolean, flat: in the mask and not below the lower bound.
    in_mask : numpy.ndarray
        Boolean, flat; the same array as `counted` unless voxels lie below the lower bound.
    unable : numpy.ndarray or None
        Boolean, flat: voxels from which no run goes on (`Region.on_first_edge`); None if none.
    shape : tuple of int
        (rows, columns) of the box without padding.
    start : tuple of int
        (row, column) of the box in the image.
    image_shape : tuple of int
        (rows, columns) of the image.
    """

    codes: np.ndarray
    counted: np.ndarray
    in_mask: np.ndarray
    unable: np.ndarray | None
    shape: tuple[int, int]
    start: tuple[int, int]
    image_shape: tuple[int, int]
    _places: dict[int, np.ndarray] = field(default_factory=dict, init=False, repr=False)

    @property
    def stride(self) -> int:
        """Flat length of a padded row."""
        return self.shape[1] + LARGEST_OFFSET

    @property
    def slice_rows(self) -> int:
        """Padded rows of a slice."""
        return self.shape[0] + LARGEST_OFFSET

    @cached_property
    def high_codes(self) -> np.ndarray:
        """The codes times 256, uint16: the upper half of a pair's place in a co-occurrence matrix."""
        return self.codes.astype(np.uint16) << 8

    def places_of(self, code: int) -> np.ndarray:
        """Flat indices of the counted voxels of one code; kept, since every direction asks for the same."""
        if code not in self._places:
            self._places[code] = np.flatnonzero((self.codes == code) & self.counted)
        return self._places[code]


def coded_slabs(region: Region) -> tuple[CodedGrid, ...]:
    """Cut a region into slabs of whole slices, each cropped to its own part of the lesion.

    In-plane directions never cross slices, so the counts of the slabs add up to those of the lesion.
    """
    slices, rows, columns = region.mask.shape
    thickness = max(1, SLAB_VOXELS // (rows * columns))
    slabs, first = [], 0
    for begin in range(0, slices, thickness):
        mask = region.mask[begin : begin + thickness]
        last = first + int(np.count_nonzero(mask))
        if last > first:
            slabs.append(_slab(region, mask, slice(first, last)))
        first = last
    return tuple(slabs)


def _slab(region: Region, mask: np.ndarray, part: slice) -> CodedGrid:
    flat = mask.any(axis=0)
    filled_rows, filled_columns = np.flatnonzero(np.any(flat, axis=1)), np.flatnonzero(np.any(flat, axis=0))
    top, left = int(filled_rows[0]), int(filled_columns[0])
    rows, columns = int(filled_rows[-1]) - top + 1, int(filled_columns[-1]) - left + 1
    padded = np.zeros((len(mask), rows + LARGEST_OFFSET, columns + LARGEST_OFFSET), dtype=bool)
    padded[:, :rows, :columns] = mask[:, top : top + rows, left : left + columns]
    in_mask = padded.ravel()

    def spread(values: np.ndarray) -> np.ndarray:
        flat = np.zeros(in_mask.size, dtype=values.dtype)
        flat[in_mask] = values
        return flat

    codes, counted = spread(region.codes[part]), in_mask
    if region.counted is not None:
        counted = spread(region.counted[part])
        codes[~counted] = 0
    unable = None if region.on_first_edge is None else spread(region.on_first_edge[part])
    start = (region.start[1] + top, region.start[2] + left)
    return CodedGrid(codes, counted, in_mask, unable, (rows, columns), start, region.image_shape[1:])
