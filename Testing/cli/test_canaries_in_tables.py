"""No canary of a feature table, its further columns or its folders is in what a command writes or prints."""

import csv
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


def test_what_is_told_of_odd_tables_names_neither_their_folders_nor_patients(table, tmp_path, capsys, monkeypatch):
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        several = {3: 2, 23: 22}  # rows of one patient
        spelled = {0: "CANARY patient", 1: "Canary Patient", 20: "canary patient"}
        row["name"] = spelled.get(number, f"Canary {several.get(number, number)}")
        row |= {"A_odd": 999 if number % 9 == 1 else number % 7, "sex": "Ff"[number % 2], "unused": number}
    places = {"TRAINING": table.with_name("training.csv"), "OTHERS": table.with_name("others.csv")}
    for place, part in zip(places.values(), (rows[:20], rows[20:]), strict=True):
        with place.open("w", newline="") as file:
            lines = csv.DictWriter(file, list(part[0]))
            lines.writeheader()
            lines.writerows(part)
    (tmp_path / "results").mkdir()
    monkeypatch.chdir(tmp_path / "results")
    (tmp_path / "quick.json").write_text(json.dumps({**QUICK, "smote": False}))
    command = (
        "train --cohort TRAINING --external OTHERS --outcome outcome --patient name --subgroup sex --config CONFIG"
    )
    places["CONFIG"] = tmp_path / "quick.json"
    code = run([*(str(places.get(word, word)) for word in command.split()), "--output", "out"])
    printed = "".join(capsys.readouterr())
    assert code == 0, printed
    warned = {
        warning["code"] for warning in json.loads((tmp_path / "results/out/validation.json").read_text())["warnings"]
    }
    assert warned >= {
        "column-with-code",
        "columns-unused",
        "patient-in-two-spellings",
        "patient-perhaps-in-both",
        "rows-of-patients",
        "rows-of-validation-patients",
        "spelled-in-two-ways",
    }
    assert_no_canary(tmp_path, printed)
