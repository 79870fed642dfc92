"""NRRD files by SimpleITK and Slicer, checked for their end.

Both write the last bytes when they close a file, and do not look whether that succeeded: on a full disk the file is cut
off and nothing is said.
"""

import errno
import gzip
import math
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from .errors import InputError
from .itk_path import itk_path
from .texts import sentence as _

if TYPE_CHECKING:
    import SimpleITK as sitk

BYTES = {"char": 1, "short": 2, "int": 4, "long long int": 8, "float": 4, "double": 8}
SIGN = re.compile("(un)?signed ")
PIECE = 1 << 20
CUT_OFF = _("the end of the file did not arrive on the disk")


def write_nrrd(image: "sitk.Image", path: Path) -> None:
    """Write an image, compressed.

    Raises
    ------
    InputError
        The file cannot be written, or not whole.
    """
    import SimpleITK as sitk

    try:
        sitk.WriteImage(image, itk_path(path), useCompression=True)
        require_whole(path)
    except OSError as error:
        raise InputError(
            _("Cannot write {path}: {reason}; free space or choose another folder.").format(
                path=path, reason=error.strerror
            )
        ) from error
    except RuntimeError as error:
        raise InputError(_("Cannot write {path}; free space or choose another folder.").format(path=path)) from error


def require_whole(path: Path) -> None:
    """Raise OSError unless an attached NRRD file, raw or compressed, holds all voxels that its header promises."""
    with path.open("rb") as file:
        try:
            promised, is_compressed = _promise(file)
            found = _length(gzip.GzipFile(fileobj=file)) if is_compressed else _length(file)
        except (KeyError, ValueError, EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise OSError(errno.ENOSPC, CUT_OFF) from error
    if found != promised:
        raise OSError(errno.ENOSPC, CUT_OFF)


def _promise(file: BinaryIO) -> tuple[int, bool]:
    """How many bytes of voxels the header promises, and whether they are compressed; the file is left behind it."""
    fields: dict[str, str] = {}
    while line := file.readline().strip():
        name, _colon, value = line.decode("latin-1").partition(":")
        fields[name] = value.strip()
    voxels = math.prod(map(int, fields["sizes"].split()))
    return voxels * BYTES[SIGN.sub("", fields["type"])], fields["encoding"] == "gzip"


def _length(stream: BinaryIO | gzip.GzipFile) -> int:
    length = 0
    while piece := stream.read(PIECE):
        length += len(piece)
    return length
