"""Segmentation nodes as Slicer's own files."""

from pathlib import Path
from typing import Any

import slicer

from ..errors import InputError
from ..files import replacing
from ..imaging.phase_image import SIMULATED_KEY
from ..imaging.segment_names import writable_name
from ..texts import sentence as _
from ..whole_nrrd import require_whole

FIELD_END = b"\n\n"


def write_segmentation(node: Any, path: Path, crop: bool = False, withhold: bool = False) -> None:
    """Write a segmentation node as ``.seg.nrrd``, with the names of its segments and the mark of simulated data.

    Slicer's own storage node writes it; unlike a label map it keeps the names. It knows nothing of the mark, which is
    added to the text header.

    Parameters
    ----------
    crop : bool
        Whether to write the box around the contours only, which is faster; the whole grid otherwise.
    withhold : bool
        Whether to leave out names of segments that may be a person's: for a file that leaves the program.

    Raises
    ------
    InputError
        The segmentation cannot be written.
    """
    if withhold:
        node = _without_names(node)
    storage = slicer.vtkMRMLSegmentationStorageNode()
    storage.SetCropToMinimumExtent(crop)
    with replacing(path) as temporary:
        try:
            storage.SetFileName(str(temporary))
        except UnicodeEncodeError:
            raise InputError(
                _("{path!a} is no Unicode name, so Slicer cannot write it; name another place.").format(path=str(path))
            ) from None
        if not storage.WriteData(node):
            raise InputError(
                _(
                    "Slicer cannot write the contour '{name}' to {path}; free space, choose another folder, or "
                    "draw it again."
                ).format(name=node.GetName(), path=path)
            )
        require_whole(temporary)
        if node.GetAttribute(SIMULATED_KEY) == "true":
            header, _end, voxels = temporary.read_bytes().partition(FIELD_END)
            temporary.write_bytes(header + f"\n{SIMULATED_KEY}:=true".encode() + FIELD_END + voxels)


def _without_names(node: Any) -> Any:
    """A copy, in no scene, whose segments are called by their names only where these are harmless."""
    copy = slicer.vtkMRMLSegmentationNode()
    copy.Copy(node)
    copy.SetName("contour")
    segmentation = copy.GetSegmentation()
    for number in range(segmentation.GetNumberOfSegments()):
        segment = segmentation.GetNthSegment(number)
        segment.SetName(writable_name(segment.GetName()))
    return copy
