"""What a sub-command shows while it works and how it leaves its results."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from .. import files
from ..errors import InputError, Notice
from ..file_sets import filled_folder
from ..optional import require
from .given_inputs import refuse_to_replace_inputs
from .terminal import warn


@contextlib.contextmanager
def working(message: str) -> Iterator[None]:
    """Show `message` with a spinner on standard error while the block runs; silent where that is no terminal."""
    rich_console = require("rich.console", purpose="Showing progress", extra="cli", package="rich")
    console = rich_console.Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(message):
        yield


@contextlib.contextmanager
def counting(message: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yield a function of (done, total) that draws a bar on standard error; None where that is no terminal."""
    rich_console = require("rich.console", purpose="Showing progress", extra="cli", package="rich")
    rich_progress = require("rich.progress", purpose="Showing progress", extra="cli", package="rich")
    console = rich_console.Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with rich_progress.Progress(console=console, transient=True) as bar:
        task = bar.add_task(message)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_warnings(notices: Iterable[Notice]) -> None:
    """Print each warning on standard error."""
    for notice in notices:
        warn(f"warning ({notice.code}): {notice.message}")


def closing_words(simulated: bool) -> str:
    """What stands behind every number shown."""
    return "Research use only." + (" Simulated data." if simulated else "")


def csv_text(rows: Sequence[Mapping[str, object]]) -> str:
    """CSV text of rows that all have the columns of the first."""
    return files.csv_text([rows[0].keys(), *([row[name] for name in rows[0]] for row in rows)])


def check_output_file(path: Path, suffixes: tuple[str, ...]) -> None:
    """Refuse an output file that could not be written, before the work is done.

    Raises
    ------
    InputError
        The suffix is none of `suffixes`, the path may not be replaced, or its folder does not exist.
    """
    if path.suffix.lower() not in suffixes:
        raise InputError(f"--output {path}: the name must end in {' or '.join(suffixes)}.")
    if path.is_dir():
        raise InputError(f"--output {path} is a folder; name a file.")
    files.require_replaceable(path)
    _check_parent(path)


def check_output_folder(path: Path, names: Iterable[str] = ()) -> None:
    """Refuse an output folder that could not be made, or not get the files `names`, before the work is done.

    Raises
    ------
    InputError
        The path is a file, its parent does not exist, or one of the files may not be replaced or is an input
        of the command.
    """
    if path.exists() and not path.is_dir():
        raise InputError(f"--output {path} is a file; name a folder.")
    _check_parent(path)
    targets = [path / name for name in names]
    for target in targets:
        files.require_replaceable(target)
    refuse_to_replace_inputs(targets)


def _check_parent(path: Path) -> None:
    if not path.absolute().parent.is_dir():
        raise InputError(f"--output {path}: the folder {path.absolute().parent} does not exist; make it first.")


def filling(folder: Path, names: Sequence[str] = ()) -> contextlib.AbstractContextManager[Path]:
    """`filled_folder`, whose files never take the place of an input of the command."""
    return filled_folder(folder, names, refuse_to_replace_inputs)
