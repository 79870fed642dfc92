"""Features taken away as a cohort table of one row."""

import csv

import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.presenter.patient.export import CaseFeatures, export_features


def test_features_become_one_row_of_a_cohort_table(tmp_path):
    case = CaseFeatures({"arterial": {"a": 1 / 3}, "portal": {"a": 2.0}}, "hash", simulated=True)
    export_features(case, " case 1 ", tmp_path / "f.csv")
    with open(tmp_path / "f.csv", newline="") as file:
        header, row = csv.reader(file)
    assert header == ["case_id", "A_a", "P_a", "profile_hash", "simulated"]
    assert row == ["case 1", repr(1 / 3), "2.0", "hash", "true"]
    with pytest.raises(InputError, match="case id"):
        export_features(case, " ", tmp_path / "g.csv")
