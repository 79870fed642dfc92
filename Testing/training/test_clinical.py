"""Clinical, radiomic and combined models, and the nomogram, against the model file's own probabilities."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.models.feature_transform import AsinhTransform
from PCRPredictorLib.models.model_file import Model, ModelFeature
from PCRPredictorLib.report.study.checklists.facts import facts_of
from PCRPredictorLib.report.study.clinical_section import clinical_section
from PCRPredictorLib.report.study.nomogram_chart import nomogram_chart, nomogram_table
from PCRPredictorLib.report.study.training_report import training_figures_of
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.clinical import compare_with_clinical
from PCRPredictorLib.training.protocols.nested import nested_cross_validation
from PCRPredictorLib.training.protocols.train import probabilities, train
from PCRPredictorLib.training.record.nomogram import nomogram
from PCRPredictorLib.training.record.validation_record import validation_record

QUICK = TrainingConfig(
    folds=3,
    inner_folds=2,
    inner_repeats=1,
    repeats=1,
    smote=False,
    candidates=("sparse",),
    max_features=5,
    cutoff_bootstrap=10,
)


@pytest.fixture(scope="module")
def cohort():
    """Of 160 patients 64 responders; age and one of ten radiomic features carry the outcome, the sex does not."""
    generator = np.random.default_rng(11)
    outcome = (np.arange(160) % 5 < 2).astype(int)
    radiomic = generator.normal(size=(160, 10))
    radiomic[:, 0] += 1.2 * outcome
    age = 60 + 8 * generator.normal(size=160) - 9 * outcome
    names = (*(f"A_f{number}" for number in range(10)), "age", "sex")
    values = np.column_stack([radiomic, age, generator.integers(0, 2, 160)])
    return Cohort(values, outcome, names, tuple(map(str, range(160))), clinical=("age", "sex"))


@pytest.fixture(scope="module")
def result(cohort):
    return train(cohort, QUICK)


def test_each_part_is_cross_validated_alone_in_the_same_folds(result, cohort):
    alone = Cohort(cohort.values[:, 10:], cohort.outcome, cohort.names[10:], cohort.case_ids)
    expected = nested_cross_validation(alone, QUICK)
    models = result.clinical.models
    assert models["clinical"].auc == expected.auc
    assert models["combined"] is result.main.nested
    for other in models.values():
        for fold, same in zip(other.folds, expected.folds, strict=True):
            np.testing.assert_array_equal(fold.rows, same.rows)
    assert models["combined"].auc > max(models["clinical"].auc, models["radiomic"].auc)


def test_the_record_and_the_page_hold_three_models_and_three_tests(result):
    record = validation_record(result)["clinical"]
    assert record["variables"] == ["age", "sex"]
    assert set(record["models"]) == {"clinical", "radiomic", "combined"}
    test = record["comparisons"]["combined against clinical"]
    areas = {name: model["auc"] for name, model in record["models"].items()}
    assert test["difference"] == pytest.approx(areas["combined"] - areas["clinical"], abs=1e-12)
    assert "combined against radiomic" in clinical_section(result.clinical)
    offered = facts_of(result)["predictors"]
    assert offered.startswith("12 features offered, 2 clinical variables among them;")


def test_points_add_up_to_the_probability_of_the_model_file(result, cohort):
    found = nomogram(result.main.model, cohort)
    linear = found.least + found.per_point * found.patient_points.sum(axis=1)
    expected = probabilities(result.main.model, cohort)
    # Rounding of sums in another order only.
    assert 1 / (1 + np.exp(-linear)) == pytest.approx(expected, abs=1e-12)
    assert found.patient_points.min() == 0
    assert found.patient_points.max() == pytest.approx(100)


def test_the_table_of_points_leads_to_the_probability(result, cohort, tmp_path):
    """A patient read off the table by hand: interpolate between its lines, add, look up."""
    found = nomogram(result.main.model, cohort)
    blocks = {}
    assert nomogram_table(found, simulated=True).splitlines()[0] == "variable,value,points,simulated"
    for row in csv.DictReader(io.StringIO(nomogram_table(found))):
        blocks.setdefault(row["variable"], []).append((float(row["value"]), float(row["points"])))
    age = cohort.values[7, cohort.names.index("age")]
    values, points = zip(*sorted(blocks["age"]), strict=True)
    place = [axis.name for axis in found.axes].index("age")
    # Two decimals of the points, at six digits of the value; a transform bends the axis by half a point at most.
    bent = any(feature.transform is not None for feature in result.main.model.features)
    assert np.interp(age, values, points) == pytest.approx(found.patient_points[7, place], abs=0.52 if bent else 0.02)
    for share, total in blocks["Probability"]:
        assert 1 / (1 + np.exp(-(found.least + found.per_point * total))) == pytest.approx(share, abs=0.001)
    # Each ruler is as long as the patients reach, though the last round value lies before its end.
    reached = [list(line.get_xdata()) for line in nomogram_chart(found, "title").axes[0].lines if line.get_lw() > 1.2]
    most = found.patient_points.max(axis=0)
    assert reached == [[0, 100], *([0, pytest.approx(each)] for each in most), [0, 100], [0, pytest.approx(100)]]
    nomogram_chart(found, "a $ title").savefig(tmp_path / "nomogram.png")
    assert "nomogram" in training_figures_of(result)


@pytest.mark.parametrize(("intercept", "slope"), [(-2.4, 0.02), (-1.0, 0.6), (0.0, 0.0001), (3.0, 40.0)])
def test_every_patient_s_probability_can_be_read_off(cohort, intercept, slope):
    """Those of a weak model lay between two ticks, or off the ruler."""
    features = (
        ModelFeature("A_f0", "f0", "arterial", slope, float(cohort.values[:, 0].mean()), 1.0),
        ModelFeature("sex", "sex", None, slope / 2, 0.5, 0.5),
    )
    sex = np.arange(len(cohort)) % 2.0
    table = replace(
        cohort, values=np.column_stack([cohort.values[:, 0], sex]), names=("A_f0", "sex"), clinical=("sex",)
    )
    model = Model("m", "1", "here", "table", None, features, intercept, None, None, "research")
    found = nomogram(model, table)
    shares, totals = np.array(found.total.values), np.array(found.total.points)
    assert (np.diff(totals) > 0).all()
    points = found.patient_points.sum(axis=1)
    assert totals[0] <= points.min()
    assert points.max() <= totals[-1] * (1 + 1e-12)
    expected = probabilities(model, table)
    assert np.abs(np.interp(points, totals, shares) - expected).max() <= 0.02
    assert len(shares) >= 6 or np.ptp(expected) > 0.9
    nomogram_chart(found, "title")


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_every_patient_can_be_read_off_the_table_where_a_transform_bends_the_axis(cohort, sign):
    """C-reactive protein from 0.1 to 200: ticks of equal steps left 40 points between the first two."""
    crp = np.exp(np.random.default_rng(4).normal(1.2, 1.5, len(cohort)))
    values = np.column_stack([cohort.values[:, 0], crp])
    skewed = replace(cohort, values=values, names=("A_f0", "crp"), clinical=("crp",))
    terms = np.column_stack([values[:, 0] * 0.8, sign * 1.1 * np.arcsinh((crp - 3) / 2)])
    features = (
        ModelFeature("A_f0", "f0", "arterial", 0.8, 0.0, 1.0),
        ModelFeature("crp", "crp", None, sign * 1.1, 0.0, 1.0, AsinhTransform(3.0, 2.0)),
    )
    model = Model("m", "1", "here", "table", None, features, -0.4, None, None, "research")
    found = nomogram(model, skewed)
    blocks = {}
    for row in csv.DictReader(io.StringIO(nomogram_table(found))):
        blocks.setdefault(row["variable"], []).append((float(row["value"]), float(row["points"])))
    total = np.zeros(len(skewed))
    for name, read in (("Radiomic score", terms[:, 0]), ("crp", crp)):
        ticks, points = np.array(sorted(blocks[name])).T
        assert ticks[[0, -1]] == pytest.approx([read.min(), read.max()], rel=1e-5)
        assert len(ticks) < 40
        total += np.interp(read, ticks, points)
    linear = -0.4 + terms.sum(axis=1)
    # Half a point of the one bent axis, two decimals of a point of each.
    assert found.least + found.per_point * total == pytest.approx(linear, abs=0.53 * found.per_point)


def test_a_variable_too_rare_to_be_trained_on_alone_costs_no_run(cohort, result):
    """One case in 160: constant in the two training folds of three that the case is tested against."""
    rare = replace(cohort, values=cohort.values.copy(), clinical=("sex",))
    rare.values[:, rare.names.index("sex")] = np.arange(160) == 3
    found = compare_with_clinical(rare, QUICK, result.main.nested)
    assert set(found.models) == {"combined", "radiomic"}
    assert "The clinical model alone could not be trained: All 1 features are constant" in found.missing[0]
    assert list(found.tests()) == [("combined", "radiomic")]
    assert "could not be trained" in clinical_section(found)


def test_without_clinical_variables_there_is_neither(cohort):
    bare = Cohort(cohort.values[:, :10], cohort.outcome, cohort.names[:10], cohort.case_ids)
    plain = train(bare, QUICK)
    assert plain.clinical is None
    assert nomogram(plain.main.model, bare) is None
    assert "clinical" not in validation_record(plain)
    assert clinical_section(None) == ""
