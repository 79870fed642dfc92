"""The files that a run leaves, replaced together, so that they always tell of one run."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import InputError
from ..file_sets import replace_together
from ..files import part_prefix, read_json
from ..formats.content_hash import content_hash_of

PART_SUFFIX = "-cohort"
RESULTS_FOLDER, README = "units", "README.txt"


def refuse_foreign_files(folder: Path, names: Sequence[str]) -> None:
    """Refuse a folder whose files of these names no run has written, or somebody has changed since.

    The last name is that of the run's record, which holds the table's hash. It is away while a run replaces its files,
    so that a run that was killed then is told by its folder of results.

    Raises
    ------
    InputError
        There is such a file; the run would replace it.
    """
    table, record = folder / names[0], folder / names[-1]
    there = [name for name in names if (folder / name).is_file()]
    if not there:
        return
    if not record.is_file():
        if not (folder / RESULTS_FOLDER / README).is_file():
            raise InputError(f"{folder / there[0]} is not from a run and would be replaced; choose another folder.")
        return
    content = read_json(record)
    told = content.get("features_sha256") if isinstance(content, dict) else None
    if not isinstance(told, str):
        raise InputError(f"{record} is no record of a run and would be replaced; choose another folder.")
    if table.is_file() and content_hash_of([table]) != told:
        raise InputError(
            f"{table} was changed since its run and would be replaced; move it away, or choose another folder."
        )


@contextlib.contextmanager
def replacing_together(folder: Path, patterns: Sequence[str]) -> Iterator[Path]:
    """Yield a temporary folder whose files take the place of all in `folder` that match `patterns`, all or none.

    The one that matches the last pattern is the first to go and the last to come, so that its absence shows that the
    process was killed in between.

    Raises
    ------
    InputError
        The folder or a file in it cannot be written.
    """
    try:
        new = Path(tempfile.mkdtemp(prefix=part_prefix(folder), suffix=PART_SUFFIX, dir=folder))
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror or error}; choose a writable folder.") from error
    try:
        yield new
        _replace(new, folder, patterns)
    except InputError as error:  # it may name the temporary place, which nobody knows
        raise InputError(str(error).replace(str(new), str(folder))) from error
    except OSError as error:
        raise InputError(
            f"Cannot write {folder}: {error.strerror or error}; close its files elsewhere and give the same command "
            "again."
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _replace(new: Path, folder: Path, patterns: Sequence[str]) -> None:
    files = [path for pattern in patterns for path in sorted(new.glob(pattern))]
    old = [path for pattern in reversed(patterns) for path in sorted(folder.glob(pattern))]
    replace_together(files, folder, old)
