"""Bringing a mask onto the grid of an image, and both onto another voxel size."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError, Notice
from ..texts import sentence as _
from .checks import described_padding, padding_in
from .geometry import Geometry
from .mask import Mask
from .orientation import stored_like
from .phase_image import PhaseImage

if TYPE_CHECKING:
    import SimpleITK as sitk  # imported where used: it costs more time than a small lesion's features

LEAST_SHARE_INSIDE = 0.99
MOST_VOXELS = 1 << 29  # 4 GB in double precision


def onto_grid(mask: Mask, image: PhaseImage) -> tuple[Mask, tuple[Notice, ...]]:
    """Bring a mask onto the grid of an image by nearest neighbor.

    On the same grid (:meth:`Geometry.same_grid`), whatever the order in which the mask stores its axes, the voxels
    are returned untouched, with no notice.

    Returns
    -------
    mask : Mask
        On exactly the geometry of `image`.
    notices : tuple of Notice
        ``mask-resampled`` with the voxels before and after, where the grids differ.

    Raises
    ------
    InputError
        The mask is empty, less than 99 % of it lies inside the image, or no image voxel falls in it.
    """
    if mask.geometry == image.geometry:
        return mask, ()
    mask = stored_like(mask, image.geometry)
    if mask.geometry.same_grid(image.geometry):
        return replace(mask, geometry=image.geometry), ()
    import SimpleITK as sitk

    before = mask.voxel_count
    if before == 0:
        raise InputError(_("{source} is empty; draw the lesion, or choose another segment.").format(source=mask.source))
    share = share_inside(mask, image.geometry)
    if share < LEAST_SHARE_INSIDE:
        raise InputError(
            _(
                "Only {share:.1f} % of {source} lies inside {source2} (99 % needed); check that mask and "
                "image belong to the same scan."
            ).format(share=100 * share, source=mask.source, source2=image.source)
        )
    moved = _resampled(mask.to_sitk(), image.geometry, sitk.sitkNearestNeighbor, outside=0.0)
    result = replace(mask, array=sitk.GetArrayFromImage(moved).astype(bool), geometry=image.geometry)
    after = result.voxel_count
    if after == 0:
        raise InputError(
            _(
                "No voxel of {source} falls in {source2} ({before} voxels on a finer grid of its own); "
                "draw the lesion on the image itself."
            ).format(source=image.source, source2=mask.source, before=before)
        )
    before_ml = before * mask.geometry.voxel_volume_mm3 / 1000
    after_ml = after * image.geometry.voxel_volume_mm3 / 1000
    message = _(
        "The mask was on another grid than the image and was resampled by nearest neighbor: "
        "{before} voxels ({before_ml:.2f} ml) before, {after} voxels ({after_ml:.2f} ml) after."
    ).format(before=before, before_ml=before_ml, after=after, after_ml=after_ml)
    return result, (Notice("mask-resampled", message),)


def share_inside(mask: Mask, geometry: Geometry) -> float:
    """Share of the mask's voxel centers that lie within the outer faces of a grid; 0 to 1, not for an empty mask."""
    index = np.argwhere(mask.array)[:, ::-1]
    to_grid = np.linalg.inv(geometry.index_to_world) @ mask.geometry.index_to_world
    on_grid = index @ to_grid[:3, :3].T + to_grid[:3, 3]
    upper = np.asarray(geometry.shape[::-1]) - 0.5
    return float(np.mean(np.all((on_grid >= -0.5) & (on_grid <= upper), axis=1)))


def resample(
    image: PhaseImage, mask: Mask, spacing: tuple[float, float, float], as_ibsi: bool = False
) -> tuple[PhaseImage, Mask]:
    """Resample an image (trilinear) and the mask on its grid (nearest neighbor) to another voxel size.

    The new grid keeps the center and the direction of the old one and covers at least its extent, as the
    Image Biomarker Standardisation Initiative aligns grids (IBSI reference manual, section 2.4). That initiative also
    interpolates the mask, whose voxels are those covered by half or more, and rounds to whole HU.

    Parameters
    ----------
    image : PhaseImage
    mask : Mask
        On the grid of `image`.
    spacing : tuple of float
        New voxel size in mm as (column step, row step, slice step).
    as_ibsi : bool
        Treat mask and values as that initiative does.

    Returns
    -------
    image : PhaseImage
        Float64 values in the units of the input.
    mask : Mask

    Raises
    ------
    InputError
        A spacing is not positive and finite or would need more than 2^29 voxels, the mask is on another grid or
        vanishes, or padding beside it would be mixed into it.
    """
    if len(spacing) != 3 or not all(np.isfinite(step) and step > 0 for step in spacing):
        raise InputError(_("A voxel size is three positive numbers of mm, not {spacing}.").format(spacing=spacing))
    if not mask.geometry.same_grid(image.geometry):
        raise InputError(
            _("{source} is not on the grid of {source2}; bring it there with onto_grid first.").format(
                source=mask.source, source2=image.source
            )
        )
    import SimpleITK as sitk

    geometry = _centered_grid(image, spacing)
    # float64 first, so that a float32 image is not interpolated in single precision
    values = _resampled(sitk.Cast(image.to_sitk(), sitk.sitkFloat64), geometry, sitk.sitkLinear, outside=-1024.0)
    found = sitk.GetArrayFromImage(values)
    array = _covered(mask, geometry) if as_ibsi else _nearest(mask, geometry)
    if mask.array.any() and not array.any():
        raise InputError(
            _("{source} vanishes at a voxel size of {spacing} mm; choose a smaller one.").format(
                source=mask.source, spacing=spacing
            )
        )
    _require_no_mixed_padding(image, mask, array, geometry)
    return (
        # an interpolated value may equal a declared padding value by chance; none was made of it
        replace(image, array=np.rint(found) if as_ibsi else found, geometry=geometry, padding_hu=()),
        replace(mask, array=array, geometry=geometry),
    )


def _nearest(mask: Mask, geometry: Geometry) -> np.ndarray:
    import SimpleITK as sitk

    moved = _resampled(mask.to_sitk(), geometry, sitk.sitkNearestNeighbor, outside=0.0)
    return sitk.GetArrayFromImage(moved).astype(bool)


def _covered(mask: Mask, geometry: Geometry) -> np.ndarray:
    """Voxels of a grid that the mask, interpolated linearly, covers by half or more."""
    import SimpleITK as sitk

    share = _resampled(sitk.Cast(mask.to_sitk(), sitk.sitkFloat64), geometry, sitk.sitkLinear, outside=0.0)
    # Half is half, whatever the interpolation rounds.
    return np.asarray(sitk.GetArrayViewFromImage(share) >= 0.5 - 1e-9)


def _require_no_mixed_padding(image: PhaseImage, mask: Mask, inside: np.ndarray, geometry: Geometry) -> None:
    """Refuse a lesion so close to the padding that the interpolation takes from it; `inside` is on the new grid."""
    padding = padding_in(image.array, image)
    if not padding.any():
        return
    import SimpleITK as sitk

    share = replace(image, array=padding.astype(np.float32)).to_sitk()
    mixed = sitk.GetArrayViewFromImage(_resampled(share, geometry, sitk.sitkLinear, outside=0.0))[inside] > 0
    if mixed.any():
        raise InputError(
            _(
                "Resampling would mix padding of {source} ({values}) into {count} voxels of {source2}; "
                "cut the contour back from the border of the field of view, or do not resample."
            ).format(
                source=image.source, values=described_padding(image), count=np.count_nonzero(mixed), source2=mask.source
            )
        )


def _centered_grid(image: PhaseImage, spacing: tuple[float, float, float]) -> Geometry:
    geometry = image.geometry
    old_size = np.asarray(geometry.shape[::-1])
    extent = old_size * np.asarray(geometry.spacing)
    # a rounding error of the division must not add a voxel
    new_size = np.ceil(extent / np.asarray(spacing) - 1e-9)
    voxels = math.prod(new_size.tolist())
    if voxels > MOST_VOXELS:
        raise InputError(
            _(
                "{source} would have {voxels:.2g} voxels at a voxel size of {spacing} mm, and "
                "{most_voxels:.2g} are the most; choose a larger one."
            ).format(source=image.source, voxels=voxels, spacing=spacing, most_voxels=MOST_VOXELS)
        )
    direction = np.reshape(geometry.direction, (3, 3))
    center = geometry.origin + direction @ (np.asarray(geometry.spacing) * (old_size - 1) / 2)
    origin = center - direction @ (np.asarray(spacing) * (new_size - 1) / 2)
    columns, rows, slices = (int(count) for count in new_size)
    x, y, z = (float(value) for value in origin)
    return Geometry((slices, rows, columns), spacing, (x, y, z), geometry.direction)


def _resampled(image: sitk.Image, geometry: Geometry, interpolator: int, outside: float) -> sitk.Image:
    import SimpleITK as sitk

    return sitk.Resample(
        image,
        geometry.shape[::-1],
        sitk.Transform(3, sitk.sitkIdentity),
        interpolator,
        geometry.origin,
        geometry.spacing,
        geometry.direction,
        outside,
    )
