"""Whether a volume file states its grid, and whether ITK took what it states.

ITK fills a missing voxel size with 1 mm and a missing position with 0, falls back to a NIfTI file's qform where the
sform is sheared, turns an axis of negative voxel size round, and passes over units; all without an error.
"""

from pathlib import Path

import SimpleITK as sitk

from ..errors import InputError
from ..imaging.geometry import Geometry
from ..imaging.phase_image import require_three_dimensions
from .file_header import FileHeader
from .nifti_grid import nifti_grid
from .stated_grid import metaimage_grid, nrrd_grid


def require_stated_grid(path: Path, format_name: str, header: FileHeader, image: sitk.Image) -> None:
    """Refuse a file whose grid is not stated, is not the one ITK read, or is not orthogonal.

    Parameters
    ----------
    path : pathlib.Path
        The file that `image` was read from.
    format_name : str
        Name of the ITK reader: ``NiftiImageIO``, ``NrrdImageIO`` or ``MetaImageIO``.
    header : FileHeader
    image : SimpleITK.Image

    Raises
    ------
    InputError
        The image is not three-dimensional; voxel size, orientation or position is missing, unreadable or
        contradictory; or the axes are sheared.
    """
    require_three_dimensions(image, str(path))
    if format_name == "NiftiImageIO":
        matrix = nifti_grid(path)
    elif format_name == "NrrdImageIO":
        matrix = nrrd_grid(path, header)
    else:
        matrix = metaimage_grid(path, header)
    read = Geometry.from_sitk(image, str(path))
    stated = Geometry.from_matrix(read.shape, matrix)
    stated.require_regular(str(path))
    if not stated.same_grid(read):
        raise InputError(
            f"{path} states a grid that contradicts itself (by its header voxels of {_listed(stated.spacing)} mm from "
            f"({_listed(stated.origin)}), as read {_listed(read.spacing)} mm from ({_listed(read.origin)})); "
            "export it again."
        )


def _listed(numbers: tuple[float, ...]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)
