"""Gray values as a PNG file in memory, where no disk can be too full for its end."""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GRAY_8_BIT = (8, 0, 0, 0, 0)  # bits, color type, compression, filters, interlacing
ROW_ABOVE = 2
"""The filter that writes each value as its difference to the one above (PNG specification, 9.2)."""


def gray_png(values: np.ndarray) -> bytes:
    """The file of a picture of bytes, shape (rows, columns)."""
    rows, columns = values.shape
    differences = np.diff(values, axis=0, prepend=np.zeros((1, columns), np.uint8))
    lines = np.concatenate([np.full((rows, 1), ROW_ABOVE, np.uint8), differences], axis=1)
    return (
        SIGNATURE
        + _chunk(b"IHDR", struct.pack(">II5B", columns, rows, *GRAY_8_BIT))
        + _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
