"""Making a calibration in a session: what is asked, what is written, what is chosen."""

from pathlib import Path

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.calibration import calibrate
from PCRPredictorLib.models.calibration_file import load_calibration
from PCRPredictorLib.models.model_file import load_model
from PCRPredictorLib.models.table import read_table
from PCRPredictorLib.presenter.cohort.calibration_making import CalibrationRequest, outcome_columns
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter

MODEL = "wen2024-radiomics"


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    numbers = np.random.default_rng(8)
    model = load_model(MODEL)
    lines = [",".join(("case_id", *model.columns, "site", "PCR"))]
    for case in range(40):
        values = numbers.normal(size=len(model.columns))
        lines.append(",".join((f"c{case}", *(repr(float(value)) for value in values), "1", str(int(case % 3 == 0)))))
    path = tmp_path / "cohort.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_outcome_columns_are_those_that_are_no_features(cohort, tmp_path):
    assert outcome_columns(str(cohort)) == ["PCR", "case_id", "site"]
    with pytest.raises(InputError, match="cannot be read"):
        outcome_columns(str(tmp_path / "none.csv"))


@pytest.mark.parametrize(
    ("request_", "problem"),
    [
        (CalibrationRequest("", "PCR", None, "c.json"), "feature table"),
        (CalibrationRequest("t.csv", "PCR", None, ""), "file to save"),
        (CalibrationRequest("t.csv", "", None, "c.json"), "outcome column"),
    ],
)
def test_an_incomplete_request_says_what_is_missing(request_, problem):
    assert problem in request_.problem


@pytest.mark.parametrize(("outcome", "prevalence"), [("PCR", None), (None, 0.2)])
def test_a_calibration_is_written_and_chosen(source, executor, cohort, tmp_path, outcome, prevalence):
    presenter = PredictionPresenter(source, executor)
    presenter.choose_model(MODEL)
    output = str(tmp_path / "own.json")
    presenter.make_calibration(CalibrationRequest(str(cohort), outcome, prevalence, output))
    executor.run_all()
    assert presenter.messages.shown == ()
    assert presenter.model.calibration_path == output
    assert presenter.model.reason is None
    model = load_model(MODEL)
    direct = calibrate(model, read_table(cohort, only=model.columns), outcome=outcome, prevalence=prevalence)
    assert load_calibration(output).intercept == direct.intercept


def test_a_cohort_that_does_not_fit_is_refused_in_a_sentence(source, executor, tmp_path):
    presenter = PredictionPresenter(source, executor)
    presenter.choose_model(MODEL)
    (tmp_path / "other.csv").write_text("case_id,A_MeanValue,PCR\n1,2.0,1\n")
    output = tmp_path / "own.json"
    presenter.make_calibration(CalibrationRequest(str(tmp_path / "other.csv"), "PCR", None, str(output)))
    executor.run_all()
    assert presenter.messages.shown[0].kind == "error"
    assert not output.exists()
    presenter.make_calibration(CalibrationRequest("", "PCR", None, str(output)))
    assert presenter.messages.shown[0].text == "Choose the feature table of the reference cohort."
