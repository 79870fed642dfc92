"""Values of a NIfTI file that are no numbers, which the NIfTI library silently reads as 0."""

import struct
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from ..files import open_inflated

FLOATS = {"16": "f4", "64": "f8"}
"""NumPy's names of the NIfTI data types that can hold NaN and infinity."""
VALUES_AT_ONCE = 1 << 20


def with_nonfinite(path: Path, image: sitk.Image) -> sitk.Image:
    """The image with NaN where the file holds NaN or infinity, so that later checks see them; else as it is.

    Parameters
    ----------
    path : pathlib.Path
        A whole NIfTI-1 file of one part.
    image : SimpleITK.Image
        Read from it.
    """
    kind = FLOATS.get(image.GetMetaData("datatype"))
    places = np.empty(0, dtype=np.intp) if kind is None else _nonfinite_places(path, image, kind)
    if not places.size:
        return image
    array = sitk.GetArrayFromImage(image)
    array.reshape(-1)[places] = np.nan
    marked = sitk.GetImageFromArray(array, isVector=image.GetNumberOfComponentsPerPixel() > 1)
    marked.CopyInformation(image)
    for key in image.GetMetaDataKeys():
        marked.SetMetaData(key, image.GetMetaData(key))
    return marked


def _nonfinite_places(path: Path, image: sitk.Image, kind: str) -> np.ndarray:
    """Flat indices, x fastest as in the file."""
    found, length = [], image.GetNumberOfPixels() * image.GetNumberOfComponentsPerPixel()
    with open_inflated(path) as file:
        order = "<" if struct.unpack("<i", file.read(4)) == (348,) else ">"
        file.seek(int(float(image.GetMetaData("vox_offset"))))
        for begin in range(0, length, VALUES_AT_ONCE):
            size = min(VALUES_AT_ONCE, length - begin)
            values = np.frombuffer(file.read(size * int(kind[1])), dtype=order + kind)
            found.append(np.flatnonzero(~np.isfinite(values)) + begin)
    return np.concatenate(found)
