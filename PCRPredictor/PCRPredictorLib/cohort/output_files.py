"""The files that a run leaves, replaced together, so that they always tell of one run."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import InputError

PART_PREFIX, PART_SUFFIX = ".part-", "-cohort"
BEFORE = ".before"


@contextlib.contextmanager
def replacing_together(folder: Path, patterns: Sequence[str]) -> Iterator[Path]:
    """Yield a temporary folder whose files take the place of all in `folder` that match `patterns`, all or none.

    Each file is replaced atomically. The one that matches the last pattern is away while the others change, so that its
    absence shows that the process was killed in between.

    Raises
    ------
    InputError
        The folder or a file in it cannot be written.
    """
    try:
        new = Path(tempfile.mkdtemp(prefix=PART_PREFIX, suffix=PART_SUFFIX, dir=folder))
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror or error}; choose a writable folder.") from error
    try:
        yield new
        _replace(new, folder, patterns)
    except OSError as error:
        raise InputError(
            f"Cannot write {folder}: {error.strerror or error}; close its files elsewhere and give the same command "
            "again."
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _replace(new: Path, folder: Path, patterns: Sequence[str]) -> None:
    names = [path.name for pattern in patterns for path in sorted(new.glob(pattern))]
    old = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    before = new / BEFORE
    before.mkdir()
    for path in old:
        if path.is_dir():
            raise InputError(f"{path} is a folder where a file is to be written; move it away.")
        _keep(path, before / path.name)
    try:
        for path in old:
            if path.name not in names or path.match(patterns[-1]):
                path.unlink()
        for name in names:
            os.replace(new / name, folder / name)
    except BaseException:
        _restore(before, folder, names)
        raise


def _keep(path: Path, copy: Path) -> None:
    """A second name for a file; a copy where the file system has no such thing."""
    try:
        os.link(path, copy)
    except OSError:
        shutil.copy2(path, copy)


def _restore(before: Path, folder: Path, names: Sequence[str]) -> None:
    for name in {*names, *(path.name for path in before.iterdir())}:
        with contextlib.suppress(OSError):  # a file that is open elsewhere is still the old one
            if (before / name).exists():
                os.replace(before / name, folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
