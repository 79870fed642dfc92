"""From a reference table to a calibration to scores, against the formula worked out here."""

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.model_file import load_model

MODEL = "wen2024-smote-radiomics"
PATIENTS = 48


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """A simulated reference table in which every third patient has a complete response."""
    generator = np.random.default_rng(5)
    columns = load_model(MODEL).columns
    path = tmp_path / "cohort.csv"
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["case_id", *columns, "profile_hash", "outcome", "simulated"])
        for number in range(PATIENTS):
            outcome = int(number % 3 == 0)
            values = generator.normal(100 + 10 * outcome, 20, len(columns))
            writer.writerow([f"case{number}", *values, "abc", outcome, "true"])
    return path


def scores_of(table: Path, calibration: Path, output: Path) -> list[dict[str, str]]:
    arguments = ["--table", table, "--model", MODEL, "--calibration", calibration, "--output", output]
    assert run(["predict", *map(str, arguments)]) == 0
    with output.open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_what_table_and_calibration_both_say_is_said_once(
    cohort: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, *rows = cohort.read_text().splitlines()
    cohort.write_text("\n".join([f"{header},outcome_drawn_from", *(f"{row},wen2024" for row in rows)]) + "\n")
    model = ["--model", MODEL, "--cohort", str(cohort), "--outcome", "outcome"]
    assert run(["calibrate", *model, "--output", str(tmp_path / "calibration.json")]) == 0
    capsys.readouterr()
    used = ["--calibration", str(tmp_path / "calibration.json"), "--output", str(tmp_path / "out")]
    assert run(["validate", *model, *used]) == 0
    assert capsys.readouterr().err.count("warning (simulated-outcomes)") == 1
    codes = [notice["code"] for notice in json.loads((tmp_path / "out" / "validation.json").read_text())["warnings"]]
    assert codes.count("simulated-outcomes") == 1


def test_prevalence_sets_the_mean_probability(cohort: Path, tmp_path: Path) -> None:
    calibration = tmp_path / "calibration.json"
    arguments = ["--model", MODEL, "--cohort", str(cohort), "--prevalence", "0.2", "--output", str(calibration)]
    assert run(["calibrate", *arguments]) == 0
    rows = scores_of(cohort, calibration, tmp_path / "scores.csv")
    assert len(rows) == PATIENTS
    assert np.mean([float(row["probability"]) for row in rows]) == pytest.approx(0.2, abs=1e-9)
    assert {row["cutoff"] for row in rows} == {""}
    assert {row["predicted_class"] for row in rows} == {""}
    assert {row["simulated"] for row in rows} == {"true"}


def test_scores_follow_the_published_coefficients(cohort: Path, tmp_path: Path) -> None:
    calibration = tmp_path / "calibration.json"
    arguments = ["--model", MODEL, "--cohort", str(cohort), "--outcome", "outcome", "--output", str(calibration)]
    assert run(["calibrate", *arguments]) == 0
    rows = scores_of(cohort, calibration, tmp_path / "scores.csv")

    with cohort.open(newline="") as stream:
        cases = list(csv.DictReader(stream))
    features = load_model(MODEL).features
    values = np.array([[float(case[feature.column]) for feature in features] for case in cases])
    standardized = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    relative = standardized @ [feature.coefficient for feature in features]
    found = np.array([float(row["linear_predictor"]) for row in rows])
    np.testing.assert_allclose(found - found[0], relative - relative[0], rtol=0, atol=1e-9)
    for row in rows:
        expected = 1 / (1 + math.exp(-float(row["linear_predictor"])))
        assert float(row["probability"]) == pytest.approx(expected, rel=1e-12)
    # The maximum-likelihood intercept makes the mean probability the share of events.
    assert np.mean([float(row["probability"]) for row in rows]) == pytest.approx(1 / 3, abs=1e-9)


def test_a_fitted_slope_solves_the_likelihood_equations(cohort: Path, tmp_path: Path) -> None:
    calibration = tmp_path / "calibration.json"
    arguments = ["--model", MODEL, "--cohort", str(cohort), "--outcome", "outcome", "--fit-slope"]
    assert run(["calibrate", *arguments, "--output", str(calibration)]) == 0
    rows = scores_of(cohort, calibration, tmp_path / "scores.csv")
    residual = np.array([number % 3 == 0 for number in range(PATIENTS)]) - [float(row["probability"]) for row in rows]
    predictor = np.array([float(row["linear_predictor"]) for row in rows])
    assert residual.sum() == pytest.approx(0, abs=1e-6)
    assert residual @ predictor == pytest.approx(0, abs=1e-6)


def test_a_published_model_without_calibration_is_refused(
    cohort: Path, tmp_path: Path, refuse: Callable[..., str]
) -> None:
    output = tmp_path / "scores.csv"
    sentence = refuse("predict", "--table", cohort, "--model", MODEL, "--output", output)
    assert "intercept" in sentence
    assert "pcr-predictor calibrate" in sentence
    assert not output.exists()


def test_a_table_of_another_profile_is_refused(
    cohort: Path, tmp_path: Path, refuse: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    calibration, other = tmp_path / "calibration.json", tmp_path / "other.csv"
    arguments = ["--model", MODEL, "--cohort", str(cohort), "--prevalence", "0.2", "--output", str(calibration)]
    assert run(["calibrate", *arguments]) == 0
    other.write_text(cohort.read_text().replace("abc", "xyz"))
    capsys.readouterr()
    output = tmp_path / "scores.csv"
    assert "xyz" in refuse(
        "predict", "--table", other, "--model", MODEL, "--calibration", calibration, "--output", output
    )
    assert not output.exists()


def test_simulated_numbers_say_so_where_they_are_shown(
    cohort: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calibration, real = tmp_path / "calibration.json", tmp_path / "real.csv"
    header, *rows = (line.rpartition(",")[0] for line in cohort.read_text().splitlines())
    real.write_text("\n".join([header, *rows]))
    for table, words in ((cohort, "Research use only. Simulated data.\n"), (real, "Research use only.\n")):
        choice = ["--model", MODEL, "--cohort", str(table), "--prevalence", "0.2", "--output", str(calibration)]
        assert run(["calibrate", *choice]) == 0
        assert capsys.readouterr().out.endswith(words)
        scores_of(table, calibration, tmp_path / "scores.csv")
        assert capsys.readouterr().out.endswith(words)


def test_a_calibration_that_cannot_be_written_warns_of_nothing(
    cohort: Path, tmp_path: Path, refuse: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise InputError("Disk full.")

    monkeypatch.setattr("PCRPredictorLib.models.calibration_file.save_calibration", full)
    # Without a profile_hash there would be a warning; the refusal stays one sentence.
    unknown = tmp_path / "unknown.csv"
    unknown.write_text(cohort.read_text().replace("profile_hash", "hash"))
    choice = ("--model", MODEL, "--cohort", unknown, "--prevalence", "0.2", "--output", tmp_path / "c.json")
    assert refuse("calibrate", *choice) == "Disk full.\n"


def test_calibrate_needs_outcome_or_prevalence(cohort: Path, tmp_path: Path, refuse: Callable[..., str]) -> None:
    both = ("--outcome", "outcome", "--prevalence", "0.2")
    for choice in ((), both):
        sentence = refuse("calibrate", "--model", MODEL, "--cohort", cohort, *choice, "--output", tmp_path / "c.json")
        assert "--outcome" in sentence
        assert "--prevalence" in sentence
    assert not (tmp_path / "c.json").exists()


def test_outcomes_in_words_of_their_own_are_told_by_positive(
    cohort: Path, tmp_path: Path, refuse: Callable[..., str]
) -> None:
    """The refusal asks which value means an event; the answer gives what 0 and 1 give."""
    header, *rows = [line.split(",") for line in cohort.read_text().splitlines()]
    place = header.index("outcome")
    coded = tmp_path / "coded.csv"
    written = [header, *([*row[:place], {"0": "1", "1": "2"}[row[place]], *row[place + 1 :]] for row in rows)]
    coded.write_text("\n".join(",".join(row) for row in written) + "\n")
    model, made = ("--model", MODEL, "--outcome", "outcome"), tmp_path / "coded.json"
    options = ("--cohort", str(coded), "--output", str(made))
    assert "say which value means an event" in refuse("calibrate", *model, *options)
    by_prevalence = ("--model", MODEL, "--cohort", coded, "--prevalence", "0.2", "--output", made)
    assert "--positive tells what an outcome means" in refuse("calibrate", *by_prevalence, "--positive", "2")
    assert run(["calibrate", *model, *options, "--positive", "2"]) == 0
    assert run(["calibrate", *model, "--cohort", str(cohort), "--output", str(tmp_path / "plain.json")]) == 0
    one, other = (json.loads((tmp_path / name).read_text()) for name in ("coded.json", "plain.json"))
    assert (one["intercept"], one["events"], one["auc"]) == (other["intercept"], other["events"], other["auc"])


def test_a_scored_table_is_warned_of_in_sentences(
    cohort: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file has codes only; what they mean is said once, however many cases have it."""
    calibration = tmp_path / "calibration.json"
    made = ["--model", MODEL, "--cohort", str(cohort), "--prevalence", "0.2", "--output", str(calibration)]
    assert run(["calibrate", *made]) == 0
    capsys.readouterr()
    rows = scores_of(cohort, calibration, tmp_path / "scores.csv")
    assert all("calibrated-without-outcomes" in row["warnings"].split() for row in rows)
    said = capsys.readouterr().err
    assert said.count("warning (calibrated-without-outcomes): The intercept rests on a stated prevalence of 20 %") == 1
    assert f"warning (cases-of-calibration): {len(rows)} of {len(rows)} cases have the feature values" in said


def test_predict_says_what_is_missing(tmp_path: Path, refuse: Callable[..., str]) -> None:
    sentence = refuse("predict", "--arterial", "a.nrrd", "--model", MODEL, "--output", tmp_path / "out")
    for flag in ("--arterial-mask", "--portal", "--portal-mask"):
        assert flag in sentence
    assert "exclude" in refuse(
        "predict", "--table", "t.csv", "--portal", "p.nrrd", "--model", MODEL, "--output", tmp_path / "o.csv"
    )
    assert "does not exist" in refuse(
        "predict", "--table", "t.csv", "--model", MODEL, "--output", tmp_path / "no" / "o.csv"
    )


def test_models_list_show_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["wen2024-radiomics", "wen2024-smote-radiomics"]
    assert run(["models", "show", MODEL]) == 0
    shown = capsys.readouterr().out
    assert "0.2109" in shown
    assert "-3.162" in shown
    output = tmp_path / "model.json"
    assert run(["models", "export", MODEL, "--output", str(output)]) == 0
    exported = json.loads(output.read_text())
    assert {feature["label"]: feature["coefficient"] for feature in exported["features"]}["P62"] == 5.740
    assert load_model(str(output)) == load_model(MODEL)
