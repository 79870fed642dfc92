"""Contours of radiotherapy structure sets (RTSTRUCT; PS3.3, A.19 and C.8.8.6) as voxels of the image they lie on.

A region of interest is a set of closed polygons, each in a plane. A voxel belongs to it if its center lies inside an
odd number of the polygons of its slice, so that a contour within another one is a hole, and so is the inside of a
key-hole contour. That is exact to the half voxel by which any drawn line differs from voxel faces.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError, Notice
from ..imaging.mask import Mask
from ..imaging.phase_image import ImageHeader
from ..imaging.series_reference import require_at_places, require_drawn_on, slices_of_one_series
from ..texts import readable
from ..texts import sentence as _
from .contour_grid import gap_notice
from .dicom_object import DicomObject
from .polygon_fill import FilledPolygon, fill_polygon
from .segment_choice import SegmentEntry, chosen_segment, distinct_names, listed_segments

ROUNDING_VOXELS = 0.1
"""Positions are printed with few digits; a contour farther from its slice, or from the image, was drawn on another
grid."""
FEWEST_CORNERS = 3
CONTOUR_DATA = 0x30060050
CLOSED = {"CLOSED_PLANAR", "CLOSEDPLANAR_XOR"}
AGAIN = _("export the structure set again")


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
        drawn on another series (`require_drawn_on`) or other slices of it (`require_at_places`). Lines and points,
        which enclose nothing, are left out with the notice ``contour-open``.
    """
    entries = listed_regions(found)
    entry = chosen_segment(entries, str(found.path), label, segment)
    return _region(found, entry, entries, _required(found, image))


def read_regions(found: DicomObject, image: ImageHeader | None) -> tuple[Mask, ...]:
    """Every region of interest that has a closed contour; errors as `read_region`."""
    entries = listed_regions(found)
    drawn = [entry for entry in entries if any(map(_is_closed, _contours(found, entry)))]
    if not drawn:
        raise InputError(
            _("{path} is empty: it holds no closed contour; draw the lesion first.").format(path=found.path)
        )
    image = _required(found, image)
    return tuple(
        _region(found, entry, entries, image, name) for entry, name in zip(drawn, distinct_names(drawn), strict=True)
    )


def _required(found: DicomObject, image: ImageHeader | None) -> ImageHeader:
    if image is None:
        raise InputError(
            _("{path} is an RTSTRUCT, which has no voxels of its own; give its image with it.").format(path=found.path)
        )
    return image


def listed_regions(found: DicomObject) -> list[SegmentEntry]:
    """The regions of interest that a structure set lists."""
    entries = []
    for item in found.items(found.dataset, "StructureSetROISequence"):
        try:
            number = int(item.get("ROINumber"))
        except (TypeError, ValueError):
            raise InputError(
                _("{path} has a region of interest without a number; {again}.").format(path=found.path, again=AGAIN)
            ) from None
        entries.append(SegmentEntry(readable(str(item.get("ROIName", ""))) or str(number), number))
    if not entries:
        raise InputError(_("{path} lists no region of interest; {again}.").format(path=found.path, again=AGAIN))
    if len({entry.label for entry in entries}) < len(entries):
        raise InputError(
            _("{path}: two regions share a number ({entries}); {again}.").format(
                path=found.path, entries=listed_segments(entries), again=AGAIN
            )
        )
    return entries


def _contours(found: DicomObject, entry: SegmentEntry) -> list[Any]:
    return [
        contour
        for region in found.items(found.dataset, "ROIContourSequence")
        if str(region.get("ReferencedROINumber")) == str(entry.label)
        for contour in found.items(region, "ContourSequence")
    ]


def _is_closed(contour: Any) -> bool:
    return str(contour.get("ContourGeometricType", "")).upper() in CLOSED


def _region(
    found: DicomObject, entry: SegmentEntry, entries: list[SegmentEntry], image: ImageHeader, name: str | None = None
) -> Mask:
    source = str(found.path)
    contours = _contours(found, entry)
    polygons = [polygon for one in contours if _is_closed(one) and (polygon := _polygon(found, entry, one)) is not None]
    if not polygons:
        raise InputError(
            _("{source}: region {entry} has no closed contour; regions present: {entries}.").format(
                source=source, entry=str(entry), entries=listed_segments(entries)
            )
        )
    region, series = _("{source}: region {entry}").format(source=source, entry=str(entry)), image.acquisition.series
    slices = slices_of_one_series(set().union(*(one.slices for one in polygons)), _listed_series(found), series)
    reference = found.reference(slices, _frame_of_reference(found, entry))
    notices = require_drawn_on(reference, series, source, image.source) + _open_notice(len(contours) - len(polygons))
    array, axis = _filled([one.corners for one in polygons], image, region)
    normal = np.reshape(image.geometry.direction, (3, 3))[:, axis]
    named = [(uid, one.corners.mean(axis=0)) for one in polygons if len(one.slices) == 1 for uid in one.slices]
    require_at_places(named, normal, image.geometry.spacing[axis], series, region)
    return Mask(
        array,
        image.geometry,
        source,
        name or entry.name,
        found.content_hash,
        found.is_simulated,
        notices + gap_notice(np.moveaxis(array, 2 - axis, 0)),
    )


def _open_notice(count: int) -> tuple[Notice, ...]:
    if not count:
        return ()
    return (
        Notice(
            "contour-open",
            _(
                "{count} of the contours of the region enclose nothing, being lines or points, and were left out; "
                "check that the lesion is outlined on every slice."
            ).format(count=count),
        ),
    )


def _filled(polygons: list[np.ndarray], image: ImageHeader, region: str) -> tuple[np.ndarray, int]:
    """The voxels of polygons in LPS mm, as an array of the image's shape, and the axis that they are flat along."""
    matrix = np.linalg.inv(image.geometry.index_to_world)
    indexed = [corners @ matrix[:3, :3].T + matrix[:3, 3] for corners in polygons]
    axis = int(np.argmin(np.max([np.ptp(corners, axis=0) for corners in indexed], axis=0)))
    others = [other for other in range(3) if other != axis]
    array = np.zeros(image.geometry.shape, dtype=bool)
    planes = np.moveaxis(array, 2 - axis, 0)
    of_plane: dict[int, list[FilledPolygon]] = {}
    for corners in indexed:
        plane = round(float(corners[:, axis].mean()))
        if np.abs(corners[:, axis] - plane).max() > ROUNDING_VOXELS:
            raise InputError(
                _(
                    "{region} has a contour that lies in no slice of {source}; give the image that it was drawn on."
                ).format(region=region, source=image.source)
            )
        sides = np.array(planes.shape[:0:-1])
        flat = corners[:, others]
        outside = (flat < -0.5 - ROUNDING_VOXELS).any() or (flat > sides - 0.5 + ROUNDING_VOXELS).any()
        if outside or not 0 <= plane < len(planes):
            raise InputError(
                _("{region} reaches outside of {source}; give the whole image that it was drawn on.").format(
                    region=region, source=image.source
                )
            )
        of_plane.setdefault(plane, []).append(fill_polygon(flat, planes.shape[1:]))
    for plane, filled in of_plane.items():
        _require_nested(filled, region)
        for polygon in filled:
            planes[plane][polygon.box] ^= polygon.inside
    if not array.any():
        raise InputError(
            _("{region} holds no voxel of {source}; draw it larger.").format(region=region, source=image.source)
        )
    return array, axis


def _require_nested(filled: list[FilledPolygon], region: str) -> None:
    """Refuse contours of one slice that cross, also themselves, or are there twice: what is enclosed twice is neither
    inside nor outside."""
    if any(polygon.overlaps_itself for polygon in filled):
        raise InputError(
            _(
                "{region} has a contour that runs over itself, so what it encloses twice may be inside or a hole; "
                "draw it as a simple line and export the structure set again."
            ).format(region=region)
        )
    for one, other in itertools.combinations(filled, 2):
        both = one.common(other)
        within = both == one.count, both == other.count
        if both and (all(within) or not any(within)):
            raise InputError(
                _(
                    "{region} has two contours on one slice that cross or are the same, so what lies in both may be "
                    "inside or a hole; unite them and export the structure set again."
                ).format(region=region)
            )


@dataclass(frozen=True, eq=False)
class _Polygon:
    """Corners, shape (n, 3), LPS mm; and the UIDs of the slices that it names."""

    corners: np.ndarray
    slices: set[str]


def _polygon(found: DicomObject, entry: SegmentEntry, contour: Any) -> _Polygon | None:
    """A closed contour; None where it has too few corners to enclose anything."""
    element = contour.get_item(CONTOUR_DATA)
    raw = None if element is None else element.value
    try:
        # as stored: making an object of every number takes ten times as long
        values = np.array(raw.split(b"\\") if isinstance(raw, bytes) else list(raw or ()), dtype=np.float64)
    except (TypeError, ValueError):
        values = np.empty(0)
    stated = contour.get("NumberOfContourPoints")
    whole = values.size and not values.size % 3 and np.isfinite(values).all()
    if not whole or (stated is not None and int(stated) * 3 != values.size):
        raise InputError(
            _(
                "{path}: region {entry} has a contour whose corners are not as many as it states, or no numbers; "
                "{again}."
            ).format(path=found.path, entry=str(entry), again=AGAIN)
        )
    if any(float(offset) for offset in contour.get("ContourOffsetVector") or ()):
        raise InputError(
            _("{path}: region {entry} has a contour that is to be shifted, which is retired; {again}.").format(
                path=found.path, entry=str(entry), again=AGAIN
            )
        )
    if values.size < 3 * FEWEST_CORNERS:
        return None
    return _Polygon(values.reshape(-1, 3), found.referenced(found.items(contour, "ContourImageSequence")))


def _frame_of_reference(found: DicomObject, entry: SegmentEntry) -> str:
    for item in found.items(found.dataset, "StructureSetROISequence"):
        if str(item.get("ROINumber")) == str(entry.label):
            return str(item.get("ReferencedFrameOfReferenceUID", ""))
    return ""


def contoured_slices(found: DicomObject) -> set[str]:
    """UIDs of the slices that a structure set says it was drawn on, whichever of its regions."""
    regions = found.items(found.dataset, "ROIContourSequence")
    contours = [contour for region in regions for contour in found.items(region, "ContourSequence")]
    own = found.referenced([image for one in contours for image in found.items(one, "ContourImageSequence")])
    return slices_of_one_series(own, _listed_series(found), None)


def _listed_series(found: DicomObject) -> list[set[str]]:
    """UIDs of the slices of each series that a structure set lists."""
    return [
        found.referenced(found.items(series, "ContourImageSequence"))
        for frame in found.items(found.dataset, "ReferencedFrameOfReferenceSequence")
        for study in found.items(frame, "RTReferencedStudySequence")
        for series in found.items(study, "RTReferencedSeriesSequence")
    ]
