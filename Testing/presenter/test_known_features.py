"""Features that are known already are not measured again, and those of anything else are."""

import weakref
from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.features import extract
from PCRPredictorLib.features.profile import DEFAULT_PROFILE
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.mask import ContourOrigin
from PCRPredictorLib.presenter.patient import known_features
from PCRPredictorLib.presenter.patient.known_features import KnownFeatures

NAMES = ("MeanValue", "GLCMEnergy_angle0_offset1")
GEOMETRY = Geometry((6, 12, 12), (1.0, 1.0, 2.0))


@pytest.fixture
def calls(monkeypatch):
    made = []

    def counted(*words, **named):
        made.append(words)
        return extract(*words, **named)

    monkeypatch.setattr(known_features, "extract", counted)
    return made


def case(seed):
    numbers = np.random.default_rng(seed)
    array = np.zeros(GEOMETRY.shape, dtype=bool)
    array[1:5, 2:10, 2:10] = True
    image = PhaseImage(numbers.integers(0, 200, GEOMETRY.shape).astype(np.int16), GEOMETRY)
    return image, Mask(array, GEOMETRY)


def test_the_same_voxels_are_measured_once_whatever_is_said_of_them(calls):
    measure, (image, mask) = KnownFeatures(), case(1)
    first = measure(image, mask, DEFAULT_PROFILE, NAMES)
    again = measure(replace(image), replace(mask, origin=ContourOrigin("copied", 0.1)), DEFAULT_PROFILE, list(NAMES))
    assert again is first
    assert first.features == extract(image, mask, only=NAMES).features
    assert len(calls) == 1


def test_both_phases_are_kept_and_a_stroke_measures_one(calls):
    measure, arterial, portal = KnownFeatures(), case(1), case(2)
    for phase in (arterial, portal):
        measure(*phase, DEFAULT_PROFILE, NAMES)
    for number in (1, 2, 3):
        stroke = replace(arterial[1], array=np.roll(arterial[1].array, number, axis=2))
        changed = measure(arterial[0], stroke, DEFAULT_PROFILE, NAMES)
        measure(*portal, DEFAULT_PROFILE, NAMES)
        assert len(calls) == 2 + number
        assert changed.features == extract(arterial[0], stroke, only=NAMES).features


def test_a_volume_that_nobody_holds_is_let_go():
    measure, (image, mask) = KnownFeatures(), case(1)
    measure(image, mask, DEFAULT_PROFILE, NAMES)
    voxels = weakref.ref(image.array)
    del image
    assert voxels() is None


@pytest.mark.parametrize(
    "change",
    [
        lambda image, mask: (replace(image, array=image.array + 1), mask),
        lambda image, mask: (image, replace(mask, array=mask.array.copy())),
        lambda image, mask: (replace(image, padding_hu=((-2000.0, -1024.0),)), mask),
        lambda image, mask: (
            replace(image, geometry=Geometry(GEOMETRY.shape, (1.0, 1.0, 3.0))),
            replace(mask, geometry=Geometry(GEOMETRY.shape, (1.0, 1.0, 3.0))),
        ),
    ],
)
def test_anything_that_changed_is_measured(calls, change):
    measure, given = KnownFeatures(), case(1)
    measure(*given, DEFAULT_PROFILE, NAMES)
    measure(*change(*given), DEFAULT_PROFILE, NAMES)
    assert len(calls) == 2


def test_other_features_and_settings_are_measured(calls):
    measure, given = KnownFeatures(), case(1)
    measure(*given, DEFAULT_PROFILE, NAMES)
    measure(*given, DEFAULT_PROFILE, NAMES[:1])
    measure(*given, replace(DEFAULT_PROFILE, lower_bound="zero"), NAMES)
    assert len(calls) == 3
