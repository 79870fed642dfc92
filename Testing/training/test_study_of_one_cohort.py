"""The paper's study where all patients train: what it says of them is what the training run beside it says."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.table import read_table
from PCRPredictorLib.report.study.paper_page import _coefficient, study_page
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.record.out_of_fold_table import out_of_fold_table
from PCRPredictorLib.training.reproduction.columns import study_columns
from PCRPredictorLib.training.reproduction.study import run_study
from scipy.stats import binomtest

PATIENTS = 60
SETTINGS = TrainingConfig(
    folds=2, inner_folds=2, inner_repeats=1, repeats=3, neighbors=3, smote=False, candidates=("sparse",)
)


@pytest.fixture(scope="module")
def studied(tmp_path_factory):
    """A study of 60 patients without a split, its page, and the readings."""
    from matplotlib.figure import Figure

    path = tmp_path_factory.mktemp("studied") / "cohort.csv"
    generator = np.random.default_rng(11)
    outcome = (np.arange(PATIENTS) % 5 < 2).astype(int)
    readings = np.where(generator.random(PATIENTS) < 0.25 + 0.4 * outcome, "CR", "PR")
    values = generator.normal(size=(PATIENTS, 6))
    values[:, 0] += 1.6 * outcome
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["case_id", "outcome", "mrecist", *(f"A_feature{number}" for number in range(6))])
        for row in range(PATIENTS):
            table.writerow([f"c{row}", outcome[row], readings[row], *values[row]])
    cohort = read_table(path)
    study = run_study(cohort, study_columns(cohort.carried, str(path)), SETTINGS)
    return study, study_page(study, Figure(), Figure()), readings == "CR"


def test_calls_beside_mrecist_are_those_of_one_model_out_of_fold(studied):
    study, page, read = studied
    assert study.result.main.model.cutoff is not None
    first = [row for row in csv.DictReader(io.StringIO(out_of_fold_table(study.result))) if row["repeat"] == "1"]
    outcome = np.array([row["outcome"] == "1" for row in first])
    called = np.array([row["radiomics: called"] == "1" for row in first])
    right, reader_right = called == outcome, read == outcome
    found = study.mrecist
    assert found["model"]["accuracy"] == pytest.approx(right.mean())
    assert found["model"]["sensitivity"] == pytest.approx(called[outcome].mean())
    apart = (right & ~reader_right).sum(), (~right & reader_right).sum()
    assert found["accuracy"]["p_value"] == pytest.approx(binomtest(apart[0], sum(apart)).pvalue)
    assert "out of fold, at the cut-off of each training fold, in the first of 3 repeats" in page


def test_the_refit_is_said_to_be_penalized_and_without_synthetic_patients(studied):
    _, page, _ = studied
    assert "a logistic regression with a weak ridge on these ten features of the training cohort. In" in page
    assert "SMOTE." not in page


@pytest.mark.parametrize(("value", "told"), [(0.3114, "0.311"), (-0.00042, "-0.0004"), (0.0, "0"), (-3.16, "-3.160")])
def test_a_coefficient_is_never_written_as_none(value, told):
    assert _coefficient(value) == told


def test_a_column_cannot_be_two_things():
    with pytest.raises(InputError, match=r"t\.csv: the column 'outcome' cannot be two of outcome, split and mRECIST"):
        study_columns(["case_id", "outcome"], "t.csv", mrecist="outcome")


def test_what_was_not_measured_is_told_without_a_folder(tmp_path, monkeypatch):
    from types import SimpleNamespace

    from PCRPredictorLib.cli import study as command

    monkeypatch.setattr("PCRPredictorLib.cohort.manifest.read_manifest", lambda path: [])
    monkeypatch.setattr(
        "PCRPredictorLib.cohort.runner.run_cohort", lambda *_, **__: SimpleNamespace(cases=5, measured=3)
    )
    told = command._measure(Path("m.csv"), tmp_path / "Doe, Jane" / "features", tmp_path, 1)
    assert told == "2 of 5 cases could not be measured; features/failures.csv says why"
