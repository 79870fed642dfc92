"""One run at a time in a folder, and nothing left behind by those that were killed."""

import contextlib
import os
import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import InputError
from ..processes import here, may_run

PREFIX = ".run-"
BEAT_S = 10.0
SILENCE_S = 180.0  # longer than a network file system keeps times of change in its cache


@contextlib.contextmanager
def sole_run(folder: Path) -> Iterator[None]:
    """Hold `folder` for this run.

    A run shows itself by a file of its own whose time of change it renews. One whose process is gone from this host and
    container, or that was silent for three minutes, was killed; its file is removed. As no run ever takes another's
    file for its own, two that begin at once can both be refused, but never both go on.

    Raises
    ------
    InputError
        Another run works there, or the folder cannot be written.
    """
    own = folder / f"{PREFIX}{os.getpid()}@{here()}"
    try:
        own.touch()
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror or error}; choose a writable folder.") from error
    ended = threading.Event()
    try:
        _refuse_others(own)
        threading.Thread(target=_beat, args=(own, ended), daemon=True).start()
        yield
    finally:
        ended.set()
        own.unlink(missing_ok=True)


def sweep(folder: Path, patterns: Iterable[str]) -> None:
    """Remove what killed runs left: files and folders of these names."""
    for pattern in patterns:
        for leftover in folder.glob(pattern):
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)


def _refuse_others(own: Path) -> None:
    now = own.stat().st_mtime  # by the clock of the file system, which other hosts share
    for other in own.parent.glob(f"{PREFIX}*"):
        if other == own:
            continue
        process, _, host = other.name.removeprefix(PREFIX).partition("@")
        if _is_alive(other, process, host, now):
            raise InputError(
                f"Process {process} on {host} computes into {own.parent.parent}; wait for its end or choose another "
                f"folder, or, if it was killed, give the same command again in {SILENCE_S / 60:.0f} minutes."
            )
        other.unlink(missing_ok=True)


def _is_alive(other: Path, process: str, host: str, now: float) -> bool:
    try:
        silent_s = now - other.stat().st_mtime
    except FileNotFoundError:  # it ended a moment ago
        return False
    if silent_s > SILENCE_S:
        return False
    return may_run(process, host)


def _beat(own: Path, ended: threading.Event) -> None:
    while not ended.wait(BEAT_S):
        with contextlib.suppress(OSError):
            os.utime(own)
