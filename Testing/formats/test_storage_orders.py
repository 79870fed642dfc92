"""No lossless way to store a patient changes a digit: 48 axis orders of three formats, 24 of DICOM."""

import random

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.features import extract
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.imaging import Mask, PhaseImage
from PCRPredictorLib.models.calibration_file import load_calibration
from PCRPredictorLib.models.model_file import load_model
from PCRPredictorLib.models.patient import predict_patient
from PCRPredictorLib.resources import resource_folder

from Testing.storage_orders import ORDERS, PATIENTS, Stored, patient, store

# Sums run in one order, so what is left is the rounding of a few products.
REL = 1e-9


@pytest.fixture(scope="module")
def predict():
    model = load_model("wen2024-smote-radiomics")
    calibration = load_calibration(resource_folder("Calibrations") / f"simulated-{model.name}.json")

    def run(arterial, portal):
        return repr(
            predict_patient(arterial.image, arterial.mask, portal.image, portal.mask, model, calibration).probability
        )

    return run


def through_file(folder, number, stored, suffix):
    image, mask = folder / f"image{number}{suffix}", folder / f"mask{number}{suffix}"
    sitk.WriteImage(stored.image.to_sitk(), str(image))
    sitk.WriteImage(stored.mask.to_sitk(), str(mask))
    return Stored(read_image(image), read_mask(mask))


def require_alike(found, expected, where):
    assert len(found) == 396
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=REL, abs=1e-12), (where, name)


@pytest.mark.parametrize("suffix", [".nrrd", ".nii.gz", ".mha"])
@pytest.mark.parametrize("name", PATIENTS)
def test_48_orders_of_a_file_give_one_set_of_features_and_one_probability(name, suffix, tmp_path, predict):
    given = patient(name)
    read = [through_file(tmp_path, number, store(given, *order), suffix) for number, order in enumerate(ORDERS)]
    portal = [
        through_file(tmp_path, f"p{number}", store(patient(name, "portal"), *order), suffix)
        for number, order in enumerate(ORDERS)
    ]
    first = extract(read[0].image, read[0].mask)
    probability = predict(read[0], portal[0])
    for number, stored in enumerate(read):
        found = extract(stored.image, stored.mask)
        require_alike(found.features, first.features, ORDERS[number])
        assert found.warnings == first.warnings
        assert predict(stored, portal[(7 * number + 3) % 48]) == probability
    direct = extract(given.image, given.mask).features
    for feature, value in first.features.items():
        assert value == pytest.approx(direct[feature], rel=1e-6 if suffix == ".nii.gz" else REL, abs=1e-12), feature


@pytest.mark.parametrize("name", PATIENTS)
def test_a_mask_in_another_order_than_its_image_is_not_resampled(name, tmp_path):
    given = patient(name)
    expected = extract(given.image, given.mask)
    for number in range(0, 48, 5):
        image = through_file(tmp_path, number, store(given, *ORDERS[number]), ".nrrd").image
        mask = through_file(tmp_path, number, store(given, *ORDERS[47 - number]), ".nrrd").mask
        found = extract(image, mask)
        assert found.warnings == expected.warnings
        require_alike(found.features, expected.features, (ORDERS[number], ORDERS[47 - number]))


def write_series(folder, stored, write_slice, seed):
    """The series as files whose names, instance numbers and writing order say nothing of their place."""
    folder.mkdir()
    geometry = stored.image.geometry
    steps, slices = geometry.index_to_world[:3], list(range(geometry.shape[0]))
    random.Random(seed).shuffle(slices)
    turn = np.reshape(geometry.direction, (3, 3))
    for number, place in enumerate(slices):
        position = steps @ [0, 0, place, 1]
        write_slice(
            folder / f"{number:03d}.dcm",
            number,
            position,
            plane=(stored.image.array[place] + 1024).astype(np.int16),
            stated_position="\\".join(f"{value:.12g}"[:16] for value in position),
            orientation="\\".join(f"{value:.12f}"[:16] for value in (*turn[:, 0], *turn[:, 1])),
            pixel_spacing=f"{geometry.spacing[1]}\\{geometry.spacing[0]}",
            acquisition_time="101500",
        )
    return folder


@pytest.mark.parametrize("name", PATIENTS)
def test_24_orders_of_a_dicom_series_give_one_set_of_features(name, tmp_path, write_slice, predict):
    given = patient(name)
    expected = extract(given.image, given.mask)
    probability, portal = None, patient(name, "portal")
    right = [stored for stored in (store(given, *order) for order in ORDERS) if stored.right_handed]
    assert len(right) == 24
    for number, stored in enumerate(right):
        image = read_image(write_series(tmp_path / f"series{number}", stored, write_slice, number))
        found = extract(image, stored.mask)
        require_alike(found.features, expected.features, stored.image.geometry)
        probability = probability or predict(Stored(image, stored.mask), portal)
        assert predict(Stored(image, given.mask), portal) == probability


@pytest.mark.parametrize("name", PATIENTS)
def test_a_series_and_the_nifti_that_converters_make_of_it(name, tmp_path, write_slice, predict):
    """dcm2niix keeps columns and slices and turns the rows over (LAS), with the mask beside it."""
    given = patient(name)
    series = read_image(write_series(tmp_path / "series", given, write_slice, 1))
    converted = store(given, (0, 1, 2), (False, True, False))
    made = through_file(tmp_path, 0, converted, ".nii.gz")
    assert made.image.geometry != series.geometry
    found, expected = extract(made.image, made.mask), extract(series, given.mask)
    for feature, value in expected.features.items():
        # the voxel size of an oblique NIfTI is that of single-precision cosines
        rel = 1e-6 if name == "oblique" else REL
        assert found.features[feature] == pytest.approx(value, rel=rel, abs=1e-12), feature
    crossed = extract(series, made.mask)
    require_alike(crossed.features, expected.features, "the NIfTI's mask on the series")
    assert "mask-resampled" not in {notice.code for notice in crossed.warnings}
    if name != "oblique":
        portal = patient(name, "portal")
        assert predict(made, portal) == predict(Stored(series, given.mask), portal)


@pytest.mark.parametrize("spacing", [(0.8, 0.8, 2.5), (0.7123456789, 0.9, 1 / 3), (0.68359375, 0.68359375, 1.25)])
def test_formats_and_itk_give_one_set_of_features(tmp_path, spacing):
    """ITK hands over NIfTI's 0.8 as 0.800000012, and NRRD keeps more digits of 1 / 3 than NIfTI."""
    given = patient("anisotropic", "portal")
    image, mask = given.image.to_sitk(), given.mask.to_sitk()
    image.SetSpacing(spacing)
    mask.SetSpacing(spacing)
    found = []
    for suffix in (".nrrd", ".nii.gz", ".mha"):
        stored = through_file(tmp_path, 0, Stored(PhaseImage.from_sitk(image), Mask.from_sitk(mask)), suffix)
        found.append(extract(stored.image, stored.mask).features)
        by_itk = [sitk.ReadImage(str(tmp_path / f"{kind}0{suffix}")) for kind in ("image", "mask")]
        found.append(extract(PhaseImage.from_sitk(by_itk[0]), Mask.from_sitk(by_itk[1])).features)
    for features in found[1:]:
        assert features == pytest.approx(found[0], rel=REL)
