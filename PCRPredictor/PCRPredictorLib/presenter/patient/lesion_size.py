"""How large a contour is, and whether the two phases can show the same lesion."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...features.ak396.shape import diameter
from ...imaging.mask import bounding_box
from ...report.cohort.cases import ODD_VOLUME_RATIO
from .state import PHASE_TITLES, PHASES, Phase


@dataclass(frozen=True)
class LesionSize:
    """Size of a contour in one phase.

    Attributes
    ----------
    volume_ml : float
        Number of voxels times the volume of one.
    diameter_mm : float
        Largest distance between the centers of two voxels, in any direction.
    """

    volume_ml: float
    diameter_mm: float

    @property
    def words(self) -> str:
        """``"33.8 ml, 49 mm"``."""
        return f"{_milliliters(self.volume_ml)}, {self.diameter_mm:.0f} mm"


def lesion_size(voxels: np.ndarray, spacing_mm: tuple[float, float, float]) -> LesionSize | None:
    """Measure a contour; None where it is empty.

    Parameters
    ----------
    voxels : numpy.ndarray
        Boolean, shape (slices, rows, columns).
    spacing_mm : tuple of float
        Along columns, rows and slices, as in `Geometry.spacing`.
    """
    box = bounding_box(voxels)
    if box is None:
        return None
    lesion = voxels[box]
    volume = int(np.count_nonzero(lesion)) * float(np.prod(spacing_mm)) / 1000
    return LesionSize(volume, diameter(lesion, spacing_mm))


def size_hint(sizes: Mapping[Phase, LesionSize]) -> str | None:
    """What to look at where one contour is smaller than the other by more than a third; None otherwise."""
    if len(sizes) < len(PHASES):
        return None
    small, large = sorted(PHASES, key=lambda phase: sizes[phase].volume_ml)
    if sizes[large].volume_ml <= ODD_VOLUME_RATIO * sizes[small].volume_ml:
        return None
    return (
        f"The lesion is {_milliliters(sizes[large].volume_ml)} in the {PHASE_TITLES[large]} but "
        f"{_milliliters(sizes[small].volume_ml)} in the {PHASE_TITLES[small]}; check that both contours show the whole "
        "of one lesion."
    )


def _milliliters(volume: float) -> str:
    """Three digits, which is finer than two readers agree on."""
    return f"{volume:.3g} ml" if volume < 100 else f"{volume:.0f} ml"
