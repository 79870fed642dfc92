"""Agreement of two contours of one lesion: Dice, Hausdorff distance, volumes."""

from dataclasses import dataclass

from ...errors import InputError
from ...imaging.mask import Mask


@dataclass(frozen=True, slots=True)
class ContourAgreement:
    """How far two contours of one lesion agree.

    Attributes
    ----------
    dice : float
        ``2 |A and B| / (|A| + |B|)``; 1 is perfect.
    hausdorff_mm : float
        Largest distance in mm from a voxel of one contour to the nearest of the other.
    first_volume_ml, second_volume_ml : float
        Volumes in ml.
    volume_difference : float
        ``2 (V2 - V1) / (V1 + V2)``, relative to the mean volume, signed.
    """

    dice: float
    hausdorff_mm: float
    first_volume_ml: float
    second_volume_ml: float
    volume_difference: float


def contour_agreement(first: Mask, second: Mask) -> ContourAgreement:
    """Compare two readers' contours on one grid, by SimpleITK's overlap and Hausdorff filters.

    Raises
    ------
    InputError
        The grids differ, or a contour is empty.
    """
    import SimpleITK as sitk

    if not first.geometry.same_grid(second.geometry):
        raise InputError(
            f"{first.source} and {second.source} lie on different grids; "
            "resample one onto the other's image before comparing."
        )
    for mask in (first, second):
        if mask.voxel_count == 0:
            raise InputError(f"{mask.source} is empty, so there is no agreement to measure; check the segment.")
    images = first.to_sitk(), second.to_sitk()
    # Same grid within tolerance; the filters want it to the last bit.
    images[1].CopyInformation(images[0])
    overlap, distance = sitk.LabelOverlapMeasuresImageFilter(), sitk.HausdorffDistanceImageFilter()
    overlap.Execute(*images)
    distance.Execute(*images)
    voxel_ml = first.geometry.voxel_volume_mm3 / 1000
    volumes = first.voxel_count * voxel_ml, second.voxel_count * voxel_ml
    return ContourAgreement(
        dice=float(overlap.GetDiceCoefficient()),
        hausdorff_mm=float(distance.GetHausdorffDistance()),
        first_volume_ml=volumes[0],
        second_volume_ml=volumes[1],
        volume_difference=2 * (volumes[1] - volumes[0]) / (volumes[0] + volumes[1]),
    )
