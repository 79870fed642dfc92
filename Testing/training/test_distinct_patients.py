"""One patient, one row: duplicates under two identifiers flatter a cross-validation."""

import csv
import gzip
from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.copies import possible_copies
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.data.distinct_patients import distinct_patients, require_other_patients
from PCRPredictorLib.training.data.notices import cohort_notices
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.pipeline.folds import outer_folds
from PCRPredictorLib.training.protocols.train import train


def cohort_of(values):
    patients = len(values)
    names = tuple(f"f{number}" for number in range(values.shape[1]))
    cases = tuple(f"c{row}" for row in range(patients))
    return Cohort(values, (np.arange(patients) % 3 == 0).astype(int), names, cases, source="cohort.csv")


@pytest.fixture
def values():
    return np.random.default_rng(1).normal(size=(40, 3))


def test_the_same_patient_under_two_identifiers_is_refused_before_training(values):
    values[[30, 35, 7]] = values[[2, 2, 5]]
    with pytest.raises(InputError, match=r"cohort\.csv: the cases c5 and c7 have the very same .* \(such pairs: 3\)"):
        train(cohort_of(values), TrainingConfig())


def test_minus_zero_and_missing_values_are_values_like_others(values):
    values[4, 0], values[4, 1] = 0.0, np.nan
    values[9] = values[4]
    values[9, 0] = -0.0
    with pytest.raises(InputError, match="c4 and c9"):
        distinct_patients(cohort_of(values))


def test_rows_that_are_equal_by_chance_pass(values):
    values[30] = values[2]
    distinct_patients(cohort_of(values[:, :2]))
    grades = (np.arange(40)[:, None] // np.array([1, 3, 9, 27])) % 3
    distinct_patients(cohort_of(grades.astype(float)))
    distinct_patients(cohort_of(np.ones((40, 5))))


def test_patients_alike_in_all_but_one_feature_are_two(values):
    values[30, :2] = values[2, :2]
    distinct_patients(replace(cohort_of(values), source="x"))


@pytest.fixture
def many():
    """40 patients of 30 features, the last a second measurement of the third: r = 0.9997 after standardization."""
    generator = np.random.default_rng(3)
    values = generator.normal(size=(40, 30)) * np.geomspace(1, 1e6, 30)
    values[39] = values[2] + 0.02 * values.std(axis=0) * generator.normal(size=30)
    return values


def test_a_near_copy_is_refused_or_kept_on_one_side_of_every_fold(many):
    with pytest.raises(InputError, match=r"c2 and c39 have almost the same .*\(such pairs: 1\).*--allow-duplicates"):
        distinct_patients(cohort_of(many))
    kept = distinct_patients(cohort_of(many), allow_duplicates=True)
    assert kept.groups[2] == kept.groups[39]
    assert np.unique(kept.groups).size == 39
    for train_rows, test in outer_folds(kept.outcome, TrainingConfig(), kept.groups):
        assert not np.intersect1d(kept.groups[train_rows], kept.groups[test]).size


@pytest.mark.parametrize("seed", range(5))
def test_ordinary_patients_are_no_copies_where_tails_are_heavy(seed):
    """By r alone hundreds of pairs: each column is one extreme patient, and all the others lie close below its mean."""
    values = np.random.default_rng(seed).standard_cauchy(size=(60, 30)) ** 5
    standardized = (values - values.mean(axis=0)) / values.std(axis=0)
    assert (np.corrcoef(standardized)[np.triu_indices(60, 1)] > 0.999).any()
    cohort = cohort_of(values)
    assert distinct_patients(cohort) is cohort
    again = values.copy()
    again[39] = again[2] * (1 + 1e-6 * np.arange(30))
    with pytest.raises(InputError, match="c2 and c39"):
        distinct_patients(cohort_of(again))


def test_rows_of_one_named_patient_are_no_copies(many):
    groups = np.arange(40)
    groups[39] = 2
    assert distinct_patients(replace(cohort_of(many), groups=groups)).groups is groups


def test_a_near_copy_in_few_columns_is_told_and_stops_nothing(many):
    few = cohort_of(many[:, :8])
    assert distinct_patients(few) is few
    (notice,) = [each for each in cohort_notices(few) if each.code == "patient-perhaps-twice"]
    assert "the cases c2 and c39 are alike in every feature (such pairs: 1)" in notice.message
    groups = np.arange(40)
    groups[39] = 2
    for quiet in (replace(few, groups=groups), cohort_of(many[:, :7]), cohort_of(many[:39, :8]), cohort_of(many)):
        assert "patient-perhaps-twice" not in {each.code for each in cohort_notices(quiet)}


@pytest.mark.parametrize("columns", [8, 12, 19])
def test_chance_seldom_makes_a_possible_copy_though_few_causes_move_all_columns(columns):
    """At most one of 40 tables."""
    told = 0
    for seed in range(40):
        generator = np.random.default_rng(seed)
        causes = generator.normal(size=(200, 2)) @ generator.normal(size=(2, columns))
        told += bool(possible_copies(causes + 0.3 * generator.normal(size=(200, columns))))
    assert told <= 1


@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1e90])
def test_the_unit_hides_no_near_copy(many, scale):
    """Squares of the smallest numbers are 0, which made the standard deviation 0 and every correlation unknown."""
    values = many.copy()
    values[:, 4] *= scale
    with pytest.raises(InputError, match="c2 and c39 have almost the same"):
        distinct_patients(cohort_of(values))


def test_copies_of_copies_are_one_patient(many):
    many[10] = many[39]
    kept = distinct_patients(cohort_of(many), allow_duplicates=True)
    assert kept.groups[2] == kept.groups[10] == kept.groups[39]


def test_a_near_copy_may_not_validate_the_model_that_the_other_taught(many):
    others = replace(cohort_of(many[30:]), case_ids=tuple(f"d{row}" for row in range(10)), source="other.csv")
    with pytest.raises(
        InputError, match=r"Case d9 of other\.csv has almost the same .* as case c2 of cohort\.csv \(1 "
    ):
        require_other_patients(cohort_of(many[:30]), others)
    require_other_patients(cohort_of(many[:30]), others.rows(np.arange(9)))


def test_a_named_patient_may_not_be_on_both_sides_of_a_validation(values):
    named = replace(cohort_of(values), patients=tuple(f"p{row // 2}" for row in range(40)))
    require_other_patients(named.rows(np.arange(20)), named.rows(np.arange(20, 40)))
    with pytest.raises(InputError, match=r"1 patients of cohort.csv stand on both sides, such as p10; a"):
        require_other_patients(named.rows(np.arange(21)), named.rows(np.arange(21, 40)))


def test_correlated_features_of_different_patients_are_no_copies():
    """Three latent factors behind 400 features, as texture has: rows correlate, but not above 0.999."""
    generator = np.random.default_rng(4)
    values = generator.normal(size=(200, 3)) @ generator.normal(size=(3, 400)) + 0.3 * generator.normal(size=(200, 400))
    assert distinct_patients(cohort_of(values)).groups is None


@pytest.mark.parametrize("name", ["Deng2023", "HCC-TACE-Seg", "C4KC-KiTS"])
def test_no_patient_of_a_real_table_is_taken_for_another(shared_data, name):
    with gzip.open(shared_data / "tables" / f"{name}.csv.gz", "rt") as stream:
        header, *rows = csv.reader(stream)
    columns = [number for number, column in enumerate(header) if column not in ("ID", "Target")]
    values = np.array([[float(row[number]) for number in columns] for row in rows])
    assert distinct_patients(cohort_of(values)).groups is None
