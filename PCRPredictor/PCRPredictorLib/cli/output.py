"""What a sub-command shows while it works and how it leaves its results."""

import contextlib
import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from ..errors import InputError, Notice
from ..optional import require


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
        click.echo(f"warning ({notice.code}): {notice.message}", err=True)


def csv_text(rows: Sequence[Mapping[str, object]]) -> str:
    """CSV text of rows that all have the columns of the first."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def check_output_file(path: Path, suffixes: tuple[str, ...]) -> None:
    """Refuse an output file that could not be written, before the work is done.

    Raises
    ------
    InputError
        The suffix is none of `suffixes`, the path is a folder, or its folder does not exist.
    """
    if path.suffix.lower() not in suffixes:
        raise InputError(f"--output {path}: the name must end in {' or '.join(suffixes)}.")
    if path.is_dir():
        raise InputError(f"--output {path} is a folder; name a file.")
    _check_parent(path)


def check_output_folder(path: Path) -> None:
    """Refuse an output folder that could not be made, before the work is done."""
    if path.exists() and not path.is_dir():
        raise InputError(f"--output {path} is a file; name a folder.")
    _check_parent(path)


def _check_parent(path: Path) -> None:
    if not path.absolute().parent.is_dir():
        raise InputError(f"--output {path}: the folder {path.absolute().parent} does not exist; make it first.")


@contextlib.contextmanager
def filling(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder whose files move into `folder` when the block succeeds.

    On failure nothing is left and `folder` is as it was. Files of the same names in an existing
    folder are replaced one by one, each atomically; others stay.

    Raises
    ------
    InputError
        The folder cannot be made or written.
    """
    try:
        temporary = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.absolute().parent))
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror}; choose a writable place.") from error
    try:
        yield temporary
        folder.mkdir(exist_ok=True)
        for file in sorted(temporary.iterdir()):
            file.replace(folder / file.name)
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror}; choose a writable place.") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
