"""One volume file of any format: which format it is, its header alone, or its header, array and hash in one pass."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..itk_path import itk_path
from ..texts import sentence as _
from .byte_stream import ByteStream, StoredFile
from .content_hash import combined_hash
from .metaimage import is_metaimage, metaimage_data_path, read_metaimage_header
from .nifti import is_nifti, read_nifti_header
from .nrrd import is_nrrd, nrrd_data_path, read_nrrd_header
from .volume_header import VolumeHeader, no_volume
from .voxels import read_voxels

DICOM_MARK, DICOM_MARK_PLACE = b"DICM", 128


class DicomFile(InputError):
    """The file is a DICOM file, which is read otherwise."""


@dataclass(frozen=True)
class Volume:
    """A volume file, read.

    Attributes
    ----------
    header : VolumeHeader
    array : numpy.ndarray
        Shape (slices, rows, columns), or (slices, rows, columns, layers) where there are several layers.
    content_hash : str
        SHA-256 of the file, with that of its voxels where they lie in another.
    """

    header: VolumeHeader
    array: np.ndarray
    content_hash: str


def read_volume(path: Path) -> Volume:
    """Read a whole NRRD, NIfTI or MetaImage file, and the file of its voxels if it names one, once.

    Raises
    ------
    InputError
        It is missing, of another format, damaged or cut off, or its header cannot be trusted.
    """
    with StoredFile(path) as file:
        header, stream = _read_header(file)
        if header.data_path == path:
            array = read_voxels(header, file, stream)
            return Volume(header, array, file.finish())
        _require_data_file(header)
        with StoredFile(header.data_path) as data:
            array = read_voxels(header, data)
            return Volume(header, array, combined_hash([file.finish(), data.finish()]))


def read_volume_header(path: Path) -> VolumeHeader:
    """Read the header of a volume file, and no more of it than that; errors as `read_volume`, as far as it tells."""
    with StoredFile(path) as file:
        header, _stream = _read_header(file)
    _require_data_file(header)
    return header


def stored_files(path: Path) -> set[Path]:
    """The file, and the one with its voxels where its header names another, whatever else the header says.

    Raises
    ------
    InputError
        It is missing or cannot be read, or its voxels are spread over several files.
    """
    with StoredFile(path) as file:
        beginning = file.peek(DICOM_MARK_PLACE)
        if is_nrrd(beginning):
            return {path, nrrd_data_path(file)}
        return {path, metaimage_data_path(file)} if is_metaimage(beginning) else {path}


def is_dicom(file: StoredFile) -> bool:
    """Whether a file carries the mark of DICOM."""
    return file.peek(DICOM_MARK_PLACE + len(DICOM_MARK)).startswith(DICOM_MARK, DICOM_MARK_PLACE)


def _read_header(file: StoredFile) -> tuple[VolumeHeader, ByteStream | None]:
    """Header by the format that the first bytes tell, and the inflated stream behind it where it was compressed."""
    itk_path(file.path)  # a name that is no text cannot stand in a message or table
    beginning = file.peek(DICOM_MARK_PLACE)
    if is_nrrd(beginning):
        return read_nrrd_header(file), None
    if is_metaimage(beginning):
        return read_metaimage_header(file), None
    if is_dicom(file):
        raise DicomFile(f"{file.path} is a DICOM file; give it to a reader of DICOM.")
    if is_nifti(beginning, file.path.name):
        return read_nifti_header(file)
    raise no_volume(file.path)


def _require_data_file(header: VolumeHeader) -> None:
    if not header.data_path.is_file():
        raise InputError(
            _("{path} names a data file that does not exist; copy the volume with all its files.").format(
                path=header.path
            )
        )
