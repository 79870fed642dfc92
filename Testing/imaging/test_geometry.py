"""A voxel size is one number, however many digits a file or program hands over."""

import numpy as np
import pytest
from PCRPredictorLib.imaging.geometry import Geometry
from PCRPredictorLib.imaging.mask import Mask, bounding_box


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (0.8, 0.8),
        (float(np.float32(0.8)), 0.8),  # ITK reads it so from NIfTI
        (2.5000000008, 2.5),  # DICOM positions written with nine digits
        (0.68359375, 0.68359375),  # 350 mm / 512, exact in binary
        (1 / 3, 0.33333334),  # single precision has no more of it
        (2.4999, 2.4999),  # a real difference stays
    ],
)
def test_a_voxel_size_is_the_shortest_decimal_of_its_single_precision(given, expected):
    assert Geometry((2, 3, 4), (1.0, given, 3.0)).spacing == (1.0, expected, 3.0)


@pytest.mark.parametrize("size", [float("nan"), float("inf"), 1e300, 0.0, -0.8, 1e-60])
def test_a_voxel_size_that_is_none_is_refused(size):
    with pytest.raises(ValueError, match="voxel size that is not positive"):
        Geometry((2, 3, 4), (1.0, 1.0, size)).require_regular("a.nrrd")


def test_a_part_of_a_grid_keeps_the_places_of_its_voxels():
    turned = (0.0, 1.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    grid = Geometry((6, 7, 8), (0.5, 0.75, 3.0), (10.0, -20.0, 30.0), turned)
    part = grid.cut((slice(2, 5), slice(1, 4), slice(3, 8)))
    assert part.shape == (3, 3, 5)
    index, first = np.array([1.0, 2.0, 0.0, 1.0]), np.array([3, 1, 2, 0])
    np.testing.assert_allclose(part.index_to_world @ index, grid.index_to_world @ (index + first), atol=1e-12)


def test_a_mask_placed_in_a_larger_grid_knows_its_box():
    grid = Geometry((6, 7, 8))
    part = (slice(2, 5), slice(1, 4), slice(3, 8))
    array = np.zeros((3, 3, 5), dtype=bool)
    array[1, 0:2, 4] = True
    placed = Mask(array, grid.cut(part)).placed(part, grid)
    assert np.argwhere(placed.array).tolist() == [[3, 1, 7], [3, 2, 7]]
    assert placed.box == bounding_box(placed.array)
    empty = Mask(np.zeros_like(array), grid.cut(part)).placed(part, grid)
    assert empty.box is None
