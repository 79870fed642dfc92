"""Where patients have several rows, records, reports and checklists count patients as patients and rows as rows."""

import csv
import io
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.models.model_file import Model, ModelFeature, save_model
from PCRPredictorLib.models.newcombe import newcombe_interval
from PCRPredictorLib.models.table import FeatureTable
from PCRPredictorLib.report.study.checklists.drafts import drafts_table, filled
from PCRPredictorLib.report.study.checklists.facts import facts_of
from PCRPredictorLib.report.study.training_figures import scored_cohorts
from PCRPredictorLib.report.study.training_report import training_report
from PCRPredictorLib.training.data.cohort import Cohort, cohort_from_table
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.cohort_size import size_in_words
from PCRPredictorLib.training.protocols.train import train
from PCRPredictorLib.training.record.measures import probability_summary
from PCRPredictorLib.training.record.validation_record import validation_record
from PCRPredictorLib.training.statistics.diagnostic import diagnostic_of_repeats
from PCRPredictorLib.training.statistics.mcnemar import mcnemar_exact, mcnemar_of_patients
from scipy.special import expit

FAST = TrainingConfig(smote=False, candidates=("sparse",), repeats=1, inner_repeats=1, cutoff_bootstrap=5)


def lesions(seed, patients):
    """Two lesions of each patient, of a third of whom one responded, of a sixth both."""
    generator = np.random.default_rng(seed)
    people = np.repeat(np.arange(patients), 2)
    outcome = ((people % 6 == 0) | ((people % 3 == 1) & (np.arange(2 * patients) % 2 == 0))).astype(int)
    values = generator.normal(size=(2 * patients, 4))
    values[:, 0] += 1.5 * outcome
    names = tuple(f"{seed}-{person}" for person in people)
    cases = tuple(f"{seed}-{row}" for row in range(2 * patients))
    sex = tuple("fm"[person % 2] for person in people)
    return Cohort(
        values, outcome, ("f", "g", "h", "i"), cases, groups=people, patients=names, subgroups={"sex": sex}, source="t"
    )


@pytest.fixture(scope="module")
def result():
    return train(lesions(1, 60), FAST, external=lesions(2, 48))


@pytest.fixture(scope="module")
def record(result):
    return validation_record(result)


def test_the_record_counts_patients_and_rows(record):
    assert {key: record["cohort"][key] for key in ("patients", "rows", "responders", "responding_rows")} == {
        "patients": 60,
        "rows": 120,
        "responders": 30,
        "responding_rows": 40,
    }
    assert [fold["patients"] * 2 for fold in record["per_fold"]] == [fold["rows"] for fold in record["per_fold"]]
    assert sum(fold["patients"] for fold in record["per_fold"]) == 60
    validation = record["validation"]
    assert validation["patients"] == 48
    counted = validation["models"]["radiomics"]
    assert (counted["patients"], counted["rows"], counted["responders"], counted["responding_rows"]) == (48, 96, 24, 32)
    for groups in (record["subgroups"]["sex"], validation["subgroups"]["sex"]):
        assert [2 * group["patients"] for group in groups] == [group["rows"] for group in groups]


def test_intervals_of_calls_and_calibration_are_those_of_patients(result, record):
    cohort, nested = result.cohort, result.main.nested
    called = np.zeros((1, 120), dtype=bool)
    for fold in nested.folds:
        called[0, fold.rows] = fold.called
    by_rows = diagnostic_of_repeats(cohort.outcome, called)
    assert nested.calls == diagnostic_of_repeats(cohort.outcome, called, groups=cohort.groups)
    assert nested.calls.accuracy.value == by_rows.accuracy.value
    assert nested.calls.specificity.low < by_rows.specificity.low
    again = probability_summary(cohort.outcome, nested.probabilities, cohort.groups)
    assert record["calibration"] == again["calibration"]
    assert record["calibration"] != probability_summary(cohort.outcome, nested.probabilities)["calibration"]
    external = result.external
    told = record["validation"]["models"]["radiomics"]["calibration"]
    assert told == probability_summary(external.outcome, result.main.external, external.groups)["calibration"]
    assert told["o_e"] != probability_summary(external.outcome, result.main.external)["calibration"]["o_e"]


def test_the_sample_size_says_that_its_share_is_of_rows(result):
    """30 of 60 patients responded, 40 of 120 rows."""
    assert "at 33% responding rows and an assumed C statistic of 0.75" in size_in_words(result.cohort)
    assert "at 33% responders and" in size_in_words(replace(lesions(1, 60), groups=None))


def test_the_model_file_has_no_more_responders_than_patients(result):
    assert (result.main.model.training["patients"], result.main.model.training["responders"]) == (60, 30)


def test_page_figures_and_checklists_say_which_they_count(result):
    page = training_report(result, {})
    assert "in 120 rows of 60 patients, 40 rows with the outcome, 80 not." in page
    assert "30 (60 rows)" in page
    assert "Fixed beforehand: sparse, " in page
    assert "Intervals take the rows of a patient together" in page
    training, validation = (each.heading for each in scored_cohorts(result))
    assert "120 rows of 60 patients, 40 rows with a response" in training
    assert "96 rows of 48 patients, 32 rows with a response" in validation
    of = {
        (row["checklist"], row["item"]): row["answer"]
        for row in csv.DictReader(io.StringIO(drafts_table(filled(result))))
    }
    assert "One column with two values: 40 rows with the outcome, 80 not." in of["CLEAR", "18"]
    assert "40 rows with the rarer outcome" in of["METRICS", "16"]
    assert "Validation in 96 rows of 48 further patients." in of["METRICS", "18"]
    assert "No value of a feature is missing." in of["CLEAR", "29"]
    assert re.search(
        r"AUC by subgroup: sex f \(30\): 0.*\. In the validation patients: sex f \(24\): 0", of["TRIPOD+AI", "23a"]
    )


def test_without_such_patients_every_row_is_one():
    whole = replace(lesions(1, 60), groups=None)
    assert (whole.people, whole.responders) == (120, 40)
    assert whole.counted_by_outcome == "40 with the outcome, 80 not"


def test_naming_patients_of_one_row_each_changes_no_number():
    """They were dealt into other folds, so that every nested number and the model's cut-off were others."""
    whole = lesions(1, 40)
    columns = dict(zip(whole.names, whole.values.T, strict=True))
    carried = {"pcr": tuple(map(str, whole.outcome)), "who": tuple(f"p{row:02d}" for row in range(80))}
    table = FeatureTable(whole.case_ids, columns, carried=carried, source="t.csv")
    named, plain = (cohort_from_table(table, "pcr", patient=who) for who in ("who", None))
    ours, theirs = (validation_record(train(cohort, FAST)) for cohort in (named, plain))
    for record in (ours, theirs):
        del record["warnings"]  # the column is told to be unused where nobody names it
    assert ours == theirs
    # nor where the patients of several rows are all on the other side
    twice = replace(named, groups=np.minimum(np.arange(80), 78))
    assert twice.rows(np.arange(80) < 60).groups is None
    assert twice.rows(np.arange(80) >= 60).people == 19


def test_validate_counts_them_too(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    feature = ModelFeature("f", "f", None, coefficient=1.0, mean=0.0, std=1.0)
    save_model(Model("m", "1", "test", "table", None, (feature,), -0.3, 0.6, "test", "Research use only."), "m.json")
    cohort = lesions(3, 48)
    rows = zip(cohort.values[:, 0], cohort.outcome, cohort.patients, cohort.subgroups["sex"], strict=True)
    lines = ["f,pcr,patient,sex", *(f"{value},{outcome},{who},{sex}" for value, outcome, who, sex in rows)]
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["validate", "--model", "m.json", "--cohort", "t.csv", "--outcome", "pcr", "--subgroup", "sex"]
    assert run([*command, "--output", "out"]) == 0
    told = capsys.readouterr()
    assert "in 96 patients" in told.out
    assert "(rows-perhaps-of-patients): The column 'patient' of t.csv has 48 different values in 96 rows" in told.err
    assert run([*command, "--patient", "pcr", "--output", "none"]) == 2
    assert "'pcr' is the outcome, so it cannot name the patient, too" in capsys.readouterr().err
    assert run([*command, "--patient", "patient", "--output", "named"]) == 0
    told = capsys.readouterr()
    assert "in 96 rows of 48 patients" in told.out
    assert "(rows-of-validation-patients): The validation patients of t.csv are 48 in 96 rows" in told.err
    assert "Every interval and test takes the rows of a patient together" in told.err
    assert run([*command, "--patient", "patient", "--compare", "sex", "--compare-positive", "f", "--output", "r"]) == 0
    reader = np.array(cohort.subgroups["sex"]) == "f"
    compared = json.loads((tmp_path / "r" / "validation.json").read_text(encoding="utf-8"))["comparison"]
    by_rows = mcnemar_exact(compared["accuracy"]["only_first"], compared["accuracy"]["only_second"])
    calls = expit(cohort.values[:, 0] - 0.3) >= 0.6
    alone = (calls == cohort.outcome).astype(int) - (reader == cohort.outcome)
    by_patients = mcnemar_of_patients(alone.reshape(48, 2).sum(axis=1))
    assert compared["accuracy"]["p_value"] == pytest.approx(by_patients, rel=1e-9)
    assert by_patients != pytest.approx(by_rows, rel=1e-3)
    assert "McNemar P (exact, of patients)" in (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
    result = json.loads((tmp_path / "named" / "validation.json").read_text(encoding="utf-8"))
    assert [result[key] for key in ("patients", "responders", "rows", "responding_rows")] == [48, 24, 96, 32]
    assert [group["patients"] for group in result["subgroups"]["sex"]] == [24, 24]
    assert result["sample_size"]["validation"]["patients"] == 48
    plain = json.loads((tmp_path / "out" / "validation.json").read_text(encoding="utf-8"))
    assert result["accuracy"] == plain["accuracy"]
    assert result["specificity_ci"] != plain["specificity_ci"]
    assert result["calibration"]["slope"]["value"] == plain["calibration"]["slope"]["value"]
    counted, apart = (each["calibration"]["o_e"] for each in (result, plain))
    assert (counted["value"], counted["high"] > apart["high"]) == (apart["value"], True)
    page = (tmp_path / "named" / "report.html").read_text(encoding="utf-8")
    assert "Intervals take the rows of a patient together" in page
    assert "m in 96 rows of 48 patients, 32 rows with a response" in page


def test_classes_that_are_parted_have_newcombes_interval_of_patients_and_so_says_every_page():
    """Every resample has an AUC of 1; the rows of one patient must not make the interval narrower."""
    rows = np.repeat(np.arange(48), 2)
    outcome = (rows % 3 == 0).astype(int)
    values = np.random.default_rng(3).normal(size=(96, 3)) + np.outer(outcome, [50, 0, 0])
    names = tuple(str(row) for row in rows)
    cohort = Cohort(
        values, outcome, ("f", "g", "h"), tuple(map(str, range(96))), groups=rows, patients=names, source="t"
    )
    result = train(cohort, FAST)
    assert result.main.nested.auc == 1
    expected = newcombe_interval(1.0, 16, 32, np.sqrt(1 + 5 / 4))
    assert (result.main.nested.low, result.main.nested.high) == pytest.approx(expected, abs=1e-12)
    assert result.ceiling["random forest"].interval == pytest.approx(expected, abs=1e-12)
    page = training_report(result, {})
    assert "The interval is Newcombe's (2006, method 5), since every resample of the patients has the same AUC" in page
    assert "comes of resampling" not in page
    assert facts_of(result)["uncertainty"].startswith("95 % intervals: nested AUC by Newcombe, widened")
