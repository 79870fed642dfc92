"""A disk that fails at one write: it refuses it, is full from there on, or the process is told to end there.

A full disk is the system's own limit of the size of files, so that whatever writes is held to it, also what is not
Python (SimpleITK, Slicer): bytes get lost where they would on a full disk, at a flush or when a file is closed.
"""

import builtins
import contextlib
import errno
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import SimpleITK as sitk

REFUSED, FULL, ENDED = "refused", "full", "ended"
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, getattr(errno, "EDQUOT", errno.ENOSPC))
ROOM_LEFT = (0, 700)
"""Bytes a file: an old page, or the end of a block, takes some more."""
WRITERS: tuple[tuple[Any, str], ...] = (
    *((builtins, "open"), (io, "open"), (os, "open")),
    *((os, "mkdir"), (os, "replace"), (os, "rename"), (os, "chmod")),
    (sitk, "WriteImage"),
)
"""All ways by which the library's own code, and the packages below it, begin to change a folder."""


class Ended(BaseException):
    """As a signal that ends the process."""


@contextlib.contextmanager
def failing_at(number: int, how: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let the write of this number below `folder` or in the place of temporary files fail; yields the writes so far."""
    calls: list[str] = []
    watched = (str(folder), tempfile.gettempdir())

    def wrap(original: Callable[..., Any], name: str) -> Callable[..., Any]:
        def write(*words: Any, **named: Any) -> Any:
            if not _writes(name, watched, *words, **named):
                return original(*words, **named)
            calls.append(name)
            if len(calls) == number and how == ENDED:
                raise Ended
            if len(calls) == number and how == REFUSED:
                code = ERRORS[number % len(ERRORS)]
                raise OSError(code, os.strerror(code))
            done = original(*words, **named) if name != "WriteImage" else None
            if len(calls) == number and how == FULL:
                limit_file_size(ROOM_LEFT[number % len(ROOM_LEFT)])
            return original(*words, **named) if name == "WriteImage" else done

        return write

    with monkeypatch.context() as patch:
        for owner, name in WRITERS:
            patch.setattr(owner, name, wrap(getattr(owner, name), name))
        try:
            yield calls
        finally:
            limit_file_size(None)


def _writes(name: str, watched: tuple[str, ...], *words: Any, **named: Any) -> bool:
    """Whether a call changes a folder that is watched."""
    place = words[1] if name == "WriteImage" else words[0]
    if isinstance(place, int) or not os.fsdecode(place).startswith(watched):
        return False
    if name != "open":
        return True
    how = words[1] if len(words) > 1 else named.get("mode", named.get("flags", "r"))
    return bool(how & (os.O_WRONLY | os.O_RDWR)) if isinstance(how, int) else bool(set(how) & set("wax+"))


def limit_file_size(bytes_a_file: int | None) -> None:
    """Let no file grow beyond so many bytes; None lifts that."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most if bytes_a_file is None else bytes_a_file, most))
