"""The longest diameter: length, axes, and what is no diameter."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Geometry, PhaseImage
from PCRPredictorLib.imaging.lesion_line import LesionLine


def test_length_and_center():
    line = LesionLine((10.0, -20.0, 5.0), (40.0, 20.0, 5.0))
    assert line.length_mm == 50.0
    assert line.center.tolist() == [25.0, 0.0, 5.0]


@pytest.mark.parametrize("end", [(40.0, 20.0, 5.0), (10.0, 20.0, 40.0), (10.0, -20.0, 65.0)])
def test_axes_are_a_right_handed_frame_along_the_line(end):
    line = LesionLine((10.0, -20.0, 5.0), end)
    axes = line.axes(np.array([0.0, 0.0, 1.0]))
    assert np.allclose(axes.T @ axes, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1)
    assert np.allclose(axes[:, 0] * line.length_mm, np.subtract(line.end, line.start))
    if end[2] == 5.0:
        assert np.allclose(axes[:, 2], [0, 0, 1])


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        ((0.0, 0.0, 0.0), (4.9, 0.0, 0.0), "4.9 mm long"),
        ((0.0, 0.0, 0.0), (301.0, 0.0, 0.0), "301.0 mm long"),
        ((0.0, float("nan"), 0.0), (30.0, 0.0, 0.0), "three numbers of mm"),
        ((0.0, 0.0), (30.0, 0.0, 0.0), "three numbers of mm"),
    ],
)
def test_what_is_no_diameter_is_refused(start, end, sentence):
    with pytest.raises(InputError, match=sentence):
        LesionLine(start, end)


def test_a_line_outside_the_image_is_refused():
    image = PhaseImage(np.zeros((4, 10, 10), dtype=np.int16), Geometry((4, 10, 10), (2.0, 2.0, 5.0)))
    LesionLine((0.0, 0.0, 5.0), (18.9, 0.0, 5.0)).require_in(image)
    with pytest.raises(InputError, match=r"point .19\.1, 0\.0, 5\.0. lies outside"):
        LesionLine((0.0, 0.0, 5.0), (19.1, 0.0, 5.0)).require_in(image)
