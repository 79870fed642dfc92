"""Reading phase images and masks from files and DICOM folders."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk

from ..errors import InputError
from ..imaging.geometry import Geometry
from ..imaging.mask import Mask, describe_labels, labels_present, require_no_background
from ..imaging.phase_image import Acquisition, PhaseImage, is_marked_simulated, require_scalar_3d
from ..itk_path import itk_path
from .content_hash import content_hash_of
from .dicom_series import read_dicom_folder, read_dicom_header
from .file_geometry import require_stated_grid
from .file_header import FileHeader, read_header
from .file_integrity import require_whole
from .nifti_values import with_nonfinite
from .quiet import quiet_readers
from .seg_nrrd import has_segments, read_segment, segment_names

MOST_LABELS = 64
VOLUME_FORMATS = {"NrrdImageIO": "NRRD", "NiftiImageIO": "NIfTI", "MetaImageIO": "MetaImage"}


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
    with quiet_readers():
        if os.path.isdir(path):
            return read_dicom_folder(path, any_modality)
        image, content_hash = _read_volume(path)
    if has_segments(image):
        raise InputError(f"{path} is a segmentation, not an image; give the CT volume here.")
    require_scalar_3d(image, str(path))
    return PhaseImage.from_sitk(image, source=str(path), content_hash=content_hash)


def read_mask(path: Path | str, label: int | None = None, segment: str | None = None) -> Mask:
    """Read the contour of one lesion from a label image or a Slicer segmentation (.seg.nrrd).

    Parameters
    ----------
    path : path
        NRRD, NIfTI or MetaImage file.
    label : int, optional
        Label value to take.
    segment : str, optional
        Name of the segment to take in a .seg.nrrd file, else its ID, else its label in digits; in a plain label
        image the label in digits.

    Raises
    ------
    InputError
        The file is missing, damaged or no label image; the label or segment is not there or empty; or none was
        chosen and there is not exactly one (the message lists those present).
    """
    path = Path(path)
    if label is not None and segment is not None:
        raise InputError(f"Both label {label} and segment '{segment}' were asked of {path}; choose one of them.")
    require_no_background(label, str(path))
    image, content_hash = _read_mask_volume(path)
    if has_segments(image):
        return read_segment(image, str(path), content_hash, label, segment)
    if segment is not None:
        if not segment.isdecimal():
            raise InputError(f"{path} is a plain label image without segment names; choose a label by its number.")
        label = int(segment)
        require_no_background(label, str(path))
    if label is None:
        label = _only_label(_whole_labels(image, path), path)
    else:
        _whole_labels(image, path)
    return Mask.from_sitk(image, label, str(path), content_hash)


def read_masks(path: Path | str) -> tuple[Mask, ...]:
    """Read every contour of a label image or a Slicer segmentation (.seg.nrrd), for the user to choose from.

    Raises
    ------
    InputError
        The file is missing, damaged, no label image, or empty, or holds more than 64 different labels.
    """
    path = Path(path)
    image, content_hash = _read_mask_volume(path)
    if has_segments(image):
        names = segment_names(image, str(path))
        return tuple(read_segment(image, str(path), content_hash, segment=name) for name in names)
    found = labels_present(_whole_labels(image, path))
    if not found:
        raise InputError(f"{path} is empty: it holds no label; draw the lesion first.")
    if len(found) > MOST_LABELS:
        raise InputError(f"{path} holds {len(found)} different values, so it is no contour; give the label image.")
    return tuple(Mask.from_sitk(image, int(label), str(path), content_hash) for label in found)


def _read_mask_volume(path: Path) -> tuple[sitk.Image, str]:
    """Image and content hash of a label image or segmentation."""
    if os.path.isdir(path):
        raise InputError(f"{path} is a folder; a mask is one file (.seg.nrrd, .nrrd, .nii.gz or .mha).")
    with quiet_readers():
        return _read_volume(path)


def _whole_labels(image: sitk.Image, path: Path) -> np.ndarray:
    """A view of the values of a label image, refused unless they are whole numbers."""
    require_scalar_3d(image, str(path))
    values = sitk.GetArrayViewFromImage(image)
    if not np.isfinite(values).all() or not np.array_equal(values, np.round(values)):
        raise InputError(f"{path} holds values that are not whole numbers; a mask needs whole labels.")
    return values


def _only_label(values: np.ndarray, path: Path) -> int:
    found = labels_present(values)
    if not found:
        raise InputError(f"{path} is empty: it holds no label; draw the lesion first.")
    if len(found) > 1:
        raise InputError(f"{path} holds several labels ({describe_labels(values)}); say which one is the lesion.")
    return int(found[0])


def read_grid(path: Path | str, any_modality: bool = False) -> tuple[Geometry, Acquisition]:
    """Grid and acquisition of an image, or grid of a mask, from the headers alone.

    Raises
    ------
    InputError
        As `read_image`, as far as headers tell.
    """
    path = Path(path)
    with quiet_readers():
        if os.path.isdir(path):
            return read_dicom_header(path, any_modality)
        format_name, header = _volume_header(path)
        reader: Any = sitk.ImageFileReader()  # it has the getters of an image that are needed here
        reader.SetImageIO(format_name)
        reader.SetFileName(itk_path(path))
        try:
            reader.ReadImageInformation()
        except RuntimeError as error:
            raise _damaged(path, format_name, error) from None
        require_stated_grid(path, format_name, header, reader)
    return Geometry.from_sitk(reader), Acquisition(simulated=is_marked_simulated(reader))


def _read_volume(path: Path) -> tuple[sitk.Image, str]:
    """Image and content hash of a whole volume file whose grid is stated and orthogonal."""
    format_name, header = _volume_header(path)
    try:
        image = sitk.ReadImage(itk_path(path), imageIO=format_name)
    except RuntimeError as error:
        raise _damaged(path, format_name, error) from None
    require_whole(path, format_name, header, image)
    require_stated_grid(path, format_name, header, image)
    if format_name == "NiftiImageIO":
        image = with_nonfinite(path, image)
    return image, content_hash_of({path, header.data_path})


def _volume_header(path: Path) -> tuple[str, FileHeader]:
    """Name of the ITK reader and header of a volume file that is there, with its data."""
    if not os.path.exists(path):
        raise InputError(f"{path} does not exist; check the path.")
    if not os.path.isfile(path):
        raise InputError(f"{path} is no file; give an image file.")
    try:
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    if is_empty:
        raise InputError(f"{path} is an empty file; copy or export it again.")
    format_name = sitk.ImageFileReader.GetImageIOFromFileName(itk_path(path))
    if format_name == "GDCMImageIO":
        raise InputError(
            f"{path} is a single DICOM file; give the folder of the CT series as image, and a .seg.nrrd, NRRD or "
            "NIfTI file as mask."
        )
    if format_name not in VOLUME_FORMATS:
        raise InputError(f"{path} is no NRRD, NIfTI or MetaImage volume (or its header is damaged); export it as one.")
    header = read_header(path, format_name)
    if not header.data_path.is_file():
        raise InputError(f"{path} names a data file that does not exist; copy the volume with all its files.")
    return format_name, header


def _damaged(path: Path, format_name: str, error: RuntimeError) -> InputError:
    return InputError(
        f"{path} is damaged, cut off or of an unusual kind of {VOLUME_FORMATS[format_name]} ({_reason(error)}); "
        "copy or export it again."
    )


def _reason(error: RuntimeError) -> str:
    """The last line of an ITK error without its object addresses, which is where the reason stands."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1].rpartition("): ")[2].rstrip(".") if lines else "the file is damaged"
