"""The data elements of a DICOM file: one walk over its bytes that takes what is asked for and stops at the pixels.

It reads implicit and explicit little endian, explicit big endian and deflated data sets (DICOM PS3.5, sections 7 and
A.4), with or without the file's preamble.
"""

import struct
import zlib
from collections.abc import Set
from dataclasses import dataclass

from ..texts import sentence as _

MARK = b"DICM"
MARK_AT = 128
TRANSFER_SYNTAX = 0x00020010
MEDIA_SOP_CLASS = 0x00020002
PIXEL_DATA = {0x7FE00008: "FloatPixelData", 0x7FE00009: "DoubleFloatPixelData", 0x7FE00010: "PixelData"}
IMPLICIT_LITTLE = "1.2.840.10008.1.2"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
DEFLATED = "1.2.840.10008.1.2.1.99"
EXPLICIT_BIG = "1.2.840.10008.1.2.2"
UNDEFINED_LENGTH = 0xFFFFFFFF
MOST_INFLATED_BYTES = 1 << 28
LONGEST_VALUE = 1 << 16
DEEPEST = 32

_LONG_LENGTH = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_SHORT_LENGTH = frozenset(b"AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US".split())
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD


class BrokenHeader(Exception):
    """The bytes are no DICOM data set that can be followed; the text says why."""


class CutHeader(BrokenHeader):
    """The bytes end before the header does."""


@dataclass(frozen=True)
class Header:
    """What the header of one DICOM file says, raw.

    Attributes
    ----------
    values : dict of int to bytes
        Values of the asked elements by tag (group * 65536 + element), in the byte order of the file.
    syntax : str
        UID of the transfer syntax.
    order : str
        ``<`` or ``>``, for `struct` and NumPy.
    pixels : str
        Name of the element that holds the pixels; empty where there is none.
    pixel_start, pixel_length : int
        Where they lie; in the inflated data set where it is deflated. The length may be `UNDEFINED_LENGTH`.
    """

    values: dict[int, bytes]
    syntax: str
    order: str
    pixels: str = ""
    pixel_start: int = 0
    pixel_length: int = 0


def may_be_dicom(head: bytes) -> bool:
    """Whether the first bytes of a file (132 or more) can be those of a DICOM file."""
    return head[MARK_AT : MARK_AT + 4] == MARK or _first_tag_is_plausible(head)


def parse_header(content: bytes, wanted: Set[int]) -> Header:
    """Follow the data elements of a file to its pixels, or to its end where it has none.

    Parameters
    ----------
    content : bytes
        The file, or its beginning.
    wanted : set of int
        Tags to keep.

    Raises
    ------
    CutHeader
        `content` ends before the header does.
    BrokenHeader
        The bytes cannot be followed.
    """
    at = MARK_AT + 4 if content[MARK_AT : MARK_AT + 4] == MARK else 0
    try:
        values, at = _meta_information(content, at)
        syntax = values.get(TRANSFER_SYNTAX, b"").decode("latin-1").strip("\0 ")
        content = data_set(content, syntax, at)
        if syntax == DEFLATED:
            at = 0
        order = ">" if syntax == EXPLICIT_BIG else "<"
        explicit = _is_explicit(content, at)
        syntax = syntax or (EXPLICIT_LITTLE if explicit else IMPLICIT_LITTLE)
        return _data_elements(content, at, Header(values, syntax, order), explicit, wanted)
    except struct.error:
        raise CutHeader(_("it ends within a data element")) from None


def data_set(content: bytes, syntax: str, at: int | None = None) -> bytes:
    """What the places of the pixels count in: the file itself, or its inflated data set.

    Raises
    ------
    BrokenHeader
        A deflated data set is damaged or grows beyond 256 MB.
    """
    if syntax != DEFLATED:
        return content
    if at is None:
        _syntax, at = _meta_information(content, MARK_AT + 4 if content[MARK_AT : MARK_AT + 4] == MARK else 0)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = inflater.decompress(content[at:], MOST_INFLATED_BYTES)
    except zlib.error:
        raise BrokenHeader(_("its deflated data are damaged")) from None
    if inflater.unconsumed_tail:
        raise BrokenHeader(_("its deflated data take more than {most} MB").format(most=MOST_INFLATED_BYTES >> 20))
    if not inflater.eof:
        raise CutHeader(_("its deflated data are cut off"))
    return inflated


def _first_tag_is_plausible(head: bytes) -> bool:
    """Old files begin with the data set itself: a low element of group 2 or 8, of a known kind or a short length."""
    if len(head) < 12:
        return False
    group, number, kind = struct.unpack_from("<HH2s", head)
    if group not in (2, 8) or number > 0x18:
        return False
    return kind in _SHORT_LENGTH or kind in _LONG_LENGTH or int.from_bytes(head[4:8], "little") <= 256


def _meta_information(content: bytes, at: int) -> tuple[dict[int, bytes], int]:
    """Transfer syntax and object class of group 2, which is explicit little endian always; where the rest begins."""
    values: dict[int, bytes] = {}
    while content[at : at + 2] == b"\2\0":
        tag, start, length, _undefined = _element(content, at, "<", True)
        at = start + length
        if length > LONGEST_VALUE or at > len(content):
            raise CutHeader(_("it ends within its file information"))
        if tag in (TRANSFER_SYNTAX, MEDIA_SOP_CLASS):
            values[tag] = content[start:at]
    return values, at


def _is_explicit(content: bytes, at: int) -> bool:
    """Whether the first element names its kind; files exist whose transfer syntax says otherwise."""
    kind = content[at + 4 : at + 6]
    return kind in _SHORT_LENGTH or kind in _LONG_LENGTH


def _data_elements(content: bytes, at: int, header: Header, explicit: bool, wanted: Set[int]) -> Header:
    end, values, order = len(content), header.values, header.order
    while at < end:
        tag, start, length, nested_explicit = _element(content, at, order, explicit)
        if tag in PIXEL_DATA:
            return Header(values, header.syntax, order, PIXEL_DATA[tag], start, length)
        if length == UNDEFINED_LENGTH:
            at = _after_items(content, start, order, nested_explicit, DEEPEST)
            continue
        at = start + length
        if at > end:
            raise CutHeader(_("it ends within a data element"))
        if tag in wanted:
            if length > LONGEST_VALUE:
                raise BrokenHeader(
                    _("element ({group:04x},{element:04x}) holds {length} bytes").format(
                        group=tag >> 16, element=tag & 0xFFFF, length=length
                    )
                )
            values[tag] = content[start:at]
    return header


def _element(content: bytes, at: int, order: str, explicit: bool) -> tuple[int, int, int, bool]:
    """Tag, place and length of the value at a place, and whether elements nested in it name their kind."""
    group, number, kind, length = struct.unpack_from(f"{order}HH2sH", content, at)
    tag = group << 16 | number
    if (
        not explicit or group == 0xFFFE or not b"AA" <= kind <= b"ZZ"
    ):  # writers exist that leave the kind out now and then
        (length,) = struct.unpack_from(f"{order}I", content, at + 4)
        return tag, at + 8, length, explicit
    if kind in _LONG_LENGTH:
        (length,) = struct.unpack_from(f"{order}I", content, at + 8)
        return tag, at + 12, length, kind != b"UN"  # PS3.5, 6.2.2: a sequence of unknown kind is implicit
    return tag, at + 8, length, explicit


def _after_items(content: bytes, at: int, order: str, explicit: bool, depth: int) -> int:
    """The place after a sequence of undefined length whose items begin at `at`."""
    if depth == 0:
        raise BrokenHeader(_("its sequences are nested deeper than {deepest}").format(deepest=DEEPEST))
    while True:
        tag, at, length, _undefined = _element(content, at, order, explicit)
        if tag == _SEQUENCE_END:
            return at
        if tag != _ITEM:
            raise BrokenHeader(_("a sequence holds what is no item"))
        at = _after_elements(content, at, order, explicit, depth) if length == UNDEFINED_LENGTH else at + length


def _after_elements(content: bytes, at: int, order: str, explicit: bool, depth: int) -> int:
    """The place after an item of undefined length whose elements begin at `at`."""
    while True:
        tag, at, length, nested_explicit = _element(content, at, order, explicit)
        if tag == _ITEM_END:
            return at
        at = _after_items(content, at, order, nested_explicit, depth - 1) if length == UNDEFINED_LENGTH else at + length
