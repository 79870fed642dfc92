"""From tables to cohorts, and what is refused on the way."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.outcomes import DRAWN_FROM_COLUMN
from PCRPredictorLib.models.perturbed_features import PerturbedFeatures
from PCRPredictorLib.models.table import FeatureTable, read_table
from PCRPredictorLib.training.data.cohort import cohort_from_table, split_by_column
from PCRPredictorLib.training.data.distinct_patients import require_other_patients
from PCRPredictorLib.training.data.notices import cohort_notices
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.pipeline.folds import check_feasible, outer_folds
from PCRPredictorLib.training.protocols.cohort_size import size_in_words
from PCRPredictorLib.training.protocols.studies import permutation_study


def write(path, header, rows):
    path.write_text("\n".join(",".join(map(str, row)) for row in [header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path):
    rows = [
        (f"c{n}", n % 2, 10 + n, 2 * n, 50 + n, "AB"[n // 10 % 2], ["training", "test"][n % 4 == 0]) for n in range(20)
    ]
    return write(tmp_path / "cohort.csv", ("case_id", "pcr", "A_x", "P_x", "age", "scanner", "set"), rows)


def test_features_are_those_of_the_phases_and_the_clinical_columns_asked_for(path):
    plain = cohort_from_table(read_table(path), "pcr")
    assert plain.names == ("A_x", "P_x")
    clinical = cohort_from_table(read_table(path, clinical=["age"]), "pcr", clinical=["age"])
    assert clinical.names == ("A_x", "P_x", "age")
    assert clinical.values[3].tolist() == [13, 6, 53]
    assert clinical.outcome[:4].tolist() == [0, 1, 0, 1]


def test_a_radiomic_feature_is_no_clinical_variable_but_a_stage_of_its_prefix_is(tmp_path):
    rows = [(f"c{n}", n % 2, 10 + n, 2 * n % 7, n % 3) for n in range(20)]
    path = write(tmp_path / "cohort.csv", ("case_id", "pcr", "A_Percentile10", "P_kurtosis", "P_stage"), rows)
    table = read_table(path, clinical=["P_stage"])
    assert cohort_from_table(table, "pcr", clinical=["P_stage"]).clinical == ("P_stage",)
    with pytest.raises(InputError, match=r"cohort\.csv: 'A_Percentile10' is a radiomic feature, which is used anyway"):
        cohort_from_table(table, "pcr", clinical=["P_stage", "A_Percentile10"])


def test_the_value_that_means_a_response_can_be_told(path):
    assert cohort_from_table(read_table(path), "pcr", positive="0").outcome[:4].tolist() == [1, 0, 1, 0]


def test_the_design_holds_features_second_reader_and_batch(path, tmp_path):
    second = write(
        tmp_path / "second.csv", ("case_id", "P_x", "A_x"), [(f"c{n}", 2 * n + 1, 11 + n) for n in range(19, 4, -1)]
    )
    cohort = cohort_from_table(read_table(path), "pcr", second_reader=read_table(second), batch="scanner")
    assert cohort.design.shape == (20, 5)
    assert np.isnan(cohort.design[:5, 2:4]).all()
    assert cohort.design[5].tolist() == [15, 10, 16, 11, 0]
    assert cohort.batch_names == ("A", "B")
    assert cohort.without_batch().design.shape == (20, 4)


def perturbed_of(cases, perturbations=3, columns=("P_x", "A_x"), profile_hash="p"):
    values = np.arange(len(cases) * perturbations * len(columns), dtype=float)
    cube = values.reshape(len(cases), perturbations, len(columns))
    return PerturbedFeatures(tuple(cases), tuple(columns), cube, profile_hash, False)


def test_perturbed_contours_are_put_in_the_order_of_the_cohort(path):
    cases = [f"c{n}" for n in range(19, 4, -1)]
    cohort = cohort_from_table(
        read_table(path, clinical=["age"]), "pcr", clinical=["age"], perturbed=perturbed_of(cases), batch="scanner"
    )
    assert cohort.perturbations == 3
    assert np.isnan(cohort.perturbed[:5]).all()
    # c19 is the first case of the file: A_x is its second column; the age is nobody's drawing.
    assert cohort.perturbed[19].tolist() == [[1, 0, 69], [3, 2, 69], [5, 4, 69]]
    assert cohort.design.shape == (20, 3 + 9 + 1)
    assert cohort.rows(np.array([19])).perturbed.shape == (1, 3, 3)


@pytest.mark.parametrize(
    ("perturbed", "sentence"),
    [
        (perturbed_of([f"x{n}" for n in range(12)]), "such as x0"),
        (perturbed_of([f"c{n}" for n in range(12)], columns=("A_x",)), "no feature P_x"),
        (perturbed_of([f"c{n}" for n in range(12)], perturbations=1), "fewer than two"),
    ],
)
def test_perturbed_contours_of_others_are_refused(path, perturbed, sentence):
    with pytest.raises(InputError, match=sentence):
        cohort_from_table(read_table(path), "pcr", perturbed=perturbed)


def test_a_split_column_parts_the_patients(path):
    table = read_table(path)
    training, validation = split_by_column(cohort_from_table(table, "pcr"), table.cells("set"), "set")
    assert (len(training), len(validation)) == (15, 5)
    assert validation.case_ids == ("c0", "c4", "c8", "c12", "c16")
    assert validation.values[1].tolist() == [14, 8]


def test_rows_are_not_taken_for_patients(table_of_patients):
    cohort = cohort_from_table(table_of_patients, "pcr", patient="who")
    people = len(set(cohort.patients))
    assert people < len(cohort)
    assert (cohort.people, cohort.counted) == (people, f"{len(cohort)} rows of {people} patients")
    assert f"here are {people}" in size_in_words(cohort)
    assert f"at {cohort.outcome.mean():.0%} responding rows and" in size_in_words(cohort)
    (notice,) = [each for each in cohort_notices(cohort) if each.code == "rows-of-patients"]
    assert cohort.counted in notice.message
    alone = cohort_from_table(table_of_patients, "pcr")
    assert alone.counted == f"{len(alone)} patients"
    assert f"at {alone.outcome.mean():.0%} responders and" in size_in_words(alone)
    assert "rows-of-patients" not in {each.code for each in cohort_notices(alone)}


def test_bad_splits_are_refused(path):
    cohort = cohort_from_table(read_table(path), "pcr")
    with pytest.raises(InputError, match="case c1: the split 's' says 'later'"):
        split_by_column(cohort, ["train", "later"] * 10, "s")
    with pytest.raises(InputError, match="says both 'test' and 'validation'"):
        split_by_column(cohort, ["train", "Test", "train", "validation"] * 5, "s")
    with pytest.raises(InputError, match="leaves no validation patient"):
        split_by_column(cohort, ["train"] * 20, "s")
    with pytest.raises(InputError, match=r"20 identifiers of .*cohort\.csv stand on both sides"):
        require_other_patients(cohort, cohort)
    with pytest.raises(InputError, match=r"20 identifiers stand in both .*cohort\.csv and other\.csv, such as c0;"):
        require_other_patients(cohort, replace(cohort, source="other.csv"))


def test_row_numbers_name_nobody_but_equal_values_do(path):
    cohort = cohort_from_table(read_table(path), "pcr")
    numbers = tuple(str(number) for number in range(1, 21))
    training = replace(cohort, case_ids=numbers)
    require_other_patients(training, replace(cohort, case_ids=numbers, values=cohort.values + 0.5))
    shifted = cohort.values + 0.25
    shifted[1] = cohort.values[1]
    with pytest.raises(InputError, match=r"Case v1 of .* has the very same feature values as case 2 "):
        require_other_patients(training, replace(cohort, case_ids=tuple(f"v{n}" for n in range(20)), values=shifted))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("x1", 1, 2)] + [(f"c{n}", 1, 2) for n in range(12)], "such as x1"),
        ([(f"c{n}", 1, 2) for n in range(9)], "has 9 cases"),
    ],
)
def test_a_second_reader_with_other_or_few_cases_is_refused(path, tmp_path, rows, sentence):
    second = write(tmp_path / "second.csv", ("case_id", "A_x", "P_x"), rows)
    with pytest.raises(InputError, match=sentence):
        cohort_from_table(read_table(path), "pcr", second_reader=read_table(second))


def test_a_second_reader_without_a_feature_is_refused(path, tmp_path):
    second = write(tmp_path / "second.csv", ("case_id", "A_x"), [(f"c{n}", 1) for n in range(20)])
    with pytest.raises(InputError, match="no column 'P_x'"):
        cohort_from_table(read_table(path), "pcr", second_reader=read_table(second))


def test_batches_too_small_or_alone_are_refused(tmp_path):
    header = ("case_id", "pcr", "A_x", "one", "rare")
    path = write(tmp_path / "c.csv", header, [(n, n % 2, n, "S", "a" if n < 3 else "b") for n in range(12)])
    with pytest.raises(InputError, match="is S in every case"):
        cohort_from_table(read_table(path), "pcr", batch="one")
    with pytest.raises(InputError, match="the batch 'a' has 3 cases"):
        cohort_from_table(read_table(path), "pcr", batch="rare")


def test_a_table_without_features_is_refused(tmp_path):
    path = write(tmp_path / "c.csv", ("case_id", "pcr", "name"), [(1, 0, "a"), (2, 1, "b")])
    with pytest.raises(InputError, match="no usable feature column"):
        cohort_from_table(read_table(path, exclude=["pcr"]), "pcr")


def test_rows_of_one_patient_share_a_group_and_no_fold(table_of_patients):
    cohort = cohort_from_table(table_of_patients, "pcr", patient="who")
    assert "who" not in cohort.names
    assert cohort.groups.tolist() == [row // 2 for row in range(40)]
    for train, test in outer_folds(cohort.outcome, TrainingConfig(), cohort.groups):
        assert not set(cohort.groups[train]) & set(cohort.groups[test])


def test_a_patient_or_scanner_is_one_however_its_number_is_written(table_of_patients):
    numbers = tuple(f"{row // 2}{'.0' if row % 2 else ''}" for row in range(40))
    scanners = tuple(f"{row % 4 // 2}{'.00' if row % 2 else ''}" for row in range(40))
    carried = {**table_of_patients.carried, "who": numbers, "scanner": scanners}
    cohort = cohort_from_table(replace(table_of_patients, carried=carried), "pcr", patient="who", batch="scanner")
    assert len(set(cohort.groups.tolist())) == 20
    assert cohort.batch_names == ("0", "1")


def test_folds_count_patients_and_not_rows(table_of_patients):
    cohort = cohort_from_table(table_of_patients, "pcr", patient="who")
    few = replace(cohort, outcome=(np.arange(40) < 8).astype(int))
    with pytest.raises(InputError, match="4 patients, of whom 4 remain inside the folds, but 5 folds"):
        check_feasible(few.outcome, TrainingConfig(smote=False), groups=few.groups)
    check_feasible(few.outcome, TrainingConfig(smote=False))


def test_a_patient_without_a_name_and_outcomes_that_cannot_be_dealt_are_refused(table_of_patients):
    carried = {**table_of_patients.carried, "who": ("", *table_of_patients.carried["who"][1:])}
    with pytest.raises(InputError, match="the patient 'who' is empty"):
        cohort_from_table(replace(table_of_patients, carried=carried), "pcr", patient="who")
    cohort = cohort_from_table(table_of_patients, "pcr", patient="who")
    mixed = replace(cohort, outcome=np.arange(40) % 2)
    with pytest.raises(InputError, match="another outcome than a further row of the same patient"):
        permutation_study(mixed, TrainingConfig(smote=False), 19)


@pytest.fixture
def table_of_patients():
    """Two rows of each of 20 patients, 10 of them responders."""
    values = np.random.default_rng(1).normal(size=(40, 3))
    who = tuple(f"p{row // 2:02d}" for row in range(40))
    return FeatureTable(
        case_ids=tuple(f"c{row}" for row in range(40)),
        columns={f"A_f{number}": values[:, number] for number in range(3)},
        carried={"who": who, "pcr": tuple(str(row // 2 % 2) for row in range(40))},
        header=("case_id", "A_f0", "A_f1", "A_f2", "who", "pcr"),
    )


def test_outcomes_that_a_model_drew_are_told(tmp_path):
    path = tmp_path / "table.csv"
    rows = [f"{number},{number % 7},{number % 2},wen2024" for number in range(1, 31)]
    path.write_text("\n".join(["case_id,A_x,pcr," + DRAWN_FROM_COLUMN, *rows]) + "\n")
    cohort = cohort_from_table(read_table(path, exclude=("pcr",)), "pcr")
    assert [notice.code for notice in cohort_notices(cohort)] == ["simulated-outcomes"]


def test_columns_without_a_number_are_named_where_every_numeric_column_is_a_feature(tmp_path):
    header = ("case_id", "pcr", "size", "sex", "site", "therapy", "empty", "simulated")
    rows = [(f"c{n}", n % 2, n, "mf"[n % 3 == 0], "AB"[n % 2], "xy"[n % 2], "", "false") for n in range(20)]
    table = read_table(write(tmp_path / "words.csv", header, rows), allow_missing=True)
    (notice,) = cohort_from_table(table, "pcr", exclude=["site"], subgroups=["therapy"]).notices
    assert notice.code == "no-feature"
    assert "without a number are no features: sex, empty; to use" in notice.message
    assert cohort_notices(cohort_from_table(table, "pcr"))[0].message.count("sex, site, therapy, empty;") == 1


def test_further_columns_beside_those_of_the_phases_are_named_unless_something_uses_them(path):
    (notice,) = cohort_from_table(read_table(path), "pcr").notices
    assert notice.code == "columns-unused"
    assert "cohort.csv that nothing uses: age, scanner, set. Where" in notice.message
    used = read_table(path, clinical=["age"])
    assert cohort_from_table(used, "pcr", clinical=["age"], batch="scanner", exclude=["set"]).notices == ()


@pytest.mark.parametrize(("repeats", "told"), [(1, False), (2, True), (5, True), (6, False)])
def test_rows_that_may_be_of_one_patient_are_told(tmp_path, repeats, told):
    header = ("case_id", "pcr", "A_x", "patient", "lesion")
    rows = [(f"c{n}", n % 2, n, f"p{n // repeats}", n % repeats) for n in range(60)]
    table = read_table(write(tmp_path / "rows.csv", header, rows))
    notices = cohort_from_table(table, "pcr").notices
    assert [notice.code for notice in notices] == ["rows-perhaps-of-patients"] * told + ["columns-unused"]
    if told:
        assert f"has {60 // repeats} different values in 60 rows; if it names the patients" in notices[0].message
        assert "rows-perhaps-of-patients" not in str(cohort_from_table(table, "pcr", patient="patient").notices)


@pytest.mark.parametrize("use", ["batch", "patient"])
@pytest.mark.parametrize("cell", ["", "NA", "nan"])
def test_a_batch_or_patient_that_is_not_named_is_refused(tmp_path, use, cell):
    rows = [(f"c{n}", n % 2, n, cell if n in (3, 4) else "AB"[n % 2]) for n in range(20)]
    table = read_table(write(tmp_path / "t.csv", ("case_id", "pcr", "A_x", "who"), rows))
    with pytest.raises(InputError, match=f"case c3: the {use} 'who' is {cell or 'empty'}; name it for every case"):
        cohort_from_table(table, "pcr", **{use: "who"})


def test_a_subgroup_that_is_not_known_is_not_stated_and_none_is_an_answer(tmp_path):
    rows = [(f"c{n}", n % 2, n, ("TACE", "none", "NA", "")[n % 4]) for n in range(20)]
    table = read_table(write(tmp_path / "t.csv", ("case_id", "pcr", "A_x", "therapy"), rows))
    assert set(cohort_from_table(table, "pcr", subgroups=["therapy"]).subgroups["therapy"]) == {"TACE", "none", ""}


@pytest.mark.parametrize("use", ["batch", "patient"])
def test_the_outcome_names_neither_batch_nor_patient(path, use):
    with pytest.raises(InputError, match=f"'pcr' is the outcome, so it cannot name the {use}, too"):
        cohort_from_table(read_table(path), "pcr", **{use: "pcr"})


def test_a_clinical_feature_counts_once_and_is_no_identifier(tmp_path):
    rows = [(n, n % 2, 3 * n, 50 + n) for n in range(20)]
    path = write(tmp_path / "t.csv", ("number", "pcr", "A_x", "age"), rows)
    table = read_table(path, "number", clinical=["age", "number"])
    assert cohort_from_table(table, "pcr", clinical=["age", "age"]).clinical == ("age",)
    with pytest.raises(InputError, match="column 'number' names the cases, so it is no clinical feature"):
        cohort_from_table(table, "pcr", clinical=["age", "number"])
