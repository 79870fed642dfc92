"""Performance by groups of patients, against the same statistics of the patients cut out beforehand."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.table import FeatureTable
from PCRPredictorLib.report.study.subgroup_section import subgroup_section
from PCRPredictorLib.training.data.subgroup_columns import subgroup_columns
from PCRPredictorLib.training.record.subgroup_record import subgroups_of_validation
from PCRPredictorLib.training.statistics.delong import delong_interval
from PCRPredictorLib.training.statistics.repeated_auc import pairs_within_folds


@pytest.fixture
def sites(scores):
    """Of 120 patients 60 at A, 45 at B, 10 at C and 5 who are not told."""
    return tuple(["A"] * 60 + ["B"] * 45 + ["C"] * 10 + [""] * 5)


def test_each_group_has_the_statistics_of_its_patients_alone(scores, sites):
    outcome, probability = scores["outcome"].astype(int), scores["probability"]
    groups = subgroups_of_validation({"site": sites}, outcome, probability)["site"]
    assert [(group["group"], group["patients"]) for group in groups] == [
        ("A", 60),
        ("B", 45),
        ("C", 10),
        ("not stated", 5),
    ]
    alone = delong_interval(outcome[:60], probability[:60])
    assert (groups[0]["auc"], *groups[0]["auc_ci"]) == (alone.auc, alone.low, alone.high)
    assert groups[1]["events"] == outcome[60:105].sum()
    assert groups[1]["o_e"]["value"] == pytest.approx(outcome[60:105].sum() / probability[60:105].sum())


def test_a_site_is_one_group_however_its_number_is_written():
    cells = ("1", "2", "1.0", "2.00")
    table = FeatureTable(("a", "b", "c", "d"), {}, {"site": cells}, header=("site",))
    assert subgroup_columns(table, ["site"]) == {"site": ("1", "2", "1", "2")}


def test_a_small_group_has_no_auc_and_is_said_to_be_small(scores, sites):
    outcome = scores["outcome"].astype(int)
    found = subgroups_of_validation({"site": sites}, outcome, scores["probability"])
    small = found["site"][2]
    assert small["auc"] is None
    assert small["auc_ci"] is None
    assert "too small for an AUC: 10 patients" in small["note"]
    assert "too small for an AUC: 10 patients" in subgroup_section({"validation": found})


def test_a_group_without_responders_has_no_ratio():
    outcome = np.array([1, 0] * 12 + [0] * 24)
    groups = subgroups_of_validation({"sex": ["f"] * 24 + ["m"] * 24}, outcome, np.linspace(0.1, 0.8, 48))["sex"]
    assert groups[0]["auc"] is not None
    assert groups[1]["o_e"] is None
    assert "nobody responded" in groups[1]["note"]


def test_pairs_of_some_patients_are_those_of_the_patients_alone():
    generator = np.random.default_rng(8)
    outcome, folds = generator.integers(0, 2, 60), np.stack([generator.integers(0, 3, 60) for _ in range(4)])
    scores, members = generator.normal(size=(4, 60)), generator.random(60) < 0.5
    whole = pairs_within_folds(outcome, scores, folds)
    alone = pairs_within_folds(outcome[members], scores[:, members], folds[:, members])
    assert whole.of(members).auc == pytest.approx(alone.auc, abs=1e-15)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["f"] * 30, "is 'f' in every case"),
        ([str(age) for age in range(30)], "30 different values"),
    ],
)
def test_columns_that_are_no_groups_are_refused(cells, sentence):
    table = FeatureTable(tuple(map(str, range(30))), {}, {"sex": tuple(cells)}, header=("sex",))
    with pytest.raises(InputError, match=sentence):
        subgroup_columns(table, ["sex"])
    with pytest.raises(InputError, match="scanner"):
        subgroup_columns(table, ["scanner"])


def test_a_patient_with_several_rows_is_counted_once(scores):
    outcome, probability = scores["outcome"].astype(int), scores["probability"]
    sex = ["f"] * 60 + ["m"] * 60
    (women, _) = subgroups_of_validation({"sex": sex}, outcome, probability, np.arange(120) // 2)["sex"]
    responding = {row // 2 for row in range(60) if outcome[row]}
    assert (women["patients"], women["rows"], women["events"]) == (30, 60, len(responding))
    (alone, _) = subgroups_of_validation({"sex": sex}, outcome, probability)["sex"]
    assert "rows" not in alone
    assert women["auc"] == alone["auc"]
    (few, _) = subgroups_of_validation({"sex": sex}, outcome, probability, np.arange(120) // 4)["sex"]
    assert few["note"].startswith("too small for an AUC: 15 patients, ")
    assert "<td>30 (60 rows)</td>" in subgroup_section({"validation": {"sex": [women]}})
