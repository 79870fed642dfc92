"""Compressed pixels of one slice: RLE decoded here, JPEG and its kin by GDCM once their pieces and size were checked.

GDCM is handed a bare file of the compressed pixels: of a whole CT file it would invert MONOCHROME1 and rescale.
"""

import os
import struct
import tempfile

import numpy as np

from ..errors import InputError
from .dicom_header import UNDEFINED_LENGTH
from .dicom_slice import BITS_ALLOCATED, BITS_STORED, COLUMNS, HIGH_BIT, PIXEL_REPRESENTATION, ROWS, DicomSlice

RLE = "1.2.840.10008.1.2.5"
COMPRESSED_SYNTAXES = {
    "1.2.840.10008.1.2.4.50": "JPEG baseline",
    "1.2.840.10008.1.2.4.51": "JPEG extended",
    "1.2.840.10008.1.2.4.57": "JPEG lossless",
    "1.2.840.10008.1.2.4.70": "JPEG lossless",
    "1.2.840.10008.1.2.4.80": "JPEG-LS lossless",
    "1.2.840.10008.1.2.4.81": "JPEG-LS near-lossless",
    "1.2.840.10008.1.2.4.90": "JPEG 2000 lossless",
    "1.2.840.10008.1.2.4.91": "JPEG 2000",
    RLE: "RLE",
}
LOSSY_SYNTAXES = frozenset(f"1.2.840.10008.1.2.4.{number}" for number in (50, 51, 81, 91))
_SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
_ITEM, _SEQUENCE_END = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0"
_JPEG_START, _JPEG_2000_START, _JPEG_END = b"\xff\xd8\xff", b"\xff\x4f\xff\x51", b"\xff\xd9"
_FRAME_HEADERS = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xF7})  # sizes stand in SOF0 to SOF3 and JPEG-LS' SOF55


def decompressed(one: DicomSlice, rows: int, columns: int, dtype: np.dtype, content: bytes) -> np.ndarray:
    """Stored words of a compressed slice, shape (rows, columns).

    Raises
    ------
    InputError
        The compressed data are cut off, damaged, or of another size than the header states.
    """
    frame, end = _frame(one, content)
    if one.header.syntax == RLE:
        return _decoded_rle(one, frame, rows * columns, dtype).reshape(rows, columns)
    _require_frame_size(one, frame, rows, columns)
    bare = _bare_file(one, content[one.header.pixel_start : end])
    decoded = _decoded_by_gdcm(one, bare)
    if decoded.size != rows * columns or decoded.dtype.kind not in "iu":
        raise _damaged(one, f"they decode to {decoded.size} values instead of {rows * columns}")
    return decoded.reshape(rows, columns).astype(dtype)


def _frame(one: DicomSlice, content: bytes) -> tuple[bytes, int]:
    """The compressed frame put together of its fragments, and where the sequence of them ends (PS3.5, A.4)."""
    if one.header.pixel_length != UNDEFINED_LENGTH:
        raise _damaged(one, "they are not kept in fragments")
    at, fragments = one.header.pixel_start, []
    while content[at : at + 4] == _ITEM:
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + length > len(content):
            break
        fragments.append(content[at + 8 : at + 8 + length])
        at += 8 + length
    if content[at : at + 4] != _SEQUENCE_END or len(fragments) < 2:
        raise _damaged(one, "their fragments are not whole")
    return b"".join(fragments[1:]), at + 8  # the first is a table of offsets


def _require_frame_size(one: DicomSlice, frame: bytes, rows: int, columns: int) -> None:
    """Whether a JPEG, JPEG-LS or JPEG 2000 stream is whole and of the stated size; GDCM passes over either."""
    if not frame.rstrip(b"\0").endswith(_JPEG_END):
        raise _damaged(one, "they are cut off")
    try:
        size = _size_of_jpeg_2000(frame) if frame.startswith(_JPEG_2000_START) else _size_of_jpeg(frame)
    except struct.error:
        size = None
    if size != (rows, columns):
        stated = "no size" if size is None else f"{size[1]} x {size[0]} pixels"
        raise _damaged(one, f"they hold {stated} instead of {columns} x {rows}")


def _size_of_jpeg_2000(frame: bytes) -> tuple[int, int]:
    """(rows, columns) by the SIZ marker, which stands first (ISO 15444-1, A.5.1)."""
    right, bottom, left, top = struct.unpack_from(">4I", frame, 8)
    return bottom - top, right - left


def _size_of_jpeg(frame: bytes) -> tuple[int, int] | None:
    """(rows, columns) by the frame header (ISO 10918-1, B.2.2)."""
    if not frame.startswith(_JPEG_START):
        return None
    at = 2
    while True:
        mark, kind, length = struct.unpack_from(">BBH", frame, at)
        if mark != 0xFF:
            return None
        if kind == 0xFF:  # a fill byte
            at += 1
            continue
        if kind in _FRAME_HEADERS:
            rows, columns = struct.unpack_from(">HH", frame, at + 5)
            return rows, columns
        at += 2 + length


def _decoded_rle(one: DicomSlice, frame: bytes, pixels: int, dtype: np.dtype) -> np.ndarray:
    """Words of one byte plane for each of their bytes, the highest first (PS3.5, annex G).

    GDCM fills what a plane lacks with anything, and refuses planes that packing made longer.
    """
    header = struct.unpack_from("<16I", frame) if len(frame) >= 64 else (0,)
    count, offsets = header[0], header[1 : header[0] + 1]
    if count != dtype.itemsize or list(offsets) != sorted(offsets) or offsets[0] < 64:
        raise _damaged(one, "their table of planes is not that of such pixels")
    planes = np.empty((pixels, count), np.uint8)
    for place, (begin, end) in enumerate(zip(offsets, (*offsets[1:], len(frame)), strict=True)):
        plane = _unpacked(frame, begin, end, pixels)
        if len(plane) != pixels:
            raise _damaged(one, "they are cut off or hold too much")
        planes[:, place] = np.frombuffer(plane, np.uint8)
    return planes.view(f">{dtype.kind}{count}").astype(dtype)


def _unpacked(frame: bytes, at: int, end: int, needed: int) -> bytearray:
    """Bytes of one plane: a code below 128 announces code + 1 bytes, one above it 257 - code times the next byte."""
    plane = bytearray()
    while at < end and len(plane) < needed:
        code = frame[at]
        if code < 128:
            plane += frame[at + 1 : min(at + code + 2, end)]
            at += code + 2
        else:
            plane += frame[at + 1 : min(at + 2, end)] * (257 - code if code > 128 else 0)
            at += 2 if code > 128 else 1
    return plane


def _bare_file(one: DicomSlice, fragments: bytes) -> bytes:
    """A DICOM file of the pixels and what describes them, in explicit little endian."""

    def element(tag: int, kind: bytes, value: bytes) -> bytes:
        value += b"\0" * (len(value) % 2)
        length = struct.pack("<HI", 0, len(value)) if kind == b"OB" else struct.pack("<H", len(value))
        return struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, kind) + length + value

    meta = (
        element(0x00020001, b"OB", b"\0\1")
        + element(0x00020002, b"UI", _SECONDARY_CAPTURE.encode())
        + element(0x00020003, b"UI", b"2.25.1")
        + element(0x00020010, b"UI", one.header.syntax.encode())
        + element(0x00020012, b"UI", b"2.25.1")
    )
    numbers = (ROWS, COLUMNS, BITS_ALLOCATED, BITS_STORED, HIGH_BIT, PIXEL_REPRESENTATION)
    body = (
        element(0x00080016, b"UI", _SECONDARY_CAPTURE.encode())
        + element(0x00080018, b"UI", b"2.25.1")
        + element(0x00280002, b"US", struct.pack("<H", 1))
        + element(0x00280004, b"CS", b"MONOCHROME2 ")
        + b"".join(element(tag, b"US", struct.pack("<H", one.whole_number(tag) or 0)) for tag in numbers)
        + struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, UNDEFINED_LENGTH)
        + fragments
    )
    return bytes(128) + b"DICM" + element(0x00020000, b"UL", struct.pack("<I", len(meta))) + meta + body


def _decoded_by_gdcm(one: DicomSlice, bare: bytes) -> np.ndarray:
    import SimpleITK as sitk  # slow to import, and few series are compressed

    number, name = tempfile.mkstemp(suffix=".dcm")
    try:
        with open(number, "wb") as file:
            file.write(bare)
        image = sitk.ReadImage(name, imageIO="GDCMImageIO")
    except RuntimeError:
        raise _damaged(one, "they cannot be decoded") from None
    finally:
        os.unlink(name)
    return sitk.GetArrayFromImage(image)


def _damaged(one: DicomSlice, reason: str) -> InputError:
    kind = COMPRESSED_SYNTAXES[one.header.syntax]
    return InputError(
        f"{one.path} is damaged: its pixels are compressed ({kind}), but {reason}; copy the series again."
    )
