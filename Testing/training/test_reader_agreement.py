"""Two readers compared: sets of contours, features, and the command."""

import csv
import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.cli import run
from PCRPredictorLib.cli.reader_contours import compare_manifests
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.report.study.training_readers import readers_section
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.pipeline.steps import preparation
from PCRPredictorLib.training.readers.agreement import ContourPair, contour_summary, feature_reliability
from PCRPredictorLib.training.readers.counts import has_enough_readings, require_enough_readings
from PCRPredictorLib.training.statistics.contour_agreement import ContourAgreement


def pair(case, dice, distance, first, second, phase="arterial"):
    difference = 2 * (second - first) / (first + second)
    return ContourPair(case, phase, ContourAgreement(dice, distance, first, second, difference))


def test_sets_of_contours_are_summarized_by_phase():
    pairs = [pair("a", 0.9, 2.0, 10, 10), pair("b", 0.8, 5.0, 20, 22), pair("c", 0.7, 3.0, 30, 27)]
    summary = contour_summary([*pairs, pair("a", 0.5, 9.0, 4, 6, "portal")])
    arterial = summary["arterial"]
    assert arterial["dice"] == pytest.approx(
        {"median": 0.8, "lower_quartile": 0.75, "upper_quartile": 0.85, "worst": 0.7}
    )
    assert arterial["hausdorff_mm"]["worst"] == 5.0
    differences = np.array([0, 4 / 42, -6 / 57])
    assert arterial["volume"]["mean_difference"] == pytest.approx(differences.mean())
    width = arterial["volume"]["limits"][1] - arterial["volume"]["limits"][0]
    assert width == pytest.approx(2 * 1.96 * differences.std(ddof=1))
    # Mean squares by hand; n = 3, k = 2.
    between, readers, residual = 173 + 1 / 6, 1 / 6, 3 + 1 / 6
    icc = (between - residual) / (between + residual + 2 * (readers - residual) / 3)
    assert arterial["volume"]["icc"] == pytest.approx(icc, abs=1e-12)
    assert summary["portal"]["volume"]["icc"] is None
    assert contour_summary([]) == {}


def test_reliability_leaves_out_patients_with_one_reading():
    values = np.column_stack([np.arange(6.0), np.full(6, 3.0)])
    second = values + np.array([0.5, 0])
    second[4:] = np.nan
    cohort = Cohort(values, np.array([0, 1] * 3), ("f", "g"), tuple("abcdef"), second_reader=second)
    found = feature_reliability(cohort)["readers"]
    assert found["patients"] == 4
    # MSB = 2 var(0..3) = 10/3, MSE = 0, MSJ = 4 * 0.5^2 / 2 = 0.5.
    assert found["features"]["f"]["icc"] == pytest.approx((10 / 3) / (10 / 3 + 2 * 0.5 / 4))
    assert found["features"]["g"] is None


def test_gaps_in_a_clinical_variable_are_no_missing_readings():
    """Only ten patients have their age told; the features of all were drawn twice."""
    generator = np.random.default_rng(7)
    values = generator.normal(size=(60, 3))
    values[10:, 2] = np.nan
    second = values + np.column_stack([generator.normal(scale=0.1, size=(60, 2)), np.zeros(60)])
    cohort = Cohort(
        values,
        np.arange(60) % 2,
        ("f", "g", "age"),
        tuple(f"S{row}" for row in range(60)),
        second_reader=second,
        clinical=("age",),
    )
    config = TrainingConfig(impute=True)
    require_enough_readings(cohort, config)
    assert has_enough_readings(cohort, config)
    drawn_by_ten = replace(cohort, clinical=())
    with pytest.raises(InputError, match="all readings of 'age' in 10 of 60"):
        require_enough_readings(drawn_by_ten, config)
    ((_, chooses), *_rest) = preparation(cohort, config)
    assert chooses.fit(cohort.design).get_support().tolist() == [True] * 3 + [False] * 3
    alone = preparation(cohort.drawn(), config)[0][1].fit(cohort.drawn().design)
    assert chooses.icc_[:2].tolist() == alone.icc_.tolist()
    assert np.isnan(chooses.icc_[2])


def test_reliability_is_that_of_what_readers_draw():
    """A clinical variable is copied to the second reader, so that their agreement on it is nobody's."""
    values = np.column_stack([np.arange(8.0), np.arange(8.0)[::-1]])
    second = values + np.column_stack([np.tile([0.5, -0.5], 4), np.zeros(8)])
    second[6:] = np.nan
    cohort = Cohort(
        values, np.array([0, 1] * 4), ("f", "age"), tuple("abcdefgh"), second_reader=second, clinical=("age",)
    )
    found = feature_reliability(cohort)["readers"]
    assert list(found["features"]) == ["f"]
    assert (found["patients"], "rows" in found) == (6, False)
    found = feature_reliability(replace(cohort, groups=np.arange(8) // 2))["readers"]
    assert (found["patients"], found["rows"]) == (3, 6)
    settings = SimpleNamespace(reproducibility_threshold=0.75)
    result = SimpleNamespace(cohort=replace(cohort, groups=np.arange(8) // 2), config=settings, contours=())
    said = "Features between two readers: 1 of 1 reach ICC(2,1) of 0.75, in 6 rows of 3 patients with 2 readings."
    assert said in readers_section(result)
    result.cohort = cohort
    assert "in 6 patients with 2 readings." in readers_section(result)
    assert feature_reliability(replace(cohort, clinical=("f", "age"))) == {}


@pytest.fixture
def manifests(tmp_path):
    """Two cases, both phases; the second reader draws one column more, on a finer grid in the portal phase."""
    for reader, width in (("first", 6), ("second", 7)):
        rows = []
        for case in ("c1", "c2"):
            row = {"case_id": case}
            for phase in ("arterial", "portal"):
                mask = np.zeros((6, 12, 16), dtype=np.uint8)
                mask[1:5, 3:9, 4 : 4 + width] = 1
                drawn = sitk.GetImageFromArray(mask)
                drawn.SetSpacing((0.8, 0.8, 3.0))
                image = tmp_path / f"{case}-{phase}.nrrd"
                sitk.WriteImage(sitk.Cast(drawn, sitk.sitkInt16), str(image))
                if reader == "second" and phase == "portal":
                    drawn = sitk.Expand(drawn, [2, 2, 1], sitk.sitkNearestNeighbor)
                path = tmp_path / f"{case}-{phase}-{reader}.nrrd"
                sitk.WriteImage(drawn, str(path))
                row.update({phase: image.name, f"{phase}_mask": path.name})
            rows.append(row)
        with (tmp_path / f"{reader}.csv").open("w", encoding="utf-8", newline="") as stream:
            table = csv.DictWriter(stream, rows[0])
            table.writeheader()
            table.writerows(rows)
    return tmp_path / "first.csv", tmp_path / "second.csv"


def test_manifests_are_compared_case_by_case_even_on_other_grids(manifests):
    pairs = compare_manifests(*manifests)
    assert [(each.case_id, each.phase) for each in pairs] == [
        (case, phase) for case in ("c1", "c2") for phase in ("arterial", "portal")
    ]
    for each in pairs:
        assert each.agreement.dice == pytest.approx(2 * 6 / 13)
        assert each.agreement.hausdorff_mm == pytest.approx(0.8)


def test_a_second_manifest_with_other_cases_is_refused(manifests):
    first, second = manifests
    second.write_text(second.read_text(encoding="utf-8").replace("c2,", "c9,"), encoding="utf-8")
    with pytest.raises(InputError, match="such as c9"):
        compare_manifests(first, second)


def test_train_tells_the_agreement_of_contours(manifests, tmp_path, capsys):
    generator = np.random.default_rng(1)
    with (tmp_path / "cohort.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["case_id", "pcr", "A_kurtosis"])
        table.writerows([f"c{row}", row % 2, generator.normal() + row % 2] for row in range(24))
    (tmp_path / "quick.json").write_text(
        json.dumps(
            {"folds": 2, "inner_folds": 2, "inner_repeats": 1, "repeats": 1, "smote": False, "cutoff_bootstrap": 10}
        ),
        encoding="utf-8",
    )
    command = ["train", "--cohort", tmp_path / "cohort.csv", "--outcome", "pcr", "--config", tmp_path / "quick.json"]
    command += ["--output", tmp_path / "out", "--contours", manifests[0]]
    assert run([str(word) for word in command]) == 2
    assert "belong together" in capsys.readouterr().err
    assert run([str(word) for word in [*command, "--second-contours", manifests[1]]]) == 0
    record = json.loads((tmp_path / "out" / "validation.json").read_text(encoding="utf-8"))
    assert record["readers"]["contours"]["portal"]["cases"] == 2
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Contours, portal phase, 2 cases" in page
    assert "<td>Hausdorff distance</td><td>0.8 mm</td>" in page
