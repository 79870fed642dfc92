"""Words and names that differ by typing only are told, since they make two groups or two patients of one."""

import numpy as np
import pytest
from PCRPredictorLib.models.table import FeatureTable
from PCRPredictorLib.training.data.cohort import cohort_from_table
from PCRPredictorLib.training.data.spellings import category_notices, patient_notices, spelled_alike


def codes_of(cohort):
    return [notice.code for notice in cohort.notices]


def table_of(**carried):
    rows = 40
    values = np.random.default_rng(1).normal(size=(rows, 3))
    cells = {"pcr": tuple(str(row % 2) for row in range(rows)), **carried}
    return FeatureTable(
        case_ids=tuple(f"c{row}" for row in range(rows)),
        columns={f"A_f{number}": values[:, number] for number in range(3)},
        carried=cells,
        source="t.csv",
        header=("case_id", "A_f0", "A_f1", "A_f2", *cells),
    )


@pytest.mark.parametrize(
    ("texts", "zeros", "alike"),
    [
        (("Yes", "no", "yes", "YES", "yes"), False, [("Yes", "yes", "YES")]),
        (("TACE  plus", "tace plus"), False, [("TACE  plus", "tace plus")]),
        (("Ａ", "A"), False, [("Ａ", "A")]),
        (("P-01", "P-1", "P-10"), False, []),
        (("P-01", "P-1", "P-10"), True, [("P-01", "P-1")]),
        (("001", "1", "100", "0"), True, [("001", "1")]),
        (("1-11", "11-1", "1.0", "10"), True, []),
    ],
)
def test_what_differs_in_typing_only(texts, zeros, alike):
    assert spelled_alike(texts, zeros=zeros) == alike


def test_two_spellings_of_a_category_are_told_and_nobodys_name_is():
    same = [f"p{row}" for row in range(39)]
    columns = {
        "smoker": ["Yes", "yes", "no", ""] * 10,
        "grade": ["1", "1.0", "2", "NA"] * 10,
        "name": [*same, "P3"],
    }
    (notice,) = category_notices(columns, "t.csv", "categories")
    assert notice.code == "spelled-in-two-ways"
    assert "column 'smoker' of t.csv holds 'Yes' and 'yes', which count as 2 categories; if" in notice.message


def test_two_spellings_of_a_patient_are_told():
    assert patient_notices(("1", "2", "3"), ("1", "2", "3"), "t.csv") == ()
    (notice,) = patient_notices(("Li", "li", "p 1", "P 1"), ("c1", "c2", "c3", "c4"), "t.csv")
    assert "the cases 'c1' and 'c2' of t.csv are named alike but for the spelling (such: 2)" in notice.message


def test_a_cohort_tells_them_of_the_columns_it_uses():
    words = tuple("NSns"[row % 4] for row in range(40))
    who = tuple(f"{'Pp'[row % 2]}{row // 2}" for row in range(40))
    table = table_of(site=words, who=who)
    cohort = cohort_from_table(table, "pcr", batch="site", patient="who", subgroups=["site"])
    assert codes_of(cohort) == ["patient-in-two-spellings", "spelled-in-two-ways", "spelled-in-two-ways"]
    assert "count as 2 batches (2 words are spelled so)" in cohort.notices[1].message
    assert "count as 2 subgroups" in cohort.notices[2].message
    assert codes_of(cohort_from_table(table, "pcr", exclude=["site", "who"])) == []
