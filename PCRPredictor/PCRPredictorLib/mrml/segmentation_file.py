"""Segmentation nodes as Slicer's own files."""

from pathlib import Path
from typing import Any

import slicer

from ..errors import InputError
from ..files import replacing
from ..imaging.phase_image import SIMULATED_KEY

FIELD_END = b"\n\n"


def write_segmentation(node: Any, path: Path, crop: bool = False) -> None:
    """Write a segmentation node as ``.seg.nrrd``, with the names of its segments and the mark of simulated data.

    Slicer's own storage node writes it; unlike a label map it keeps the names. It knows nothing of the mark, which is
    added to the text header.

    Parameters
    ----------
    crop : bool
        Whether to write the box around the contours only, which is faster; the whole grid otherwise.

    Raises
    ------
    InputError
        The segmentation cannot be written.
    """
    storage = slicer.vtkMRMLSegmentationStorageNode()
    storage.SetCropToMinimumExtent(crop)
    with replacing(path) as temporary:
        try:
            storage.SetFileName(str(temporary))
        except UnicodeEncodeError:
            raise InputError(
                f"{str(path)!a} is no Unicode name, so Slicer cannot write it; name another place."
            ) from None
        if not storage.WriteData(node):
            raise InputError(f"The contour '{node.GetName()}' cannot be written; draw it again.")
        if node.GetAttribute(SIMULATED_KEY) == "true":
            header, _, voxels = temporary.read_bytes().partition(FIELD_END)
            temporary.write_bytes(header + f"\n{SIMULATED_KEY}:=true".encode() + FIELD_END + voxels)
