"""Many contours of one lesion give the values of whole extractions."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import extract
from PCRPredictorLib.features.contour_series import ContourSeries
from PCRPredictorLib.features.profile import AK396Profile
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage

SHAPE = (9, 60, 70)
BOX = (slice(2, 8), slice(15, 45), slice(20, 55))


@pytest.fixture
def image() -> PhaseImage:
    values = np.random.default_rng(4).normal(20, 30, SHAPE).astype(np.int16)
    return PhaseImage(values, Geometry(SHAPE, (0.7, 0.9, 2.0), (5.0, -7.0, 11.0)))


def contour(shift: int) -> np.ndarray:
    inside = np.zeros(tuple(side.stop - side.start for side in BOX), dtype=bool)
    inside[1:5, 4 + shift : 20, 3 : 22 + shift] = True
    return inside


@pytest.mark.parametrize("profile", [AK396Profile(), AK396Profile(resample_mm=(1.0, 1.0, 2.0))])
def test_values_are_those_of_the_whole_image(image, profile):
    mask = Mask(np.zeros(SHAPE, dtype=bool), image.geometry)
    names = None if profile.resample_mm is None else ["MeanValue", "LongRunEmphasis_angle45_offset4"]
    series = ContourSeries(image, mask, BOX, profile, names)
    for shift in (0, 3):
        array = np.zeros(SHAPE, dtype=bool)
        array[BOX] = contour(shift)
        assert series.extract(contour(shift)) == extract(image, replace(mask, array=array), profile, names).features


def test_refuses_as_an_extraction_does(image):
    series = ContourSeries(image, Mask(np.zeros(SHAPE, bool), image.geometry), BOX, AK396Profile(), ["MeanValue"])
    with pytest.raises(InputError, match="empty"):
        series.extract(np.zeros_like(contour(0)))
    with pytest.raises(InputError, match="MeanValue"):
        ContourSeries(image, Mask(np.zeros(SHAPE, bool), image.geometry), BOX, AK396Profile(), ["MeanValu"])
