"""The longest diameter of a lesion, as a reader draws it on one slice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..texts import sentence as _
from .phase_image import PhaseImage

SHORTEST_MM, LONGEST_MM = 5.0, 300.0


@dataclass(frozen=True)
class Stroke:
    """A straight stroke from one point of a patient to another, LPS mm.

    Raises
    ------
    InputError
        A point is no three finite numbers.
    """

    start: tuple[float, float, float]
    end: tuple[float, float, float]

    def __post_init__(self) -> None:
        for point in (self.start, self.end):
            if len(point) != 3 or not np.isfinite(point).all():
                raise InputError(
                    _("A point is three numbers of mm, not {point}; draw the line again.").format(point=point)
                )

    @property
    def length_mm(self) -> float:
        with np.errstate(over="ignore"):  # infinite, then, and refused
            return float(np.linalg.norm(np.subtract(self.end, self.start)))

    @property
    def center(self) -> np.ndarray:
        """Middle of the stroke, LPS mm."""
        return np.add(self.start, self.end) / 2

    def require_in(self, image: PhaseImage) -> None:
        """Raise InputError unless both ends lie in the image."""
        to_index = np.linalg.inv(image.geometry.index_to_world)
        for point in (self.start, self.end):
            index = to_index[:3, :3] @ point + to_index[:3, 3]
            if (index < -0.5).any() or (index > np.array(image.geometry.shape[::-1]) - 0.5).any():
                place = ", ".join(f"{value:.1f}" for value in point)
                raise InputError(
                    _("The point ({place}) lies outside {source}; draw the line on this image.").format(
                        place=place, source=image.source
                    )
                )


@dataclass(frozen=True)
class LesionLine(Stroke):
    """Two points at the edge of a lesion, as far apart as any two on one slice (the RECIST diameter).

    Raises
    ------
    InputError
        As of `Stroke`, or the points lie less than 5 mm or more than 300 mm apart.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if not SHORTEST_MM <= self.length_mm <= LONGEST_MM:
            raise InputError(
                _(
                    "The line is {length_mm:.1f} mm long, and a lesion of {shortest_mm:g} to {longest_mm:g} "
                    "mm can be proposed; draw its longest diameter from edge to edge."
                ).format(length_mm=self.length_mm, shortest_mm=SHORTEST_MM, longest_mm=LONGEST_MM)
            )

    def axes(self, normal: np.ndarray) -> np.ndarray:
        """Unit vectors along the line, across it, and across both, as the columns of a 3 x 3 matrix.

        Parameters
        ----------
        normal : numpy.ndarray
            Of the slices; the second vector lies in the plane of the slices where the line does.
        """
        along = np.subtract(self.end, self.start) / self.length_mm
        upright = normal - (normal @ along) * along
        if np.linalg.norm(upright) < 1e-6:  # a line along the normal of the slices: any direction across it will do
            upright = np.eye(3)[np.argmin(np.abs(along))]
            upright = upright - (upright @ along) * along
        upright = upright / np.linalg.norm(upright)
        return np.column_stack([along, np.cross(upright, along), upright])
