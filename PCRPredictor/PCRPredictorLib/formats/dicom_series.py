"""A folder of DICOM slices as one volume, refused where it is not one regular grid of one scan."""

from collections import Counter
from pathlib import Path

import numpy as np

from ..errors import Notice
from ..imaging.geometry import Geometry
from ..imaging.identity import Identity
from ..imaging.phase_image import SIMULATED_KEY, Acquisition, PhaseImage
from ..imaging.series_reference import SeriesReference
from .content_hash import combined_hash
from .dicom_acquisitions import check_acquisitions
from .dicom_checks import only_series, require_hounsfield_units, require_one_volume
from .dicom_folder import FolderContent, read_folder
from .dicom_frames import one_slice_a_frame
from .dicom_grid import in_order, regular_grid
from .dicom_notices import series_notices
from .dicom_pixels import PixelLayout, layout_of, padding_of, rescale_of, rescaled_volume
from .dicom_slice import (
    ACQUISITION_TIME,
    DESCRIPTION,
    FRAME_OF_REFERENCE,
    INSTANCE_UID,
    KERNEL,
    MANUFACTURER,
    MODALITY,
    PATIENT_ID,
    PATIENT_NAME,
    SCANNER_MODEL,
    SERIES_TIME,
    SLICE_THICKNESS,
    STUDY_DATE,
    STUDY_UID,
    TUBE_VOLTAGE,
    DicomSlice,
)
from .quiet import quiet_readers


@quiet_readers()
def read_dicom_folder(folder: Path, any_modality: bool = False) -> PhaseImage:
    """Read the one CT series of a folder and its subfolders, each file once.

    Slices are sorted by their position along the normal of the slice plane, and each is rescaled to Hounsfield units
    by its own header.

    Raises
    ------
    InputError
        The folder holds no DICOM image, a damaged one, several series, another modality than CT, localizers or
        projections, values that are not Hounsfield units, pixels in a layout that contradicts itself or of another
        length than stated, slices that differ in study, frame of reference, energy, kernel, image type, patient
        position, size, spacing or orientation, acquisitions that lie among each other, a gantry tilt, a missing slice,
        two slices at one position, or a slice spacing that varies by more than 1 %.
    """
    found = read_folder(folder, whole=True)
    slices, layouts, geometry, notices = _checked(found, folder, any_modality)
    padding = {ends for one, layout in zip(slices, layouts, strict=True) if (ends := padding_of(one, layout))}
    left = Counter(one.path for one in slices)

    def content_of(one: DicomSlice) -> bytes:
        left[one.path] -= 1
        return found.contents[one.path] if left[one.path] else found.contents.pop(one.path)

    array = rescaled_volume(slices, layouts, content_of)
    content_hash = combined_hash(found.hashes.values())
    return PhaseImage(
        array,
        geometry,
        _acquisition(slices, geometry),
        source=str(folder),
        content_hash=content_hash,
        padding_hu=tuple(sorted(padding)),
        notices=notices,
        identity=_identity(slices[0]),
    )


@quiet_readers()
def read_dicom_header(folder: Path, any_modality: bool = False) -> tuple[Geometry, Acquisition]:
    """Grid and acquisition of the one CT series of a folder, without its pixels.

    Raises
    ------
    InputError
        As `read_dicom_folder`, but for compressed pixels that are damaged.
    """
    slices, _, geometry, _ = _checked(read_folder(folder), folder, any_modality)
    return geometry, _acquisition(slices, geometry)


def slice_paths(folder: Path) -> list[Path]:
    """The files of the one CT series of a folder, in the order of the slices; the same for the frames of one file.

    Raises
    ------
    InputError
        As `read_dicom_header`.
    """
    slices, *_ = _checked(read_folder(folder), folder, any_modality=False)
    return [one.path for one in slices]


def _checked(
    found: FolderContent, folder: Path, any_modality: bool
) -> tuple[list[DicomSlice], list[PixelLayout], Geometry, tuple[Notice, ...]]:
    """Slices in order with their pixel layouts, their grid, and what to know of them."""
    slices = one_slice_a_frame(only_series(found, folder), found.contents)
    require_one_volume(slices, folder)
    if not any_modality:
        require_hounsfield_units(slices, folder)
    slices, positions, orientation = in_order(slices, folder)
    layouts = [layout_of(one) for one in slices]
    for one in slices:
        rescale_of(one)
    notices = check_acquisitions(slices, folder)
    geometry = regular_grid(slices, positions, orientation, folder)
    return slices, layouts, geometry, notices + series_notices(found, slices, geometry)


def _identity(first: DicomSlice) -> Identity:
    return Identity(
        first.text(PATIENT_NAME),
        first.text(PATIENT_ID),
        first.text(STUDY_DATE),
        first.text(SERIES_TIME) or first.text(ACQUISITION_TIME),
    )


def _acquisition(slices: list[DicomSlice], geometry: Geometry) -> Acquisition:
    first = slices[0]
    instances = [uid for one in slices if (uid := one.text(INSTANCE_UID))]
    origins = geometry.index_to_world[:3, 2] * np.arange(len(slices))[:, None] + geometry.origin
    places = dict(zip(instances, map(tuple, origins.tolist()), strict=False))

    def text(tag: int) -> str | None:
        return first.text(tag) or None

    return Acquisition(
        modality=text(MODALITY),
        patient_key=first.digest(PATIENT_ID),
        name_key=first.digest(PATIENT_NAME),
        study_key=first.digest(STUDY_UID),
        study_date=text(STUDY_DATE),
        acquisition_time=min((one.acquired for one in slices if one.acquired), default=None),
        series_description=text(DESCRIPTION),
        manufacturer=text(MANUFACTURER),
        scanner_model=text(SCANNER_MODEL),
        kvp=first.hint(TUBE_VOLTAGE),
        kernel=text(KERNEL),
        slice_thickness_mm=first.hint(SLICE_THICKNESS),
        simulated=first.text(MANUFACTURER) == SIMULATED_KEY,
        series=SeriesReference(
            first.digest(PATIENT_ID),
            first.text(FRAME_OF_REFERENCE),
            frozenset(instances),
            places if len(places) == len(slices) else {},  # the frames of one file share its UID
        ),
    )
