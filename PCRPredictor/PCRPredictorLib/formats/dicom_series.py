"""A folder of DICOM slices as one volume, refused where its geometry is not that of a regular grid."""

from collections import Counter
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from ..errors import InputError
from ..imaging.geometry import Geometry
from ..imaging.phase_image import Acquisition, PhaseImage
from ..itk_path import itk_path
from .content_hash import content_hash_of
from .dicom_slice import (
    BITS_ALLOCATED,
    GANTRY_TILT,
    MODALITY,
    PATIENT_ID,
    PATIENT_NAME,
    RESCALE_INTERCEPT,
    RESCALE_TYPE,
    SERIES_NUMBER,
    SERIES_UID,
    STUDY_UID,
    DicomSlice,
    read_slice_header,
)
from .file_integrity import require_whole_slice

DICOM_SUFFIXES = {".dcm", ".dicom", ".ima"}
SPACING_TOLERANCE = 0.01
DRIFT_TOLERANCE_PIXELS = 0.1
TILT_TOLERANCE_DEGREES = 0.1


def read_dicom_folder(folder: Path, any_modality: bool = False) -> PhaseImage:
    """Read the one CT series of a folder and its subfolders.

    Slices are sorted by their position along the normal of the slice plane, and GDCM applies the rescale
    to Hounsfield units slice by slice.

    Raises
    ------
    InputError
        The folder holds no DICOM image, a damaged one, several series, another modality than CT, values that
        are not Hounsfield units, slices that differ in size, spacing or orientation, a gantry tilt, a missing
        slice, two slices at one position, or a slice spacing that varies by more than 1 %.
    """
    slices, geometry = _checked_slices(folder, any_modality)
    array = _read_pixels(slices, geometry.shape)
    return PhaseImage(array, geometry, _acquisition(slices), str(folder), content_hash_of(one.path for one in slices))


def read_dicom_header(folder: Path, any_modality: bool = False) -> tuple[Geometry, Acquisition]:
    """Grid and acquisition of the one CT series of a folder, without its pixels.

    Raises
    ------
    InputError
        As `read_dicom_folder`, but for damaged pixels.
    """
    slices, geometry = _checked_slices(folder, any_modality)
    return geometry, _acquisition(slices)


def _checked_slices(folder: Path, any_modality: bool) -> tuple[list[DicomSlice], Geometry]:
    slices = _slice_headers(folder)
    _require_one_series(slices, folder)
    _require_one_frame_shape(slices, folder)
    if not any_modality:
        _require_hounsfield_units(slices, folder)
    return _arrange(slices, folder)


def _slice_headers(folder: Path) -> list[DicomSlice]:
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith(".") or path.name.upper() == "DICOMDIR":
            continue
        header = read_slice_header(path)
        if header is not None:
            found.append(header)
        elif path.suffix.lower() in DICOM_SUFFIXES or _has_dicom_mark(path):
            raise InputError(
                f"{path} holds no readable DICOM image (damaged, or no CT slice); copy it again or move it away."
            )
    if not found:
        raise InputError(f"{folder} holds no DICOM image; choose the folder of one CT series.")
    return found


def _has_dicom_mark(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(132)[128:] == b"DICM"
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}; check its permissions.") from error


def _require_one_series(slices: list[DicomSlice], folder: Path) -> None:
    series = Counter((one.tags.get(SERIES_UID, ""), one.tags.get(SERIES_NUMBER) or "?") for one in slices)
    if len({uid for uid, _ in series}) > 1:
        listed = ", ".join(f"number {number} with {count} files" for (_, number), count in series.most_common(6))
        raise InputError(
            f"{folder} mixes {len({uid for uid, _ in series})} DICOM series ({listed}); put the one to score into "
            "a folder of its own."
        )
    if len({one.tags.get(PATIENT_ID, "") for one in slices}) > 1:
        raise InputError(f"{folder} mixes files of several patients in one DICOM series; export the series again.")


def _require_hounsfield_units(slices: list[DicomSlice], folder: Path) -> None:
    for one in slices:
        modality = one.tags.get(MODALITY) or "not stated"
        if modality != "CT":
            raise InputError(
                f"{folder} is not CT (modality {modality}); choose a CT series, or allow any modality "
                "(--any-modality) to compute features that no model was made for."
            )
        if one.number(RESCALE_INTERCEPT) is None:
            raise InputError(f"{one.path} states no rescale to Hounsfield units; export the original CT series.")
        unit = one.tags.get(RESCALE_TYPE) or "HU"
        if unit not in ("HU", "US"):  # US: the standard's word for unspecified
            raise InputError(f"{one.path} holds values in {unit}, not Hounsfield units; choose the plain CT series.")


def _require_one_frame_shape(slices: list[DicomSlice], folder: Path) -> None:
    for one in slices:
        if len(one.size) > 2 and one.size[2] != 1:
            raise InputError(
                f"{one.path} is a multi-frame DICOM file of {one.size[2]} frames; export it as one file a slice."
            )
    sizes = Counter(one.size[:2] for one in slices)
    if len(sizes) > 1:
        listed = ", ".join(f"{count} of {columns} x {rows}" for (columns, rows), count in sizes.most_common())
        raise InputError(f"{folder} mixes slices of different size ({listed}); keep those of one volume.")
    if len(slices) == 1:
        raise InputError(f"{folder} holds one DICOM slice only; a volume needs two or more.")


def _arrange(slices: list[DicomSlice], folder: Path) -> tuple[list[DicomSlice], Geometry]:
    """Slices in the order of their position along the normal, and their common grid."""
    first = slices[0]
    for one in slices:
        if not np.allclose(one.orientation, first.orientation, atol=1e-3):
            raise InputError(
                f"{folder} mixes slices of different orientation ({first.path.name} and {one.path.name}, perhaps a "
                "localizer); keep those of one volume."
            )
        if not np.allclose(one.pixel_spacing, first.pixel_spacing, rtol=1e-4):
            raise InputError(
                f"{folder} mixes slices of different pixel spacing ({first.path.name} and {one.path.name}); "
                "keep those of one volume."
            )
    normal = first.orientation[:, 2]
    slices = sorted(slices, key=lambda one: float(one.position @ normal))
    positions = np.array([one.position for one in slices])
    _require_no_tilt(slices, positions, folder)
    _require_regular_steps(slices, positions @ normal, folder)
    step = float((positions[-1] - positions[0]) @ normal) / (len(slices) - 1)
    columns, rows = first.size[:2]
    x, y, z = (float(value) for value in positions[0])
    direction = tuple(float(value) for value in first.orientation.ravel())
    return slices, Geometry((len(slices), rows, columns), (*first.pixel_spacing, step), (x, y, z), direction)


def _require_no_tilt(slices: list[DicomSlice], positions: np.ndarray, folder: Path) -> None:
    orientation = slices[0].orientation
    drift_mm = (positions - positions[0]) @ orientation
    in_plane = np.abs(drift_mm[:, :2])
    if np.any(in_plane > DRIFT_TOLERANCE_PIXELS * np.asarray(slices[0].pixel_spacing)):
        worst = int(np.argmax(in_plane.max(axis=1)))
        angle = np.degrees(np.arctan2(np.hypot(*drift_mm[worst, :2]), abs(drift_mm[worst, 2])))
        raise InputError(
            f"{folder} has a gantry tilt: its slices are shifted in plane by {angle:.1f} degrees from their normal; "
            "resample it to a straight volume first."
        )
    stated = max((abs(one.number(GANTRY_TILT) or 0.0) for one in slices), default=0.0)
    if stated > TILT_TOLERANCE_DEGREES:
        raise InputError(
            f"{folder} states a gantry tilt of {stated:g} degrees, which its slice positions do not show; "
            "export it with the tilt corrected."
        )


def _require_regular_steps(slices: list[DicomSlice], heights: np.ndarray, folder: Path) -> None:
    """Refuse duplicate, missing and unevenly spaced slices; `heights` ascend along the normal, in mm."""
    steps = np.diff(heights)
    typical = float(np.sort(steps)[(steps.size - 1) // 2])
    for index, step in enumerate(steps):
        below, above = slices[index], slices[index + 1]
        if step <= max(SPACING_TOLERANCE * typical, 1e-3):
            raise InputError(
                f"{folder} has two slices at one position ({below.path.name} and {above.path.name}); "
                "a volume has one slice a position, so keep one acquisition only."
            )
    for index, step in enumerate(steps):
        below, above = slices[index], slices[index + 1]
        between = f"between {below.path.name} and {above.path.name}"
        skipped = round(step / typical) - 1
        if skipped >= 1 and abs(step / typical - (skipped + 1)) < 0.1:
            raise InputError(
                f"{folder} misses {skipped} {'slice' if skipped == 1 else 'slices'} {between} "
                f"({step:.2f} mm apart instead of {typical:.2f}); copy the whole series again."
            )
    spread = float(np.max(np.abs(steps / typical - 1)))
    if spread > SPACING_TOLERANCE:
        raise InputError(
            f"{folder} has a slice spacing that varies by {100 * spread:.1f} % ({steps.min():.3f} to "
            f"{steps.max():.3f} mm, 1 % allowed); resample it to even spacing first."
        )


def _read_pixels(slices: list[DicomSlice], shape: tuple[int, int, int]) -> np.ndarray:
    """Stack the slices one by one: each has its own rescale, and ITK would cast all to the type of the first."""
    planes = []
    for one in slices:
        require_whole_slice(one.path, shape[1] * shape[2] * int(one.number(BITS_ALLOCATED) or 0) // 8)
        try:
            image = sitk.ReadImage(itk_path(one.path), imageIO="GDCMImageIO")
        except RuntimeError:
            raise InputError(f"{one.path} is damaged: its pixels cannot be read; copy the series again.") from None
        if image.GetNumberOfComponentsPerPixel() != 1:
            raise InputError(f"{one.path} is a color picture, not a CT slice; choose the CT series.")
        planes.append(sitk.GetArrayFromImage(image).reshape(shape[1:]))
    return np.stack(planes)


def _acquisition(slices: list[DicomSlice]) -> Acquisition:
    first = slices[0]

    def text(tag: str) -> str | None:
        return first.tags.get(tag) or None

    return Acquisition(
        modality=text(MODALITY),
        patient_key=first.digest(PATIENT_ID),
        name_key=first.digest(PATIENT_NAME),
        study_key=first.digest(STUDY_UID),
        study_date=text("0008|0020"),
        acquisition_time=min((one.acquired for one in slices if one.acquired), default=None),
        series_description=text("0008|103e"),
        manufacturer=text("0008|0070"),
        scanner_model=text("0008|1090"),
    )
