"""Whether the voxels of a volume file are whole.

ITK reads a cut NIfTI file, and a compressed MetaImage or NRRD file with a flipped bit, without an error and
fills the rest with zeros or noise. The length of NIfTI data and the checksums of compressed data are checked here.
"""

import gzip
import math
import zlib
from io import BufferedIOBase
from pathlib import Path
from typing import BinaryIO

import SimpleITK as sitk

from ..errors import InputError
from ..files import open_inflated
from .file_header import FileHeader

CHUNK_BYTES = 1 << 20


def require_whole(path: Path, format_name: str, header: FileHeader, image: sitk.Image) -> None:
    """Refuse a volume file whose data are cut off or fail their checksum.

    Parameters
    ----------
    path : pathlib.Path
        The file that `image` was read from.
    format_name : str
        Name of the ITK reader: ``NiftiImageIO``, ``NrrdImageIO`` or ``MetaImageIO``.
    header : FileHeader
    image : SimpleITK.Image

    Raises
    ------
    InputError
        The file is shorter than its header says or its compressed data are damaged.
    """
    try:
        if format_name == "NiftiImageIO":
            _require_nifti_length(path, image)
        elif header.fields.get("encoding") in ("gzip", "gz"):
            with header.data_path.open("rb") as file:
                file.seek(header.data_start)
                _length(gzip.GzipFile(fileobj=file))
        elif header.fields.get("compresseddata", "").lower() == "true":
            with header.data_path.open("rb") as file:
                file.seek(header.data_start)
                _inflate_zlib(file)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise InputError(f"{path} is damaged or cut off: its compressed data are not whole; copy it again.") from None


def _require_nifti_length(path: Path, image: sitk.Image) -> None:
    voxels = math.prod(image.GetSize()) * image.GetNumberOfComponentsPerPixel()
    needed = float(image.GetMetaData("vox_offset")) + voxels * int(image.GetMetaData("bitpix")) // 8
    with open_inflated(path) as file:
        found = _length(file)
    if found < needed:
        raise InputError(f"{path} is cut off: {found} of {needed:.0f} bytes are there; copy it again.")
    if found - needed >= voxels // image.GetSize()[2] * int(image.GetMetaData("bitpix")) // 8:
        raise InputError(
            f"{path} holds more slices than the {image.GetSize()[2]} that its header states; export it again."
        )


def _length(file: BufferedIOBase) -> int:
    """Bytes of the rest of a file; gzip raises where its data end early or the checksum differs."""
    length = 0
    while chunk := file.read(CHUNK_BYTES):
        length += len(chunk)
    return length


def _inflate_zlib(file: BinaryIO) -> None:
    inflater = zlib.decompressobj()
    while chunk := file.read(CHUNK_BYTES):
        inflater.decompress(chunk)
    if not inflater.eof:
        raise EOFError
