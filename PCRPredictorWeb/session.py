"""What belongs to one run of the browser door: its token, its files, and how much may be put there."""

import contextlib
import os
import re
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PCRPredictorLib.errors import InputError

FOLDER_PREFIX = "pcr-predictor-"


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
    """

    upload_bytes: int = 1 << 30
    unpacked_bytes: int = 4 << 30
    session_bytes: int = 16 << 30
    archive_entries: int = 20_000
    memory_bytes: int = 8 << 30
    seconds: int = 300


class Session:
    """Token and folder of one user's session; `close` deletes every file of it.

    Attributes
    ----------
    token : str
        256 random bits that the address carries; without it nothing is answered.
    folder : pathlib.Path
        Readable by its owner only.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.token = secrets.token_urlsafe(32)
        self.folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-"))
        self.downloads = self.new_folder()

    def new_folder(self) -> Path:
        """A new empty folder inside the session's."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def require_room(self, coming_bytes: int = 0) -> None:
        """Raise InputError where the session's files and those that are coming are too many."""
        held = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink())
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
        """Delete every file of the session; doing so twice is no error."""
        shutil.rmtree(self.folder, ignore_errors=True)


def sweep_dead_sessions() -> None:
    """Delete what sessions left behind whose process was killed before it could do so itself."""
    if os.name != "posix":  # elsewhere one cannot ask whether a process runs without harming it
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*-*"):
        process = folder.name.removeprefix(FOLDER_PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            if process.isdigit() and folder.stat().st_uid == os.getuid() and not _is_running(int(process)):
                shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
