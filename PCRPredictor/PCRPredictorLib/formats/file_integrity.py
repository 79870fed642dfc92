"""Whether the pixels of a DICOM slice are whole: some versions of ITK fill a cut one with zeros or noise."""

import re
from pathlib import Path

from ..errors import InputError

PIXEL_DATA = re.compile(rb"\xe0\x7f\x10\x00(?:O[BW]\0\0)?")
UNDEFINED_LENGTH = 0xFFFFFFFF
SEQUENCE_END = b"\xfe\xff\xdd\xe0\0\0\0\0"


def require_whole_slice(path: Path, pixel_bytes: int) -> None:
    """Refuse a DICOM slice whose pixels are cut off.

    Parameters
    ----------
    path : pathlib.Path
    pixel_bytes : int
        What the pixels take uncompressed.

    Raises
    ------
    InputError
        The file ends before its pixel data do.
    """
    content = path.read_bytes()
    for element in PIXEL_DATA.finditer(content):
        begin = element.end() + 4
        length = int.from_bytes(content[element.end() : begin], "little")
        if length == UNDEFINED_LENGTH:
            is_whole = content.find(SEQUENCE_END, begin) >= 0
        elif pixel_bytes <= length <= pixel_bytes + 1:  # padded to an even length
            is_whole = begin + length <= len(content)
        else:  # an icon, or the same four bytes by chance
            continue
        if not is_whole:
            raise InputError(f"{path} is damaged: its pixels are cut off; copy the series again.")
        return
