"""The model card says what the number rests on."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.models.calibration_file import Calibration, Scaling
from PCRPredictorLib.models.cutoff import Cutoff
from PCRPredictorLib.models.model_file import Model, ModelFeature
from PCRPredictorLib.models.reference import describe_cohort
from PCRPredictorLib.presenter.patient.model_card import model_card

MODEL = Model(
    name="m",
    version="2",
    source="a paper",
    feature_set="ak396",
    profile_hash=None,
    features=(
        ModelFeature("A1", "MeanValue", "arterial", 2.0),
        ModelFeature("P1", "MeanValue", "portal", 1.0),
        ModelFeature("AFP", "AFP", None, 1.0),
    ),
    intercept=None,
    cutoff=0.2109,
    cutoff_meaning="Youden.",
    intended_use="Research.",
)


@pytest.fixture
def calibration() -> Calibration:
    return Calibration(
        model="m",
        model_hash=MODEL.hash,
        method="outcomes",
        scaling=(Scaling("A_MeanValue", 1.0, 2.0),),
        intercept=-1.23456,
        intercept_se=0.2,
        slope=1.0,
        slope_se=None,
        cutoff=Cutoff(0.31, 0.2, 0.4, "Youden's index", 20, 5, 200, 1),
        patients=64,
        events=20,
        prevalence=None,
        auc=0.7,
        auc_ci=(0.6, 0.8),
        cohort_slope=0.9,
        cohort_slope_se=0.2,
        too_close={"cohort": 0.2, "60": 0.2, "100": 0.15, "200": 0.1},
        reference=describe_cohort(("A_MeanValue",), np.random.default_rng(1).normal(size=(64, 1))),
        profile_hash="p",
        acquisition={},
        fingerprints=(),
        date="2026-11-23",
        version="0.1.0",
        simulated=False,
    )


def rows(model: Model, calibration: Calibration | None) -> dict[str, str]:
    return {row.title: row.text for row in model_card(model, calibration)}


def test_without_calibration_the_card_says_what_is_lacking():
    card = rows(MODEL, None)
    assert card["Model"] == "m, version 2"
    assert card["Features"] == (
        "3 (1 of the arterial phase, 1 of the portal venous phase, 1 clinical or of a table); feature set ak396"
    )
    assert card["Calibration"] == "None; the model lacks intercept and scaling."
    assert card["Cut-off of the source"] == "0.2109. Youden."
    assert card["Note"].startswith("Research use only")
    assert not any("imulated" in title for title in card)


def test_calibration_from_outcomes(calibration):
    card = rows(MODEL, calibration)
    assert card["Calibration"] == "64 patients (20 with pCR), made 2026-11-23"
    assert card["Intercept"] == "-1.235 ± 0.200 (standard error)"
    assert card["Cut-off"] == "0.310 (95 % interval 0.200 to 0.400), by Youden's index, mean of 20 splits"
    assert card["AUC, cross-validated"] == "0.70 (95 % interval 0.60 to 0.80)"
    assert card["Slope of the score"].startswith("0.90 ± 0.20")
    assert card["Slope of the score"].endswith("the model's own 1 is used")  # of one trained here nothing was published
    assert card["Too close to call"].startswith("20 % of this cohort; about 20 % with 60 patients, 15 % with 100")
    assert "coarse" in card["Outside from"]


def test_calibration_from_a_prevalence_has_no_cutoff(calibration):
    card = rows(MODEL, replace(calibration, events=None, prevalence=0.3, cutoff=None))
    assert "outcomes unknown" in card["Calibration"]
    assert card["Intercept"] == "Set so that the mean probability equals a stated prevalence of 30 %."
    assert card["Cut-off"].startswith("None is valid")


def test_simulated_parts_are_named(calibration):
    card = rows(replace(MODEL, simulated=True), replace(calibration, simulated=True))
    assert "simulated patients" in card["Simulated"]
    assert "simulated patients" in card["Simulated calibration"]


def test_complete_model_needs_no_calibration():
    complete = replace(MODEL, features=(ModelFeature("A1", "MeanValue", "arterial", 2.0, 1.0, 2.0),), intercept=0.1)
    assert rows(complete, None)["Calibration"] == "None needed."
