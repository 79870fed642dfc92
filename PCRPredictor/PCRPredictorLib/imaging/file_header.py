"""Text headers of volume files, where ITK does not hand on what they say."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def header_fields(file: BinaryIO, separator: str, last: str | None = None) -> Iterator[tuple[str, str]]:
    """Names (lower case) and values of a text header, up to an empty line or through the field `last`."""
    while line := file.readline().decode("latin-1").strip():
        name, _, value = line.partition(separator)
        name = name.strip().lower()
        yield name, value.strip()
        if name == last:
            return


def metaimage_fields(path: Path) -> dict[str, str]:
    """Header of a MetaImage file; it ends with the field ElementDataFile."""
    with path.open("rb") as file:
        return dict(header_fields(file, "=", last="elementdatafile"))


def readable(text: str) -> str:
    """Header text that can be printed: bytes that are no UTF-8 are read as Latin-1."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "surrogateescape").decode("latin-1")
    return text.strip(" \0")
