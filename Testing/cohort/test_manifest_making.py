"""Making a manifest from a folder, by pattern and from DICOM headers."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.cohort.manifest_from_dicom import Series, guess_phases, manifest_from_dicom
from PCRPredictorLib.cohort.manifest_from_pattern import manifest_from_pattern
from PCRPredictorLib.errors import InputError

PLAIN = {name: name for name in ("arterial", "arterial_mask", "portal", "portal_mask")}


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_pattern_with_own_words_and_incomplete_cases(tmp_path):
    touch(tmp_path, "data/P1_art.nii.gz", "data/P1_art_seg.nii.gz", "data/P1_pv.nii.gz", "data/P1_pv_seg.nii.gz")
    touch(tmp_path, "data/P2_x_art.nii.gz", "data/notes.txt")
    words = {"arterial": "art", "arterial_mask": "art_seg", "portal": "pv", "portal_mask": "pv_seg"}
    rows = manifest_from_pattern(tmp_path / "data", "{case_id}_{column}.nii.gz", words, tmp_path / "lists")
    assert rows == [
        {
            "case_id": "P1",
            "arterial": "../data/P1_art.nii.gz",
            "arterial_mask": "../data/P1_art_seg.nii.gz",
            "portal": "../data/P1_pv.nii.gz",
            "portal_mask": "../data/P1_pv_seg.nii.gz",
        },
        {
            "case_id": "P2_x",
            "arterial": "../data/P2_x_art.nii.gz",
            "arterial_mask": "",
            "portal": "",
            "portal_mask": "",
        },
    ]


def test_pattern_repeats_the_case_and_takes_folders(tmp_path):
    touch(tmp_path, "A/arterial_A/1.dcm", "A/arterial_B/1.dcm", "A/portal_A/1.dcm")
    rows = manifest_from_pattern(tmp_path, "{case_id}/{column}_{case_id}", PLAIN, tmp_path)
    assert rows == [
        {"case_id": "A", "arterial": "A/arterial_A", "arterial_mask": "", "portal": "A/portal_A", "portal_mask": ""}
    ]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{column}.nrrd", "lacks {case_id}"),
        ("{case_id}/{column}.mha", "Nothing in"),
        ("{case_id}/{column}.*", "two files"),
    ],
)
def test_pattern_refuses(pattern, words, tmp_path):
    touch(tmp_path, "a/arterial.nrrd", "a/arterial.nii.gz")
    with pytest.raises(InputError, match=words):
        manifest_from_pattern(tmp_path, pattern, PLAIN, tmp_path)


def test_manifest_of_a_simulated_cohort_is_found_again(small_cohort, tmp_path, capsys):
    output = tmp_path / "found.csv"
    assert run(["manifest", "--from", str(small_cohort.parent), "--output", str(output)]) == 0
    with small_cohort.open(newline="") as known, output.open(newline="") as found:
        expected = [{**row, "case_id": row["case_id"]} for row in csv.DictReader(known)]
        rows = list(csv.DictReader(found))
    for one, other in zip(expected, rows, strict=True):
        assert other["case_id"] == one["case_id"]
        for name in PLAIN:
            assert (tmp_path / other[name]).resolve() == (small_cohort.parent / one[name]).resolve()


def series(description: str, seconds: float | None, slices: int = 60, alone: bool = True) -> Series:
    return Series(Path(f"/ct/{description or seconds}"), slices, description, seconds, alone)


@pytest.mark.parametrize(
    ("found", "arterial", "portal"),
    [
        ([series("Late arterial", 100), series("Portal venous", 135), series("native", 20)], 0, 1),
        ([series("Abdomen 1", 100), series("Portal venous", 135), series("native", 20)], 0, 1),
        ([series("arterial", 100), series("Abdomen 2", 140), series("Abdomen 3", 280), series("delayed", 150)], 0, 1),
        ([series("arterial", 100, 30), series("arterial thin", 100, 300), series("pv", 130)], 1, 2),
        ([series("", 20), series("b", 60), series("delayed", 300)], 0, 1),
        ([series("native", 20), series("delayed", 300)], None, None),
        ([series("arterial", 100), series("Abdomen", 101)], 0, None),
        ([series("arterial", 100), series("Abdomen", None)], 0, None),
    ],
)
def test_phases_are_guessed_by_description_then_by_time(found, arterial, portal):
    guesses = guess_phases(found)
    for phase, place in (("arterial", arterial), ("portal", portal)):
        assert guesses[phase].series is (None if place is None else found[place])
        assert guesses[phase].reason


def test_two_series_of_one_phase_are_left_to_the_user_unless_one_was_contoured():
    """Two kernels of one scan: nothing but a contour tells which was meant."""
    soft, sharp, portal = (
        replace(series(name, at), instances=frozenset({name}))
        for name, at in (("arterial", 100), ("arterial ", 100), ("portal", 135))
    )
    guesses = guess_phases([soft, sharp, portal, series("Abdomen", 80)])
    assert guesses["arterial"].series is None
    assert guesses["arterial"].reason == (
        "2 series name the phase, 2 of them alike ('arterial', 60 slices, 'arterial ', 60 slices); choose one"
    )
    assert guesses["portal"].series is portal
    for one in (soft, sharp):
        chosen = guess_phases([soft, sharp, portal], one.instances)["arterial"]
        assert chosen.series is one
        assert chosen.reason == "2 series name the phase; the one that was contoured"


def test_a_contradiction_in_time_is_told():
    guesses = guess_phases([series("arterial", 200), series("portal", 100)])
    assert "DOUBTFUL" in guesses["portal"].reason


def test_a_dicom_tree_becomes_a_manifest_to_review(write_dicom, tmp_path, capsys):
    tree = tmp_path / "studies"
    write_dicom(tree / "one/ART", 1, "Liver arterial", "101500", study=1)
    write_dicom(tree / "one/PV", 2, "Liver", "101535", study=1)
    touch(tree, "one/arterial_tumor.seg.nrrd")
    write_dicom(tree / "two", 3, "arterial", "111500", study=2)
    write_dicom(tree / "two", 4, "portal", "111540", study=2)
    output = tmp_path / "manifest.csv"
    assert run(["manifest", "--from", str(tree), "--dicom", "--output", str(output)]) == 0
    assert "review each row" in capsys.readouterr().err
    text = output.read_text()
    assert "Doe" not in text
    assert "MRN" not in text
    with output.open(newline="") as stream:
        first, second = csv.DictReader(stream)
    assert (first["case_id"], second["case_id"]) == ("CASE0001", "CASE0002")
    assert first["arterial"] == "studies/one/ART"
    assert first["arterial_mask"] == "studies/one/arterial_tumor.seg.nrrd"
    assert first["portal"] == "studies/one/PV"
    assert "acquired 35 s after the arterial series" in first["portal_reason"]
    # One folder holds both series of the second study, so neither can be read from it.
    assert (second["arterial"], second["portal"]) == ("", "")
    assert "give it one of its own" in second["arterial_reason"]
    assert {first["reviewed"], second["reviewed"]} == {""}
    assert run(["cohort", "--manifest", str(output), "--output", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()


def test_the_reasons_tell_what_was_left_out(write_dicom, tmp_path, capsys):
    tree = tmp_path / "studies"
    write_dicom(tree / "one/ART", 1, "arterial", "101500", study=1)
    write_dicom(tree / "one/LIVER", 2, "Liver", "103000", study=1)
    write_dicom(tree / "one/PV", 3, "portal venous", "101540", study=1)
    write_dicom(tree / "one/LATE", 4, "delayed", "101800", study=1)
    write_dicom(tree / "two/ART", 5, "arterial", "111500", study=2)
    for folder, number in (("one/PV", 3), ("one/LATE", 4), ("two/ART", 5)):
        (tree / folder / f"{number}-3.dcm").unlink()
        (tree / folder / f"{number}-4.dcm").unlink()
    first, second = manifest_from_dicom(tree, tmp_path)
    assert first["arterial_reason"] == "its description names the phase ('arterial', 9 slices)"
    assert first["portal_reason"] == (
        "no series names the phase and the times do not tell; left out because nothing names their phase: 'Liver', 9 "
        "slices; left out because they have fewer than 8 slices: 'portal venous', 7 slices"
    )
    assert second["arterial"] == ""
    assert "left out because they have fewer than 8 slices: 'arterial', 7 slices" in str(second["arterial_reason"])


def test_only_missing_files_make_a_case_incomplete(write_dicom, tmp_path, capsys):
    write_dicom(tmp_path / "studies/one/ART", 1, "arterial", "101500")
    write_dicom(tmp_path / "studies/one/PV", 2, "portal", "101540")
    touch(tmp_path, "studies/one/arterial_mask.nrrd", "studies/one/portal_mask.nrrd")
    arguments = ["manifest", "--from", str(tmp_path / "studies"), "--dicom", "--output", str(tmp_path / "m.csv")]
    assert run(arguments) == 0
    assert "A file is missing" not in capsys.readouterr().err


def test_a_tree_without_ct_is_refused(tmp_path):
    touch(tmp_path, "notes.txt")
    with pytest.raises(InputError, match="no DICOM CT series"):
        manifest_from_dicom(tmp_path, tmp_path)
