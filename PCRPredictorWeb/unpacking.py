"""Unpacking an uploaded archive that may mean harm."""

import os
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from PCRPredictorLib.errors import InputError

from .session import Limits

PIECE = 1 << 20
# In bytes; file systems take no longer one.
LONGEST_NAME = 255


def unpack(archive: Path, folder: Path, limits: Limits) -> None:
    """Unpack a ZIP archive into an empty folder.

    Bytes are counted while they are unpacked, since what an archive says of its size need not be true.

    Raises
    ------
    InputError
        It is no whole ZIP archive, is encrypted, holds too many files or bytes, or an entry points outside it.
    """
    name = archive.name
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            if not entries:
                raise InputError(f"{name} is an empty archive; pack the folder of one examination into it.")
            if len(entries) > limits.archive_entries:
                raise InputError(
                    f"{name} holds {len(entries):,} files, {limits.archive_entries:,} are allowed; pack one "
                    "examination only."
                )
            room = limits.unpacked_bytes
            for entry in entries:
                room -= _unpack_entry(opened, entry, folder, _place(entry, folder, name), room)
                if room < 0:
                    raise InputError(
                        f"{name} unpacks to more than the allowed {limits.unpacked_bytes / 1e9:.1f} GB; pack one "
                        "examination only."
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise InputError(
            f"{name} is a damaged archive, or of a kind that cannot be read ({error}); pack it again."
        ) from error
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{name} holds two entries of the same name; rename one and pack it again.") from None
    except OSError as error:
        raise InputError(
            f"{name} cannot be unpacked ({error.strerror or 'it is damaged'}); pack it again with one examination "
            "only, or free space on the disk."
        ) from error


def _place(entry: zipfile.ZipInfo, folder: Path, name: str) -> Path:
    """Where an entry goes; always inside `folder`."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if not path.parts:
        raise InputError(f"{name} holds an entry without a name; pack it again.")
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise InputError(f"{name} holds an entry that points outside the archive; it is refused as a whole.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise InputError(f"{name} holds a symbolic link; pack the files themselves.")
    if entry.flag_bits & 0x1:
        raise InputError(f"{name} is encrypted; unpack it and pack it again without a password.")
    if any(len(os.fsencode(part)) > LONGEST_NAME for part in path.parts):
        raise InputError(f"{name} holds an entry whose name is too long; shorten it and pack it again.")
    return folder.joinpath(*path.parts)


def _unpack_entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, place: Path, room: int) -> int:
    """Unpack one entry, at most one piece beyond `room` bytes; returns how many bytes came out.

    `folder` itself is never made: where it is gone, the session has ended.
    """
    for parent in reversed(place.relative_to(folder).parents[:-1]):
        (folder / parent).mkdir(exist_ok=True)
    written = 0
    with opened.open(entry) as source, place.open("xb") as target:
        while written <= room and (piece := source.read(PIECE)):
            written += target.write(piece)
    return written
