"""The stored pixels of DICOM slices, and the volume of Hounsfield units made of them (DICOM PS3.3, C.7.6.3 and C.11.1).

Photometric interpretation is a matter of display: MONOCHROME1 values are rescaled as MONOCHROME2 ones are.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from .dicom_codec import COMPRESSED_SYNTAXES, decompressed
from .dicom_header import (
    DEFLATED,
    EXPLICIT_BIG,
    EXPLICIT_LITTLE,
    IMPLICIT_LITTLE,
    UNDEFINED_LENGTH,
    data_set,
)
from .dicom_slice import (
    BITS_ALLOCATED,
    BITS_STORED,
    COLUMNS,
    HIGH_BIT,
    PADDING_RANGE_LIMIT,
    PADDING_VALUE,
    PHOTOMETRIC,
    PIXEL_REPRESENTATION,
    RESCALE_INTERCEPT,
    RESCALE_SLOPE,
    ROWS,
    SAMPLES,
    DicomSlice,
)

PLAIN_SYNTAXES = {IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED}
MOST_PIXEL_BYTES = 1 << 28


@dataclass(frozen=True)
class PixelLayout:
    """How one slice stores its pixels: words of `allocated` bits whose lowest `stored` bits count."""

    rows: int
    columns: int
    allocated: int
    stored: int
    is_signed: bool

    @property
    def dtype(self) -> np.dtype:
        return np.dtype(f"{'i' if self.is_signed else 'u'}{self.allocated // 8}")

    @property
    def bytes(self) -> int:
        return self.rows * self.columns * self.allocated // 8

    def of_stored_bits(self, words: np.ndarray) -> np.ndarray:
        """Values of words whose higher bits hold an overlay or nothing of meaning."""
        unused = self.allocated - self.stored
        if not unused:
            return words
        return (words << unused) >> unused  # an arithmetic shift for signed words: it carries the sign

    def holds(self, value: int) -> bool:
        """Whether the stored bits can hold a value."""
        lowest = -(1 << self.stored - 1) if self.is_signed else 0
        return lowest <= value < lowest + (1 << self.stored)


def layout_of(one: DicomSlice) -> PixelLayout:
    """The pixel layout of a slice, refused where it contradicts itself, is unusual, or is not of the length it needs.

    Raises
    ------
    InputError
        A transfer syntax that is not supported, colors, a layout that is missing, contradictory or unusual, or pixels
        of another length than the layout needs.
    """
    if one.header.syntax not in PLAIN_SYNTAXES | COMPRESSED_SYNTAXES.keys():
        raise InputError(
            f"{one.path} is compressed in a way that is not supported (transfer syntax {one.header.syntax}); export "
            "the series uncompressed."
        )
    if one.header.pixels != "PixelData":
        raise InputError(f"{one.path} holds {one.header.pixels}, not the whole numbers of a CT; export the CT series.")
    samples, photometric = one.whole_number(SAMPLES), one.text(PHOTOMETRIC)
    if samples != 1 or photometric not in ("MONOCHROME1", "MONOCHROME2"):
        raise InputError(
            f"{one.path} is no grey-scale picture ({photometric or 'no photometric interpretation'}, {samples or 'no'} "
            "samples a pixel), but a color picture or damaged; choose the CT series."
        )
    layout = _stated_layout(one)
    if layout.bytes > MOST_PIXEL_BYTES:
        raise InputError(f"{one.path} announces {layout.bytes >> 20} MB of pixels, more than one slice can hold.")
    if one.header.syntax in PLAIN_SYNTAXES:
        _require_length(one, layout)
    return layout


def _stated_layout(one: DicomSlice) -> PixelLayout:
    tags = (ROWS, COLUMNS, BITS_ALLOCATED, BITS_STORED, HIGH_BIT, PIXEL_REPRESENTATION)
    found = [one.whole_number(tag) for tag in tags]
    if None in found:
        raise InputError(
            f"{one.path} does not state how its pixels are stored (rows, columns, bits or sign missing); export "
            "it again."
        )
    rows, columns, allocated, stored, high_bit, representation = (number or 0 for number in found)
    is_ambiguous = one.header.order == ">" and allocated != 16  # programs disagree on the order of such bytes
    if allocated not in (8, 16, 32) or is_ambiguous or not 1 <= stored <= allocated or representation > 1:
        raise InputError(
            f"{one.path} stores its pixels in an unusual way ({stored} of {allocated} bits, pixel representation "
            f"{representation}); export the original CT series."
        )
    if high_bit != stored - 1:
        raise InputError(
            f"{one.path} stores its pixels shifted within their words (high bit {high_bit} of {stored} stored bits, "
            f"{stored - 1} needed); export the series again."
        )
    return PixelLayout(rows, columns, allocated, stored, bool(representation))


def _require_length(one: DicomSlice, layout: PixelLayout) -> None:
    length = one.header.pixel_length
    if length != layout.bytes + layout.bytes % 2 and length != layout.bytes:
        stated = "an undefined number of" if length == UNDEFINED_LENGTH else str(length)
        raise InputError(
            f"{one.path} is damaged: it holds {stated} bytes of pixels, and {layout.columns} x {layout.rows} pixels of "
            f"{layout.allocated} bits take {layout.bytes}; copy the series again."
        )
    if one.header.pixel_start + length > one.available:
        raise InputError(f"{one.path} is damaged: its pixels are cut off; copy the series again.")


def rescale_of(one: DicomSlice) -> tuple[float, float]:
    """(slope, intercept) from stored values to the unit of the series; 1 and 0 where the header is silent.

    Raises
    ------
    InputError
        One of them is no number, or the slope is zero.
    """
    slope = one.number(RESCALE_SLOPE, "RescaleSlope")
    intercept = one.number(RESCALE_INTERCEPT, "RescaleIntercept")
    if slope == 0:
        raise InputError(f"{one.path} states a rescale slope of 0, which makes all its pixels one; export it again.")
    return 1.0 if slope is None else slope, intercept or 0.0


def stored_values(one: DicomSlice, layout: PixelLayout, content: bytes) -> np.ndarray:
    """Stored pixels of a slice, shape (rows, columns).

    Parameters
    ----------
    content : bytes
        The whole file.

    Raises
    ------
    InputError
        The pixels are damaged, or mark padding by a value that they cannot hold.
    """
    if one.header.syntax in COMPRESSED_SYNTAXES:
        words = decompressed(one, layout.rows, layout.columns, layout.dtype, content)
    else:
        content = data_set(content, one.header.syntax)
        words = np.frombuffer(
            content,
            np.dtype(f"{one.header.order}{layout.dtype.kind}{layout.dtype.itemsize}"),
            layout.rows * layout.columns,
            one.header.pixel_start,
        ).astype(layout.dtype, copy=False)
        words = words.reshape(layout.rows, layout.columns)
    if layout.stored < layout.allocated:
        _require_no_hidden_padding(one, layout, words)
    return layout.of_stored_bits(words)


def _require_no_hidden_padding(one: DicomSlice, layout: PixelLayout, words: np.ndarray) -> None:
    """A mark beyond the stored bits would come out of them as the value of some tissue."""
    for value in _padding_values(one, layout):
        if not layout.holds(value) and (words == value).any():
            raise InputError(
                f"{one.path} marks padding by {value}, which its {layout.stored} stored bits cannot hold; export the "
                "series again."
            )


def _padding_values(one: DicomSlice, layout: PixelLayout) -> list[int]:
    """Stored values that mark padding, or the two ends of their range; the same kind of word as the pixels."""
    found = []
    for tag in (PADDING_VALUE, PADDING_RANGE_LIMIT):
        word = one.whole_number(tag)
        if word is not None:
            found.append(word - (1 << 16) if layout.is_signed and word >> 15 else word)
    return found


def padding_of(one: DicomSlice, layout: PixelLayout) -> tuple[float, float] | None:
    """Lowest and highest rescaled value that PixelPaddingValue and its range limit mark; None where nothing does."""
    values = _padding_values(one, layout)
    if not values:
        return None
    slope, intercept = rescale_of(one)
    ends = sorted(value * slope + intercept for value in values)
    return ends[0], ends[-1]


def rescaled_volume(
    slices: list[DicomSlice], layouts: list[PixelLayout], content_of: Callable[[DicomSlice], bytes]
) -> np.ndarray:
    """Stack of the rescaled slices in the smallest type that holds all of them: int16, int32 or float64.

    Each slice has its own rescale. `content_of` is asked once for each slice, in order, so that what it gives can be
    released.
    """
    volume = np.empty((len(slices), layouts[0].rows, layouts[0].columns), np.int16)
    for place, (one, layout) in enumerate(zip(slices, layouts, strict=True)):
        stored = stored_values(one, layout, content_of(one))
        slope, intercept = rescale_of(one)
        volume = _widened(volume, place, _type_for(stored, slope, intercept))
        _rescale_into(volume[place], stored, slope, intercept)
    return volume


def _type_for(stored: np.ndarray, slope: float, intercept: float) -> type[np.generic]:
    if not (slope.is_integer() and intercept.is_integer()):
        return np.float64
    ends = [int(end) * int(slope) + int(intercept) for end in (stored.min(), stored.max())]
    for kind in (np.int16, np.int32):
        limits = np.iinfo(kind)
        if all(limits.min <= number <= limits.max for number in (*ends, int(slope), int(intercept))):
            return kind
    return np.float64


def _widened(volume: np.ndarray, filled: int, kind: type[np.generic]) -> np.ndarray:
    """The volume in a type that also holds another; `filled` slices of it are copied."""
    wider = np.promote_types(volume.dtype, kind)
    if wider == volume.dtype:
        return volume
    result = np.empty(volume.shape, wider)
    result[:filled] = volume[:filled]
    return result


def _rescale_into(target: np.ndarray, stored: np.ndarray, slope: float, intercept: float) -> None:
    """Whole numbers may wrap on the way, in arithmetic modulo the word: what comes out fits (`_type_for`)."""
    kind = target.dtype.type
    if slope == 1:
        np.add(stored, kind(intercept), out=target, dtype=kind, casting="unsafe")
        return
    np.multiply(stored, kind(slope), out=target, dtype=kind, casting="unsafe")
    target += kind(intercept)
