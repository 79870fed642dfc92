"""Rigid alignment of the two phases, to carry a contour across."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import SimpleITK as sitk

from ...errors import InputError
from ...imaging import Mask, PhaseImage

MARGIN_MM = 15.0
LOWEST_HU, HIGHEST_HU = -150.0, 250.0
LONGEST_SHIFT_MM = 60.0
LARGEST_TURN_DEGREES = 20.0
LEAST_SHARE_CARRIED = 0.9


@dataclass(frozen=True)
class Alignment:
    """A rigid motion from one phase to the other.

    Attributes
    ----------
    matrix : numpy.ndarray
        4 x 4, from LPS mm of the source phase to LPS mm of the target phase.
    shift_mm : tuple of float
        How far the center of the contour moves: left, posterior, superior.
    turn_degrees : float
        Angle of the rotation.
    correlation_before, correlation_after : float
        Correlation of the two phases' gray values around the contour, unaligned and aligned; -1 to 1.
    """

    matrix: np.ndarray
    shift_mm: tuple[float, float, float]
    turn_degrees: float
    correlation_before: float
    correlation_after: float


def align(
    source: PhaseImage, mask: Mask, target: PhaseImage, report: Callable[[float, str], None] | None = None
) -> Alignment:
    """Align the neighborhood of a contour rigidly with the other phase.

    Mattes mutual information (contrast differs between the phases) over the contour's box and 15 mm around it,
    since ribs and spine, farther away, do not breathe with the liver; gray values clipped to -150..250 HU;
    first a shift alone, then shift and rotation.

    Raises
    ------
    InputError
        The images do not overlap around the contour, or one of them is uniform there; or the motion found is
        longer than 60 mm or turns by more than 20 degrees, which breathing does not do.
    """
    tell = report or (lambda _fraction, _text: None)
    fixed = _neighborhood(source, mask)
    moving = _soft_tissue(target.to_sitk())
    center = _center_mm(mask)
    shift = sitk.TranslationTransform(3)
    motion = sitk.Euler3DTransform()
    motion.SetCenter(center.tolist())
    unmoved = sitk.Euler3DTransform(motion)
    try:
        tell(0.1, "Finding the shift between the phases")
        _optimize(shift, fixed, moving)
        motion.SetTranslation(shift.GetOffset())
        tell(0.5, "Finding the rotation between the phases")
        _optimize(motion, fixed, moving)
    except RuntimeError as error:
        raise InputError(
            f"{target.source} cannot be aligned with {source.source} around the contour: they hardly overlap there, or "
            "one of them is uniform; check that both belong to one examination, or draw the contour by hand."
        ) from error
    return _checked(motion, center, _correlation(fixed, moving, unmoved), _correlation(fixed, moving, motion))


def carry(mask: Mask, alignment: Alignment, target: PhaseImage) -> Mask:
    """The contour moved onto the grid of the other phase, nearest neighbor.

    Raises
    ------
    InputError
        Less than 90 % of the contour's volume arrives inside the other phase.
    """
    back = np.linalg.inv(alignment.matrix)
    transform = sitk.AffineTransform(back[:3, :3].ravel().tolist(), back[:3, 3].tolist())
    moved = sitk.Resample(mask.to_sitk(), target.to_sitk(), transform, sitk.sitkNearestNeighbor, 0.0)
    array = sitk.GetArrayFromImage(moved) != 0
    before = mask.voxel_count * mask.geometry.voxel_volume_mm3
    share = np.count_nonzero(array) * target.geometry.voxel_volume_mm3 / before
    if share < LEAST_SHARE_CARRIED:
        raise InputError(
            f"Only {100 * share:.0f} % of {mask.source} would arrive inside {target.source}; draw the contour by hand."
        )
    return replace(mask, array=array, geometry=target.geometry)


def _optimize(transform: sitk.Transform, fixed: sitk.Image, moving: sitk.Image) -> None:
    """Improve a transform in place, by gradient descent in two resolutions."""
    method = sitk.ImageRegistrationMethod()
    method.SetMetricAsMattesMutualInformation(32)
    method.SetMetricSamplingStrategy(method.NONE)
    method.SetInterpolator(sitk.sitkLinear)
    method.SetOptimizerAsRegularStepGradientDescent(2.0, 0.02, 100)
    method.SetOptimizerScalesFromPhysicalShift()
    method.SetShrinkFactorsPerLevel([2, 1])
    method.SetSmoothingSigmasPerLevel([2.0, 1.0])
    method.SmoothingSigmasAreSpecifiedInPhysicalUnitsOn()
    method.SetInitialTransform(transform, inPlace=True)
    method.Execute(fixed, moving)


def _neighborhood(image: PhaseImage, mask: Mask) -> sitk.Image:
    """The image cut to the contour and a margin around it, clipped to soft tissue."""
    where = np.argwhere(mask.array)
    if not len(where):
        raise InputError(f"{mask.source} is empty; draw the tumor in it first.")
    margin = np.ceil(MARGIN_MM / np.array(image.geometry.spacing[::-1])).astype(int)
    first = np.maximum(where.min(axis=0) - margin, 0)[::-1].tolist()
    last = np.minimum(where.max(axis=0) + margin, np.array(image.array.shape) - 1)[::-1].tolist()
    cut = image.to_sitk()[tuple(slice(begin, end + 1) for begin, end in zip(first, last, strict=True))]
    return _soft_tissue(cut)


def _soft_tissue(image: sitk.Image) -> sitk.Image:
    return sitk.Clamp(sitk.Cast(image, sitk.sitkFloat32), sitk.sitkFloat32, LOWEST_HU, HIGHEST_HU)


def _center_mm(mask: Mask) -> np.ndarray:
    index = np.argwhere(mask.array).mean(axis=0)[::-1]
    return (mask.geometry.index_to_world @ [*index, 1.0])[:3]


def _correlation(fixed: sitk.Image, moving: sitk.Image, motion: sitk.Transform) -> float:
    """Pearson correlation where the images overlap."""
    outside = LOWEST_HU - 1
    values = sitk.GetArrayFromImage(fixed)
    other = sitk.GetArrayFromImage(sitk.Resample(moving, fixed, motion, sitk.sitkLinear, outside))
    overlap = other > outside
    return float(np.corrcoef(values[overlap], other[overlap])[0, 1])


def _checked(motion: sitk.Euler3DTransform, center: np.ndarray, before: float, after: float) -> Alignment:
    rotation = np.reshape(motion.GetMatrix(), (3, 3))
    shift = np.array(motion.TransformPoint(center.tolist())) - center
    turn = float(np.degrees(np.arccos(np.clip((np.trace(rotation) - 1) / 2, -1, 1))))
    if np.linalg.norm(shift) > LONGEST_SHIFT_MM or turn > LARGEST_TURN_DEGREES:
        raise InputError(
            f"The alignment of the phases failed (a shift of {np.linalg.norm(shift):.0f} mm and a turn of {turn:.0f} "
            "degrees are not breathing); draw the contour by hand."
        )
    matrix = np.eye(4)
    matrix[:3, :3] = rotation
    matrix[:3, 3] = center + shift - rotation @ center
    return Alignment(matrix, (float(shift[0]), float(shift[1]), float(shift[2])), turn, before, after)
