"""Sizes of contours that can be counted by hand."""

import math

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Geometry, Mask
from PCRPredictorLib.presenter.patient.lesion_size import LesionSize, largest_slice_center, lesion_size, size_hint


def test_a_box_has_its_voxels_volume_and_the_diagonal_between_its_corner_voxels() -> None:
    voxels = np.zeros((12, 30, 40), dtype=bool)
    voxels[2:7, 5:16, 8:29] = True  # 5 slices of 5 mm, 11 rows and 21 columns of 0.8 mm

    size = lesion_size(voxels, (0.8, 0.8, 5.0))

    assert size is not None
    assert size.volume_ml == pytest.approx(5 * 11 * 21 * 0.8 * 0.8 * 5.0 / 1000)
    assert size.diameter_mm == pytest.approx(math.sqrt((20 * 0.8) ** 2 + (10 * 0.8) ** 2 + (4 * 5.0) ** 2))


def test_the_diameter_is_the_largest_of_all_pairs_of_voxels() -> None:
    voxels = np.random.default_rng(7).random((6, 9, 11)) < 0.1
    spacing = (0.7, 0.9, 2.5)
    points = np.argwhere(voxels)[:, ::-1] * spacing
    farthest = max(math.dist(one, other) for one in points for other in points)

    size = lesion_size(voxels, spacing)

    assert size is not None
    assert size.diameter_mm == pytest.approx(farthest)


def test_an_empty_contour_has_no_size() -> None:
    assert lesion_size(np.zeros((3, 4, 5), dtype=bool), (1.0, 1.0, 1.0)) is None


def test_one_voxel_has_a_volume_but_no_extent() -> None:
    assert lesion_size(np.ones((1, 1, 1), dtype=bool), (1.0, 1.0, 3.0)) == LesionSize(0.003, 0.0)


def test_sizes_are_written_with_their_units() -> None:
    assert LesionSize(33.8412, 48.7).words == "33.8 ml, 49 mm"
    assert LesionSize(1234.4, 151.2).words == "1234 ml, 151 mm"
    assert LesionSize(0.003, 0.0).words == "0.003 ml, 0 mm"


def test_phases_that_differ_by_a_third_or_less_are_not_mentioned() -> None:
    assert size_hint({"arterial": LesionSize(20.0, 35.0), "portal": LesionSize(30.0, 40.0)}) is None
    assert size_hint({"arterial": LesionSize(30.0, 40.0), "portal": LesionSize(20.0, 35.0)}) is None


def test_phases_that_differ_by_more_than_a_third_are_told_whichever_is_the_larger() -> None:
    small, large = LesionSize(20.0, 35.0), LesionSize(30.1, 40.0)

    assert size_hint({"arterial": small, "portal": large}) == (
        "The lesion is 30.1 ml in the portal venous phase but 20 ml in the arterial phase; "
        "check that both contours show the whole of one lesion."
    )
    assert (size_hint({"arterial": large, "portal": small}) or "").startswith("The lesion is 30.1 ml in the arterial")


def test_one_phase_alone_gives_no_hint() -> None:
    assert size_hint({"arterial": LesionSize(20.0, 35.0)}) is None


def test_the_center_is_the_middle_of_the_slice_that_shows_most() -> None:
    voxels = np.zeros((5, 8, 10), dtype=bool)
    voxels[1, 0:2, 0:2] = True
    voxels[3, 2:5, 4:9] = True  # rows 2 to 4, columns 4 to 8
    geometry = Geometry(
        voxels.shape, (0.5, 2.0, 5.0), (10.0, -20.0, 30.0), (0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    )

    # Columns run along the world's second axis here, rows along its first.
    assert largest_slice_center(Mask(voxels, geometry)) == pytest.approx((10 + 3 * 2.0, -20 + 6 * 0.5, 30 + 3 * 5.0))


def test_an_empty_contour_has_no_center() -> None:
    voxels = np.zeros((2, 3, 4), dtype=bool)
    with pytest.raises(InputError, match="empty"):
        largest_slice_center(Mask(voxels, Geometry(voxels.shape)))
