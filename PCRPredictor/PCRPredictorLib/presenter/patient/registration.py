"""Rigid alignment of the two phases, to carry a contour across."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import SimpleITK as sitk

from ...errors import InputError
from ...imaging import Geometry, Mask, PhaseImage
from ...imaging.mask import Box
from ...texts import tr as _
from ..door_words import spoken

MARGIN_MM = 15.0
LOWEST_HU, HIGHEST_HU = -150.0, 250.0
FINEST_MM, MOST_VOXELS = 2.0, 150_000  # more would take longer and move the contour by a fraction of a voxel
LONGEST_SHIFT_MM = 60.0
LARGEST_TURN_DEGREES = 20.0
LEAST_SHARE_CARRIED = 0.9
LOWEST_CORRELATION = 0.5
NOTICED_MM = 1.0
SMOOTHED_MM = 2.0


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
        Correlation of the two phases' gray values around the contour, unaligned and aligned; -1 to 1. What lies in
        the contour does not count, since a tumor's contrast to the liver turns round between the phases.
    """

    matrix: np.ndarray
    shift_mm: tuple[float, float, float]
    turn_degrees: float
    correlation_before: float
    correlation_after: float

    @property
    def doubt(self) -> str | None:
        """Why the alignment may be wrong, as the end of a sentence; None where nothing speaks against it."""
        moved = float(np.linalg.norm(self.shift_mm)) > NOTICED_MM
        if not self.correlation_after >= LOWEST_CORRELATION:  # nor where it cannot be told
            return _("the phases remain unlike each other around the tumor")
        if moved and self.correlation_after <= self.correlation_before:
            return _("the phases are no more alike around the tumor than before")
        return None


def align(
    source: PhaseImage, mask: Mask, target: PhaseImage, report: Callable[[float, str], None] | None = None
) -> Alignment:
    """Align the neighborhood of a contour rigidly with the other phase.

    Mattes mutual information (contrast differs between the phases) over the contour's box and 15 mm around it,
    since ribs and spine, farther away, do not breathe with the liver; gray values clipped to -150..250 HU and
    averaged to voxels of about 2 mm, larger ones around a large lesion; first a shift alone, then shift and rotation,
    which is kept where it makes the surroundings of the contour more alike. Of the other phase only what breathing
    can reach is read.

    Parameters
    ----------
    report : callable, optional
        Called with (fraction, text) before each iteration; what it raises ends the alignment.

    Raises
    ------
    InputError
        The images do not overlap around the contour, or one of them is uniform there; or the motion found is
        longer than 60 mm or turns by more than 20 degrees, which breathing does not do.
    """
    tell = report or (lambda _fraction, _text: None)
    near = _neighborhood(source, mask)
    step = max(FINEST_MM, float(np.cbrt(np.prod(near.geometry.spacing) * near.array.size / MOST_VOXELS)))
    fixed = _soft_tissue(near, step)
    moving = _soft_tissue(_reachable(target, near), step)
    center = _center_mm(mask)
    shift = sitk.TranslationTransform(3)
    motion = sitk.Euler3DTransform()
    motion.SetCenter(center.tolist())
    unmoved = sitk.Euler3DTransform(motion)
    shifted = sitk.Euler3DTransform(motion)
    try:
        _optimize(shift, fixed, moving, lambda: tell(0.1, _("Finding the shift between the phases")))
        shifted.SetTranslation(shift.GetOffset())
        motion.SetTranslation(shift.GetOffset())
        _optimize(motion, fixed, moving, lambda: tell(0.5, _("Finding the rotation between the phases")))
    except RuntimeError as error:
        raise InputError(
            _(
                "{source} cannot be aligned with {source2} around the contour: they hardly overlap "
                "there, or one of them is uniform; check that both belong to one examination, or draw "
                "the contour by hand."
            ).format(source=spoken(target.source), source2=spoken(source.source))
        ) from error
    surroundings = _Surroundings(fixed, mask, moving)
    before = surroundings.correlation(unmoved)
    turned = _checked(motion, center, before, surroundings.correlation(motion))
    straight = _checked(shifted, center, before, surroundings.correlation(shifted))
    return straight if straight.correlation_after >= turned.correlation_after else turned


def carry(mask: Mask, alignment: Alignment, target: PhaseImage) -> Mask:
    """The contour moved onto the grid of the other phase, nearest neighbor.

    Raises
    ------
    InputError
        Less than 90 % of the contour's volume arrives inside the other phase.
    """
    back = np.linalg.inv(alignment.matrix)
    transform = sitk.AffineTransform(back[:3, :3].ravel().tolist(), back[:3, 3].tolist())
    box = _voxels_around(mask.geometry.cut(_box(mask)), target.geometry, MARGIN_MM, alignment.matrix)
    array = np.zeros(target.geometry.shape, dtype=bool)
    arrived = 0
    if box is not None:
        reached = target.geometry.cut(box)
        grid = sitk.GetImageFromArray(np.zeros(reached.shape, dtype=np.uint8))
        reached.apply_to(grid)
        cut = replace(mask, array=mask.array[_box(mask)], geometry=mask.geometry.cut(_box(mask)))
        moved = sitk.Resample(cut.to_sitk(), grid, transform, sitk.sitkNearestNeighbor, 0.0)
        array[box] = sitk.GetArrayViewFromImage(moved) != 0
        arrived = int(np.count_nonzero(array[box]))
    before = np.count_nonzero(mask.array[_box(mask)]) * mask.geometry.voxel_volume_mm3
    share = arrived * target.geometry.voxel_volume_mm3 / before
    if share < LEAST_SHARE_CARRIED:
        raise InputError(
            _("Only {share:.0f} % of {source} would arrive inside {source2}; draw the contour by hand.").format(
                share=100 * share, source=spoken(mask.source), source2=spoken(target.source)
            )
        )
    return replace(mask, array=array, geometry=target.geometry)


def _optimize(
    transform: sitk.Transform, fixed: sitk.Image, moving: sitk.Image, before_each: Callable[[], None]
) -> None:
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
    stopped: list[Exception] = []

    def iterate() -> None:
        try:
            if not stopped:
                before_each()
        except Exception as reason:  # it must not pass through ITK
            stopped.append(reason)
        if stopped:  # said to each resolution anew
            method.StopRegistration()

    before_each()
    method.AddCommand(sitk.sitkIterationEvent, iterate)
    try:
        method.Execute(fixed, moving)
    finally:
        method.RemoveAllCommands()  # else it and what it calls would keep each other alive, unseen by Python
    if stopped:
        raise stopped[0]


def _neighborhood(image: PhaseImage, mask: Mask) -> PhaseImage:
    """The image cut to the contour and a margin around it."""
    box = _voxels_around(image.geometry.cut(_box(mask)), image.geometry, MARGIN_MM)
    assert box is not None, "a contour on the grid of its image lies in it"
    return _cut(image, box)


def _reachable(target: PhaseImage, near: PhaseImage) -> PhaseImage:
    """What of the other phase breathing can bring to the neighborhood."""
    box = _voxels_around(near.geometry, target.geometry, LONGEST_SHIFT_MM)
    if box is None:
        raise InputError(
            _(
                "{source} does not reach the contour; check that both phases belong to one examination, "
                "or draw the contour by hand."
            ).format(source=spoken(target.source))
        )
    return _cut(target, box)


def _cut(image: PhaseImage, box: Box) -> PhaseImage:
    return replace(image, array=image.array[box], geometry=image.geometry.cut(box))


def _soft_tissue(image: PhaseImage, step_mm: float) -> sitk.Image:
    """Gray values clipped to soft tissue, averaged to voxels of about this size."""
    clipped = sitk.Clamp(sitk.Cast(image.to_sitk(), sitk.sitkFloat32), sitk.sitkFloat32, LOWEST_HU, HIGHEST_HU)
    return sitk.BinShrink(clipped, [max(1, round(step_mm / step)) for step in image.geometry.spacing])


def _box(mask: Mask) -> Box:
    if mask.box is None:
        raise InputError(_("{source} is empty; draw the tumor in it first.").format(source=spoken(mask.source)))
    return mask.box


def _voxels_around(
    part: Geometry, geometry: Geometry, margin_mm: float, motion: np.ndarray | None = None
) -> Box | None:
    """The part of a grid that holds another, after a motion, and a margin around it; None where it is empty."""
    to_index = np.linalg.inv(geometry.index_to_world) @ (np.eye(4) if motion is None else motion)
    index = part.corners() @ to_index[:3, :3].T + to_index[:3, 3]
    margin = margin_mm / np.asarray(geometry.spacing)
    first = np.maximum(np.floor(index.min(axis=0) - margin), 0).astype(int)[::-1]
    end = np.minimum(np.ceil(index.max(axis=0) + margin).astype(int)[::-1] + 1, geometry.shape)
    if (end <= first).any():
        return None
    planes, rows, columns = (slice(int(start), int(stop)) for start, stop in zip(first, end, strict=True))
    return planes, rows, columns


def _center_mm(mask: Mask) -> np.ndarray:
    box = _box(mask)
    index = (np.argwhere(mask.array[box]).mean(axis=0) + [span.start for span in box])[::-1]
    return (mask.geometry.index_to_world @ [*index, 1.0])[:3]


class _Surroundings:
    """The neighborhood of a contour without the contour itself, smoothed, in both phases."""

    def __init__(self, fixed: sitk.Image, mask: Mask, moving: sitk.Image) -> None:
        self._fixed, self._moving = (sitk.SmoothingRecursiveGaussian(image, SMOOTHED_MM) for image in (fixed, moving))
        cut = replace(mask, array=mask.array[_box(mask)], geometry=mask.geometry.cut(_box(mask)))
        within = sitk.Resample(cut.to_sitk(), fixed, sitk.Transform(), sitk.sitkNearestNeighbor, 0.0)
        self._outside_contour = sitk.GetArrayFromImage(within) == 0

    def correlation(self, motion: sitk.Transform) -> float:
        """Pearson correlation where the images overlap."""
        nowhere = LOWEST_HU - 100
        values = sitk.GetArrayViewFromImage(self._fixed)
        other = sitk.GetArrayFromImage(sitk.Resample(self._moving, self._fixed, motion, sitk.sitkLinear, nowhere))
        counted = (other > nowhere) & self._outside_contour
        return float(np.corrcoef(values[counted], other[counted])[0, 1])


def _checked(motion: sitk.Euler3DTransform, center: np.ndarray, before: float, after: float) -> Alignment:
    rotation = np.reshape(motion.GetMatrix(), (3, 3))
    shift = np.array(motion.TransformPoint(center.tolist())) - center
    turn = float(np.degrees(np.arccos(np.clip((np.trace(rotation) - 1) / 2, -1, 1))))
    if np.linalg.norm(shift) > LONGEST_SHIFT_MM or turn > LARGEST_TURN_DEGREES:
        raise InputError(
            _(
                "The alignment of the phases failed (a shift of {value:.0f} mm and a turn of {turn:.0f} "
                "degrees are not breathing); draw the contour by hand."
            ).format(value=np.linalg.norm(shift), turn=turn)
        )
    matrix = np.eye(4)
    matrix[:3, :3] = rotation
    matrix[:3, 3] = center + shift - rotation @ center
    return Alignment(matrix, (float(shift[0]), float(shift[1]), float(shift[2])), turn, before, after)
