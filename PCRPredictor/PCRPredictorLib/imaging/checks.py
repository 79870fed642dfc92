"""Whether features of a region of interest mean anything: errors where not, notices where doubtful."""

from collections.abc import Iterable

import numpy as np

from ..errors import InputError, Notice
from ..texts import listing
from ..texts import sentence as _
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
                _(
                    "A {kind} is needed, not {what}; make one with {kind}.from_sitk(image), or read a file "
                    "with PCRPredictorLib.formats."
                ).format(kind=kind.__name__, what=what)
            )


def check_roi(image: PhaseImage, mask: Mask, offsets: Iterable[Offset] = (), as_ak: bool = True) -> tuple[Notice, ...]:
    """Check that a region of interest can be scored.

    Parameters
    ----------
    image : PhaseImage
    mask : Mask
        On the grid of `image`.
    offsets : iterable of tuple of int
        Voxel offsets (column, row, slice) that the wanted features compare.
    as_ak : bool
        Whether features are A.K.'s, whose grey levels reach to the lesion's highest value and whose longest offset is 7
        voxels; other sets have levels of a fixed width and compare neighbors.

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
        _bright_notice(values, as_ak) if is_in_hounsfield_units(image) else None,
        _narrow_notice(mask.array[box]) if as_ak else None,
        _thick_slice_notice(image),
    )
    return tuple(notice for notice in notices if notice is not None)


def require_scorable(
    image: PhaseImage, mask: Mask, offsets: Iterable[Offset] = ()
) -> tuple[np.ndarray, tuple[slice, ...]]:
    """The refusals of `check_roi` without its notices; gives the lesion's grey values and its box."""
    if not mask.geometry.same_grid(image.geometry):
        raise InputError(
            _("{source} is not on the grid of {source2}; bring it there with onto_grid first.").format(
                source=mask.source, source2=image.source
            )
        )
    box = mask.box
    if box is None:
        raise InputError(_("{source} is empty; draw the lesion, or choose another segment.").format(source=mask.source))
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
            _(
                "{source} has {count} voxels; at least {least_voxels} are needed for texture features, "
                "so check the contour or leave the lesion out."
            ).format(source=source, count=count, least_voxels=LEAST_VOXELS)
        )


def _require_valid_values(values: np.ndarray, image: PhaseImage, mask: Mask) -> None:
    broken = int(np.count_nonzero(~np.isfinite(values)))
    if broken:
        raise InputError(
            _("{source} has {broken} voxels that are NaN or infinite inside {source2}; export the image again.").format(
                source=image.source, broken=broken, source2=mask.source
            )
        )
    if is_in_hounsfield_units(image):
        _require_hounsfield_units(values, image)
    _require_no_padding(values, image, mask)
    _require_possible_values(values, image, mask)
    if values.min() == values.max():
        raise InputError(
            _(
                "{source} has one grey value only ({value:g}) in {source2}; texture is undefined there, "
                "so check that mask and image belong together."
            ).format(source=image.source, value=values[0], source2=mask.source)
        )


def _require_hounsfield_units(values: np.ndarray, image: PhaseImage) -> None:
    reason = why_not_hounsfield(image, values)
    if reason:
        raise InputError(
            _(
                "{source} is not in Hounsfield units: {reason}; export the original CT in HU (a file "
                "that is meant to be no CT is taken with --any-modality)."
            ).format(source=image.source, reason=reason)
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
    words: list[str] = (
        [_("below {padding_below_hu} HU").format(padding_below_hu=PADDING_BELOW_HU)]
        if is_in_hounsfield_units(image)
        else []
    )
    for lowest, highest in image.padding_hu[:3]:
        words.append(
            f"{lowest:g}"
            if lowest == highest
            else _("{lowest:g} to {highest:g}").format(lowest=lowest, highest=highest)
        )
    return listing(words, _(" or "))


def _require_no_padding(values: np.ndarray, image: PhaseImage, mask: Mask) -> None:
    padding = int(np.count_nonzero(padding_in(values, image)))
    if padding:
        raise InputError(
            _(
                "{source} covers padding of {source2} in {padding} of {size} voxels ({values}, lowest "
                "{lowest:g}); a single one changes every texture feature, so cut the contour back to the "
                "field of view."
            ).format(
                source=mask.source,
                source2=image.source,
                padding=padding,
                size=values.size,
                values=described_padding(image),
                lowest=values.min(),
            )
        )


def _require_possible_values(values: np.ndarray, image: PhaseImage, mask: Mask) -> None:
    lowest, highest = float(values.min()), float(values.max())
    if is_in_hounsfield_units(image) and highest > HIGHEST_HU:
        raise InputError(
            _(
                "{source} reaches {highest:g} in {source2}, which is no value in HU (above "
                "{highest_hu}); export the CT volume again."
            ).format(source=image.source, highest=highest, source2=mask.source, highest_hu=HIGHEST_HU)
        )
    if max(-lowest, highest) > LARGEST_GREY:
        raise InputError(
            _(
                "{source} has grey values from {lowest:g} to {highest:g} in {source2}, beyond what can "
                "be told apart ({largest_grey:.0e}); export it with smaller numbers."
            ).format(
                source=image.source, lowest=lowest, highest=highest, source2=mask.source, largest_grey=LARGEST_GREY
            )
        )


def _require_pairs(roi: np.ndarray, offsets: Iterable[Offset], source: str) -> None:
    for offset in offsets:
        if not _has_pair(roi, offset):
            column, row, slice_ = offset
            raise InputError(
                _(
                    "{source} has no pair of voxels at offset ({column}, {row}, {slice_}) (column, row, "
                    "slice): no two of its voxels lie that far apart in that direction, so co-occurrence "
                    "features do not exist there; leave them or the lesion out."
                ).format(source=source, column=column, row=row, slice_=slice_)
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
    names = (_("slice"), _("row"), _("column"))
    first = [_("first {name}").format(name=name) for name, side in zip(names, box, strict=True) if side.start == 0]
    last = [
        _("last {name}").format(name=name) for name, side, n in zip(names, box, shape, strict=True) if side.stop == n
    ]
    if not first and not last:
        return None
    where = listing(first + last)
    return Notice(
        "roi-touches-border",
        _("The lesion touches the image border ({where}); part of it may be missing.").format(where=where),
    )


def _components_notice(roi: np.ndarray) -> Notice | None:
    sizes = component_sizes(roi)
    if sizes.size < 2:
        return None
    listed = ", ".join(str(size) for size in sizes[:5])
    more = _(" and {smaller} smaller").format(smaller=sizes.size - 5) if sizes.size > 5 else ""
    message = _(
        "The contour has {count} separate parts ({listed}{more} voxels); all of them are scored together."
    ).format(count=sizes.size, listed=listed, more=more)
    return Notice("several-components", message)


def _bright_notice(values: np.ndarray, as_ak: bool) -> Notice | None:
    bright = int(np.count_nonzero(values > BRIGHT_ABOVE_HU))
    if not bright:
        return None
    rescales = _(
        "{bright} of {size} lesion voxels ({share:.3g} %) lie above {bright_above_hu} HU "
        "(highest {highest:g}): lipiodol, metal or calcification rescales every texture feature."
    )
    weighs = _(
        "{bright} of {size} lesion voxels ({share:.3g} %) lie above {bright_above_hu} HU "
        "(highest {highest:g}): lipiodol, metal or calcification weighs in every feature but the shape."
    )
    message = (rescales if as_ak else weighs).format(
        bright=bright,
        size=values.size,
        share=100 * bright / values.size,
        bright_above_hu=BRIGHT_ABOVE_HU,
        highest=values.max(),
    )
    return Notice("bright-voxels", message)


def _narrow_notice(roi: np.ndarray) -> Notice | None:
    rows, columns = roi.shape[1:]
    if min(rows, columns) > LONGEST_OFFSET:
        return None
    message = _(
        "The lesion spans {columns} x {rows} voxels in plane, no more than the offset of "
        "{longest_offset} voxels; features of offset {longest_offset} rest on few or no pairs."
    ).format(columns=columns, rows=rows, longest_offset=LONGEST_OFFSET)
    return Notice("narrow-lesion", message)


def _thick_slice_notice(image: PhaseImage) -> Notice | None:
    step = image.geometry.spacing[2]
    if step <= THICK_SLICE_MM * (1 + 1e-6):  # headers of 5 mm slices print 5.0000001
        return None
    return Notice(
        "thick-slices",
        _("Slices are {step:.2f} mm apart; above {thick_slice_mm:g} mm, texture is unreliable.").format(
            step=step, thick_slice_mm=THICK_SLICE_MM
        ),
    )
