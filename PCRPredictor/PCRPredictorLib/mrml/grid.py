"""Between the RAS matrices of MRML and the LPS geometry of the library."""

from typing import Any

import numpy as np
import vtk
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy

from ..errors import InputError
from ..imaging import Geometry
from ..texts import sentence as _

RAS_TO_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])


def parent_matrix(node: Any, source: str) -> np.ndarray:
    """4 x 4 matrix from the node's own RAS to world RAS, mm; the identity without a parent transform.

    Raises
    ------
    InputError
        A non-linear transform lies between the node and the world.
    """
    matrix = vtk.vtkMatrix4x4()
    transform = node.GetParentTransformNode()
    if transform is not None:
        if not transform.IsTransformToWorldLinear():
            # Not to harden it, which makes other voxels of those that were scanned.
            remedy = (
                _("take it out of the transform, since texture is only defined on the voxels that were scanned")
                if node.IsA("vtkMRMLVolumeNode")
                else _("harden the transform, or take it out of it")
            )
            raise InputError(
                _("{source} is under the non-linear transform '{transform}': {remedy}.").format(
                    source=source, transform=transform.GetName(), remedy=remedy
                )
            )
        transform.GetMatrixTransformToWorld(matrix)
    return array_from_matrix(matrix)


def geometry_from_ras(ijk_to_ras: np.ndarray, extent: tuple[int, ...], source: str) -> Geometry:
    """Geometry of the voxels of `extent` under a 4 x 4 matrix from VTK index to RAS mm.

    Parameters
    ----------
    extent : tuple of int
        VTK extent (first and last column, row, slice), which need not begin at zero.

    Raises
    ------
    InputError
        The extent is empty, the matrix is singular, or its axes are not at right angles: replacing
        them by the nearest orthogonal ones would move a corner by more than 1 % of a voxel.
    """
    first, last = np.array(extent[0::2]), np.array(extent[1::2])
    columns, rows, slices = (last - first + 1).tolist()
    if min(columns, rows, slices) < 1:
        raise InputError(_("{source} has no voxels; load or draw it again.").format(source=source))
    ijk_to_lps = RAS_TO_LPS @ ijk_to_ras
    spacing = np.linalg.norm(ijk_to_lps[:3, :3], axis=0)
    if not np.isfinite(ijk_to_lps).all() or abs(np.linalg.det(ijk_to_lps[:3, :3])) < 1e-12 * max(spacing) ** 3:
        raise InputError(
            _("{source} has a singular geometry; correct its spacing, directions and transforms.").format(source=source)
        )
    direction = ijk_to_lps[:3, :3] / spacing
    origin = (ijk_to_lps @ [*first, 1.0])[:3]
    geometry = _geometry((slices, rows, columns), spacing, origin, direction)
    left, *_scales, right = np.linalg.svd(direction)
    if not geometry.same_grid(_geometry((slices, rows, columns), spacing, origin, left @ right)):
        raise InputError(
            _(
                "{source} is sheared: its axes are not at right angles; remove the shearing transform, "
                "or resample the volume onto a rectangular grid and contour it there."
            ).format(source=source)
        )
    return geometry


def ras_from_geometry(geometry: Geometry) -> np.ndarray:
    """4 x 4 matrix from (column, row, slice) index to RAS mm."""
    return RAS_TO_LPS @ geometry.index_to_world


def array_from_matrix(matrix: Any) -> np.ndarray:
    """A ``vtkMatrix4x4`` as an array of shape (4, 4)."""
    return np.array([[matrix.GetElement(row, column) for column in range(4)] for row in range(4)])


def matrix_from_array(array: np.ndarray) -> Any:
    """An array of shape (4, 4) as a ``vtkMatrix4x4``."""
    matrix = vtk.vtkMatrix4x4()
    matrix.DeepCopy(np.asarray(array, dtype=float).ravel().tolist())
    return matrix


def voxel_view(image_data: Any) -> np.ndarray:
    """The one scalar of a ``vtkImageData`` in place, shape (slices, rows, columns); copy what is to be kept."""
    columns, rows, slices = image_data.GetDimensions()
    return vtk_to_numpy(image_data.GetPointData().GetScalars()).reshape(slices, rows, columns)


def fill_image_data(image_data: Any, voxels: np.ndarray) -> None:
    """Give a ``vtkImageData`` a copy of an array of shape (slices, rows, columns)."""
    slices, rows, columns = voxels.shape
    image_data.SetDimensions(columns, rows, slices)
    image_data.GetPointData().SetScalars(numpy_to_vtk(np.ascontiguousarray(voxels).ravel(), deep=True))


def _geometry(shape: tuple[int, int, int], spacing: np.ndarray, origin: np.ndarray, direction: np.ndarray) -> Geometry:
    return Geometry(
        shape,
        (float(spacing[0]), float(spacing[1]), float(spacing[2])),
        (float(origin[0]), float(origin[1]), float(origin[2])),
        tuple(float(cosine) for cosine in direction.ravel()),
    )
