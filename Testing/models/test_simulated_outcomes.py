"""Outcomes drawn from the published models: the constants hold on fresh patients, and the tables say so."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.files import read_json
from PCRPredictorLib.models import simulated_outcomes
from PCRPredictorLib.models.calibration import calibrate
from PCRPredictorLib.models.model_file import load_model, published_names
from PCRPredictorLib.models.outcomes import DRAWN_FROM_COLUMN, drawn_outcome_notices
from PCRPredictorLib.models.simulated_outcomes import FILE, features_of, published_scores, score_constants
from PCRPredictorLib.models.table import FeatureTable
from PCRPredictorLib.resources import resource_folder
from PCRPredictorLib.simulation import SOURCE_COLUMN, simulate_patient

COLUMNS = sorted({column for name in published_names() for column in load_model(name).columns})


def test_the_shipped_constants_are_those_of_the_script():
    """Three of the 600 patients: their features, standardized by hand, give the score."""
    content = read_json(resource_folder("Simulation") / FILE)
    assert (content["patients"], content["seed"], content["simulated"]) == (600, 396, True)
    for number in range(3):
        patient = simulate_patient(np.random.SeedSequence(396, spawn_key=(number,)), lipiodol=False)
        images = patient.arterial, patient.arterial_mask, patient.portal, patient.portal_mask
        values = features_of(*images, COLUMNS)
        standard = []
        for name in published_names():
            model, constants = load_model(name), content["models"][name]
            terms = [
                feature.coefficient * (values[feature.column] - scaling["mean"]) / scaling["std"]
                for feature, scaling in zip(model.features, constants["scaling"], strict=True)
            ]
            standard.append(sum(terms) / constants["score_std"])
        expected = sum(standard) / 2 / content["mean_std"]
        # the same sum in another order
        assert published_scores().score(*images) == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert abs(expected) < 8


def test_constants_standardize_the_patients_they_were_made_from():
    generator = np.random.default_rng(0)
    rows = [dict(zip(COLUMNS, generator.lognormal(1, 1, len(COLUMNS)), strict=True)) for _ in range(50)]
    content = score_constants(rows, 1)
    standard = []
    for name in published_names():
        model, constants = load_model(name), content["models"][name]
        values = np.array([[row[column] for column in model.columns] for row in rows])
        means, stds = (np.array([item[key] for item in constants["scaling"]]) for key in ("mean", "std"))
        score = (values - means) / stds @ [feature.coefficient for feature in model.features]
        assert score.mean() == pytest.approx(0, abs=1e-9)
        standard.append(score / constants["score_std"])
        assert standard[-1].std(ddof=1) == pytest.approx(1)
    assert (np.mean(standard, axis=0) / content["mean_std"]).std(ddof=1) == pytest.approx(1)


def test_constants_of_another_model_are_refused(monkeypatch):
    def changed(path):
        content = read_json(path)
        content["models"]["wen2024-radiomics"]["model_hash"] = "other"
        return content

    monkeypatch.setattr(simulated_outcomes, "read_json", changed)
    with pytest.raises(InputError, match="was made for another model 'wen2024-radiomics'; run"):
        published_scores()


def test_the_mark_of_the_manifest_is_the_one_that_tables_are_searched_for():
    assert SOURCE_COLUMN == DRAWN_FROM_COLUMN


@pytest.mark.parametrize(("cells", "told"), [(["wen2024"] * 40, 1), ([""] * 40, 0), (None, 0)])
def test_a_calibration_from_drawn_outcomes_says_so(cells, told):
    model = load_model("wen2024-smote-radiomics")
    generator = np.random.default_rng(2)
    columns = {column: generator.normal(size=40) for column in model.columns}
    carried = {"outcome": tuple("1" if number % 3 == 0 else "0" for number in range(40))}
    if cells is not None:
        carried[DRAWN_FROM_COLUMN] = tuple(cells)
    table = FeatureTable(tuple(map(str, range(40))), columns, carried, profile_hash=64 * "0", simulated=True)
    assert len(drawn_outcome_notices(table)) == told
    warnings = calibrate(model, table, outcome="outcome", fit_slope=False).warnings
    assert [notice.code for notice in warnings].count("simulated-outcomes") == told
    if told:
        assert warnings[0].message == "Simulated outcomes drawn from the models themselves: the AUC shows nothing."
