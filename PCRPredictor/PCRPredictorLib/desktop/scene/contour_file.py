"""Contours of a DICOM SEG, RTSTRUCT or other file as a segmentation of a volume in the scene."""

from pathlib import Path
from typing import Any

from ...errors import InputError, Notice
from ...texts import tr as _


def openContours(path: str | Path, volume: Any) -> tuple[Any, tuple[Notice, ...]]:
    """Add every contour of a file to the volume's scene as segments of one new segmentation.

    Parameters
    ----------
    volume : vtkMRMLScalarVolumeNode
        What the contours were drawn on: held against the series that a DICOM file names, as far as the scene knows it.

    Returns
    -------
    segmentation : vtkMRMLSegmentationNode
    notices : tuple of Notice
        What the reader found worth knowing.

    Raises
    ------
    InputError
        The file cannot be read, or belongs to another series; or the volume is under a transform.
    """
    from ...formats import read_masks
    from ...imaging.phase_image import ImageHeader
    from ...mrml import add_segment, segmentation_node_from_mask
    from ...mrml.acquisition import acquisition_from_node
    from ...mrml.volumes import volume_geometry, volume_in_words

    if volume.GetParentTransformNode() is not None:
        raise InputError(
            _(
                "The volume '{name}' is under a transform, but contours lie where it was scanned; take it out of the "
                "transform first."
            ).format(name=volume.GetName())
        )
    header = ImageHeader(volume_geometry(volume), acquisition_from_node(volume), volume_in_words(volume))
    first, *others = read_masks(path, header)
    title = volume.GetScene().GenerateUniqueName(f"{volume.GetName()} contour")
    segmentation = segmentation_node_from_mask(volume.GetScene(), first, title, first.segment, volume, is_tumor=False)
    for mask in others:
        add_segment(segmentation, mask, mask.segment, is_tumor=False)
    notices = tuple(dict.fromkeys(notice for mask in (first, *others) for notice in mask.notices))
    return segmentation, notices
