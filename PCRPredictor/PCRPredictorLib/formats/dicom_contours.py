"""Contours of a DICOM SEG or RTSTRUCT."""

from ..imaging.mask import Mask
from ..imaging.phase_image import ImageHeader
from .dicom_object import DicomObject, damage_is_said
from .dicom_seg import read_dicom_segment, read_dicom_segments
from .rtstruct import read_region, read_regions


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
