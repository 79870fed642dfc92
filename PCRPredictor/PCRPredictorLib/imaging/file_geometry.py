"""Whether a volume file states its grid, and whether ITK took what it states.

ITK fills a missing voxel size with 1 mm and a missing position with 0, falls back to a NIfTI file's qform where the
sform is sheared, and takes the voxel size from pixdim where the sform says another; all without an error.
"""

from pathlib import Path

import numpy as np
import SimpleITK as sitk

from ..errors import InputError
from .file_header import FileHeader
from .geometry import Geometry
from .phase_image import require_three_dimensions

ORTHONORMAL_TOLERANCE = 1e-3
RAS_TO_LPS = np.diag([-1.0, -1.0, 1.0])


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
        The image is not three-dimensional, voxel size or position is missing or contradictory, or the axes are sheared.
    """
    require_three_dimensions(image, str(path))
    if format_name == "NiftiImageIO":
        _require_nifti_grid(path, image)
    elif format_name == "NrrdImageIO":
        _require_nrrd_space(path, image)
    elif not {"elementspacing", "elementsize"} & header.fields.keys():
        raise InputError(f"{path} states no voxel size (ElementSpacing); export it with its geometry.")
    direction = np.reshape(image.GetDirection(), (3, 3))
    if not np.allclose(direction.T @ direction, np.eye(3), rtol=0, atol=ORTHONORMAL_TOLERANCE):
        raise InputError(f"{path} has axes that are not orthogonal (a sheared grid); resample it to a straight one.")
    if not all(np.isfinite(step) and step > 0 for step in image.GetSpacing()):
        raise InputError(f"{path} has a voxel size that is not positive {image.GetSpacing()}; export it again.")
    if not np.isfinite(image.GetOrigin()).all():
        raise InputError(f"{path} has a position that is no number {image.GetOrigin()}; export it again.")


def _require_nrrd_space(path: Path, image: sitk.Image) -> None:
    # ITK turns right-anterior-superior and left-anterior-superior into this one
    space = image.GetMetaData("NRRD_space") if image.HasMetaDataKey("NRRD_space") else "none"
    if space != "left-posterior-superior":
        raise InputError(
            f"{path} states no position in the patient (NRRD space: {space}); export it with its geometry."
        )


def _require_nifti_grid(path: Path, image: sitk.Image) -> None:
    sform_code, qform_code = (int(image.GetMetaData(key)) for key in ("sform_code", "qform_code"))
    if sform_code <= 0 and qform_code <= 0:
        raise InputError(
            f"{path} states no position in the patient (NIfTI sform and qform code 0); export it with its geometry."
        )
    if sform_code > 0 and not _agrees_with_sform(image):
        raise InputError(
            f"{path} has a NIfTI sform that is sheared or contradicts its voxel size or qform; resample it to a "
            "straight grid."
        )


def _agrees_with_sform(image: sitk.Image) -> bool:
    """Whether all corners of the grid as read lie within 1 % of a voxel of where the sform puts them."""
    rows = [[float(part) for part in image.GetMetaData(f"srow_{axis}").split()] for axis in "xyz"]
    sform = RAS_TO_LPS @ np.array(rows)
    if not np.isfinite(sform).all():
        return False
    steps = np.linalg.norm(sform[:, :3], axis=0)
    if not (steps > 0).all():
        return False
    read = Geometry.from_sitk(image)
    x, y, z = (float(value) for value in sform[:, 3])
    spacing = (float(steps[0]), float(steps[1]), float(steps[2]))
    direction = tuple(float(value) for value in (sform[:, :3] / steps).ravel())
    return read.same_grid(Geometry(read.shape, spacing, (x, y, z), direction))
