"""`pcr-predictor validate` as a user meets it."""

import csv
import json
from dataclasses import replace
from itertools import chain

import numpy as np
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.models.calibration_file import fingerprint
from PCRPredictorLib.models.model_file import Model, ModelFeature, load_model, save_model
from PCRPredictorLib.report.study import validation_report
from PCRPredictorLib.report.study.validation_charts import new_figure


@pytest.fixture
def study(tmp_path, scores, monkeypatch):
    """A folder with two one-feature models and the cohort of scores.csv, read by a reader as well."""
    monkeypatch.chdir(tmp_path)
    for name in ("first", "second"):
        feature = ModelFeature(name, name, None, coefficient=1.0, mean=0.0, std=1.0)
        save_model(
            Model(name, "1", "test", "table", None, (feature,), -0.3, 0.6, "test", "Research use only."), f"{name}.json"
        )
    with open("cohort.csv", "w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["case_id", "first", "second", "pcr", "mrecist"])
        for row, (first, second, outcome) in enumerate(
            zip(scores["first"], scores["second"], scores["outcome"], strict=True)
        ):
            table.writerow([row, first, second, int(outcome), int(first > 1)])
    return tmp_path


def validate(*options):
    return run(["validate", "--model", "first.json", "--cohort", "cohort.csv", "--output", "out", *options])


def test_two_models_are_compared_as_proc_does(study, oracle_r):
    assert validate("--outcome", "pcr", "--compare", "second.json") == 0
    result = json.loads((study / "out" / "validation.json").read_text(encoding="utf-8"))
    assert result["auc"] == pytest.approx(oracle_r["first_auc"], abs=1e-12)
    assert result["auc_ci"] == pytest.approx([oracle_r["first_low"], oracle_r["first_high"]], abs=1e-9)
    assert result["comparison"]["p_value"] == pytest.approx(oracle_r["paired_p"], rel=1e-9)
    assert result["simulated"] is False
    assert {"slope", "intercept", "o_e", "ici", "e50", "e90"} <= set(result["calibration"])
    assert result["sample_size"]["validation"]["patients"] == 120


def test_a_patient_beyond_double_precision_leaves_the_calibration(study, scores):
    """Slope by scikit-learn without a penalty on the linear predictor itself, where no probability has rounded to 1."""
    from sklearn.linear_model import LogisticRegression

    rows = (study / "cohort.csv").read_text(encoding="utf-8").splitlines()
    number = int(np.flatnonzero(scores["outcome"] == 1)[0])
    cells = rows[number + 1].split(",")
    rows[number + 1] = ",".join([cells[0], "60", *cells[2:]])
    (study / "cohort.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert validate("--outcome", "pcr") == 0
    found = json.loads((study / "out" / "validation.json").read_text(encoding="utf-8"))
    score = scores["first"].copy()
    score[number] = 60
    fitted = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10000).fit(score[:, np.newaxis], scores["outcome"])
    assert found["calibration"]["slope"]["value"] == pytest.approx(fitted.coef_[0, 0], abs=1e-5)
    assert found["calibration"]["ici"] is not None
    assert "calibration_missing" not in found


def test_two_models_of_one_name_are_told_apart_everywhere(study, capsys, monkeypatch):
    """Models of two trainings have the same name; every sentence, table and figure must say which is which."""
    content = json.loads((study / "second.json").read_text(encoding="utf-8"))
    (study / "other.json").write_text(json.dumps({**content, "name": "first"}), encoding="utf-8")
    hashes = [load_model(name).hash[:8] for name in ("first.json", "other.json")]
    drawn = []
    monkeypatch.setattr(validation_report, "roc_chart", lambda cohorts, _: drawn.append(cohorts[0]) or new_figure(1)[0])
    assert validate("--outcome", "pcr", "--compare", "other.json") == 0
    result = json.loads((study / "out" / "validation.json").read_text(encoding="utf-8"))
    assert result["model_hash"].startswith(hashes[0])
    assert result["comparison"]["with_hash"].startswith(hashes[1])
    ours, theirs = (f"first ({each})" for each in hashes)
    assert list(drawn[0].scores) == [ours, theirs]
    page = (study / "out" / "report.html").read_text(encoding="utf-8")
    assert f"{ours} in 120 patients" in page
    assert f"Compared with {theirs}" in page
    areas = (result["comparison"][which] for which in ("first", "second"))
    assert "AUC {:.3f} of {} against {:.3f} of {},".format(*chain(*zip(areas, (ours, theirs), strict=True))) in page
    assert f"<td>{ours}</td>" in page
    assert "first in 120" not in page
    assert validate("--outcome", "pcr", "--compare", "first.json") == 0
    assert "Compared with first itself" in (study / "out" / "report.html").read_text(encoding="utf-8")
    assert validate("--outcome", "pcr", "--compare", "second.json") == 0
    page = (study / "out" / "report.html").read_text(encoding="utf-8")
    assert "of first against" in page
    assert "Compared with second<" in page


def test_one_responder_alone_is_refused_with_file_and_remedy(study, capsys):
    rows = (study / "cohort.csv").read_text(encoding="utf-8").splitlines()
    alone = [row for row in rows[1:] if row.split(",")[3] == "0"]
    responder = next(row for row in rows[1:] if row.split(",")[3] == "1")
    (study / "cohort.csv").write_text("\n".join([rows[0], responder, *alone]) + "\n", encoding="utf-8")
    assert validate("--outcome", "pcr") == 2
    said = capsys.readouterr().err
    assert "cohort.csv, column 'pcr': an AUC's interval needs two patients of each outcome, but here are 1 with" in said
    assert f"{len(alone)} without; add patients" in said
    assert not (study / "out").exists()


def test_a_reader_column_is_compared_at_the_cutoff(study, scores):
    assert validate("--outcome", "pcr", "--compare", "mrecist") == 0
    result = json.loads((study / "out" / "validation.json").read_text(encoding="utf-8"))
    called = scores["first"] - 0.3 >= np.log(0.6 / 0.4)
    assert result["sensitivity"] == pytest.approx(called[scores["outcome"] == 1].mean())
    reader = scores["first"] > 1
    assert result["comparison"]["reader"]["specificity"] == pytest.approx(1 - reader[scores["outcome"] == 0].mean())


def test_cases_of_the_calibration_are_warned_of(study, capsys):
    with open("cohort.csv", encoding="utf-8") as stream:
        header, *cases = stream.read().splitlines()
    with open("calibrated.csv", "w", encoding="utf-8") as stream:
        stream.write("\n".join([header, *cases[:60]]))
    calibrate = ["calibrate", "--model", "first.json", "--cohort", "calibrated.csv", "--outcome", "pcr"]
    assert run([*calibrate, "--output", "calibration.json"]) == 0
    capsys.readouterr()
    assert validate("--outcome", "pcr", "--calibration", "calibration.json") == 0
    warnings = json.loads((study / "out" / "validation.json").read_text(encoding="utf-8"))["warnings"]
    messages = {warning["code"]: warning["message"] for warning in warnings}
    known = {case.split(",")[1] for case in cases[:60]}
    shared = sum(case.split(",")[1] in known for case in cases)
    assert 60 <= shared < len(cases)
    assert messages["cases-of-calibration"].startswith(f"{shared} of {len(cases)} cases have the feature values")
    assert "case-of-calibration" not in messages
    assert f"warning (cases-of-calibration): {shared} of" in capsys.readouterr().err


@pytest.mark.parametrize("several", [False, True])
def test_who_is_given_no_class_is_counted_and_said(study, several):
    """Sensitivity counts everyone at the cut-off; `predict` gives a class only to some of them, and tells which."""
    with open("cohort.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for number, row in enumerate(rows):
        row["who"] = number // 2 if several else number
    with open("cohort.csv", "w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, rows[0])
        table.writeheader()
        table.writerows(rows)
    made = ["--model", "first.json", "--output"]
    assert run(["calibrate", "--cohort", "cohort.csv", "--outcome", "pcr", *made, "calibration.json"]) == 0
    scored = ["--table", "cohort.csv", "--calibration", "calibration.json"]
    assert run(["predict", *scored, *made, "scores.csv"]) == 0
    with open("scores.csv", encoding="utf-8", newline="") as stream:
        calls = [row["call"] for row in csv.DictReader(stream)]
    patients = ["--patient", "who"] if several else []
    assert validate("--outcome", "pcr", "--calibration", "calibration.json", *patients) == 0
    found = json.loads((study / "out" / "validation.json").read_text(encoding="utf-8"))["calls"]
    for call in ("above", "below", "too close to call", "outside"):
        members = [row for row, its_call in zip(rows, calls, strict=True) if its_call == call]
        assert found[call]["patients"] == len({row["who"] for row in members})
        assert found[call]["responders"] == len({row["who"] for row in members if row["pcr"] == "1"})
        assert found[call].get("rows", found[call]["patients"]) == len(members)
    assert calls.count("too close to call") > 0
    said = (
        f"Of all {len(rows)} {'rows' if several else 'patients'}, whether given a class or not. A class is given to "
        f"{calls.count('above')} above the cut-off and {calls.count('below')} below it; "
        f"{calls.count('too close to call')} are too close to call, {calls.count('outside')} outside"
    )
    assert said in (study / "out" / "report.html").read_text(encoding="utf-8")


@pytest.fixture
def in_words(study):
    """The same cohort with outcomes as died or alive, and the reader's calls as CR or PR."""
    with open("cohort.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row.update(pcr=["died", "alive"][int(row["pcr"])], mrecist=["PR", "CR"][int(row["mrecist"])])
    with open("words.csv", "w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, rows[0])
        table.writeheader()
        table.writerows(rows)
    return study


def test_outcomes_and_calls_in_other_words_are_told_apart_when_asked(in_words):
    assert validate("--outcome", "pcr", "--compare", "mrecist") == 0
    numbers = json.loads((in_words / "out" / "validation.json").read_text(encoding="utf-8"))
    words = ["--cohort", "words.csv", "--positive", "alive", "--compare", "mrecist", "--compare-positive", "CR"]
    command = ["validate", "--model", "first.json", "--outcome", "pcr", "--output", "words"]
    assert run([*command, *words]) == 0
    assert json.loads((in_words / "words" / "validation.json").read_text(encoding="utf-8")) == numbers


def test_a_readers_column_is_not_called_the_outcome(in_words, capsys):
    command = ["validate", "--model", "first.json", "--cohort", "words.csv", "--outcome", "pcr", "--output", "words"]
    assert run([*command, "--positive", "alive", "--compare", "mrecist"]) == 2
    error = capsys.readouterr().err
    assert "the reader's column 'mrecist' holds" in error
    assert "outcome" not in error


def test_the_training_patients_of_the_compared_model_are_warned_of(study, capsys):
    with open("cohort.csv", encoding="utf-8", newline="") as stream:
        known = [fingerprint([float(row["second"])]) for row in csv.DictReader(stream)][:50]
    rival = load_model("second.json")
    save_model(replace(rival, training={"case_fingerprints": known}), "second.json")
    assert validate("--outcome", "pcr", "--compare", "second.json") == 0
    warnings = json.loads((study / "out" / "validation.json").read_text(encoding="utf-8"))["warnings"]
    (warning,) = (warning for warning in warnings if warning["code"] == "cases-of-training")
    assert "that the compared model second was trained on" in warning["message"]
    assert warning["message"] in capsys.readouterr().err


def test_outcomes_coded_the_other_way_are_told(study, capsys):
    for positive, told in (("1", False), ("0", True)):
        assert validate("--outcome", "pcr", "--positive", positive) == 0
        found = json.loads((study / "out" / "validation.json").read_text(encoding="utf-8"))
        assert (found["auc_ci"][1] < 0.5) is told
        assert ("ranked-the-wrong-way" in {warning["code"] for warning in found["warnings"]}) is told
        assert ("Check that the same value means a response" in capsys.readouterr().err) is told


def test_what_the_compared_model_does_not_know_is_told(study, capsys):
    with open("cohort.csv", encoding="utf-8", newline="") as stream:
        values = [float(row["second"]) for row in csv.DictReader(stream)]
    rival = load_model("second.json")
    save_model(replace(rival, training={"category_codes": {"second": [*values[1:], 77]}}), "second.json")
    assert validate("--outcome", "pcr", "--compare", "second.json") == 0
    warnings = json.loads((study / "out" / "validation.json").read_text(encoding="utf-8"))["warnings"]
    (warning,) = (warning for warning in warnings if warning["code"] == "values-not-in-training")
    assert warning["message"].startswith("Of the compared model second: 1 of ")
    assert warning["message"] in capsys.readouterr().err


def test_a_name_with_dollar_signs_is_drawn(study):
    save_model(replace(load_model("first.json"), name="$\\x{$"), "odd.json")
    command = ["validate", "--model", "odd.json", "--cohort", "cohort.csv", "--outcome", "pcr", "--output", "out"]
    assert run(command) == 0
    for figure in ("roc", "calibration", "decision_curve"):
        assert "$\\x{$" in (study / "out" / f"{figure}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--outcome", "response"], "no column 'response'"),
        (["--outcome", "first"], "has"),
        (
            ["--outcome", "pcr", "--compare", "reader"],
            "'reader' is neither a column of cohort.csv nor a model file nor",
        ),
        (["--outcome", "pcr", "--compare", "case_id"], "holds identifiers"),
        (["--outcome", "pcr", "--compare", "second.json", "--compare-positive", "CR"], "name the reader's column"),
    ],
)
def test_bad_input_writes_nothing(study, capsys, options, sentence):
    assert validate(*options) == 2
    assert sentence in capsys.readouterr().err
    assert not (study / "out").exists()


def test_the_page_and_figures_show_the_comparison(study):
    assert validate("--outcome", "pcr", "--compare", "second.json") == 0
    written = {path.name for path in (study / "out").iterdir()}
    assert {"report.html", "roc.png", "roc.svg", "calibration.png", "decision_curve.svg"} <= written
    page = (study / "out" / "report.html").read_text(encoding="utf-8")
    assert "AUC 0.797 of first against 0.726 of second" in page
    assert "DeLong P 0.165" in page
    assert "Research use only" in page
    assert "SIMULATED" not in page
    assert validate("--outcome", "pcr", "--compare", "mrecist") == 0
    assert "McNemar P (exact)" in (study / "out" / "report.html").read_text(encoding="utf-8")


def test_a_patient_under_two_names_is_warned_of(tmp_path, monkeypatch, capsys):
    """Forty patients, five of them a second time: three columns of measured values know them again."""
    monkeypatch.chdir(tmp_path)
    features = tuple(ModelFeature(name, name, None, 0.5, 0.0, 1.0) for name in "abc")
    save_model(Model("m", "1", "test", "table", None, features, 0.0, 0.5, "test", "Research use only."), "first.json")
    values = np.random.default_rng(1).normal(size=(40, 3)).tolist()
    rows = [[f"p{n}", *values[n % 40], n % 2] for n in range(45)]
    with open("cohort.csv", "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["case_id", "a", "b", "c", "pcr"], *rows])
    assert validate("--outcome", "pcr") == 0
    said = capsys.readouterr().err
    assert "warning (patient-twice): Cases such as p0 and p40 have the same feature values" in said
    assert "(such pairs: 5)" in said
    with open("named.csv", "w", encoding="utf-8", newline="") as stream:
        named = [[*row, n % 40 if n < 44 else "other"] for n, row in enumerate(rows)]
        csv.writer(stream).writerows([["case_id", "a", "b", "c", "pcr", "who"], *named])
    command = ["validate", "--model", "first.json", "--cohort", "named.csv", "--outcome", "pcr", "--patient", "who"]
    assert run([*command, "--output", "named"]) == 0
    said = capsys.readouterr().err
    # four of the five are rows of a named patient, which every interval takes together
    assert "Cases such as p4 and p44 have the same feature values" in said
    assert "(such pairs: 1)" in said
    with open("cohort.csv", "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["case_id", "a", "b", "c", "pcr"], *rows[:40]])
    assert validate("--outcome", "pcr") == 0
    assert "patient-twice" not in capsys.readouterr().err


def test_subgroups_spelled_in_two_ways_are_told_and_unknown_ones_are_not_stated(study):
    lines = (study / "cohort.csv").read_text(encoding="utf-8").splitlines()
    words = ("TACE", "tace", "NA", "")
    told = [f"{lines[0]},therapy", *(f"{line},{words[number % 4]}" for number, line in enumerate(lines[1:]))]
    (study / "cohort.csv").write_text("\n".join(told) + "\n", encoding="utf-8")
    assert validate("--outcome", "pcr", "--subgroup", "therapy") == 0
    result = json.loads((study / "out" / "validation.json").read_text(encoding="utf-8"))
    assert [each["group"] for each in result["subgroups"]["therapy"]] == ["TACE", "tace", "not stated"]
    assert [each["patients"] for each in result["subgroups"]["therapy"]] == [30, 30, 60]
    assert "spelled-in-two-ways" in {each["code"] for each in result["warnings"]}


@pytest.mark.parametrize(
    ("training", "told"),
    [
        ({"case_fingerprints": "abc"}, "training, case_fingerprints must be a list of hashes; export"),
        (
            {
                "own_cutoff": {
                    "auc": 0.8,
                    "auc_ci": [0.7, 0.9],
                    "cutoff": None,
                    "too_close": None,
                    "reason_for_none": "",
                }
            },
            "training, own_cutoff",
        ),
        ({"acquisition": ["scanner"]}, "training, acquisition must be an object"),
    ],
)
def test_a_model_file_that_was_edited_is_to_blame_and_no_row_of_the_table(study, capsys, training, told):
    save_model(replace(load_model("first.json"), training=training), "first.json")
    assert validate("--outcome", "pcr") == 2
    said = capsys.readouterr().err
    assert said.startswith("model 'first', ")
    assert told in said
    assert not (study / "out").exists()


def test_a_code_for_no_value_among_the_cases_is_told(study, capsys):
    lines = (study / "cohort.csv").read_text(encoding="utf-8").splitlines()
    cells = lines[5].split(",")
    lines[5] = ",".join([cells[0], "999", *cells[2:]])
    (study / "cohort.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert validate("--outcome", "pcr") == 0
    assert "(column-with-code): The column 'first' of cohort.csv holds 999" in capsys.readouterr().err
