"""Which places of two volumes belong together."""

import numpy as np
import pytest

from PCRPredictorWeb.frames import frame_shift

LIVER = (-150, 150, -100, 100, 0, 200)


@pytest.mark.parametrize(
    "other", [LIVER, (-140, 160, -100, 100, -300, 150), (0, 40, 0, 40, 50, 90), (-150, 150, -100, 100, 140, 300)]
)
def test_volumes_of_one_examination_share_their_space(other):
    np.testing.assert_array_equal(frame_shift(LIVER, other), (0, 0, 0))


@pytest.mark.parametrize(
    ("other", "shift"),
    [((-150, 150, -100, 100, 500, 700), (0, 0, 500)), ((100, 400, -100, 100, 0, 200), (250, 0, 0))],
)
def test_volumes_apart_are_joined_at_their_middles(other, shift):
    np.testing.assert_array_equal(frame_shift(LIVER, other), shift)
    np.testing.assert_array_equal(frame_shift(other, LIVER), np.negative(shift))
