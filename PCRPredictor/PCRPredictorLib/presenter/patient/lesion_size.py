"""How large a contour is, and whether the two phases can show the same lesion."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...errors import InputError
from ...features.ak396.shape import diameter
from ...imaging import Mask
from ...imaging.mask import bounding_box
from ...report.cohort.cases import ODD_VOLUME_RATIO
from ...texts import tr as _
from ..door_words import spoken
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
        return _("{volume_ml}, {diameter_mm:.0f} mm").format(
            volume_ml=_milliliters(self.volume_ml), diameter_mm=self.diameter_mm
        )


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


def largest_slice_center(mask: Mask) -> tuple[float, float, float]:
    """World position (LPS, mm) of the middle of a contour in the slice that shows most of it.

    Raises
    ------
    InputError
        The contour is empty.
    """
    if mask.box is None:
        raise InputError(_("{source} is empty; draw the tumor in it first.").format(source=spoken(mask.source)))
    slice_ = int(mask.array.sum(axis=(1, 2)).argmax())
    row, column = (float(places.mean()) for places in np.nonzero(mask.array[slice_]))
    left, posterior, superior = (mask.geometry.index_to_world @ [column, row, slice_, 1.0])[:3]
    return float(left), float(posterior), float(superior)


def size_hint(sizes: Mapping[Phase, LesionSize]) -> str | None:
    """What to look at where one contour is smaller than the other by more than a third; None otherwise."""
    if len(sizes) < len(PHASES):
        return None
    small, large = sorted(PHASES, key=lambda phase: sizes[phase].volume_ml)
    if sizes[large].volume_ml <= ODD_VOLUME_RATIO * sizes[small].volume_ml:
        return None
    return _(
        "The lesion is {volume_ml} in the {phase} but {volume_ml2} in the {phase2}; check that "
        "both contours show the whole of one lesion."
    ).format(
        volume_ml=_milliliters(sizes[large].volume_ml),
        phase=PHASE_TITLES[large],
        volume_ml2=_milliliters(sizes[small].volume_ml),
        phase2=PHASE_TITLES[small],
    )


def _milliliters(volume: float) -> str:
    """Three digits, which is finer than two readers agree on."""
    return _("{volume:.3g} ml").format(volume=volume) if volume < 100 else _("{volume:.0f} ml").format(volume=volume)
