"""Every check of a region of interest has its own sentence, and a good region passes in silence."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Acquisition, Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.checks import check_roi

SHAPE = (12, 24, 24)


@pytest.fixture
def values():
    return np.random.default_rng(1).integers(20, 120, SHAPE).astype(np.int16)


@pytest.fixture
def roi():
    array = np.zeros(SHAPE, bool)
    array[3:8, 5:17, 6:18] = True
    return array


def check(values, roi, offsets=(), spacing=(0.8, 0.8, 2.5)):
    geometry = Geometry(values.shape, spacing)
    return check_roi(PhaseImage(values, geometry, source="ct.nrrd"), Mask(roi, geometry, source="roi.nrrd"), offsets)


def codes(notices):
    return [notice.code for notice in notices]


def test_good_region_passes_in_silence(values, roi):
    assert check(values, roi, [(7, 0, 0), (7, 7, 0), (-7, 7, 0), (0, 0, 4), (11, -11, 4)]) == ()


def test_empty_mask_is_refused(values):
    with pytest.raises(InputError, match=r"roi\.nrrd is empty"):
        check(values, np.zeros(SHAPE, bool))


@pytest.mark.parametrize("count", [1, 63])
def test_fewer_than_64_voxels_are_refused(values, count):
    roi = np.zeros(SHAPE, bool)
    roi[5, 8:16, 8:16].flat[:count] = True
    block = np.zeros(64, bool)
    block[:count] = True
    roi[5, 8:16, 8:16] = block.reshape(8, 8)
    with pytest.raises(InputError, match=rf"has {count} voxels; at least 64"):
        check(values, roi)


def test_64_voxels_pass(values):
    roi = np.zeros(SHAPE, bool)
    roi[5, 8:16, 8:16] = True
    assert check(values, roi, [(7, 0, 0)]) == ()


@pytest.mark.parametrize("offset", [(12, 0, 0), (0, -12, 0), (0, 0, 5), (-12, 3, 0), (30, 0, 0), (0, 0, -40)])
def test_offset_without_pair_is_named(values, roi, offset):
    column, row, slice_ = offset
    with pytest.raises(InputError, match=rf"offset \({column}, {row}, {slice_}\) \(column, row, slice\)"):
        check(values, roi, [(1, 0, 0), offset])


def test_offset_is_column_row_slice(values):
    roi = np.zeros(SHAPE, bool)
    roi[4:6, 5:8, 2:20] = True  # 18 columns, 3 rows, 2 slices
    check(values, roi, [(17, 0, 0), (0, 2, 0), (0, 0, 1)])
    for offset in [(18, 0, 0), (0, 3, 0), (0, 0, 2)]:
        with pytest.raises(InputError, match="no pair of voxels"):
            check(values, roi, [offset])


def test_pairs_are_found_as_by_brute_force(values):
    rng = np.random.default_rng(7)
    roi = np.zeros(SHAPE, bool)
    chosen = rng.choice(roi.size, 70, replace=False)
    roi.flat[chosen] = True
    voxels = {tuple(int(i) for i in index) for index in np.argwhere(roi)}
    found = missing = 0
    for offset in [(int(a), int(b), int(c)) for a, b, c in rng.integers(-11, 12, (60, 3))]:
        expected = any((s + offset[2], r + offset[1], c + offset[0]) in voxels for s, r, c in voxels)
        if expected:
            check(values, roi, [offset])
            found += 1
        else:
            with pytest.raises(InputError, match="no pair"):
                check(values, roi, [offset])
            missing += 1
    assert found > 3
    assert missing > 3


def test_one_grey_value_is_refused(roi):
    with pytest.raises(InputError, match=r"one grey value only \(40\)"):
        check(np.full(SHAPE, 40, np.int16), roi)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_refused_in_the_region_only(values, roi, bad):
    image = values.astype(float)
    image[0, 0, 0] = bad
    assert check(image, roi) == ()
    image[4, 6, 7] = bad
    with pytest.raises(InputError, match="1 voxels that are NaN or infinite"):
        check(image, roi)


def test_one_padding_voxel_is_refused_in_the_region_only(values, roi):
    values[0, 0, 0] = -3024
    values[4, 6, 7] = -1024
    assert check(values, roi) == ()
    values[4, 6, 7] = -3024
    with pytest.raises(InputError, match=r"covers padding of ct\.nrrd in 1 of \d+ voxels .*lowest -3024"):
        check(values, roi)


@pytest.mark.parametrize(
    ("value", "dtype"), [(65536, np.int32), (1e20, np.float32), (1e300, np.float64), (2**63 + 5, np.uint64)]
)
def test_more_than_ct_can_store_is_refused_in_the_region_only(values, roi, value, dtype):
    values = values.astype(dtype)
    values[0, 0, 0] = value
    check(values, roi)
    values[5, 10, 10] = 65535
    assert codes(check(values, roi)) == ["bright-voxels"]
    values[5, 10, 10] = value
    with pytest.raises(InputError, match=r"ct\.nrrd reaches .* no value in HU \(above 65535\)"):
        check(values, roi)


@pytest.mark.parametrize(("value", "dtype"), [(1e300, float), (-1e16, float), (2**63 + 5, np.uint64), (-(2**63), int)])
def test_other_images_may_be_large_but_countable(values, roi, value, dtype):
    geometry = Geometry(SHAPE, (0.8, 0.8, 2.5))
    values = values.astype(dtype)
    image = PhaseImage(values, geometry, Acquisition(modality="PT"), "pet.nrrd")
    values[5, 10, 10] = 10_000_000
    assert check_roi(image, Mask(roi, geometry)) == ()
    values[5, 10, 10] = value
    with pytest.raises(InputError, match=r"pet\.nrrd has grey values from .* beyond what can be told apart \(9e\+15\)"):
        check_roi(image, Mask(roi, geometry))


@pytest.mark.parametrize(("modality", "words"), [("CT", "below -1024 HU or 60 to 62"), ("MR", "60 to 62")])
def test_declared_padding_is_refused_in_its_whole_range(values, roi, modality, words):
    geometry = Geometry(SHAPE)
    values = np.where((values >= 60) & (values <= 62), 63, values)
    image = PhaseImage(values, geometry, Acquisition(modality=modality), "ct.nrrd", padding_hu=((60.0, 62.0),))
    check_roi(image, Mask(roi, geometry))
    for value in (60, 61, 62):
        values[5, 10, 10] = value
        with pytest.raises(InputError, match=rf"covers padding of ct\.nrrd in 1 of \d+ voxels \({words}, lowest"):
            check_roi(image, Mask(roi, geometry))


def test_stripes_are_not_called_too_small(values):
    roi = np.zeros(SHAPE, bool)
    roi[:, ::2, :] = True
    with pytest.raises(InputError, match=r"\(0, 1, 0\).*no two of its voxels lie that far apart in that direction"):
        check(values, roi, [(0, 1, 0)])


def test_mask_on_another_grid_is_refused(values, roi):
    image = PhaseImage(values, Geometry(SHAPE))
    with pytest.raises(InputError, match="not on the grid"):
        check_roi(image, Mask(roi, Geometry(SHAPE, origin=(0.5, 0, 0))))


def test_border_is_told_with_its_side(values, roi):
    roi[11, 10, 10] = True
    roi[8:11, 10, 10] = True
    (notice,) = check(values, roi)
    assert notice.code == "roi-touches-border"
    assert "last slice" in notice.message
    assert "first" not in notice.message


def test_several_components_are_all_scored(values, roi):
    roi[9:11, 20:23, 20:23] = True
    (notice,) = check(values, roi)
    assert notice.code == "several-components"
    assert "2 separate parts (720, 18 voxels); all of them are scored" in notice.message


def test_diagonal_neighbors_are_one_component(values, roi):
    roi[8, 17, 18] = True
    assert check(values, roi) == ()


def test_bright_voxels_are_counted(values, roi):
    values[4, 6, 7] = 300
    assert check(values, roi) == ()
    values[4, 6, 7] = 1800
    values[4, 6, 8] = 301
    (notice,) = check(values, roi)
    assert notice.code == "bright-voxels"
    assert "2 of 720 lesion voxels (0.278 %)" in notice.message
    assert "highest 1800" in notice.message
    (notice,) = check(values + 2000, roi)
    assert "720 of 720 lesion voxels (100 %)" in notice.message


def test_hounsfield_limits_hold_for_ct_only(values, roi):
    geometry = Geometry(SHAPE)
    values[4, 6, 7] = 1800
    values[4, 6, 8] = -3024
    mask = Mask(roi, geometry)
    assert check_roi(PhaseImage(values, geometry, Acquisition(modality="MR")), mask) == ()
    for modality in ("CT", None, ""):
        with pytest.raises(InputError, match="padding"):
            check_roi(PhaseImage(values, geometry, Acquisition(modality=modality)), mask)


@pytest.mark.parametrize(("width", "told"), [(7, True), (8, False)])
def test_lesion_narrower_than_offset_7_is_told(values, width, told):
    roi = np.zeros(SHAPE, bool)
    roi[3:8, 5:17, 6 : 6 + width] = True
    assert ("narrow-lesion" in codes(check(values, roi))) is told


def test_of_other_feature_sets_neither_an_offset_of_7_nor_a_scale_is_told(values):
    roi = np.zeros(SHAPE, bool)
    roi[3:8, 5:17, 6:13] = True
    values[4, 6, 7] = 1800
    geometry = Geometry(values.shape, (0.8, 0.8, 2.5))
    (bright,) = check_roi(PhaseImage(values, geometry), Mask(roi, geometry), as_ak=False)
    assert bright.code == "bright-voxels"
    assert str(bright.message).endswith("lipiodol, metal or calcification weighs in every feature but the shape.")


@pytest.mark.parametrize(("step", "told"), [(5.0, False), (5.0000001, False), (5.01, True), (10.0, True)])
def test_thick_slices_are_told(values, roi, step, told):
    assert ("thick-slices" in codes(check(values, roi, spacing=(0.8, 0.8, step)))) is told
