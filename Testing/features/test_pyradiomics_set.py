"""The pyradiomics set behind the same interface."""

import sys

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import PyradiomicsProfile, default_profile, extract, feature_names
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.optional import MissingPackage

from Testing.storage_orders import ORDERS, Stored, store


@pytest.fixture(scope="module")
def inputs():
    rng = np.random.default_rng(12)
    array = rng.integers(-20, 180, (6, 30, 30)).astype(np.int16)
    mask = np.zeros(array.shape, dtype=bool)
    mask[1:5, 6:24, 5:26] = True
    geometry = Geometry(array.shape, (0.8, 0.8, 2.0))
    return PhaseImage(array, geometry), Mask(mask, geometry)


@pytest.fixture
def radiomics():
    return pytest.importorskip("radiomics", reason="the optional extra 'pyradiomics' is not installed")


def test_all_names_in_order_and_first_order_by_hand(radiomics, inputs):
    image, mask = inputs
    profile = default_profile("pyradiomics")
    found = extract(image, mask, profile)
    values = image.array[mask.array].astype(float)
    assert tuple(found.features) == feature_names(profile)
    assert found.features["original_firstorder_Mean"] == pytest.approx(values.mean(), rel=1e-12)
    assert found.features["original_firstorder_Variance"] == pytest.approx(values.var(), rel=1e-12)
    assert found.features["original_shape_VoxelVolume"] == pytest.approx(values.size * 1.28, rel=1e-12)


def test_names_are_all_that_pyradiomics_gives_by_default(radiomics, inputs):
    from radiomics.featureextractor import RadiomicsFeatureExtractor

    image, mask = inputs
    theirs = RadiomicsFeatureExtractor(binWidth=25).execute(image.to_sitk(), mask.to_sitk())
    ours = extract(image, mask, default_profile("pyradiomics")).features
    assert {name for name in theirs if name.startswith("original_")} == set(ours)
    assert all(ours[name] == pytest.approx(float(theirs[name]), rel=1e-12) for name in ours)


def test_only_and_bin_width(radiomics, inputs):
    asked = ["original_glcm_Contrast", "original_firstorder_10Percentile"]
    coarse = extract(*inputs, default_profile("pyradiomics"), only=asked).features
    fine = extract(*inputs, PyradiomicsProfile(name="fine", bin_width=5), only=asked).features
    assert list(coarse) == ["original_firstorder_10Percentile", "original_glcm_Contrast"]
    assert fine["original_glcm_Contrast"] / coarse["original_glcm_Contrast"] == pytest.approx(25, rel=0.1)


def test_more_grey_levels_than_memory_holds_are_refused(inputs):
    with pytest.raises(InputError, match=r"gives the mask 1\.99e\+06 grey levels in the image, and 2048 are the most"):
        extract(*inputs, PyradiomicsProfile(name="tiny", bin_width=1e-4))


def test_without_the_package_the_sentence_says_how_to_get_it(inputs, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "radiomics"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "radiomics", None)
    with pytest.raises(MissingPackage, match=r"pip install pyradiomics-bhklab .*'\.\[pyradiomics\]'"):
        extract(*inputs, default_profile("pyradiomics"))


def test_values_do_not_depend_on_how_the_image_is_stored(radiomics, inputs):
    given = Stored(*inputs)
    expected = extract(*inputs, default_profile("pyradiomics")).features
    for number in (7, 22, 41):
        stored = store(given, *ORDERS[number])
        assert extract(stored.image, stored.mask, default_profile("pyradiomics")).features == expected
    stored = store(given, *ORDERS[22])
    as_stored = extract(stored.image, stored.mask, PyradiomicsProfile(orientation="as-stored")).features
    assert as_stored["original_shape_Maximum2DDiameterSlice"] != expected["original_shape_Maximum2DDiameterSlice"]
