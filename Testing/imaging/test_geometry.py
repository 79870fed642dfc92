"""A voxel size is one number, however many digits a file or program hands over."""

import numpy as np
import pytest
from PCRPredictorLib.imaging.geometry import Geometry


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
