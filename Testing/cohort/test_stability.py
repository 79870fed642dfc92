"""Features of perturbed contours: what train's reproducibility filter takes, and an ICC of each feature."""

import numpy as np
import pytest
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.cohort.runner import CohortSettings, unit_of
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import extract
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.imaging import Mask
from PCRPredictorLib.imaging.perturbation import ContourPerturber, PerturbationSettings
from PCRPredictorLib.models.perturbed_features import load_perturbed_features
from PCRPredictorLib.models.table import read_table


def test_each_contour_has_the_features_of_a_whole_extraction(small_cohort, measured_cohort, tmp_path):
    perturbed = load_perturbed_features(measured_cohort / "perturbed.npz")
    table = read_table(measured_cohort / "features.csv")
    assert perturbed.case_ids == table.case_ids
    assert perturbed.columns == tuple(table.columns)
    assert perturbed.profile_hash == table.profile_hash
    assert perturbed.simulated
    assert perturbed.values.shape == (3, 3, len(table.columns))
    unit = unit_of(read_manifest(small_cohort).cases[1], "portal", CohortSettings(), tmp_path)
    image, mask = read_image(unit.image), read_mask(unit.mask)
    settings = PerturbationSettings()
    perturber = ContourPerturber(mask, settings, settings.stream(unit.case_numbers, 1))
    array = np.zeros(mask.geometry.shape, dtype=bool)
    array[perturber.box] = perturber.draw(2)
    found = extract(image, Mask(array, mask.geometry)).features
    columns = [perturbed.columns.index(f"P_{name}") for name in found]
    assert perturbed.values[1, 2, columns].tolist() == list(found.values())


def test_icc_is_that_of_the_perturbed_features(measured_cohort, read_csv):
    """ICC(1,1) from an analysis of variance written out for one feature."""
    perturbed = load_perturbed_features(measured_cohort / "perturbed.npz")
    place = perturbed.columns.index("A_MeanValue")
    ratings = perturbed.values[:, :, place]
    within = ratings.var(axis=1, ddof=1).mean()
    between = 3 * ratings.mean(axis=1).var(ddof=1)
    row = read_csv(measured_cohort / "stability.csv")[place]
    assert row["feature"] == "A_MeanValue"
    assert float(row["icc"]) == pytest.approx((between - within) / (between + 2 * within), rel=1e-9)
    assert float(row["ci_low"]) < float(row["icc"]) < float(row["ci_high"])
    assert (row["cases"], row["perturbations"], row["simulated"]) == ("3", "3", "true")


def test_a_constant_feature_has_no_icc(measured_cohort, read_csv):
    rows = {row["feature"]: row for row in read_csv(measured_cohort / "stability.csv")}
    assert rows["P_MeanDeviation"]["icc"] == ""


def test_reading_refuses_other_files(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        load_perturbed_features(tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("no")
    np.savez(tmp_path / "other.npz", values=np.zeros(3))
    for name in ("text.npz", "other.npz"):
        with pytest.raises(InputError, match="holds no perturbed features"):
            load_perturbed_features(tmp_path / name)
