"""Several files of one run that take the place of those of another: all or none, and never some of each."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from .errors import InputError
from .files import grant_usual_permissions, naming, part_prefix, require_replaceable
from .texts import sentence as _

BEFORE = ".before"


@contextlib.contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """Make a folder and those above it; where the block fails, the ones made for it go again, unless they hold files.

    Raises
    ------
    InputError
        It cannot be made.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from error
        yield
    except BaseException:
        for one in missing:
            with contextlib.suppress(OSError):
                one.rmdir()
        raise


@contextlib.contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder that becomes `folder`, which is missing or empty, in one step when the block succeeds.

    Raises
    ------
    InputError
        The folder or a file in it cannot be made or written.
    """
    with _temporary(folder, folder.absolute().parent) as new:
        yield new
        grant_usual_permissions(new)
        if folder.is_dir():
            folder.rmdir()
        new.rename(folder)


@contextlib.contextmanager
def filled_folder(
    folder: Path,
    patterns: Sequence[str] = (),
    check: Callable[[Iterable[Path]], None] | None = None,
    suffix: str = "",
) -> Iterator[Path]:
    """Yield a temporary folder whose files move into `folder` when the block succeeds.

    On failure nothing is left and `folder` is as it was. Files of the same names in an existing folder, and those that
    match `patterns`, which an earlier run may have left, go; others stay. All are replaced or none. A new folder
    appears in one step.

    Parameters
    ----------
    patterns : sequence of str
        What matches the last one is the first to go and the last to come, so that its absence shows that a process was
        killed in between. A pattern such as ``training/*.png`` lets the files of that folder be replaced one by one;
        any other folder is moved as a whole, to where there is none.
    check : callable, optional
        Called with all paths that will be written or go; refuses them by InputError.
    suffix : str
        By which what a killed process left is known.

    Raises
    ------
    InputError
        The folder or a file in it cannot be made or written.
    """
    exists = folder.exists()
    with _temporary(folder, folder, suffix) if exists else new_folder(folder) as new:
        yield new
        shared = {str(PurePath(pattern).parent) for pattern in patterns}
        written = sorted(_names(new, shared), key=lambda name: _rank(name, patterns))
        before = {path.relative_to(folder).as_posix() for pattern in patterns for path in folder.glob(pattern)}
        before |= {name for name in written if (folder / name).exists()}
        if check is not None:
            check(folder / name for name in sorted({*written, *before}))
        if exists:
            old = sorted(before, key=lambda name: _rank(name, patterns), reverse=True)
            _replace_together(new, folder, written, old)


def _names(folder: Path, shared: Iterable[str]) -> Iterator[str]:
    """What lies in a folder; of the `shared` folders in it, what lies in them."""
    for path in folder.iterdir():
        if path.is_dir() and path.name in shared:
            yield from (f"{path.name}/{inner.name}" for inner in path.iterdir())
        else:
            yield path.name


def _rank(name: str, patterns: Sequence[str]) -> tuple[int, str]:
    return max((place for place, pattern in enumerate(patterns) if fnmatchcase(name, pattern)), default=-1), name


def _replace_together(new: Path, folder: Path, written: Sequence[str], old: Sequence[str]) -> None:
    """Move what was `written` in the folder `new` into `folder`, in place of the files `old`.

    All old files go first, beside the new ones. So a process that is killed in between leaves files of one run only,
    and after any other failure all is as it was.
    """
    for name in old:
        require_replaceable(folder / name)
    aside = new / BEFORE
    aside.mkdir()
    moves = [(folder / name, aside / str(number)) for number, name in enumerate(old)]
    moves += [(new / name, folder / name) for name in written]
    with contextlib.ExitStack() as undone:
        for source, target in moves:
            undone.enter_context(made_folder(target.parent))
            # Before the move: a signal may come right after it, and what was not moved cannot be moved back either.
            undone.push(_moved_back(source, target))
            os.replace(source, target)


def _moved_back(source: Path, target: Path) -> Callable[..., None]:
    """An exit that moves a file back where the block fails."""

    def leave(kind: type[BaseException] | None, *_error: object) -> None:
        if kind is not None:
            with contextlib.suppress(OSError):
                os.replace(target, source)

    return leave


@contextlib.contextmanager
def _temporary(folder: Path, place: Path, suffix: str = "") -> Iterator[Path]:
    """Yield a new folder in `place` that is gone afterwards; what fails there is said of `folder`.

    Nobody knows the temporary folder, so that no sentence may name it.
    """
    try:
        new = Path(tempfile.mkdtemp(prefix=part_prefix(place), suffix=suffix, dir=place))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield new
    except InputError as error:
        raise naming(error, new, folder) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        _remove(new)


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:  # a signal ends the first attempt, not the second
        shutil.rmtree(folder, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> InputError:
    return InputError(
        _("Cannot write {folder}: {reason}; free space, close its files elsewhere, or choose another folder.").format(
            folder=folder, reason=error.strerror or error
        )
    )
