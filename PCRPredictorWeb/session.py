"""What belongs to one run of the browser door: its token, its files, and how much may be put there."""

import contextlib
import os
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PCRPredictorLib.errors import InputError

from .saved_case import SavedCase, saved_case

if sys.platform != "win32":
    import fcntl

FOLDER_PREFIX = "pcr-predictor-"
CASE_FOLDER = "case"
# A folder cannot be locked on Windows, so that nobody knows whose program is dead.
OFFERS_LEFT_CASES = sys.platform != "win32"


@dataclass(frozen=True)
class Limits:
    """How much a session takes, in bytes and numbers of files.

    Attributes
    ----------
    upload_bytes, unpacked_bytes : int
        Of one uploaded file, and of what it holds where it is an archive.
    session_bytes : int
        Of everything that was uploaded and unpacked so far.
    archive_entries : int
        Files in one archive.
    memory_bytes, seconds : int
        What the child process that tries a file first may take.
    voxels : int
        Of one volume: what the server then holds of it, in the scene and for the features, is a multiple of that.
    """

    upload_bytes: int = 1 << 30
    unpacked_bytes: int = 4 << 30
    session_bytes: int = 16 << 30
    archive_entries: int = 20_000
    memory_bytes: int = 4 << 30
    seconds: int = 300
    voxels: int = 1 << 28


class Session:
    """Token and folder of one user's session; `close` deletes every file of it.

    Attributes
    ----------
    token : str
        256 random bits that the address carries; without it nothing is answered.
    place, cookie : str
        The folder of the address that the page lies in, and the name of the cookie that stands for the token; neither
        can be guessed.
    folder : pathlib.Path
        Readable by its owner only.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.token = secrets.token_urlsafe(32)
        self.place = secrets.token_urlsafe(16)
        self.cookie = f"pcr_predictor_{secrets.token_hex(8)}"
        self.folder, self._lock = _locked_folder()
        self.downloads = self.new_folder()
        self.case_folder = self.folder / CASE_FOLDER
        self.case_folder.mkdir(mode=0o700)

    def new_folder(self) -> Path:
        """A new empty folder inside the session's."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    @contextlib.contextmanager
    def holding_temporary_files(self) -> Iterator[None]:
        """Keep what readers, drawings and Slicer write for a moment in the session's folder.

        Some of it holds images; elsewhere it would outlive a program that is killed, where nobody sweeps it. Only this
        program is told: the user's browser, which it starts, lives on when the session's folder is deleted.
        """
        before = tempfile.tempdir
        tempfile.tempdir = str(self.new_folder())
        try:
            yield
        finally:
            tempfile.tempdir = before

    def require_room(self, coming_bytes: int = 0) -> None:
        """Raise InputError where the session's files and those that are coming are too many."""
        held = _bytes_in(self.folder)
        if held + coming_bytes > self.limits.session_bytes:
            raise InputError(
                f"This session already holds {held / 1e9:.1f} GB of files, {self.limits.session_bytes / 1e9:.1f} GB "
                "are allowed; end it and start the program again."
            )

    def without_folders(self, text: str) -> str:
        """The same text without the places of the session's own files, which tell the user nothing."""
        return re.sub(rf"{re.escape(str(self.folder))}/[^/\s]+/", "", text)

    def forget(self, upload: Path) -> None:
        """Delete an upload with its folder; what lies outside the session's folder stays."""
        if self.folder in upload.parents:
            shutil.rmtree(upload.parent, ignore_errors=True)

    def close(self) -> None:
        """Delete every file of the session; doing so twice is no error.

        Threads may be writing still. They know the folder by its name, so that they put nothing more into it once it
        bears another, and it can be emptied.
        """
        ended = self.folder.with_name(f"{self.folder.name}-ended")
        with contextlib.suppress(OSError):
            self.folder.rename(ended)
        for folder in (ended, self.folder):
            shutil.rmtree(folder, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


class LeftCase:
    """The case of a session that was killed; nobody else is offered it while this program lives.

    Attributes
    ----------
    case : SavedCase
    """

    def __init__(self, folder: Path, case: SavedCase, lock: int) -> None:
        self._folder = folder
        self._lock = lock
        self.case = case

    def delete(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._lock)


def sweep_dead_sessions() -> list[LeftCase]:
    """Delete what sessions left behind that were killed before they could do so themselves.

    A living session holds a lock on its folder. Process numbers would not do: containers that share the folder for
    temporary files count their processes apart.

    Returns
    -------
    list of LeftCase
        The cases that they had saved, the latest first: only the user may delete those.
    """
    if sys.platform == "win32":  # as OFFERS_LEFT_CASES says, in the words that type checkers know
        return []
    left = []
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*"):
        with contextlib.suppress(OSError), _open_folder(folder) as opened:
            if os.fstat(opened).st_uid == os.getuid():
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                case = saved_case(folder / CASE_FOLDER)
                if case is None:
                    shutil.rmtree(folder, ignore_errors=True)
                else:
                    _delete_all_but_the_case(folder)
                    left.append(LeftCase(folder, case, os.dup(opened)))  # which keeps the lock
    return sorted(left, key=lambda one: one.case.folder.stat().st_mtime, reverse=True)


def _delete_all_but_the_case(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != CASE_FOLDER:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()


def _bytes_in(folder: Path) -> int:
    """Of all files in a folder; those that others delete meanwhile count as little as if they had been so before."""
    held = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                held += os.lstat(os.path.join(place, name)).st_size
    return held


def _locked_folder() -> tuple[Path, int | None]:
    """A new folder and the open lock on it, which the system takes back when the process ends in any way."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
        if sys.platform == "win32":
            return folder, None
        # Another program may sweep it before it is locked.
        with contextlib.suppress(FileNotFoundError):
            lock = os.open(folder, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.is_dir():
                return folder, lock
            os.close(lock)


@contextlib.contextmanager
def _open_folder(folder: Path) -> Iterator[int]:
    """The folder itself, never one that a link of its name points to."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield opened
    finally:
        os.close(opened)
