"""Reading phase images and masks from files and DICOM folders: the one door of the room.

A file goes from here to `volume_file.read_volume`, which asks its format (`nrrd`, `nifti`, `metaimage`) for the header
and `voxels` for the array; a folder goes to `dicom_series`.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..imaging.geometry import Geometry
from ..imaging.mask import Box, Mask, bounding_box, describe_labels, labels_present, require_no_background
from ..imaging.phase_image import Acquisition, ImageHeader, PhaseImage
from ..texts import sentence as _
from .dicom_contours import read_dicom_contour, read_dicom_contours
from .dicom_folder import files_below
from .dicom_object import DicomObject, is_dicom_file, read_dicom_object
from .seg_nrrd import has_segments, read_segment, read_segments
from .volume_file import DicomFile, Volume, read_volume, read_volume_header

MOST_LABELS = 64


def read_image(path: Path | str, any_modality: bool = False) -> PhaseImage:
    """Read one phase from an NRRD, NIfTI or MetaImage file or a folder of one DICOM series.

    Parameters
    ----------
    path : path
        File or folder.
    any_modality : bool
        Accept a DICOM series that is not CT. Other files do not tell their modality and are accepted.

    Raises
    ------
    InputError
        The path is missing, unreadable or damaged, is no three-dimensional scalar volume, or its geometry is no
        regular orthogonal grid (the reasons for a DICOM folder stand at `read_dicom_folder`).
    """
    path = Path(path)
    if os.path.isdir(path):
        return _read_dicom(path, any_modality)
    try:
        volume = read_volume(path)
    except DicomFile:
        return _read_dicom(path, any_modality)
    if has_segments(volume.header):
        raise InputError(_("{path} is a segmentation, not an image; give the CT volume here.").format(path=path))
    _require_scalar(volume)
    acquisition = Acquisition(simulated=volume.header.simulated)
    return PhaseImage(volume.array, volume.header.geometry, acquisition, str(path), volume.content_hash)


def read_mask(
    path: Path | str,
    label: int | None = None,
    segment: str | None = None,
    image: PhaseImage | ImageHeader | None = None,
) -> Mask:
    """Read the contour of one lesion from a label image, a Slicer segmentation (.seg.nrrd), DICOM SEG or RTSTRUCT.

    Parameters
    ----------
    path : path
        NRRD, NIfTI, MetaImage or DICOM file; or a folder that holds one DICOM SEG or RTSTRUCT and nothing else.
    label : int, optional
        Label value to take.
    segment : str, optional
        Name of the segment to take in a .seg.nrrd or DICOM file, else its ID or the meaning of its code, else its
        label in digits; in a plain label image the label in digits.
    image : PhaseImage or ImageHeader, optional
        The image that a DICOM contour was drawn on: it is held against what the contour refers to, and an RTSTRUCT
        takes its voxels from it. Other formats have a grid of their own, and do without.

    Raises
    ------
    InputError
        The file is missing, damaged or no label image; the label or segment is not there or empty; none was
        chosen and there is not exactly one (the message lists those present); or a DICOM contour was not drawn on
        `image`.
    """
    path = Path(path)
    if label is not None and segment is not None:
        raise InputError(
            _("Both label {label} and segment '{segment}' were asked of {path}; choose one of them.").format(
                label=label, segment=segment, path=path
            )
        )
    require_no_background(label, str(path))
    volume = _read_contours(path)
    if isinstance(volume, DicomObject):
        return read_dicom_contour(volume, _header(image), label, segment)
    if has_segments(volume.header):
        return read_segment(volume, label, segment)
    if segment is not None:
        if not segment.isdecimal():
            raise InputError(
                _("{path} is a plain label image without segment names; choose a label by its number.").format(
                    path=path
                )
            )
        label = int(segment)
        require_no_background(label, str(path))
    return _mask_of(volume, label)


def read_masks(path: Path | str, image: PhaseImage | ImageHeader | None = None) -> tuple[Mask, ...]:
    """Read every contour of a file that `read_mask` reads, for the user to choose from; no segment that is empty.

    Raises
    ------
    InputError
        The file is missing, damaged, no label image, or empty, or holds more than 64 different labels.
    """
    path = Path(path)
    volume = _read_contours(path)
    if isinstance(volume, DicomObject):
        return read_dicom_contours(volume, _header(image))
    if has_segments(volume.header):
        return read_segments(volume)
    box, drawn = _drawn(volume)
    found = labels_present(drawn)
    if box is None:
        raise _empty(path)
    _require_labels(path, found)
    return tuple(_labeled(volume, box, int(label)) for label in found)


def read_grid(path: Path | str, any_modality: bool = False) -> tuple[Geometry, Acquisition]:
    """Grid and acquisition of an image, or grid of a mask, from the headers alone.

    Raises
    ------
    InputError
        As `read_image`, as far as headers tell.
    """
    path = Path(path)
    if os.path.isdir(path) or is_dicom_file(path):
        from .dicom_series import read_dicom_header

        return read_dicom_header(path, any_modality)
    header = read_volume_header(path)
    return header.geometry, Acquisition(simulated=header.simulated)


def is_dicom_contour(path: Path | str) -> bool:
    """Whether a mask is a DICOM file, which has no grid to be read from its header alone."""
    return is_dicom_file(_only_file(Path(path)))


def _read_dicom(path: Path, any_modality: bool) -> PhaseImage:
    from .dicom_series import read_dicom_folder  # it imports SimpleITK, which a volume file does not need

    return read_dicom_folder(path, any_modality)


def _read_contours(path: Path) -> Volume | DicomObject:
    """A file of contours."""
    file = _only_file(path)
    if os.path.isdir(file):
        raise InputError(
            _(
                "{path} is a folder; give the one file of the mask (.seg.nrrd, .nrrd, .nii.gz, .mha, DICOM SEG or "
                "RTSTRUCT)."
            ).format(path=path)
        )
    try:
        return read_volume(file)
    except DicomFile:
        return read_dicom_object(file)


def _only_file(path: Path) -> Path:
    """The one DICOM file of a folder with nothing else, as archives deliver contours; else the path itself."""
    if not path.is_dir():
        return path
    files = files_below(path)
    return files[0] if len(files) == 1 and is_dicom_file(files[0]) else path


def _header(image: PhaseImage | ImageHeader | None) -> ImageHeader | None:
    return image.header if isinstance(image, PhaseImage) else image


def _require_scalar(volume: Volume) -> None:
    if volume.header.layers != 1:
        raise InputError(
            _("{path} has {layers} components per voxel; one grey value each is needed.").format(
                path=volume.header.path, layers=volume.header.layers
            )
        )


def _drawn(volume: Volume) -> tuple[Box | None, np.ndarray]:
    """The box around what is not 0 in a label image, and its values there; refused unless they are whole numbers."""
    _require_scalar(volume)
    box = bounding_box(volume.array)
    values = volume.array[box] if box is not None else volume.array[:0]
    values = values[values != 0]
    if values.dtype.kind == "f" and not (np.isfinite(values).all() and np.array_equal(values, np.round(values))):
        raise InputError(
            _("{path} holds values that are not whole numbers; a mask needs whole labels.").format(
                path=volume.header.path
            )
        )
    return box, values


def _require_labels(path: Path, found: Sequence[int | float]) -> None:
    """Raise InputError where there are as many values as only an image has."""
    if len(found) > MOST_LABELS:
        raise InputError(
            _("{path} holds {found} different values, so it is no contour; give the label image.").format(
                path=path, found=len(found)
            )
        )


def _mask_of(volume: Volume, label: int | None) -> Mask:
    """The mask of one label; without a choice, of the only one there is."""
    path, (box, drawn) = volume.header.path, _drawn(volume)
    if label is None and not drawn.size:
        raise _empty(path)
    if label is None and (drawn != drawn[0]).any():
        _require_labels(path, labels_present(drawn))
        raise InputError(
            _("{path} holds several labels ({labels}); say which one is the lesion.").format(
                path=path, labels=describe_labels(drawn)
            )
        )
    label = int(drawn[0]) if label is None else label
    if box is None or not (drawn == label).any():
        raise InputError(
            _("{path} holds no voxel of label {label}; labels present: {labels}.").format(
                path=path, label=label, labels=describe_labels(drawn)
            )
        )
    return _labeled(volume, box, label)


def _labeled(volume: Volume, box: Box, label: int) -> Mask:
    """Only the box is touched, since a fresh page of memory costs more than reading a thousand voxels."""
    header = volume.header
    array = np.zeros(volume.array.shape, dtype=bool)
    array[box] = volume.array[box] == label
    return Mask(array, header.geometry, str(header.path), str(label), volume.content_hash, header.simulated)


def _empty(path: Path) -> InputError:
    return InputError(_("{path} is empty: it holds no label; draw the lesion first.").format(path=path))
