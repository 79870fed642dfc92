"""Contours of radiotherapy structure sets (RTSTRUCT; PS3.3, A.19 and C.8.8.6) as voxels of the image they lie on.

A region of interest is a set of closed polygons, each in a plane. A voxel belongs to it if its center lies inside an
odd number of the polygons of its slice, so that a contour within another one is a hole, and so is the inside of a
key-hole contour. That is exact to the half voxel by which any drawn line differs from voxel faces.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from ..errors import InputError, Notice
from ..imaging.mask import Mask
from ..imaging.phase_image import ImageHeader
from ..imaging.series_reference import require_drawn_on
from ..texts import readable
from .contour_grid import gap_notice
from .dicom_object import DicomObject
from .polygon_fill import fill_polygon
from .segment_choice import SegmentEntry, chosen_segment, distinct_names, listed_segments

OFF_PLANE_VOXELS = 0.1
"""Positions are printed with few digits; a contour farther from its slice was drawn on another grid."""
CONTOUR_DATA = 0x30060050
CLOSED = {"CLOSED_PLANAR", "CLOSEDPLANAR_XOR"}
AGAIN = "export the structure set again"


def read_region(
    found: DicomObject, image: ImageHeader | None, label: int | None = None, segment: str | None = None
) -> Mask:
    """One region of interest on the grid of the image that it was drawn on.

    Parameters
    ----------
    found : DicomObject
    image : ImageHeader
        An RTSTRUCT has no voxels of its own, so it cannot be read without one.
    label : int, optional
        Number of the region.
    segment : str, optional
        Its name, else its number in digits.

    Raises
    ------
    InputError
        There is no image; no or several regions answer to the choice; the region has no closed contour, one that
        lies in no slice of the image or outside of it, or two that cross; the file contradicts itself; or it was
        drawn on another series (`require_drawn_on`).
    """
    entries = _entries(found)
    entry = chosen_segment(entries, str(found.path), label, segment)
    return _region(found, entry, entries, _required(found, image))


def read_regions(found: DicomObject, image: ImageHeader | None) -> tuple[Mask, ...]:
    """Every region of interest that has a closed contour; errors as `read_region`."""
    entries = _entries(found)
    drawn = [entry for entry in entries if _contours(found, entry)]
    if not drawn:
        raise InputError(f"{found.path} is empty: it holds no closed contour; draw the lesion first.")
    image = _required(found, image)
    return tuple(
        _region(found, entry, entries, image, name) for entry, name in zip(drawn, distinct_names(drawn), strict=True)
    )


def _required(found: DicomObject, image: ImageHeader | None) -> ImageHeader:
    if image is None:
        raise InputError(f"{found.path} is an RTSTRUCT, which has no voxels of its own; give its image with it.")
    return image


def _entries(found: DicomObject) -> list[SegmentEntry]:
    entries = []
    for item in found.items(found.dataset, "StructureSetROISequence"):
        try:
            number = int(item.get("ROINumber"))
        except (TypeError, ValueError):
            raise InputError(f"{found.path} has a region of interest without a number; {AGAIN}.") from None
        entries.append(SegmentEntry(readable(str(item.get("ROIName", ""))) or str(number), number))
    if not entries:
        raise InputError(f"{found.path} lists no region of interest; {AGAIN}.")
    if len({entry.label for entry in entries}) < len(entries):
        raise InputError(f"{found.path}: two regions share a number ({listed_segments(entries)}); {AGAIN}.")
    return entries


def _contours(found: DicomObject, entry: SegmentEntry) -> list[Any]:
    return [
        contour
        for region in found.items(found.dataset, "ROIContourSequence")
        if str(region.get("ReferencedROINumber")) == str(entry.label)
        for contour in found.items(region, "ContourSequence")
        if str(contour.get("ContourGeometricType", "")) in CLOSED
    ]


def _region(
    found: DicomObject, entry: SegmentEntry, entries: list[SegmentEntry], image: ImageHeader, name: str | None = None
) -> Mask:
    source = str(found.path)
    contours = _contours(found, entry)
    if not contours:
        raise InputError(
            f"{source}: region {entry} has no closed contour; regions present: {listed_segments(entries)}."
        )
    reference = found.reference(contoured_slices(found, contours), _frame_of_reference(found, entry))
    notices = require_drawn_on(reference, image.acquisition.series, source, image.source)
    polygons = [_corners(found, entry, contour) for contour in contours]
    array, notices_of_planes = _filled(polygons, image, f"{source}: region {entry}")
    return Mask(
        array,
        image.geometry,
        source,
        name or entry.name,
        found.content_hash,
        found.is_simulated,
        notices + notices_of_planes,
    )


def _filled(polygons: list[np.ndarray], image: ImageHeader, region: str) -> tuple[np.ndarray, tuple[Notice, ...]]:
    """The voxels of polygons in LPS mm, as an array of the image's shape."""
    matrix = np.linalg.inv(image.geometry.index_to_world)
    indexed = [corners @ matrix[:3, :3].T + matrix[:3, 3] for corners in polygons]
    axis = int(np.argmin(np.max([np.ptp(corners, axis=0) for corners in indexed], axis=0)))
    others = [other for other in range(3) if other != axis]
    array = np.zeros(image.geometry.shape, dtype=bool)
    planes = np.moveaxis(array, 2 - axis, 0)
    of_plane: dict[int, list[np.ndarray]] = {}
    for corners in indexed:
        plane = round(float(corners[:, axis].mean()))
        if np.abs(corners[:, axis] - plane).max() > OFF_PLANE_VOXELS:
            raise InputError(
                f"{region} has a contour that lies in no slice of {image.source}; give the image that it was drawn on."
            )
        sides = np.array(planes.shape[:0:-1])
        flat = corners[:, others]
        if not 0 <= plane < len(planes) or (flat < -0.5).any() or (flat > sides - 0.5).any():
            raise InputError(f"{region} reaches outside of {image.source}; give the whole image that it was drawn on.")
        of_plane.setdefault(plane, []).append(fill_polygon(flat, planes.shape[1:]))
    for plane, filled in of_plane.items():
        _require_nested(filled, region)
        planes[plane] = np.bitwise_xor.reduce(filled)
    if not array.any():
        raise InputError(f"{region} holds no voxel of {image.source}; draw it larger.")
    return array, gap_notice(planes)


def _require_nested(filled: list[np.ndarray], region: str) -> None:
    """Refuse contours of one slice that cross, or are there twice: what lies in both is neither inside nor outside."""
    for one, other in itertools.combinations(filled, 2):
        both = one & other
        within = np.array_equal(both, one), np.array_equal(both, other)
        if both.any() and (all(within) or not any(within)):
            raise InputError(
                f"{region} has two contours on one slice that cross or are the same, so what lies in both may be "
                "inside or a hole; unite them and export the structure set again."
            )


def _corners(found: DicomObject, entry: SegmentEntry, contour: Any) -> np.ndarray:
    """Corners of a polygon, shape (n, 3), LPS mm."""
    element = contour.get_item(CONTOUR_DATA)
    raw = None if element is None else element.value
    try:
        # as stored: making an object of every number takes ten times as long
        values = np.array(raw.split(b"\\") if isinstance(raw, bytes) else list(raw or ()), dtype=np.float64)
    except (TypeError, ValueError):
        values = np.empty(0)
    if values.size < 9 or values.size % 3 or not np.isfinite(values).all():
        raise InputError(f"{found.path}: region {entry} has a contour without three corners in mm; {AGAIN}.")
    return values.reshape(-1, 3)


def _frame_of_reference(found: DicomObject, entry: SegmentEntry) -> str:
    for item in found.items(found.dataset, "StructureSetROISequence"):
        if str(item.get("ROINumber")) == str(entry.label):
            return str(item.get("ReferencedFrameOfReferenceUID", ""))
    return ""


def contoured_slices(found: DicomObject, contours: list[Any] | None = None) -> set[str]:
    """UIDs of the slices that a structure set as a whole, and some of its contours, say they were drawn on."""
    listed = [image for contour in contours or () for image in found.items(contour, "ContourImageSequence")]
    for frame in found.items(found.dataset, "ReferencedFrameOfReferenceSequence"):
        for study in found.items(frame, "RTReferencedStudySequence"):
            for series in found.items(study, "RTReferencedSeriesSequence"):
                listed += found.items(series, "ContourImageSequence")
    return {str(uid) for item in listed if (uid := item.get("ReferencedSOPInstanceUID"))}
