"""Several files of one run that take the place of those of another: all or none, and never some of each."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from .files import require_replaceable

BEFORE = ".before"


def replace_together(new: Sequence[Path], folder: Path, old: Sequence[Path]) -> None:
    """Move the files `new`, which lie in one folder, into `folder` in place of the files `old`.

    All old files go first, beside the new ones. So a process that is killed in between leaves files of one run only,
    and after any other failure all is as it was.

    Raises
    ------
    InputError
        An old file may not be replaced.
    OSError
        A file cannot be moved.
    """
    for path in old:
        require_replaceable(path)
    aside = new[0].parent / BEFORE
    aside.mkdir()
    moves = [(path, aside / path.name) for path in old] + [(path, folder / path.name) for path in new]
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            os.replace(source, target)
            done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            with contextlib.suppress(OSError):
                os.replace(target, source)
        raise
