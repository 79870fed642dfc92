"""`pcr-predictor train` as a user meets it."""

import csv
import gzip
import json

import numpy as np
import pytest
from PCRPredictorLib.cli import run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A cohort of 60 with 24 responders, two features of which the first drives the outcome, and quick settings."""
    monkeypatch.chdir(tmp_path)
    generator = np.random.default_rng(5)
    with open("cohort.csv", "w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(
            ["case_id", "pcr", "A_kurtosis", "P_skewness", "P_flat", "arterial_slice_spacing_mm", "set", "simulated"]
        )
        for row in range(60):
            outcome = row % 5 < 2
            driving = generator.normal() + 2 * outcome
            side = "validation" if row >= 45 else "training"
            table.writerow(
                [f"c{row}", ["no", "yes"][outcome], driving, generator.normal(), 1, 1 + row % 3, side, "true"]
            )
    settings = {"folds": 2, "inner_folds": 2, "inner_repeats": 1, "repeats": 1, "neighbors": 3, "cutoff_bootstrap": 10}
    (tmp_path / "quick.json").write_text(json.dumps(settings), encoding="utf-8")
    return tmp_path


def train(*options, cohort="cohort.csv", outcome="pcr", output="out"):
    command = ["train", "--cohort", cohort, "--outcome", outcome, "--config", "quick.json", "--output", output]
    return run([*command, "--jobs", "1", *options])


def test_a_run_writes_models_record_figures_and_report_alike_each_time(folder, capsys):
    assert train("--split", "set", "--protocol", "paper", "--seed", "3") == 0
    said = capsys.readouterr()
    assert "Simulated data" in said.out
    assert "a model out of 3 candidate parameters, at 40% responders" in said.err
    written = {path.name for path in (folder / "out").iterdir()}
    assert {"model.json", "model_plain.json", "validation.json", "config.json", "report.html"} <= written
    assert {"roc_folds.png", "roc_folds.svg", "roc_models.png", "decision_curve.svg"} <= written
    record = json.loads((folder / "out" / "validation.json").read_text(encoding="utf-8"))
    require_figures_of_the_table(record["nested"], folder / "out" / "out_of_fold.csv")
    assert record["config"]["seed"] == 3
    assert record["simulated"] is True
    assert record["validation"]["patients"] == 15
    assert record["sample_size"]["development"]["assumed"]["c_statistic"] == 0.75
    assert record["sample_size"]["validation"]["patients"] == 15
    assert {"slope", "intercept", "o_e", "ici", "e50", "e90"} <= set(record["nested"]["calibration"])
    assert record["models"]["radiomics"]["features_dropped"]["constant"] == ["P_flat"]
    assert "SIMULATED" in (folder / "out" / "report.html").read_text(encoding="utf-8")
    (folder / "quick.json").write_bytes((folder / "out" / "config.json").read_bytes())
    assert train("--split", "set", "--protocol", "paper", output="again") == 0
    for name in written:
        assert (folder / "again" / name).read_bytes() == (folder / "out" / name).read_bytes(), name


def require_figures_of_the_table(nested, table):
    """AUC within the folds, Brier score and sensitivity by hand from the predictions written, one repeat of 45 rows."""
    with table.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert [int(line["row"]) for line in lines] == list(range(1, 46))
    assert {line["simulated"] for line in lines} == {"true"}
    outcome, fold = (np.array([int(line[name]) for line in lines]) for name in ("outcome", "fold"))
    probability = np.array([float(line["SMOTE-radiomics: probability"]) for line in lines])
    called = np.array([int(line["SMOTE-radiomics: called"]) for line in lines])
    pairs = [
        (probability[a] > probability[b]) + 0.5 * (probability[a] == probability[b])
        for a in np.flatnonzero(outcome == 1)
        for b in np.flatnonzero((outcome == 0) & (fold == fold[a]))
    ]
    assert np.mean(pairs) == pytest.approx(nested["auc"], abs=1e-12)
    assert np.mean((probability - outcome) ** 2) == pytest.approx(nested["calibration"]["brier"], abs=1e-12)
    assert called[outcome == 1].mean() == pytest.approx(nested["sensitivity"], abs=1e-12)


def test_predict_scores_with_the_trained_model(folder):
    assert train() == 0
    assert run(["predict", "--table", "cohort.csv", "--model", "out/model.json", "--output", "scores.csv"]) == 0
    with open("scores.csv", encoding="utf-8", newline="") as stream:
        scored = list(csv.DictReader(stream))
    assert len(scored) == 60
    assert {row["predicted_class"] for row in scored} >= {"pCR", "non-pCR"}
    assert {row["domain_within"] for row in scored} <= {"true", "false"}
    assert sum(row["domain_within"] == "true" for row in scored) >= 57  # its own training patients
    assert np.mean([float(row["probability"]) for row in scored]) == pytest.approx(0.4, abs=0.1)
    model = json.loads((folder / "out" / "model.json").read_text(encoding="utf-8"))
    assert model["features"][0]["label"] == "A39"
    assert model["simulated"] is True
    assert model["training"]["acquisition"] == {"arterial_slice_spacing_mm": {"minimum": 1.0, "maximum": 3.0}}


def test_a_model_warns_of_other_scans_and_of_its_own_training_patients(folder, capsys):
    assert train("--split", "set") == 0
    command = ["validate", "--model", "out/model.json", "--cohort", "cohort.csv", "--outcome", "pcr", "--output", "v"]
    assert run(command) == 0
    assert "45 of 60 cases have the feature values of cases that the model was trained on" in capsys.readouterr().err
    rewrite("thick.csv", lambda rows: [row.update(arterial_slice_spacing_mm=5) for row in rows[45:]])
    command = ["predict", "--table", "thick.csv", "--model", "out/model.json", "--output", "scores.csv"]
    assert run(command) == 0
    with open("scores.csv", encoding="utf-8", newline="") as stream:
        outside = {row["case_id"]: row for row in csv.DictReader(stream) if row["call"] == "outside"}
    assert set(outside) >= {f"c{row}" for row in range(45, 60)}
    assert {(row["domain_within"], row["predicted_class"]) for row in outside.values()} == {("false", "")}


def rewrite(name, change):
    with open("cohort.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    change(rows)
    with open(name, "w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, rows[0])
        table.writeheader()
        table.writerows(rows)


def all_no(rows):
    for row in rows:
        row["pcr"] = "no"


def three_yes(rows):
    for row in rows[3:]:
        row["pcr"] = "no"
    for row in rows[:3]:
        row["pcr"] = "yes"


def twice(rows):
    rows[7]["case_id"] = rows[2]["case_id"]


def third_value(rows):
    rows[4]["pcr"] = "maybe"


def word(rows):
    rows[5]["P_skewness"] = "high"


def infinite(rows):
    rows[6]["A_kurtosis"] = "inf"


def missing(rows):
    rows[6]["A_kurtosis"] = ""


def flat(rows):
    for row in rows:
        row["A_kurtosis"] = row["P_skewness"] = "1"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (all_no, "no in every case"),
        (three_yes, "SMOTE with k = 3 needs 4"),
        (twice, "rows 3 and 8 have the same 'case_id'"),
        (third_value, "has 3 values"),
        (word, "row 6, column 'P_skewness' holds 'high'"),
        (infinite, "row 7, column 'A_kurtosis' holds 'inf'"),
        (missing, "row 7, column 'A_kurtosis' is missing"),
        (flat, "All 3 features are constant"),
    ],
)
def test_bad_tables_leave_with_one_sentence_and_write_nothing(folder, capsys, change, sentence):
    rewrite("bad.csv", change)
    assert train(cohort="bad.csv") == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert not (folder / "out").exists()


def one_class(rows):
    for row in rows[45:]:
        row["pcr"] = "no"


@pytest.mark.parametrize("options", [["--seed", "-1"], ["--seed", "99999999999"]])
def test_a_seed_out_of_range_is_refused(folder, capsys, options):
    assert train(*options) == 2
    assert f"The seed is {options[1]}; give a whole number from 0 to 4294967295." in capsys.readouterr().err
    settings = json.loads((folder / "quick.json").read_text(encoding="utf-8"))
    (folder / "quick.json").write_text(json.dumps({**settings, "seed": 2**32}), encoding="utf-8")
    assert train() == 2
    assert "quick.json: The seed is 4294967296" in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_validation_patients_of_one_class_are_refused_by_split_and_file(folder, capsys):
    rewrite("split.csv", one_class)
    assert train("--split", "set", cohort="split.csv") == 2
    assert (
        "split.csv, validation patients: an AUC's interval needs two patients of each outcome, but here are 0 with"
        in capsys.readouterr().err
    )
    rewrite("external.csv", all_no)
    assert train("--external", "external.csv") == 2
    assert "external.csv: the outcome 'pcr' is no in every case" in capsys.readouterr().err


def test_only_train_speaks_of_imputation(folder, capsys):
    rewrite("holes.csv", missing)
    assert train(cohort="holes.csv") == 2
    assert "(--impute)" in capsys.readouterr().err
    assert train() == 0
    capsys.readouterr()
    score = ["predict", "--table", "holes.csv", "--model", "out/model.json", "--output", "scores.csv"]
    assert run(score) == 2
    error = capsys.readouterr().err
    assert "row 7, column 'A_kurtosis' is missing; complete the cell or drop the case." in error
    assert "imput" not in error


def test_a_compressed_cohort_trains_and_validates(folder, capsys):
    with gzip.open("cohort.csv.gz", "wb") as stream:
        stream.write((folder / "cohort.csv").read_bytes())
    assert train(cohort="cohort.csv.gz") == 0
    validate = ["validate", "--model", "out/model.json", "--cohort", "cohort.csv.gz", "--outcome", "pcr"]
    assert run([*validate, "--output", "v"]) == 0
    assert "60 of 60 cases" in capsys.readouterr().err
    page = (folder / "v" / "report.html").read_text(encoding="utf-8")
    assert page.index("60 of 60 cases") < page.index("<h2>Performance</h2>")
    assert '<section id="warnings" class="warnings">' in page


def test_a_column_that_numbers_the_cases_is_warned_of(folder, capsys):
    def number(rows):
        for place, row in enumerate(rows):
            row.update({"A_patient": place + 100})

    rewrite("numbered.csv", number)
    assert train(cohort="numbered.csv") == 0
    said = capsys.readouterr().err
    warning = "warning (feature-like-identifier): The column 'A_patient' of numbered.csv"
    assert said.index(warning) < said.index("Sample size"), "what is wrong is said before hours of training"


def test_predict_names_the_cases_by_the_column_asked_for(folder, capsys):
    assert train() == 0

    def renamed(rows):
        for row in rows:
            row.update(patient=row.pop("case_id"))

    rewrite("patients.csv", renamed)
    command = ["predict", "--table", "patients.csv", "--id", "patient", "--model", "out/model.json"]
    assert run([*command, "--output", "scores.csv"]) == 0
    with open("scores.csv", encoding="utf-8", newline="") as stream:
        assert [row["case_id"] for row in csv.DictReader(stream)][:2] == ["c0", "c1"]
    assert run([*command, "--output", "scores.csv", "--id", "nobody"]) == 2
    images = ["predict", "--arterial", "a.nrrd", "--id", "patient", "--model", "out/model.json", "--output", "p"]
    capsys.readouterr()
    assert run(images) == 2
    assert "--id names a column of --table" in capsys.readouterr().err


def test_subgroups_are_told_apart_in_training_and_validation(folder):
    rewrite("sexes.csv", lambda rows: [row.update(sex="fm"[place % 2]) for place, row in enumerate(rows)])
    assert train("--subgroup", "sex", "--subgroup", "simulated", cohort="sexes.csv") == 2
    assert train("--subgroup", "sex", "--split", "set", cohort="sexes.csv") == 0
    record = json.loads((folder / "out" / "validation.json").read_text(encoding="utf-8"))
    female, male = record["subgroups"]["sex"]
    assert (female["patients"], female["events"], male["patients"], male["events"]) == (23, 9, 22, 9)
    assert female["auc_ci"][0] < female["auc"] < female["auc_ci"][1]
    assert "too small" in record["validation"]["subgroups"]["sex"][0]["note"]
    page = (folder / "out" / "report.html").read_text(encoding="utf-8")
    assert "<h3>sex: training, nested, SMOTE-radiomics</h3>" in page
    validate = ["validate", "--model", "out/model.json", "--cohort", "sexes.csv", "--outcome", "pcr"]
    assert run([*validate, "--subgroup", "sex", "--output", "v"]) == 0
    found = json.loads((folder / "v" / "validation.json").read_text(encoding="utf-8"))["subgroups"]["sex"]
    assert [group["patients"] for group in found] == [30, 30]


def test_one_patient_on_both_sides_of_the_split_is_refused_by_name(folder, capsys):
    rewrite("twice.csv", lambda rows: [row.update(who=f"p{place % 50}") for place, row in enumerate(rows)])
    assert train("--patient", "who", "--split", "set", cohort="twice.csv") == 2
    assert "10 patients of twice.csv stand on both sides, such as p0" in capsys.readouterr().err


def test_other_refusals(folder, capsys):
    def refused(sentence, *options):
        assert train(*options) == 2
        assert sentence in capsys.readouterr().err

    rewrite("strangers.csv", lambda rows: rows[0].update(case_id="someone"))
    refused("such as someone", "--second-reader", "strangers.csv")
    refused("identifiers of cohort.csv stand on both sides, such as", "--external", "cohort.csv")
    refused("give one of them", "--external", "cohort.csv", "--split", "set")
    refused("is true in every case", "--batch", "simulated")
    (folder / "quick.json").write_text('{"fold": 3}', encoding="utf-8")
    refused("unknown key 'fold'; did you mean 'folds'?")
    (folder / "quick.json").write_text('{"folds": 1}', encoding="utf-8")
    refused("'folds' must be a whole number of at least 2")
    assert not (folder / "out").exists()


def test_missing_values_are_imputed_when_the_settings_ask(folder):
    rewrite("holes.csv", missing)
    settings = json.loads((folder / "quick.json").read_text(encoding="utf-8"))
    (folder / "quick.json").write_text(json.dumps({**settings, "smote": False}), encoding="utf-8")
    assert train("--impute", cohort="holes.csv") == 0
    assert json.loads((folder / "out" / "config.json").read_text(encoding="utf-8"))["impute"] is True
    assert not (folder / "out" / "model_plain.json").exists()
