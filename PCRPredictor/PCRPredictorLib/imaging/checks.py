"""Whether features of a region of interest mean anything: errors where not, notices where doubtful."""

from collections.abc import Iterable

import numpy as np

from ..errors import InputError, Notice
from .components import component_sizes
from .hounsfield import is_in_hounsfield_units, why_not_hounsfield
from .mask import Mask
from .phase_image import PhaseImage

LEAST_VOXELS = 64
PADDING_BELOW_HU = -1024
HIGHEST_HU = 65535  # CT stores 16 bits a voxel; the densest metal stays below
LARGEST_GREY = 2.0**53  # beyond it, double precision no longer tells whole numbers apart
BRIGHT_ABOVE_HU = 300
LONGEST_OFFSET = 7
THICK_SLICE_MM = 5.0

Offset = tuple[int, int, int]


def require_case(image: object, mask: object) -> None:
    """Raise InputError unless the two are an image and a mask of this library."""
    for thing, kind in ((image, PhaseImage), (mask, Mask)):
        if not isinstance(thing, kind):
            what = "None" if thing is None else f"a {type(thing).__name__}"
            raise InputError(
                f"A {kind.__name__} is needed, not {what}; make one with {kind.__name__}.from_sitk(image), or read a "
                "file with PCRPredictorLib.formats."
            )


def check_roi(image: PhaseImage, mask: Mask, offsets: Iterable[Offset] = ()) -> tuple[Notice, ...]:
    """Check that a region of interest can be scored.

    Parameters
    ----------
    image : PhaseImage
    mask : Mask
        On the grid of `image`.
    offsets : iterable of tuple of int
        Voxel offsets (column, row, slice) that the wanted features compare.

    Returns
    -------
    tuple of Notice
        ``roi-touches-border``, ``several-components``, ``bright-voxels``, ``narrow-lesion``, ``thick-slices``.

    Raises
    ------
    InputError
        The mask is on another grid, empty or of fewer than 64 voxels; the image is plainly not in HU (see
        `hounsfield.why_not_hounsfield`); the region holds NaN, infinity, padding (below -1024 HU, or as the file
        declares it), a value that no CT holds (above 65535 HU; beyond 2^53 in other images) or one grey value only; or
        an offset has no pair of voxels in the region.
    """
    values, box = require_scorable(image, mask, offsets)
    notices = (
        _border_notice(box, mask.array.shape),
        _components_notice(mask.array[box]),
        _bright_notice(values) if is_in_hounsfield_units(image) else None,
        _narrow_notice(mask.array[box]),
        _thick_slice_notice(image),
    )
    return tuple(notice for notice in notices if notice is not None)


def require_scorable(
    image: PhaseImage, mask: Mask, offsets: Iterable[Offset] = ()
) -> tuple[np.ndarray, tuple[slice, ...]]:
    """The refusals of `check_roi` without its notices; gives the lesion's grey values and its box."""
    if not mask.geometry.same_grid(image.geometry):
        raise InputError(f"{mask.source} is not on the grid of {image.source}; bring it there with onto_grid first.")
    box = mask.box
    if box is None:
        raise InputError(f"{mask.source} is empty; draw the lesion, or choose another segment.")
    # all that follows costs what the lesion costs, whatever the image around it
    roi = mask.array[box]
    _require_voxels(roi, mask.source)
    values = image.array[box][roi]
    _require_valid_values(values, image, mask)
    _require_pairs(roi, offsets, mask.source)
    return values, box


def _require_voxels(roi: np.ndarray, source: str) -> None:
    count = int(np.count_nonzero(roi))
    if count < LEAST_VOXELS:
        raise InputError(
            f"{source} has {count} voxels; at least {LEAST_VOXELS} are needed for texture features, "
            "so check the contour or leave the lesion out."
        )


def _require_valid_values(values: np.ndarray, image: PhaseImage, mask: Mask) -> None:
    broken = int(np.count_nonzero(~np.isfinite(values)))
    if broken:
        raise InputError(
            f"{image.source} has {broken} voxels that are NaN or infinite inside {mask.source}; export the image again."
        )
    if is_in_hounsfield_units(image):
        _require_hounsfield_units(values, image)
    _require_no_padding(values, image, mask)
    _require_possible_values(values, image, mask)
    if values.min() == values.max():
        raise InputError(
            f"{image.source} has one grey value only ({values[0]:g}) in {mask.source}; "
            "texture is undefined there, so check that mask and image belong together."
        )


def _require_hounsfield_units(values: np.ndarray, image: PhaseImage) -> None:
    reason = why_not_hounsfield(image, values)
    if reason:
        raise InputError(
            f"{image.source} is not in Hounsfield units: {reason}; export the original CT in HU "
            "(a file that is meant to be no CT is taken with --any-modality)."
        )


def padding_in(values: np.ndarray, image: PhaseImage) -> np.ndarray:
    """Which grey values of an image are padding: those its file declares, and in HU those below -1024."""
    found = np.zeros(values.shape, dtype=bool)
    if is_in_hounsfield_units(image):
        found |= values < PADDING_BELOW_HU
    for lowest, highest in image.padding_hu:
        found |= (values >= lowest) & (values <= highest)
    return found


def described_padding(image: PhaseImage) -> str:
    """Which values are padding, in words."""
    words = [f"below {PADDING_BELOW_HU} HU"] if is_in_hounsfield_units(image) else []
    for lowest, highest in image.padding_hu[:3]:
        words.append(f"{lowest:g}" if lowest == highest else f"{lowest:g} to {highest:g}")
    return " or ".join(words)


def _require_no_padding(values: np.ndarray, image: PhaseImage, mask: Mask) -> None:
    padding = int(np.count_nonzero(padding_in(values, image)))
    if padding:
        raise InputError(
            f"{mask.source} covers padding of {image.source} in {padding} of {values.size} voxels "
            f"({described_padding(image)}, lowest {values.min():g}); "
            "a single one changes every texture feature, so cut the contour back to the field of view."
        )


def _require_possible_values(values: np.ndarray, image: PhaseImage, mask: Mask) -> None:
    lowest, highest = float(values.min()), float(values.max())
    if is_in_hounsfield_units(image) and highest > HIGHEST_HU:
        raise InputError(
            f"{image.source} reaches {highest:g} in {mask.source}, which is no value in HU "
            f"(above {HIGHEST_HU}); export the CT volume again."
        )
    if max(-lowest, highest) > LARGEST_GREY:
        raise InputError(
            f"{image.source} has grey values from {lowest:g} to {highest:g} in {mask.source}, beyond what can be "
            f"told apart ({LARGEST_GREY:.0e}); export it with smaller numbers."
        )


def _require_pairs(roi: np.ndarray, offsets: Iterable[Offset], source: str) -> None:
    for offset in offsets:
        if not _has_pair(roi, offset):
            column, row, slice_ = offset
            raise InputError(
                f"{source} has no pair of voxels at offset ({column}, {row}, {slice_}) (column, row, slice): no two of "
                "its voxels lie that far apart in that direction, so co-occurrence features do not exist there; leave "
                "them or the lesion out."
            )


def _has_pair(roi: np.ndarray, offset: Offset) -> bool:
    """Whether two voxels of a boolean (slice, row, column) array lie one offset apart."""
    steps = offset[::-1]
    if any(abs(step) >= length for step, length in zip(steps, roi.shape, strict=True)):
        return False
    first = tuple(slice(max(0, -step), min(n, n - step)) for step, n in zip(steps, roi.shape, strict=True))
    second = tuple(slice(max(0, step), min(n, n + step)) for step, n in zip(steps, roi.shape, strict=True))
    return any(np.any(one & two) for one, two in zip(roi[first], roi[second], strict=True))


def _border_notice(box: tuple[slice, ...], shape: tuple[int, ...]) -> Notice | None:
    names = ("slice", "row", "column")
    first = [f"first {name}" for name, side in zip(names, box, strict=True) if side.start == 0]
    last = [f"last {name}" for name, side, n in zip(names, box, shape, strict=True) if side.stop == n]
    if not first and not last:
        return None
    where = ", ".join(first + last)
    return Notice("roi-touches-border", f"The lesion touches the image border ({where}); part of it may be missing.")


def _components_notice(roi: np.ndarray) -> Notice | None:
    sizes = component_sizes(roi)
    if sizes.size < 2:
        return None
    listed = ", ".join(str(size) for size in sizes[:5])
    more = f" and {sizes.size - 5} smaller" if sizes.size > 5 else ""
    message = f"The contour has {sizes.size} separate parts ({listed}{more} voxels); all of them are scored together."
    return Notice("several-components", message)


def _bright_notice(values: np.ndarray) -> Notice | None:
    bright = int(np.count_nonzero(values > BRIGHT_ABOVE_HU))
    if not bright:
        return None
    message = (
        f"{bright} of {values.size} lesion voxels ({100 * bright / values.size:.3g} %) lie above {BRIGHT_ABOVE_HU} HU "
        f"(highest {values.max():g}): lipiodol, metal or calcification rescales every texture feature."
    )
    return Notice("bright-voxels", message)


def _narrow_notice(roi: np.ndarray) -> Notice | None:
    _, rows, columns = roi.shape
    if min(rows, columns) > LONGEST_OFFSET:
        return None
    message = (
        f"The lesion spans {columns} x {rows} voxels in plane, no more than the offset of {LONGEST_OFFSET} voxels; "
        f"features of offset {LONGEST_OFFSET} rest on few or no pairs."
    )
    return Notice("narrow-lesion", message)


def _thick_slice_notice(image: PhaseImage) -> Notice | None:
    step = image.geometry.spacing[2]
    if step <= THICK_SLICE_MM * (1 + 1e-6):  # headers of 5 mm slices print 5.0000001
        return None
    return Notice(
        "thick-slices", f"Slices are {step:.2f} mm apart; above {THICK_SLICE_MM:g} mm, texture is unreliable."
    )
