"""What may be done to an image and its contour without moving a feature, and what moves which by how much.

The lesion, its grey values and their places stay the same; how they are stored, framed and placed in the world does
not. Where the in-plane extent of the image changes, so does the default upper end of the run lengths (A.K.'s own
habit, `AK396Profile.run_distance_mm`); such tests state that end.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.features import extract
from PCRPredictorLib.features.catalogue import CATALOGUE
from PCRPredictorLib.features.profile import AK396Profile, IbsiProfile
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.simulation import simulate_patient

from Testing.storage_orders import Stored, patient, store

EQUAL = 1e-9
RUN_DISTANCE_MM = 500.0
STATED = AK396Profile(run_distance_mm=RUN_DISTANCE_MM)
BY_RUN_LENGTH = ("LongRun", "ShortRun", "RunLengthNonuniformity")
RUNS = {info.name for info in CATALOGUE if info.block == "runlength"}
Case = tuple[PhaseImage, Mask]


@pytest.fixture(scope="module", params=["simulated", "real portal CT", "real tumor at the border"])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "simulated":
        whole = simulate_patient(3)
        return whole.arterial, whole.arterial_mask
    folder = request.getfixturevalue("shared_data") / "ct_liver"
    if request.param == "real portal CT":
        image = read_image(folder / "CRLM-CT-1006_dicom")
        return image, read_mask(folder / "CRLM-CT-1006_roi_not_expert.nii.gz")
    image = read_image(folder / "LiTS-117_crop128_ct.nii.gz")
    return image, read_mask(folder / "LiTS-117_crop128_label_1liver_2tumor.nii.gz", label=2)


@pytest.fixture(scope="module")
def features(case: Case) -> dict[str, float]:
    return extract(*case, profile=STATED).features


def require_equal(found: dict[str, float], expected: dict[str, float]) -> None:
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=EQUAL, abs=1e-300), name


def voxels(case: Case) -> tuple[np.ndarray, np.ndarray]:
    return case[0].array, case[1].array


def placed(case: Case, image: np.ndarray, mask: np.ndarray, geometry: Geometry) -> Case:
    return replace(case[0], array=image, geometry=geometry), replace(case[1], array=mask, geometry=geometry)


def test_padding(case, features):
    """Around the image, further away than any pair of voxels or run reaches."""
    (image, mask), geometry = voxels(case), case[0].geometry
    if not _is_inside(mask):
        pytest.skip("what lies beyond the image's border counts where the lesion touches it")
    width = ((3, 4), (10, 20), (30, 5))
    padded = [np.pad(array, width, constant_values=fill) for array, fill in ((image, -1000), (mask, False))]
    origin = geometry.index_to_world @ (-width[2][0], -width[1][0], -width[0][0], 1.0)
    moved = replace(geometry, shape=padded[0].shape, origin=tuple(origin[:3].tolist()))
    require_equal(extract(*placed(case, *padded, moved), profile=STATED).features, features)


def test_padding_moves_what_counts_runs_in_parts_of_the_image(case):
    """With A.K.'s default the 256 bins of run lengths end at the image's diagonal, so nothing else changes."""
    (image, mask), geometry = voxels(case), case[0].geometry
    if not _is_inside(mask):
        pytest.skip("what lies beyond the image's border counts where the lesion touches it")
    padded = [
        np.pad(array, ((0, 0), (0, 200), (0, 200)), constant_values=fill) for array, fill in ((image, -1000), (mask, 0))
    ]
    moved = replace(geometry, shape=padded[0].shape)
    before, after = extract(*case).features, extract(*placed(case, padded[0], padded[1].astype(bool), moved)).features
    changed = {name for name, value in before.items() if after[name] != pytest.approx(value, rel=EQUAL)}
    assert changed
    assert all(name.startswith(BY_RUN_LENGTH) for name in changed), changed


def _is_inside(mask: np.ndarray) -> bool:
    margin = 8  # beyond the largest offset
    inner = mask[1:-1, margin:-margin, margin:-margin]
    return bool(inner.sum() == mask.sum())


def test_cropping_what_no_feature_looks_at(case, features):
    (image, mask), geometry = voxels(case), case[0].geometry
    box = [(max(int(places.min()) - 10, 0), int(places.max()) + 11) for places in np.nonzero(mask)]
    window = tuple(slice(*span) for span in box)
    cropped = image[window].copy(), mask[window].copy()
    origin = geometry.index_to_world @ (box[2][0], box[1][0], box[0][0], 1.0)
    moved = replace(geometry, shape=cropped[0].shape, origin=tuple(origin[:3].tolist()))
    require_equal(extract(*placed(case, *cropped, moved), profile=STATED).features, features)


@pytest.mark.parametrize("shift", [(0.1, -0.2, 0.3), (1e3, 2e3, -3e3), (123456.789, 0.0, 0.0)])
def test_translating_in_the_world(case, features, shift):
    geometry = case[0].geometry
    moved = replace(geometry, origin=tuple(place + step for place, step in zip(geometry.origin, shift, strict=True)))
    require_equal(extract(*placed(case, *voxels(case), moved), profile=STATED).features, features)


def test_translating_by_whole_voxels_within_the_image(case, features):
    (image, mask), geometry = voxels(case), case[0].geometry
    if not _is_inside(mask):
        pytest.skip("a lesion at the border cannot be rolled")
    room = [
        (int(places.min()), length - 1 - int(places.max()))
        for places, length in zip(np.nonzero(mask), mask.shape, strict=True)
    ]
    shift = tuple(np.sign(after - before) * min(5, max(before, after) // 4) for before, after in room)
    assert any(shift)
    rolled = np.roll(image, shift, (0, 1, 2)), np.roll(mask, shift, (0, 1, 2))
    require_equal(extract(*placed(case, *rolled, geometry), profile=STATED).features, features)


@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (0, 2, 1)])
@pytest.mark.parametrize("backwards", [(False, False, False), (True, False, True)])
def test_reordering_axes(case, features, axes, backwards):
    stored = store(Stored(*case), axes, backwards)
    require_equal(extract(stored.image, stored.mask, profile=STATED).features, features)


def test_another_label_or_type_of_number(case, features):
    image, mask = voxels(case)
    geometry = case[0].geometry
    whole = np.array_equal(image, np.rint(image))
    for dtype in (np.float32, np.float64, *((np.int32, ">i2") if whole else ())):
        require_equal(extract(*placed(case, image.astype(dtype), mask, geometry), profile=STATED).features, features)


@pytest.mark.parametrize(
    ("image_name", "mask_name", "compressed"),
    [
        ("image.nrrd", "mask.nrrd", False),
        ("image.nrrd", "mask.seg.nrrd", True),
        ("image.nhdr", "mask.nhdr", False),
        ("image.nii", "mask.nii", False),
        ("image.nii.gz", "mask.nii.gz", True),
        ("image.mha", "mask.mha", True),
        ("image.mhd", "mask.mhd", False),
        ("image.mhd", "mask.nii.gz", True),
    ],
)
def test_saving_again(case, features, tmp_path, image_name, mask_name, compressed):
    image, mask = case
    sitk.WriteImage(image.to_sitk(), str(tmp_path / image_name), compressed)
    drawn = sitk.GetImageFromArray(mask.array.astype(np.uint8) * 3)
    mask.geometry.apply_to(drawn)
    if mask_name.endswith(".seg.nrrd"):
        for key, value in (("ID", "one"), ("Name", "tumor"), ("LabelValue", "3"), ("Layer", "0")):
            drawn.SetMetaData(f"Segment0_{key}", value)
    sitk.WriteImage(drawn, str(tmp_path / mask_name), compressed)
    read = read_image(tmp_path / image_name), read_mask(tmp_path / mask_name)
    require_equal(extract(*read, profile=STATED).features, features)


@pytest.fixture(scope="module")
def series(tmp_path_factory) -> tuple[Path, Case]:
    """A simulated patient's phase as DICOM slices, with its SEG and RTSTRUCT."""
    pytest.importorskip("highdicom")
    pytest.importorskip("contourpy")
    from PCRPredictorLib.report.dicom.simulated_case import write_dicom_case

    whole = simulate_patient(3)
    folder = tmp_path_factory.mktemp("series")
    write_dicom_case(folder, "one", whole, seed=3)
    return folder / "one", (whole.arterial, whole.arterial_mask)


def _reversed_names(slices: list[Path], folder: Path) -> None:
    for number, path in enumerate(reversed(slices)):
        shutil.copy(path, folder / f"{number:04d}")


def _halves(slices: list[Path], folder: Path) -> None:
    for half in range(2):
        (folder / f"disk{half}" / "deep").mkdir(parents=True)
        for path in slices[half::2]:
            shutil.copy(path, folder / f"disk{half}" / "deep" / path.name)


def _as_written(slices: list[Path], folder: Path) -> None:
    for path in slices:
        shutil.copy(path, folder / path.name)


@pytest.mark.parametrize("contour", ["arterial_seg.dcm", "arterial_rtstruct.dcm"])
@pytest.mark.parametrize("lay", [_as_written, _reversed_names, _halves])
def test_dicom_in_any_order_and_place(series, tmp_path, lay: Callable[[list[Path], Path], None], contour):
    folder, case = series
    place = tmp_path / "copy"
    place.mkdir()
    lay(sorted((folder / "arterial").iterdir()), place)
    image = read_image(place)
    found = extract(image, read_mask(folder / contour, image=image), profile=STATED).features
    require_equal(found, extract(*case, profile=STATED).features)


# What a length of 2 mm in place of 1 mm must do: lengths double, areas are four and volumes eight times as large, and
# what is counted in voxels or made of grey values alone stays. A.K.'s diameter is in voxels.
AK396_FACTORS = {"SurfaceArea": 4.0, "VolumeMM": 8.0, "VolumeCC": 8.0, "SurfaceVolumeRatio": 0.5}
IBSI_FACTORS = {
    "morph_volume": 8.0,
    "morph_vol_approx": 8.0,
    "morph_area_mesh": 4.0,
    "morph_av": 0.5,
    "morph_com": 2.0,
    "morph_integ_int": 8.0,
    "morph_diam": 2.0,
    "morph_pca_maj_axis": 2.0,
    "morph_pca_min_axis": 2.0,
    "morph_pca_least_axis": 2.0,
}
IN_A_CUBIC_CENTIMETER = ("loc_peak_loc", "loc_peak_glob")
"""Means over a sphere of 1 ml, which holds other voxels when they are larger."""


def _doubled(case: Case) -> Case:
    geometry = case[0].geometry
    column, row, slice_ = (2 * step for step in geometry.spacing)
    return placed(case, *voxels(case), replace(geometry, spacing=(column, row, slice_)))


def test_voxels_of_twice_the_size_and_runs_of_twice_the_length(case, features):
    found = extract(*_doubled(case), profile=AK396Profile(run_distance_mm=2 * RUN_DISTANCE_MM)).features
    require_equal(found, {name: value * AK396_FACTORS.get(name, 1.0) for name, value in features.items()})


def test_voxels_of_twice_the_size(case, features):
    """Runs of the same voxels are longer in mm: no feature but those that weigh lengths may tell, nor the shape."""
    found = extract(*_doubled(case), profile=STATED).features
    moved = {name for name in features if found[name] != pytest.approx(features[name], rel=EQUAL)}
    assert set(AK396_FACTORS) <= moved
    assert moved - set(AK396_FACTORS) <= {name for name in RUNS if name.startswith(BY_RUN_LENGTH)}
    for name in moved:
        if name.startswith("LongRun") and not name.endswith("_SD"):
            assert found[name] > features[name], name
        if name.startswith("ShortRun") and not name.endswith("_SD"):
            assert found[name] < features[name], name


def test_voxels_of_twice_the_size_in_the_ibsi_set():
    """On a small lesion: MIRP needs up to a minute for others."""
    pytest.importorskip("mirp")
    small = patient("anisotropic")
    case = small.image, small.mask
    before = extract(*case, profile=IbsiProfile()).features
    after = extract(*_doubled(case), profile=IbsiProfile()).features
    for name in IN_A_CUBIC_CENTIMETER:
        assert np.isfinite(after.pop(name))
        del before[name]
    require_equal(after, {name: value * IBSI_FACTORS.get(name, 1.0) for name, value in before.items()})


def test_the_start_of_a_study_is_no_part_of_a_feature(series):
    """Nor is the time of day at which it was written."""
    from PCRPredictorLib.report.dicom.ct_series import SimulatedStudy, ct_series, write_series

    folder, (image, mask) = series
    later = datetime(2031, 12, 31, 23, 59, 58)
    slices = ct_series(image, SimulatedStudy("other", later), 4, "Liver arterial phase", later)
    place = folder.parent / "later"
    write_series(slices, place)
    require_equal(extract(read_image(place), mask).features, extract(image, mask).features)


def test_the_ibsi_set_gives_the_same_twice():
    """MIRP takes Moran's I and Geary's C of 1000 voxels and more from random points."""
    pytest.importorskip("mirp")
    small = patient("anisotropic")
    assert small.mask.voxel_count >= 1000
    only = ["morph_moran_i", "morph_geary_c"]
    first, again = (extract(small.image, small.mask, profile=IbsiProfile(), only=only).features for _ in range(2))
    assert first == again
