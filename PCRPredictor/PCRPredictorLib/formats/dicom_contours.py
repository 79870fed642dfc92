"""Contours of a DICOM SEG or RTSTRUCT."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..imaging.mask import Mask
from ..imaging.phase_image import ImageHeader
from .dicom_object import DicomObject, damage_is_said, read_dicom_object
from .dicom_seg import listed_entries, read_dicom_segment, read_dicom_segments, segmented_slices
from .rtstruct import contoured_slices, listed_regions, read_region, read_regions
from .segment_choice import SegmentEntry


def read_dicom_contour(
    found: DicomObject, image: ImageHeader | None, label: int | None = None, segment: str | None = None
) -> Mask:
    """The chosen segment or region; errors as `read_dicom_segment` and `read_region`."""
    read = read_region if found.is_structure_set else read_dicom_segment
    with damage_is_said(found.path):
        return read(found, image, label, segment)


def read_dicom_contours(found: DicomObject, image: ImageHeader | None) -> tuple[Mask, ...]:
    """Every segment or region that is drawn."""
    read = read_regions if found.is_structure_set else read_dicom_segments
    with damage_is_said(found.path):
        return read(found, image)


@dataclass(frozen=True)
class ContourFile:
    """A DICOM file of contours.

    Attributes
    ----------
    slices : frozenset of str
        UIDs of those that it says they were drawn on.
    segments : tuple of SegmentEntry
        Its segments or regions.
    """

    path: Path
    is_structure_set: bool
    slices: frozenset[str]
    segments: tuple[SegmentEntry, ...]


def contour_files(paths: Iterable[Path]) -> list[ContourFile]:
    """Those of some DICOM files that hold contours and can be read."""
    found = []
    for path in paths:
        try:
            opened = read_dicom_object(path)
            with damage_is_said(path):
                slices = contoured_slices(opened) if opened.is_structure_set else segmented_slices(opened)
                segments = listed_regions(opened) if opened.is_structure_set else listed_entries(opened)
        except InputError:  # of another kind, or said when it is given as a mask
            continue
        found.append(ContourFile(path, opened.is_structure_set, frozenset(slices), tuple(segments)))
    return found
