"""Whether an image can hold Hounsfield units at all; range, steps and air tell."""

from dataclasses import replace

import numpy as np

from ..texts import sentence as _
from .phase_image import PhaseImage

ALONG_AN_AXIS = 16
NORMALIZED_WITHIN = 10.0
OFFSET_SOFT_TISSUE = (900.0, 1300.0)
SOFT_TISSUE_SPREAD = 150.0
LOWEST_IN_BODY = -250.0
NO_TISSUE_BELOW = -500.0
SATURATED_BELOW, SATURATED_ABOVE = 0.01, 0.0005


def is_in_hounsfield_units(image: PhaseImage) -> bool:
    """Whether limits in HU apply; a file that does not tell its modality counts as CT."""
    return (image.acquisition.modality or "CT") == "CT"


def of_any_modality(image: PhaseImage) -> PhaseImage:
    """The image without limits in HU unless its header says CT; for a user who says that it need not be CT."""
    return replace(image, acquisition=replace(image.acquisition, modality=image.acquisition.modality or "OT"))


def why_not_hounsfield(image: PhaseImage, lesion: np.ndarray) -> str | None:
    """What shows that an image is not in HU, as a clause; None where nothing does.

    The tells are those that no CT in HU has, whatever is cropped from it, since soft tissue lies within some 200 of 0
    there, its noise is of several HU, and air at -1000. About 4,000 voxels spread over the image are looked at.

    Parameters
    ----------
    lesion : numpy.ndarray
        Grey values of the lesion, finite.
    """
    steps = [max(1, length // ALONG_AN_AXIS) for length in image.array.shape]
    around = image.array[tuple(slice(step // 2, None, step) for step in steps)]
    around = around[np.isfinite(around)]
    if not around.size:
        return None
    least, most = float(lesion.min()), float(lesion.max())
    lowest, highest = min(least, float(around.min())), max(most, float(around.max()))
    told = _("its values run from {lowest:g} to {highest:g}").format(lowest=lowest, highest=highest)
    if lowest >= 0 and _is_windowed(lowest, highest, around, image.array.dtype):
        return _("{told} with air at 0, as in a gray window or a picture of {highest:g} levels").format(
            told=told, highest=highest
        )
    if max(-least, most) <= NORMALIZED_WITHIN and _is_normalized(lesion, around):
        return _("{told} in steps smaller than 1, as in z-scores or an image scaled to 1").format(told=told)
    low, high = OFFSET_SOFT_TISSUE
    if lowest > LOWEST_IN_BODY and low < np.median(lesion) < high and lesion.std() < SOFT_TISSUE_SPREAD:
        return _("{told} and the lesion lies about {median:.0f}, as with 1024 added (air at 0 or 24)").format(
            told=told, median=np.median(lesion)
        )
    if np.percentile(around, 95) < NO_TISSUE_BELOW and most < NO_TISSUE_BELOW:
        return _("{told} without soft tissue about 0, as with 1024 taken off twice").format(told=told)
    return None


def _is_windowed(lowest: float, highest: float, around: np.ndarray, kind: np.dtype) -> bool:
    """Cut off at 0 and at the top, or air at 0 in eight bits."""
    if lowest != 0 or np.mean(around == 0) < SATURATED_BELOW:
        return False
    if kind == np.uint8:
        return True
    return highest in (1.0, 255.0) and bool(np.mean(around == highest) >= SATURATED_ABOVE)


def _is_normalized(lesion: np.ndarray, around: np.ndarray) -> bool:
    within = np.abs(np.percentile(around, (1, 99))).max() <= NORMALIZED_WITHIN
    return bool(within and (lesion != np.rint(lesion)).any())
