"""The bytes of a stored file, read once from front to back: hashed as they come, inflated and checked on the way."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from ..errors import InputError
from ..texts import sentence as _

CHUNK_BYTES = 1 << 16
MOST_HEADER_BYTES = 1 << 24
"""A text header beyond it is none; the largest segmentation headers take a few hundred kilobytes."""
LARGEST_RATIO = 1032
"""What a byte of deflated data can hold at most: 258 bytes a match of two bits (RFC 1951)."""
GZIP_MARK = b"\x1f\x8b"
GZIP, ZLIB = 31, 15
"""Window bits by which zlib reads a gzip member with its CRC-32, or a zlib stream with its Adler-32."""


class ByteStream(Protocol):
    """Bytes from front to back."""

    def readinto(self, target: memoryview) -> int:
        """Fill the beginning of `target`; the number of bytes, 0 at the end only."""

    @property
    def most(self) -> int:
        """No more bytes than this can come."""


class StoredFile:
    """A file that is read once; `finish` gives the SHA-256 of all of it.

    Raises
    ------
    InputError
        It is missing, empty, no file, or cannot be read; the message names `path`, and the remedy.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not os.path.exists(path):
            raise InputError(_("{path} does not exist; check the path.").format(path=path))
        if not os.path.isfile(path):
            raise InputError(_("{path} is no file; give an image file.").format(path=path))
        try:
            self._file = path.open("rb", buffering=0)
            self.size = os.fstat(self._file.fileno()).st_size
        except OSError as error:
            raise _unreadable(path, error) from error
        self._digest = hashlib.sha256()
        self._ahead, self._at = b"", 0  # hashed, and from `_at` on not handed out yet
        self._left = self.size
        if not self.peek(1):
            self._file.close()
            raise InputError(_("{path} is an empty file; copy or export it again.").format(path=path))

    def __enter__(self) -> StoredFile:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def peek(self, count: int) -> bytes:
        """The next `count` bytes, fewer at the end of the file, which stay where they are."""
        while len(self._ahead) - self._at < count and self._go_on():
            pass
        return self._ahead[self._at : self._at + count]

    def read(self, count: int) -> bytes:
        """Up to `count` bytes; none at the end of the file."""
        taken = self._ahead[self._at : self._at + count]
        self._at += len(taken)
        return taken or self._file_read(count)

    def readinto(self, target: memoryview) -> int:
        """As `ByteStream`."""
        if self._at < len(self._ahead):
            taken = self.read(len(target))
            target[: len(taken)] = taken
            return len(taken)
        try:
            count = self._file.readinto(target) or 0
        except OSError as error:
            raise _unreadable(self.path, error) from error
        self._digest.update(target[:count])
        self._left -= count
        return count

    @property
    def most(self) -> int:
        """Bytes that are left."""
        return len(self._ahead) - self._at + max(self._left, 0)

    def lines(self) -> Iterator[bytes]:
        """Lines of a text header without their ends.

        Raises
        ------
        InputError
            There is no end to it within 16 MB.
        """
        taken = 0
        while True:
            end = self._ahead.find(b"\n", self._at)
            while end < 0 and len(self._ahead) < MOST_HEADER_BYTES and self._go_on():
                end = self._ahead.find(b"\n", self._at)
            line = self._ahead[self._at : end + 1 if end >= 0 else None]
            self._at += len(line)
            taken += len(line)
            if taken > MOST_HEADER_BYTES or (end < 0 and self._left > 0):
                raise InputError(
                    _("{path} has a header without an end; export the volume again.").format(path=self.path)
                )
            if not line:
                return
            yield line.removesuffix(b"\n").removesuffix(b"\r")

    def finish(self) -> str:
        """SHA-256 of the whole file, after reading what is left of it."""
        self._ahead, self._at = b"", 0
        while self._file_read(1 << 20):
            pass
        return self._digest.hexdigest()

    def _go_on(self) -> bool:
        """Read on, keeping what is not handed out yet; whether there was more."""
        chunk = self._file_read(CHUNK_BYTES)
        self._ahead, self._at = self._ahead[self._at :] + chunk, 0
        return bool(chunk)

    def _file_read(self, count: int) -> bytes:
        try:
            chunk = self._file.read(count)
        except OSError as error:
            raise _unreadable(self.path, error) from error
        self._digest.update(chunk)
        self._left -= len(chunk)
        return chunk


class Inflated:
    """Deflated bytes of a stored file, inflated as they are asked for; their checksum is tested at their end.

    Parameters
    ----------
    source : StoredFile
        At the beginning of the deflated data, which run to the end of the file.
    kind : int
        `GZIP`, one member or several, or `ZLIB`.
    path : pathlib.Path
        For messages.
    """

    def __init__(self, source: StoredFile, kind: int, path: Path) -> None:
        self._source, self._kind, self._path = source, kind, path
        self._inflater = zlib.decompressobj(kind)
        self._waiting = b""
        self._ended = False
        self.stored = 0
        """Deflated bytes taken from the file so far."""

    @property
    def most(self) -> int:
        """As `ByteStream`."""
        return (self._source.most + len(self._waiting)) * LARGEST_RATIO

    def readinto(self, target: memoryview) -> int:
        """As `ByteStream`.

        Raises
        ------
        InputError
            The data are damaged or cut off, their checksum differs, or something else follows them.
        """
        while not self._ended:
            if not self._waiting:
                self._waiting = self._source.read(CHUNK_BYTES)
                self.stored += len(self._waiting)
            cut_off = not self._waiting
            try:
                piece = self._inflater.decompress(self._waiting, len(target))
            except zlib.error:
                raise self._damaged() from None
            self._waiting = self._inflater.unconsumed_tail
            if self._inflater.eof:
                self._waiting = self._inflater.unused_data
                self._next_member()
            elif cut_off and not piece:
                raise self._damaged()
            if piece:
                target[: len(piece)] = piece
                return len(piece)
        return 0

    def _next_member(self) -> None:
        """Go on with the next gzip member, or end; after the data only zeros may follow, as padding."""
        if len(self._waiting) < len(GZIP_MARK):
            self._waiting += self._more()
        if self._kind == GZIP and self._waiting.startswith(GZIP_MARK):
            self._inflater = zlib.decompressobj(GZIP)
            return
        self._ended = True
        self.stored -= len(self._waiting)
        while self._waiting:
            if self._waiting.strip(b"\0"):
                raise self._damaged()
            self._waiting = self._source.read(CHUNK_BYTES)

    def _more(self) -> bytes:
        more = self._source.read(CHUNK_BYTES)
        self.stored += len(more)
        return more

    def _damaged(self) -> InputError:
        return InputError(
            _("{path} is damaged or cut off: its compressed data are not whole; copy or export it again.").format(
                path=self._path
            )
        )


def read_exactly(stream: ByteStream, count: int) -> bytes:
    """The next `count` bytes, fewer where the stream ends before."""
    target = bytearray(min(count, stream.most))
    return bytes(target[: fill(stream, memoryview(target))])


def fill(stream: ByteStream, target: memoryview) -> int:
    """Fill `target` piece by piece; the number of bytes that were there."""
    done = 0
    while done < len(target):
        count = stream.readinto(target[done : done + 4 * CHUNK_BYTES])
        if not count:
            break
        done += count
    return done


def skip(stream: ByteStream, most: int) -> int:
    """Pass over up to `most` bytes; the number that were there."""
    target = memoryview(bytearray(4 * CHUNK_BYTES))
    done = 0
    while done < most:
        count = stream.readinto(target[: min(len(target), most - done)])
        if not count:
            break
        done += count
    return done


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(
        _("{path} cannot be read: {reason}; check its permissions.").format(path=path, reason=error.strerror or error)
    )
