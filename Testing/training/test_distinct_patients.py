"""One patient, one row: duplicates under two identifiers flatter a cross-validation."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.data.distinct_patients import require_distinct_patients
from PCRPredictorLib.training.pipeline.config import TrainingConfig
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
    with pytest.raises(InputError, match=r"cohort\.csv: the cases c5 and c7 have the very same .* \(3 such pairs\)"):
        train(cohort_of(values), TrainingConfig())


def test_minus_zero_and_missing_values_are_values_like_others(values):
    values[4, 0], values[4, 1] = 0.0, np.nan
    values[9] = values[4]
    values[9, 0] = -0.0
    with pytest.raises(InputError, match="c4 and c9"):
        require_distinct_patients(cohort_of(values))


def test_rows_that_are_equal_by_chance_pass(values):
    values[30] = values[2]
    require_distinct_patients(cohort_of(values[:, :2]))
    grades = (np.arange(40)[:, None] // np.array([1, 3, 9, 27])) % 3
    require_distinct_patients(cohort_of(grades.astype(float)))
    require_distinct_patients(cohort_of(np.ones((40, 5))))


def test_patients_alike_in_all_but_one_feature_are_two(values):
    values[30, :2] = values[2, :2]
    require_distinct_patients(replace(cohort_of(values), source="x"))
