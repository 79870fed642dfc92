"""A reference cohort in which patients have several rows (`calibrate --patient`)."""

import csv
from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.calibration import calibrate
from PCRPredictorLib.models.calibration_card import calibration_card
from PCRPredictorLib.models.calibration_file import load_calibration, save_calibration
from PCRPredictorLib.models.cutoff import CutoffRule, stratified_folds
from PCRPredictorLib.models.model_file import Model, save_model
from PCRPredictorLib.models.out_of_fold import OutOfFold
from PCRPredictorLib.models.reference import left_out_distances
from PCRPredictorLib.models.site_cutoff import find_site_cutoff
from PCRPredictorLib.models.table import FeatureTable


def lesions(table: FeatureTable, rows: int = 3, spread: float = 1e-3) -> FeatureTable:
    """Each case of the table as so many lesions that are hardly apart, of one answer."""
    generator = np.random.default_rng(8)
    return replace(
        table,
        case_ids=tuple(f"{case}-{row}" for case in table.case_ids for row in range(rows)),
        columns={
            name: np.repeat(values, rows) * (1 + spread * generator.normal(size=rows * len(table)))
            for name, values in table.columns.items()
        },
        carried={
            **{name: tuple(np.repeat(np.array(cells), rows).tolist()) for name, cells in table.carried.items()},
            "who": tuple(case for case in table.case_ids for _ in range(rows)),
        },
    )


def test_lesions_that_are_hardly_apart_are_worth_their_patients(small_model: Model, cohort: FeatureTable) -> None:
    """As many patients as before: errors, AUC and cut-off are as uncertain as of one row each."""
    once = calibrate(small_model, cohort, outcome="outcome", fit_slope=True)
    rows = calibrate(small_model, lesions(cohort), outcome="outcome", fit_slope=True)
    found = calibrate(small_model, lesions(cohort), outcome="outcome", fit_slope=True, patient="who")
    assert (found.patients, found.rows, found.events) == (60, 180, once.events)
    assert (rows.patients, rows.rows) == (180, None)
    assert (found.intercept, found.slope) == (rows.intercept, rows.slope)
    for name in ("intercept_se", "slope_se", "cohort_slope_se"):
        assert getattr(found, name) == pytest.approx(getattr(once, name), rel=0.2)
        assert getattr(found, name) > 1.4 * getattr(rows, name)
    areas, cutoffs = [], []
    for each in (once, rows, found):
        assert each.auc_ci is not None
        assert each.cutoff is not None
        areas.append(each.auc_ci[1] - each.auc_ci[0])
        cutoffs.append(each.cutoff.upper - each.cutoff.lower)
    assert areas[2] == pytest.approx(areas[0], rel=0.1)
    assert areas[2] > 1.5 * areas[1]
    assert cutoffs[2] > 1.2 * cutoffs[1]
    assert found.reference.patients == 60
    assert found.reference.limit == pytest.approx(once.reference.limit, rel=0.03)
    assert found.reference.limit > rows.reference.limit


def test_a_stated_prevalence_counts_patients_too(small_model: Model, cohort: FeatureTable) -> None:
    once = calibrate(small_model, cohort, prevalence=0.3)
    found = calibrate(small_model, lesions(cohort), prevalence=0.3, patient="who")
    assert found.intercept_se == pytest.approx(once.intercept_se, rel=0.05)
    assert (found.patients, found.rows, found.events) == (60, 180, None)


def test_one_row_of_each_changes_nothing(small_model: Model, cohort: FeatureTable) -> None:
    named = replace(cohort, carried={**cohort.carried, "who": tuple(map(str, range(60)))})
    assert (
        calibrate(small_model, named, outcome="outcome", patient="who").as_json()
        == calibrate(small_model, named, outcome="outcome").as_json()
    )


def test_no_patient_is_on_both_sides_of_a_fold() -> None:
    generator = np.random.default_rng(0)
    groups = np.repeat(np.arange(40), generator.integers(1, 5, 40))
    outcomes = generator.integers(0, 2, groups.size)
    fold = stratified_folds(outcomes, 5, 20, generator, groups)
    for split in fold:
        assert all(np.unique(split[groups == who]).size == 1 for who in range(40))
        patients = [np.unique(groups[split == number]).size for number in range(5)]
        assert max(patients) - min(patients) <= 2


def test_noise_in_many_rows_gets_no_cutoff() -> None:
    """Ten rows of each of 40 patients, score and outcome the patient's alone; as rows they are 400 cases."""
    with_cutoff = {True: 0, False: 0}
    for seed in range(20):
        generator = np.random.default_rng(seed)
        groups = np.repeat(np.arange(40), 10)
        outcomes = np.repeat(generator.permutation(np.arange(40) % 2), 10)
        values = np.repeat(generator.normal(size=(40, 1)), 10, axis=0) + 0.1 * generator.normal(size=(400, 1))
        for together in (True, False):
            folds = OutOfFold(values, outcomes, np.ones(1), False, 2, 5, groups if together else None)
            found = find_site_cutoff(folds, CutoffRule(), 0)
            with_cutoff[together] += found is not None and found.auc.low > 0.5
    assert with_cutoff[True] <= 2
    assert with_cutoff[False] >= 5


def test_each_row_is_compared_with_other_patients() -> None:
    positions = np.random.default_rng(3).normal(size=(30, 2))
    twice = np.repeat(positions, 2, axis=0)
    together = left_out_distances(twice, np.repeat(np.arange(30), 2))
    assert together[::2] == pytest.approx(left_out_distances(positions), rel=0.1)
    assert (together > left_out_distances(twice)).mean() > 0.9


def test_the_file_and_the_card_say_how_many_rows(small_model: Model, cohort: FeatureTable, tmp_path) -> None:
    found = calibrate(small_model, lesions(cohort), outcome="outcome", patient="who")
    save_calibration(found, tmp_path / "c.json")
    assert load_calibration(tmp_path / "c.json").as_json() == found.as_json()
    assert "60 patients in 180 rows (23 with pCR)" in dict(calibration_card(found))["Calibration"]
    assert "who" not in {notice.code for notice in found.warnings}
    assert "rows-perhaps-of-patients" not in {notice.code for notice in found.warnings}
    with pytest.raises(InputError, match="30 rows of 60 patients; make it again"):
        save_calibration(replace(found, rows=30), tmp_path / "d.json")


def test_equal_rows_of_a_patient_are_no_copies(small_model: Model, cohort: FeatureTable) -> None:
    twice = lesions(cohort, 2, spread=0.0)
    with pytest.raises(InputError, match=r"keep one row for each patient, or name the patients \(--patient\)"):
        calibrate(small_model, twice, outcome="outcome")
    found = calibrate(small_model, twice, outcome="outcome", patient="who")
    assert len(found.fingerprints) == len(set(found.fingerprints)) == 60


def test_patients_are_counted_not_rows(small_model: Model, cohort: FeatureTable) -> None:
    few = replace(
        cohort,
        case_ids=cohort.case_ids[:20],
        columns={name: values[:20] for name, values in cohort.columns.items()},
        carried={name: cells[:20] for name, cells in cohort.carried.items()},
    )
    with pytest.raises(InputError, match="has 20 patients; a calibration needs at least 30"):
        calibrate(small_model, lesions(few), outcome="outcome", patient="who")
    events = tuple("1" if row < 5 else "0" for row in range(60))
    with pytest.raises(InputError, match="has 5 events in 'outcome'"):
        calibrate(
            small_model,
            lesions(replace(cohort, carried={"outcome": events})),
            outcome="outcome",
            patient="who",
        )
    with pytest.raises(InputError, match="'outcome' is the outcome, so it cannot name the patient, too"):
        calibrate(small_model, cohort, outcome="outcome", patient="outcome")


def test_the_command_takes_the_column(small_model: Model, cohort: FeatureTable, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    save_model(small_model, "m.json")
    table = lesions(cohort)
    with (tmp_path / "t.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["case_id", *table.columns, "outcome", "patient"])
        for row, case in enumerate(table.case_ids):
            cells = (repr(float(values[row])) for values in table.columns.values())
            writer.writerow([case, *cells, table.carried["outcome"][row], table.carried["who"][row]])
    command = ["calibrate", "--model", "m.json", "--cohort", "t.csv", "--outcome", "outcome", "--output", "c.json"]
    assert run(command) == 0
    assert "calibrate with --patient patient, or on one row of each" in capsys.readouterr().err
    assert run([*command, "--patient", "patient"]) == 0
    told = capsys.readouterr()
    assert "60 patients in 180 rows" in told.out
    assert "rows-perhaps" not in told.err
    assert load_calibration("c.json").rows == 180
    text = (tmp_path / "t.csv").read_text(encoding="utf-8")
    (tmp_path / "t.csv").write_text(text.replace(",case7\n", ",Case7\n", 1), encoding="utf-8")
    assert run([*command, "--patient", "patient"]) == 0
    assert "'case7-0' and 'case7-1' of t.csv are named alike but for the spelling" in capsys.readouterr().err
    assert run([*command, "--patient", "whom"]) == 2
    assert "has no column 'whom'" in capsys.readouterr().err
