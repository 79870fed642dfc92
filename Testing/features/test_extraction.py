"""extract(): what is asked is what is computed; notices; refusals; invariances."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import CATALOGUE, AK396Profile, extract
from PCRPredictorLib.features.ak396 import cooccurrence, runlength
from PCRPredictorLib.features.ak396.directions import ALL_DIRECTIONS
from PCRPredictorLib.features.extraction import measure_region
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage

from Testing.storage_orders import patient, store

NAMES = [info.name for info in CATALOGUE]


def as_input(array, mask, spacing=(0.8, 0.8, 2.5)):
    geometry = Geometry(array.shape, spacing)
    return PhaseImage(array, geometry), Mask(mask, geometry)


@pytest.fixture(scope="module")
def lesion():
    rng = np.random.default_rng(11)
    array = rng.integers(20, 140, (6, 40, 44)).astype(np.int16)
    mask = np.zeros(array.shape, dtype=bool)
    mask[1:5, 8:30, 10:36] = rng.random((4, 22, 26)) > 0.2
    return array, mask


def test_all_396_are_finite_and_in_order(case):
    # Without a positive HU there are no size zones: test_no_positive_voxel_is_refused.
    names = NAMES if case.array[case.mask].max() > 0 else NAMES[:385]
    found = extract(*case.as_input(), only=names)
    assert list(found.features) == names
    assert np.isfinite(list(found.features.values())).all()


def test_only_gives_identical_values(lesion):
    everything = extract(*as_input(*lesion)).features
    asked = NAMES[::17]
    assert extract(*as_input(*lesion), only=reversed(asked)).features == {name: everything[name] for name in asked}


def test_only_builds_only_its_matrices(lesion, monkeypatch):
    built = []

    def spy(module, name):
        real = getattr(module, name)

        def noting(*arguments):
            built.append((name, *(each for each in arguments if isinstance(each, tuple) and each in ALL_DIRECTIONS)))
            return real(*arguments)

        monkeypatch.setattr(module, name, noting)

    spy(cooccurrence, "count_pairs")
    spy(runlength, "count_runs")
    extract(*as_input(*lesion), only=["GLCMEntropy_angle90_offset4", "LongRunEmphasis_angle45_offset7", "Range"])
    assert built == [("count_pairs", ("angle90", 4)), ("count_runs", ("angle45", 7))]


def test_blanks_are_ignored_and_unknown_names_answered(lesion):
    assert list(extract(*as_input(*lesion), only=[" SizeZoneVariability"]).features) == ["SizeZoneVariability"]
    with pytest.raises(InputError, match=r"did you mean .*GLCMEntropy_angle90_offset4"):
        extract(*as_input(*lesion), only=["GLCMEntropy_angle90_offset5"])


def test_a_large_lesion_warns_that_entropy_collapses():
    array = np.random.default_rng(3).integers(0, 256, (6, 90, 90)).astype(np.int16)
    found = extract(*as_input(array, np.ones(array.shape, dtype=bool)), only=["GLCMEntropy_angle90_offset4"])
    assert "glcm-entropy-collapsed" in [notice.code for notice in found.warnings]
    quiet = extract(*as_input(array // 64, np.ones(array.shape, dtype=bool)), only=["GLCMEntropy_angle90_offset4"])
    assert "glcm-entropy-collapsed" not in [notice.code for notice in quiet.warnings]


def test_the_share_of_nonpositive_voxels_is_told(lesion):
    array, mask = lesion[0].copy(), np.zeros_like(lesion[1])
    mask[2, 10:20, 10:20] = True
    array[2, 10:15, 10:20] = -4
    (notice,) = [n for n in extract(*as_input(array, mask)).warnings if n.code == "size-zone-nonpositive"]
    assert notice.message.startswith("50 % of")


def test_no_positive_voxel_is_refused(lesion):
    array, mask = lesion
    with pytest.raises(InputError, match="at or below 0 HU"):
        extract(*as_input(array - 200, mask), only=["ZonePercentage"])
    shifted = AK396Profile(name="shifted", size_zone_nonpositive="shift")
    assert extract(*as_input(array - 200, mask), shifted, only=["ZonePercentage"]).features["ZonePercentage"] > 0


def test_a_missing_offset_is_refused_only_where_it_is_needed():
    array = np.random.default_rng(1).integers(1, 99, (20, 12, 12)).astype(np.int16)
    mask = np.zeros(array.shape, dtype=bool)
    mask[:, 4:8, 4:8] = True
    with pytest.raises(InputError, match="no pair of voxels at offset"):
        extract(*as_input(array, mask))
    assert extract(*as_input(array, mask), only=["Inertia_angle0_offset1"]).features["Inertia_angle0_offset1"] > 0


def test_a_feature_that_is_no_number_is_named_and_can_be_left_out(lesion):
    array, mask = np.zeros_like(lesion[0]), lesion[1]
    balanced = np.repeat([-30, 30], mask.sum() // 2)
    array[mask] = np.random.default_rng(3).permutation(np.resize(np.append(balanced, 0), mask.sum()))
    assert array[mask].sum() == 0
    reason = r"^uniformity does not exist for the mask: it divides by the mean .* is 0; .* by name \(`only`, --only\)"
    with pytest.raises(InputError, match=reason):
        extract(*as_input(array, mask))
    others = [name for name in NAMES if name != "uniformity"]
    assert list(extract(*as_input(array, mask), only=others).features) == others


def test_what_lies_below_the_bound_is_named(lesion):
    array, mask = lesion
    array, above_zero = array - 2000.0 * (array - array.min()) / np.ptp(array), AK396Profile(lower_bound="zero")
    array = np.clip(array, -900, -1)
    for only, message in (
        (["MedianIntensity"], "^MedianIntensity does not exist for the mask: no voxel lies in the histogram"),
        (["histogramEntropy", "histogramEnergy"], r"Energy .* \(as 1 more .*\): no voxel lies in the histogram"),
        (["ShortRunEmphasis_angle0_offset1"], "ShortRun.* does not exist for the mask: no run lies on the axes"),
        (["Inertia_angle0_offset1"], "no pair of voxels at or above the lower grey bound"),
        (["contrast"], "no pair of voxels at or above the lower grey bound"),
    ):
        with pytest.raises(InputError, match=message):
            extract(*as_input(array, mask), above_zero, only)
    assert extract(*as_input(array, mask), above_zero, ["FrequencySize"]).features == {"FrequencySize": 0.0}


@pytest.mark.parametrize(
    ("profile", "only", "message"),
    [
        (None, [None], "None is no feature name"),
        (None, [b"MeanValue"], "b'MeanValue' is no feature name"),
        ("ak396-default", None, "'ak396-default' is no profile; load one"),
        ({}, None, "{} is no profile"),
    ],
)
def test_what_is_no_name_or_profile_is_refused(lesion, profile, only, message):
    with pytest.raises(InputError, match=message):
        extract(*as_input(*lesion), profile, only)


def test_one_name_may_stand_alone(lesion):
    assert list(extract(*as_input(*lesion), only="MeanValue").features) == ["MeanValue"]


def test_shuffling_voxels_leaves_the_histogram(lesion):
    array, mask = lesion
    shuffled = array.copy()
    shuffled[mask] = np.random.default_rng(2).permutation(array[mask])
    first, second = (extract(*as_input(each, mask)).features for each in (array, shuffled))
    assert all(first[name] == second[name] for name in NAMES[:42])
    assert first["Inertia_angle0_offset1"] != second["Inertia_angle0_offset1"]


def test_a_mirror_swaps_45_and_135_degrees(lesion):
    array, mask = lesion
    inside = AK396Profile(name="inside", runs_leave_roi=False)
    first = extract(*as_input(array, mask), inside).features
    second = extract(*as_input(array[:, :, ::-1], mask[:, :, ::-1]), inside).features
    for name in NAMES:
        swapped = name.replace("angle45", "angleX").replace("angle135", "angle45").replace("angleX", "angle135")
        assert second[swapped] == pytest.approx(first[name], rel=1e-12), name


@pytest.mark.parametrize("move", [(0, 0, 0), (3, 5, 2), (9, 0, 11)])
def test_moving_the_lesion_in_a_padded_volume_changes_nothing(lesion, move):
    array, mask = lesion
    large, place = np.zeros((20, 70, 80), dtype=np.int16), np.zeros((20, 70, 80), dtype=bool)
    box = tuple(slice(start, start + length) for start, length in zip(move, array.shape, strict=True))
    large[box], place[box] = array, mask
    fixed = AK396Profile(name="fixed", runs_leave_roi=False, run_distance_mm=60.0)
    assert extract(*as_input(large, place), fixed).features == extract(*as_input(array, mask), fixed).features


def test_runs_leave_the_lesion_up_to_the_border_of_the_image():
    array = np.full((1, 40, 60), 255, dtype=np.int16)
    mask = np.zeros(array.shape, dtype=bool)
    mask[0, 10:20, 10:20] = True
    array[0, 15, 19] = 0
    region_of = AK396Profile(run_distance_mm=256.0)
    stays = AK396Profile(run_distance_mm=256.0, runs_leave_roi=False)
    image, roi = as_input(array, mask, (1.0, 1.0, 1.0))
    name = "LongRunEmphasis_angle0_offset1"
    leaving, staying = (extract(image, roi, each, only=[name]).features[name] for each in (region_of, stays))
    # Nine rows of ten equal voxels, one row of nine, and the lone 0: 40 steps to column 59, or none.
    assert staying == pytest.approx((9 * 10**2 + 9**2 + 1) / 11)
    assert leaving == pytest.approx((9 * 10**2 + 9**2 + 41**2) / 11)


def test_the_lower_bound_zero_leaves_negative_voxels_out(lesion):
    array, mask = lesion[0] - np.int16(60), lesion[1]
    zero = AK396Profile(name="zero", lower_bound="zero")
    found = extract(*as_input(array, mask), zero, only=["FrequencySize"]).features["FrequencySize"]
    values = array[mask]
    assert found == np.count_nonzero((values >= 0) & (values < values.max()))


def test_region_functions_agree_with_extract(lesion):
    image, mask = as_input(*lesion)
    from PCRPredictorLib.features.ak396.grey_levels import Region

    region = Region.cut(image.array, mask.array, image.geometry.spacing)
    assert measure_region(region, AK396Profile(), NAMES)[0]["RMS"] == extract(image, mask).features["RMS"]


def test_as_stored_measures_the_axes_of_the_file():
    given = patient("anisotropic")
    stored = store(given, (2, 1, 0), (False, True, False))
    as_stored = AK396Profile(orientation="as-stored")
    expected = extract(given.image, given.mask, as_stored).features
    assert expected == extract(given.image, given.mask).features
    found = extract(stored.image, stored.mask, as_stored).features
    assert found["MeanValue"] == pytest.approx(expected["MeanValue"], rel=1e-12)
    assert found["Inertia_angle45_offset1"] != pytest.approx(expected["Inertia_angle45_offset1"], rel=0.01)
