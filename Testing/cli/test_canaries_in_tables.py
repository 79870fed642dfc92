"""No canary of a feature table, its further columns or its folders is in what a command writes or prints."""

import json

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.resources import resource_folder

from Testing.cli.canaries import assert_no_canary

MODEL = "wen2024-smote-radiomics"
QUICK = {"folds": 2, "inner_folds": 2, "inner_repeats": 1, "repeats": 1, "neighbors": 1, "cutoff_bootstrap": 10}
MODEL_ARGUMENTS = ("--model", MODEL, "--calibration", resource_folder("Calibrations") / f"simulated-{MODEL}.json")


@pytest.fixture(scope="module")
def table(canary_table):
    return canary_table


@pytest.mark.parametrize(
    "command",
    [
        ("validate", *MODEL_ARGUMENTS, "--cohort", "TABLE", "--outcome", "outcome", "--output", "out"),
        ("calibrate", "--model", MODEL, "--cohort", "TABLE", "--prevalence", "0.3", "--output", "c.json"),
        ("train", "--cohort", "TABLE", "--outcome", "outcome", "--config", "CONFIG", "--output", "out"),
        ("predict", *MODEL_ARGUMENTS, "--table", "TABLE", "--output", "scores.csv"),
        ("table1", "--clinical", "TABLE", "--group", "outcome", "--output", "one.csv"),
        ("table1", "--clinical", "TABLE", "--group", "outcome", "--output", "one.html"),
        ("study", "--cohort", "TABLE", "--config", "CONFIG", "--jobs", "1", "--output", "out"),
    ],
    ids=lambda command: f"{command[0]}-{command[-1]}",
)
def test_tables(table, tmp_path, capsys, monkeypatch, command):
    (tmp_path / "results").mkdir()
    monkeypatch.chdir(tmp_path / "results")
    settings = tmp_path / "quick.json"
    settings.write_text(json.dumps(QUICK))
    places = {"TABLE": str(table), "CONFIG": str(settings)}
    code = run([places.get(str(one), str(one)) for one in command])
    printed = "".join(capsys.readouterr())
    assert code == 0, printed
    assert_no_canary(tmp_path, printed.replace(str(table), ""))


def test_audit(table, tmp_path, capsys):
    scores = tmp_path / "CanaryJane.csv"
    assert run([str(one) for one in ("predict", "--table", table, *MODEL_ARGUMENTS, "--output", scores)]) == 0
    command = ("audit", "--scores", scores, "--outcomes", table, "--output", tmp_path / "audit")
    capsys.readouterr()
    assert run([str(one) for one in command]) == 0
    assert_no_canary(tmp_path / "audit", "".join(capsys.readouterr()).replace(str(tmp_path), ""))
