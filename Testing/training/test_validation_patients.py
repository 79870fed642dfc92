"""Validation patients who cannot be scored are refused before anything is trained."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.data.notices import cohort_notices
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.train import train


def cohort_of(seed, patients=60, **changed):
    generator = np.random.default_rng(seed)
    values = generator.normal(size=(patients, 3))
    outcome = (np.arange(patients) % 3 == 0).astype(int)
    cases = tuple(f"{seed}-{row}" for row in range(patients))
    whole = Cohort(values, outcome, ("f", "g", "h"), cases, profile_hash="a" * 16, source=f"table{seed}.csv")
    return replace(whole, **changed)


HOLED = np.array([[1.0, 2, 3]] * 4 + [[1.0, np.nan, 3]] * 56) + np.arange(60.0)[:, None]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"outcome": np.arange(60) == 3}, "hold 1 responders and 59 others"),
        ({"profile_hash": "b" * 16}, "extracted with profile bbbbbbbbbbbb, table1.csv with aaaaaaaaaaaa"),
        ({"names": ("f", "x", "h")}, "lacks 1 features of table1.csv, such as 'g'"),
        ({"values": HOLED}, "the validation patient 2-4 has no finite value in 'g'"),
    ],
)
def test_they_are_refused_by_the_name_of_their_file(changed, sentence):
    external = cohort_of(2, **changed)
    with pytest.raises(InputError, match=sentence) as refused:
        train(
            cohort_of(1),
            TrainingConfig(impute=True),
            external=external,
            on_progress=lambda *_: pytest.fail("training has begun"),
        )
    assert str(refused.value).startswith("table2.csv")


@pytest.mark.parametrize(
    ("name", "values", "looks_like"),
    [
        ("ID", np.arange(60.0), "identifier"),
        ("PatientID", np.arange(60.0) + 1000, "identifier"),
        ("patient_number", np.arange(60.0), "identifier"),
        ("Unnamed: 0", np.arange(60.0), "identifier"),
        ("ID", np.arange(60.0) // 2, None),
        ("case", np.arange(60.0) / 2, None),
        ("VoxelCount", np.arange(60.0)[::-1] * 70, "identifier"),  # sorted, whatever its name
        ("krankenakte", 5000 + np.arange(60.0) * 37 % 61, "identifier"),  # runs on, in any order
        ("VoxelCount", np.arange(60.0) * 7919 % 99991, None),
        ("A_VoxelCount", np.arange(60.0), None),
        ("grid", np.arange(60.0) / 3, None),
        ("untersuchung", 20200101 + np.arange(60.0) * 7 % 28 + 100 * (np.arange(60.0) // 6), "date"),
        ("klinik", np.arange(60.0) // 20, "site"),
        ("center", np.arange(60.0) % 4, "site"),
        ("stage", np.arange(60.0) % 4, None),
    ],
)
def test_a_feature_that_looks_like_an_identifier_date_or_site_is_told(name, values, looks_like):
    cohort = cohort_of(1, names=("f", name, "h"))
    cohort.values[:, 1] = values
    notices = cohort_notices(cohort)
    assert bool(notices) == (looks_like is not None)
    if looks_like:
        assert notices[0].code == f"feature-like-{looks_like}"
        assert f"'{name}' of table1.csv" in notices[0].message


def test_a_ring_of_another_width_is_refused():
    with pytest.raises(InputError, match=r"table2.csv was measured with a ring of 5 mm, table1.csv with one of 10 mm"):
        train(cohort_of(1, rim_mm=10.0), TrainingConfig(), external=cohort_of(2, rim_mm=5.0))


@pytest.mark.parametrize("name", ["answer", "A_answer"])
def test_a_column_that_tells_the_outcome_is_warned_of(name):
    outcome = (np.arange(30) % 3 == 0).astype(int)
    values = np.column_stack([np.random.default_rng(2).normal(size=30), np.where(outcome == 1, 2.0, 7.0)])
    cases = tuple(f"c{row}" for row in range(30))
    notices = cohort_notices(Cohort(values, outcome, ("A_mean", name), cases, source="cohort.csv"))
    assert [notice.code for notice in notices] == ["feature-is-outcome"]
    assert f"'{name}' of cohort.csv has two values, one for each outcome" in notices[0].message
    values[4, 1] = 2.0
    assert cohort_notices(Cohort(values, outcome, ("A_mean", name), cases)) == ()
