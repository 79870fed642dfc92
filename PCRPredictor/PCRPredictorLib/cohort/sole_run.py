"""One run at a time in a folder, and nothing left behind by those that were killed."""

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import InputError
from ..processes import here, may_run

PREFIX = ".run-"
BEAT_S = 10.0
WATCH_BEATS = 1.5
SILENCE_S = 180.0  # longer than a network file system keeps times of change in its cache


@contextlib.contextmanager
def sole_run(folder: Path) -> Iterator[None]:
    """Hold `folder` for this run.

    A run shows itself by a file of its own whose time of change it renews. One whose process is gone from this host and
    container, or that was silent for three minutes, was killed; its file is removed. Where a clock may have been set
    meanwhile the times say nothing, so that a silent one is first watched for a sign of life. As no run ever takes
    another's file for its own, two that begin at once can both be refused, but never both go on.

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
    if not may_run(process, host):
        return False
    try:
        return abs(now - other.stat().st_mtime) <= SILENCE_S or _shows_life(other)
    except FileNotFoundError:  # it ended a moment ago
        return False


def _shows_life(other: Path) -> bool:
    """Whether a run that seems silent, or of the future, renews its file: then only a clock was set."""
    before = other.stat().st_mtime_ns
    limit = time.monotonic() + WATCH_BEATS * BEAT_S
    while time.monotonic() < limit:
        time.sleep(BEAT_S / 10)
        if other.stat().st_mtime_ns != before:
            return True
    return False


def _beat(own: Path, ended: threading.Event) -> None:
    while not ended.wait(BEAT_S):
        with contextlib.suppress(OSError):
            os.utime(own)
