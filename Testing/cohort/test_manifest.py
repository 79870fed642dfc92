"""Reading a manifest: strict, with row numbers."""

import pytest
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.errors import InputError

ROW = {
    "case_id": "a",
    "arterial": "a/art.nrrd",
    "arterial_mask": "a/art_m.nrrd",
    "portal": "a/pv.nrrd",
    "portal_mask": "a/pv_m.nrrd",
}


def test_paths_are_relative_to_the_manifest_and_columns_are_carried(write_manifest, tmp_path):
    path = write_manifest(
        [{**ROW, "portal_segment": "Tumor 1", "outcome": "1", "site": "B, west", "simulated": "true"}]
    )
    manifest = read_manifest(path)
    (case,) = manifest.cases
    assert case.case_id == "a"
    assert case.phases["arterial"].image == tmp_path / "a/art.nrrd"
    assert case.phases["portal"].mask == tmp_path / "a/pv_m.nrrd"
    assert (case.phases["arterial"].segment, case.phases["portal"].segment) == ("", "Tumor 1")
    assert manifest.carried == ("outcome", "site")
    assert case.carried == {"outcome": "1", "site": "B, west"}
    assert case.simulated


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{key: value for key, value in ROW.items() if key != "portal"}], "no column 'portal'"),
        ([ROW, {**ROW, "case_id": "b", "portal_mask": " "}], "row 2: 'portal_mask' is empty"),
        ([ROW, {**ROW, "case_id": "b"}, {**ROW, "case_id": "a"}], "rows 1 and 3 have the same 'case_id'"),
        ([{**ROW, "case_id": ""}], "row 1: 'case_id' is empty"),
        ([ROW, {**ROW, "case_id": "=cmd|calc"}], "row 2: '=cmd|calc' is no case id"),
        ([{**ROW, "case_id": "+1"}], "begin with none of = [+] - @"),
        ([{**ROW, "case_id": "-1"}], "row 1: '-1' is no case id"),
        ([{**ROW, "case_id": "@SUM"}], "row 1: '@SUM' is no case id"),
        ([{**ROW, "case_id": "a\x07b"}], r"line 2, column 'case_id' holds 'a\\x07b' with a character that nobody sees"),
        ([{**ROW, "case_id": "a\nb"}], r"row 1: 'a\\nb' is no case id"),
        ([{**ROW, "case_id": "a\u202eb"}], "is no case id; use letters, digits and ordinary punctuation"),
        ([{**ROW, "A_MeanValue": "3"}], "'A_MeanValue', which the feature table fills itself"),
        ([{**ROW, "portal_scanner": "X"}], "'portal_scanner', which the feature table fills itself"),
        ([{**ROW, "simulated": "perhaps"}], "row 1: 'simulated' must be true or false"),
        (
            [{**ROW, "reviewed": "yes"}, {**ROW, "case_id": "b", "reviewed": ""}],
            "row 2 was guessed and is not reviewed",
        ),
    ],
)
def test_refuses_with_the_place(rows, words, write_manifest):
    with pytest.raises(InputError, match=words):
        read_manifest(write_manifest(rows))


@pytest.mark.parametrize("case_id", ["HCC-001", "王 3", "a=b+c@d", "(7) #2/left", "0012"])
def test_ordinary_case_ids_are_accepted(case_id, write_manifest):
    assert read_manifest(write_manifest([{**ROW, "case_id": case_id}])).cases[0].case_id == case_id


def test_refuses_a_short_row(tmp_path):
    path = tmp_path / "short.csv"
    path.write_text(",".join(ROW) + "\na,b,c\n")
    with pytest.raises(InputError, match="line 2 has 3 cells where the header has 5"):
        read_manifest(path)


def test_a_reviewed_guess_is_accepted(write_manifest):
    rows = [{**ROW, "arterial_reason": "its description", "portal_reason": "", "reviewed": "Yes"}]
    assert read_manifest(write_manifest(rows)).carried == ()
