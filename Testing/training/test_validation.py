"""Validation of a finished model."""

import json

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.report.study.validation_report import _answer
from PCRPredictorLib.training.record.measures import compared_with_model, compared_with_reader, validation_summary


def test_the_summary_agrees_with_r(scores, oracle_r):
    outcome = scores["outcome"].astype(int)
    summary = validation_summary(outcome, scores["probability"], 0.5)
    assert (summary["patients"], summary["responders"]) == (120, 40)
    assert summary["calibration"]["slope"]["value"] == pytest.approx(oracle_r["slope"], abs=1e-9)
    called = scores["probability"] >= 0.5
    assert summary["sensitivity"] == pytest.approx(called[outcome == 1].mean())
    assert summary["sensitivity_ci"][0] < summary["sensitivity"] < summary["sensitivity_ci"][1]
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary


def test_without_a_cutoff_nothing_is_said_of_calls(scores):
    summary = validation_summary(scores["outcome"].astype(int), scores["probability"], None)
    assert summary["cutoff"] is None
    assert summary["specificity"] is None
    assert summary["specificity_ci"] is None


def test_perfect_separation_has_no_slope_and_says_why():
    summary = validation_summary(np.array([0, 0, 1, 1]), np.array([0.1, 0.2, 0.6, 0.7]), 0.5)
    assert summary["auc"] == 1
    assert summary["calibration"]["slope"] is None
    assert summary["calibration"]["intercept"] is None
    assert summary["calibration"]["brier"] == pytest.approx((0.01 + 0.04 + 0.16 + 0.09) / 4)
    assert summary["calibration"]["in_the_large"]["value"] > 0
    assert "missing" not in summary["calibration"]
    assert "completely" in summary["calibration_missing"]


def test_comparisons(scores, oracle_r):
    outcome = scores["outcome"].astype(int)
    models = compared_with_model(outcome, scores["first"], scores["second"])
    assert models["p_value"] == pytest.approx(oracle_r["paired_p"], rel=1e-11)
    reader = compared_with_reader(outcome, scores["probability"], 0.5, outcome)
    assert reader["reader"]["sensitivity"] == 1
    assert reader["sensitivity"]["only_first"] == 0
    with pytest.raises(InputError, match="no cut-off"):
        compared_with_reader(outcome, scores["probability"], None, outcome)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (np.linspace(0.1, 0.9, 30), "(DeLong)"),
        (np.full(30, 0.3), "0.31 to 0.69 (Newcombe 2006, method 5"),
        (np.repeat([0.2, 0.8], 15), "to 1.00 (Newcombe 2006, method 5"),
    ],
)
def test_the_page_names_the_method_that_the_interval_has(probability, words):
    outcome = np.repeat([0, 1], 15)
    if words == "(DeLong)":
        outcome = np.arange(30) % 2
    summary = {**validation_summary(outcome, probability, None), "model": "m"}
    assert words in _answer(summary)
