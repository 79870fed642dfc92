"""Whether a volume file is whole.

ITK reads a cut NIfTI file, and a compressed MetaImage or NRRD file with a flipped bit, without an error and
fills the rest with zeros or noise. So the length of NIfTI data and the checksums of compressed data are checked here.
"""

import gzip
import math
import zlib
from pathlib import Path
from typing import BinaryIO

import SimpleITK as sitk

from ..errors import InputError
from .file_header import header_fields

CHUNK_BYTES = 1 << 20
GZIP_MARK = b"\x1f\x8b"


def require_whole(path: Path, format_name: str, image: sitk.Image) -> None:
    """Refuse a volume file whose data are cut off or fail their checksum.

    Parameters
    ----------
    path : pathlib.Path
        The file that `image` was read from.
    format_name : str
        Name of the ITK reader: ``NiftiImageIO``, ``NrrdImageIO`` or ``MetaImageIO``.
    image : SimpleITK.Image

    Raises
    ------
    InputError
        The file is shorter than its header says or its compressed data are damaged.
    """
    try:
        if format_name == "NiftiImageIO":
            _require_nifti_length(path, image)
        elif format_name == "NrrdImageIO":
            _require_nrrd_checksum(path)
        else:
            _require_metaimage_checksum(path)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise InputError(f"{path} is damaged or cut off: its compressed data are not whole; copy it again.") from None


def _require_nifti_length(path: Path, image: sitk.Image) -> None:
    if not path.name.lower().endswith((".nii", ".nii.gz")):  # pixels of .hdr lie in .img
        return
    voxels = math.prod(image.GetSize()) * image.GetNumberOfComponentsPerPixel()
    needed = float(image.GetMetaData("vox_offset")) + voxels * int(image.GetMetaData("bitpix")) // 8
    with path.open("rb") as file:
        compressed = file.read(2) == GZIP_MARK
    found = _inflated_gzip_length(path) if compressed else path.stat().st_size
    if found < needed:
        raise InputError(f"{path} is cut off: {found} of {needed:.0f} bytes are there; copy it again.")


def _require_nrrd_checksum(path: Path) -> None:
    with path.open("rb") as file:
        fields = dict(header_fields(file, ":"))
        if fields.get("encoding") in ("gzip", "gz") and not {"data file", "datafile"} & fields.keys():
            _inflate_gzip(file)


def _require_metaimage_checksum(path: Path) -> None:
    with path.open("rb") as file:
        fields = dict(header_fields(file, "=", last="elementdatafile"))
        if fields.get("compresseddata", "").lower() != "true" or fields.get("elementdatafile", "").upper() != "LOCAL":
            return
        inflater = zlib.decompressobj()
        while chunk := file.read(CHUNK_BYTES):
            inflater.decompress(chunk)
        if not inflater.eof:
            raise EOFError


def _inflated_gzip_length(path: Path) -> int:
    with path.open("rb") as file:
        return _inflate_gzip(file)


def _inflate_gzip(file: BinaryIO) -> int:
    """Bytes that the rest of a file inflates to; gzip raises where it ends early or the checksum differs."""
    length = 0
    with gzip.GzipFile(fileobj=file) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            length += len(chunk)
    return length
