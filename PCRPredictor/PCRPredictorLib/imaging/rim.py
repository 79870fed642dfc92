"""A ring of so many millimeters around a lesion, inside the body."""

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ..errors import InputError, Notice
from .mask import Mask
from .phase_image import PhaseImage

LARGEST_RIM_MM = 100.0
AIR_BELOW_HU = -300.0
"""Fat lies above, lung and bowel gas below."""
ORGAN_SHARE = 0.5
"""A further contour that fills more of the ring than this is the organ around the lesion, not another lesion."""


def rim_around(
    image: PhaseImage, mask: Mask, width_mm: float, others: Iterable[Mask] = ()
) -> tuple[Mask, tuple[Notice, ...]]:
    """The voxels around a lesion whose centers lie within `width_mm` of the center of a voxel of the lesion.

    Air and what does not hang together with the body through voxels that share a face are left out, and so are the
    voxels of other lesions.

    Parameters
    ----------
    image : PhaseImage
        In HU.
    mask : Mask
        The lesion, on the grid of `image`.
    width_mm : float
    others : iterable of Mask
        Further contours of the same file, on the same grid.

    Returns
    -------
    rim : Mask
        On the same grid.
    notices : tuple of Notice
        ``rim-clipped``, ``rim-other-lesions``, ``rim-organ``.

    Raises
    ------
    InputError
        The mask is empty, the width is none, or nothing of the body lies in the ring.
    """
    if not 0 < width_mm <= LARGEST_RIM_MM:
        raise InputError(f"A ring of {width_mm:g} mm is none; give a width above 0 and up to {LARGEST_RIM_MM:g} mm.")
    if mask.box is None:
        raise InputError(f"{mask.source} is empty; draw the lesion, or choose another segment.")
    whole = np.zeros(mask.array.shape, dtype=bool)
    box, outside = _mark_near(whole, mask, width_mm)
    near = whole[box]
    in_image = int(np.count_nonzero(near))
    near &= _body(image)[box]
    notices = _clip_notice(outside, in_image + outside, width_mm)
    for other in others:
        notices += _leave_out(near, other, box)
    source = f"the ring of {width_mm:g} mm around {mask.source}"
    if not near.any():
        raise InputError(f"Nothing of the body lies in {source}; check the contour, or leave the lesion out.")
    return replace(mask, array=whole, source=source, notices=()), notices


def _mark_near(whole: np.ndarray, mask: Mask, width_mm: float) -> tuple[tuple[slice, ...], int]:
    """Mark the ring in an array of the image's size; gives the box that holds it and how many voxels lie beyond."""
    from scipy import ndimage  # its import costs more time than a small lesion's features

    assert mask.box is not None
    steps = mask.geometry.spacing[::-1]
    margins = [math.floor(width_mm / step) + 1 for step in steps]
    lesion = np.pad(mask.array[mask.box], [(margin, margin) for margin in margins])
    ring = (ndimage.distance_transform_edt(~lesion, sampling=steps) <= width_mm * (1 + 1e-9)) & ~lesion
    box, part = [], []
    for side, margin, size in zip(mask.box, margins, whole.shape, strict=True):
        begin, end = side.start - margin, side.stop + margin
        box.append(slice(max(0, begin), min(size, end)))
        part.append(slice(max(0, -begin), min(size, end) - begin))
    whole[tuple(box)] = ring[tuple(part)]
    return tuple(box), int(np.count_nonzero(ring)) - int(np.count_nonzero(whole[tuple(box)]))


def _body(image: PhaseImage) -> np.ndarray:
    """The largest part of an image without air that hangs together through faces."""
    from scipy import ndimage

    numbers, _ = ndimage.label(image.array >= AIR_BELOW_HU)
    sizes = np.bincount(numbers.ravel())
    sizes[0] = 0
    return (numbers == sizes.argmax()) & (numbers > 0)


def _clip_notice(outside: int, voxels: int, width_mm: float) -> tuple[Notice, ...]:
    if not outside:
        return ()
    message = (
        f"{100 * outside / voxels:.2g} % of the ring of {width_mm:g} mm lie beyond the edge of the image; its features "
        "are those of the rest."
    )
    return (Notice("rim-clipped", message),)


def _leave_out(near: np.ndarray, other: Mask, box: tuple[slice, ...]) -> tuple[Notice, ...]:
    """Take another lesion out of the ring, in place; an organ stays."""
    taken = near & other.array[box]
    count = int(np.count_nonzero(taken))
    if not count:
        return ()
    if count > ORGAN_SHARE * np.count_nonzero(near):
        message = "A further contour of the file fills most of the ring; it was taken for an organ, and stays in it."
        return (Notice("rim-organ", message),)
    near &= ~taken
    return (Notice("rim-other-lesions", f"{count} voxels of another lesion were left out of the ring."),)
