"""Where a voxel grid lies in the patient."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from ..texts import sentence as _

if TYPE_CHECKING:
    import SimpleITK as sitk  # imported where used: it costs more time than a small lesion's features

GRID_TOLERANCE_VOXELS = 0.01
ORTHONORMAL_TOLERANCE = 1e-3


def in_single_precision(length: float) -> float:
    """The shortest decimal number that a length stands for in single precision: 0.8 of 0.8 and of 0.800000012.

    NIfTI keeps lengths so, ITK hands them on with all the digits of the rounding, and the step between DICOM slices
    is rounded by the digits of their positions. The change is at most 6e-8 of the length.
    """
    with np.errstate(over="ignore"):  # infinity is refused where it matters
        return float(str(np.float32(length)))


@dataclass(frozen=True)
class Geometry:
    """A voxel grid in patient space (LPS, mm).

    Attributes
    ----------
    shape : tuple of int
        Voxels as (slices, rows, columns), the axis order of every array in the library.
    spacing : tuple of float
        Voxel size in mm as (column step, row step, slice step), the order of ITK; as `in_single_precision`, however
        many digits a file or program hands over, so that all of them give one number.
    origin : tuple of float
        Center of voxel (0, 0, 0) in mm, LPS.
    direction : tuple of float
        Row-major 3 x 3 direction cosines, as ITK stores them.
    """

    shape: tuple[int, int, int]
    spacing: tuple[float, float, float] = (1.0, 1.0, 1.0)
    origin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    direction: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

    def __post_init__(self) -> None:
        column, row, slice_ = (in_single_precision(step) for step in self.spacing)
        object.__setattr__(self, "spacing", (column, row, slice_))

    @classmethod
    def from_sitk(cls, image: sitk.Image, source: str = "the image") -> Geometry:
        """Geometry of a three-dimensional SimpleITK image.

        Raises
        ------
        InputError
            It is not regular (`require_regular`); the message names `source`.
        """
        columns, rows, slices = image.GetSize()
        geometry = cls((slices, rows, columns), image.GetSpacing(), image.GetOrigin(), image.GetDirection())
        geometry.require_regular(source)
        return geometry

    @classmethod
    def from_matrix(cls, shape: tuple[int, int, int], matrix: np.ndarray) -> Geometry:
        """Geometry by the upper three rows of `index_to_world`, regular or not."""
        spacing = np.linalg.norm(matrix[:, :3], axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            direction = matrix[:, :3] / spacing
        column, row, slice_ = spacing.tolist()
        x, y, z = matrix[:, 3].tolist()
        return cls(shape, (column, row, slice_), (x, y, z), tuple(direction.ravel().tolist()))

    def require_regular(self, source: str) -> None:
        """Raise InputError unless voxel sizes are positive, all numbers finite and the axes orthogonal."""
        if not all(np.isfinite(step) and step > 0 for step in self.spacing):
            raise InputError(
                _("{source} has a voxel size that is not positive {spacing}; export it again.").format(
                    source=source, spacing=self.spacing
                )
            )
        if not np.isfinite(self.origin).all():
            raise InputError(
                _("{source} has a position that is no number {origin}; export it again.").format(
                    source=source, origin=self.origin
                )
            )
        direction = np.reshape(self.direction, (3, 3))
        if not np.allclose(direction.T @ direction, np.eye(3), rtol=0, atol=ORTHONORMAL_TOLERANCE):
            raise InputError(
                _("{source} has axes that are not orthogonal (a sheared grid); resample it to a straight one.").format(
                    source=source
                )
            )

    def apply_to(self, image: sitk.Image) -> None:
        """Write spacing, origin and direction onto a SimpleITK image."""
        image.SetSpacing(self.spacing)
        image.SetOrigin(self.origin)
        image.SetDirection(self.direction)

    @property
    def voxel_volume_mm3(self) -> float:
        return float(np.prod(self.spacing))

    @property
    def index_to_world(self) -> np.ndarray:
        """4 x 4 matrix from (column, row, slice) index to LPS mm."""
        matrix = np.eye(4)
        matrix[:3, :3] = np.reshape(self.direction, (3, 3)) * np.asarray(self.spacing)
        matrix[:3, 3] = self.origin
        return matrix

    def step_along(self, direction: np.ndarray) -> float:
        """Voxel size along the axis that lies nearest to a direction, mm."""
        return self.spacing[int(np.argmax(np.abs(np.reshape(self.direction, (3, 3)).T @ direction)))]

    def cut(self, box: tuple[slice, slice, slice]) -> Geometry:
        """Geometry of the part of the grid that a box of (slices, rows, columns) holds."""
        first = [float(span.start) for span in reversed(box)]
        x, y, z = (self.index_to_world @ [*first, 1.0])[:3].tolist()
        slices, rows, columns = (span.stop - span.start for span in box)
        return Geometry((slices, rows, columns), self.spacing, (x, y, z), self.direction)

    def corners(self) -> np.ndarray:
        """Outer corners of the grid, shape (8, 3), LPS mm."""
        slices, rows, columns = self.shape
        index = np.array(list(itertools.product((-0.5, columns - 0.5), (-0.5, rows - 0.5), (-0.5, slices - 0.5))))
        return index @ self.index_to_world[:3, :3].T + self.origin

    def same_grid(self, other: Geometry) -> bool:
        """Whether all eight corners of two grids of one shape agree within 1 % of a voxel.

        The distance is measured in voxels along each axis of this grid, so that thick slices
        do not loosen the in-plane test.
        """
        if self.shape != other.shape:
            return False
        gap_mm = other.corners() - self.corners()
        gap_voxels = np.linalg.solve(self.index_to_world[:3, :3], gap_mm.T)
        return bool(np.abs(gap_voxels).max() <= GRID_TOLERANCE_VOXELS)
