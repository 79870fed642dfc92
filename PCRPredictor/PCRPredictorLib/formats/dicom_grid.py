"""The order of the slices of a series and the one regular grid they lie on, or why there is none."""

import itertools

import numpy as np

from ..errors import InputError
from ..imaging.geometry import Geometry
from ..imaging.slice_places import DRIFT_TOLERANCE_VOXELS, SPACING_TOLERANCE
from .dicom_acquisitions import described_acquisition
from .dicom_slice import COLUMNS, ORIENTATION, PIXEL_SPACING, ROWS, DicomSlice


def in_order(slices: list[DicomSlice], folder: object) -> tuple[list[DicomSlice], np.ndarray, np.ndarray]:
    """Slices in the order of their position along the normal of their plane.

    Returns
    -------
    slices : list of DicomSlice
    positions : numpy.ndarray
        Shape (slices, 3), LPS mm.
    orientation : numpy.ndarray
        Shape (3, 3), as `DicomSlice.orientation`.

    Raises
    ------
    InputError
        A slice lacks its place, or slices differ in orientation or pixel spacing.
    """
    first = slices[0]
    orientation, spacing = first.orientation, first.pixel_spacing
    for one in _different(slices, ORIENTATION):
        if not np.allclose(one.orientation, orientation, atol=1e-3):
            raise InputError(
                f"{folder} mixes slices of different orientation ({first.path.name} and {one.path.name}, perhaps a "
                "localizer); keep those of one volume."
            )
    for one in _different(slices, PIXEL_SPACING):
        if not np.allclose(one.pixel_spacing, spacing, rtol=1e-4):
            raise InputError(
                f"{folder} mixes slices of different pixel spacing ({first.path.name} and {one.path.name}); "
                "keep those of one volume."
            )
    positions = np.array([one.position for one in slices])
    order = np.argsort(positions @ orientation[:, 2], kind="stable")
    return [slices[place] for place in order], positions[order], orientation


def _different(slices: list[DicomSlice], tag: int) -> list[DicomSlice]:
    """One slice for each way in which an element is written."""
    return list({one.header.values.get(tag): one for one in reversed(slices)}.values())


def regular_grid(slices: list[DicomSlice], positions: np.ndarray, orientation: np.ndarray, folder: object) -> Geometry:
    """The common grid of slices that are in order (`in_order`).

    Raises
    ------
    InputError
        Slices are shifted in plane (a gantry tilt), share a position, miss one between them or are unevenly spaced.
    """
    first = slices[0]
    _require_no_tilt(first, positions, orientation, folder)
    heights = positions @ orientation[:, 2]
    _require_regular_steps(slices, heights, folder)
    step = float(heights[-1] - heights[0]) / (len(slices) - 1)
    rows, columns = first.whole_number(ROWS) or 0, first.whole_number(COLUMNS) or 0
    x, y, z = (float(value) for value in positions[0])
    direction = tuple(float(value) for value in orientation.ravel())
    return Geometry((len(slices), rows, columns), (*first.pixel_spacing, step), (x, y, z), direction)


def _require_no_tilt(first: DicomSlice, positions: np.ndarray, orientation: np.ndarray, folder: object) -> None:
    """What the header says of a tilt is left aside: consoles keep it when they straighten the volume."""
    drift_mm = (positions - positions[0]) @ orientation
    in_plane = np.abs(drift_mm[:, :2])
    if np.any(in_plane > DRIFT_TOLERANCE_VOXELS * np.asarray(first.pixel_spacing)):
        worst = int(np.argmax(in_plane.max(axis=1)))
        angle = np.degrees(np.arctan2(np.hypot(*drift_mm[worst, :2]), abs(drift_mm[worst, 2])))
        raise InputError(
            f"{folder} has a gantry tilt: its slices are shifted in plane by {angle:.1f} degrees from their normal; "
            "resample it to a straight volume first."
        )


def _require_regular_steps(slices: list[DicomSlice], heights: np.ndarray, folder: object) -> None:
    """Refuse duplicate, missing and unevenly spaced slices; `heights` ascend along the normal, in mm."""
    steps = np.diff(heights)
    typical = float(np.sort(steps)[(steps.size - 1) // 2])
    neighbors = list(itertools.pairwise(slices))
    for (below, above), step in zip(neighbors, steps, strict=True):
        if step <= max(SPACING_TOLERANCE * typical, 1e-3):
            raise InputError(
                f"{folder} has two slices at one position ({below.path.name}{described_acquisition(below)} and "
                f"{above.path.name}{described_acquisition(above)}); a volume has one slice a position, so keep one "
                "acquisition only."
            )
    for (below, above), step in zip(neighbors, steps, strict=True):
        skipped = round(step / typical) - 1
        if skipped >= 1 and abs(step / typical - (skipped + 1)) < 0.1:
            raise InputError(
                f"{folder} misses {skipped} {'slice' if skipped == 1 else 'slices'} between {below.path.name} and "
                f"{above.path.name} ({step:.2f} mm apart instead of {typical:.2f}); copy the whole series again."
            )
    spread = float(np.max(np.abs(steps / typical - 1)))
    if spread > SPACING_TOLERANCE:
        raise InputError(
            f"{folder} has a slice spacing that varies by {100 * spread:.1f} % ({steps.min():.3f} to "
            f"{steps.max():.3f} mm, 1 % allowed); resample it to even spacing first."
        )
    regular = np.linspace(heights[0], heights[-1], heights.size)
    drift = float(np.max(np.abs(heights - regular))) / typical
    if drift > DRIFT_TOLERANCE_VOXELS:
        raise InputError(
            f"{folder} has a slice spacing that changes along the series: slices lie up to {drift:.2f} of a spacing "
            "off an even grid; resample it to even spacing first."
        )
