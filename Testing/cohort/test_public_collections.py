"""Public collections as they come: what a manifest makes of their folders, and what is left to a person."""

import csv
import shutil
from pathlib import Path

import pydicom
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.simulation import simulate_patient

from Testing.cohort.public_collections import write_hcc_tace_seg, write_waw_tace

WAW_PATTERN = "**/{case_id}/{case_id}_{column}"
WAW_NAMES = (
    "arterial=1_scan.nii.gz",
    "portal=2_scan.nii.gz",
    "arterial_mask=1_1_tumor_seg.nrrd",
    "portal_mask=2_1_tumor_seg.nrrd",
)


@pytest.fixture(scope="module")
def patient():
    return simulate_patient(4, spacing=(3.0, 3.0, 5.0))


@pytest.fixture(scope="module")
def downloaded(patient, tmp_path_factory) -> Path:
    """HCC-TACE-Seg, one patient; not to be changed."""
    root = tmp_path_factory.mktemp("nbia") / "manifest-1643035385102"
    write_hcc_tace_seg(root, patient, 3)
    return root


@pytest.fixture
def tree(downloaded, tmp_path) -> Path:
    return shutil.copytree(downloaded, tmp_path / downloaded.name)


def manifest_of(folder: Path, *options: str) -> tuple[Path, list[dict[str, str]]]:
    path = folder.parent / "manifest.csv"
    assert run(["manifest", "--from", str(folder), *options, "--output", str(path)]) == 0
    with path.open(newline="") as file:
        return path, list(csv.DictReader(file))


def baseline(tree: Path) -> Path:
    return next(tree.rglob("300.000000-Segmentation-45632")).parent


def test_hcc_tace_seg(tree, capsys):
    _, (before, after) = manifest_of(tree, "--dicom")
    study = "manifest-1643035385102/HCC-TACE-Seg/HCC_003/09-12-1997-NA-AP LIVER-64595"
    assert before["arterial"] == f"{study}/4.000000-Recon 2 LIVER 3 PHASE AP-18688"
    assert before["portal"] == f"{study}/6.000000-Recon 3 LIVER 3 PHASE AP-18688"
    assert before["portal_mask"] == f"{study}/300.000000-Segmentation-45632/1-1.dcm"
    assert before["portal_reason"].endswith(
        "contour: the SEG that refers to it; write the lesion's segment or its number beside it: 1 (Liver), 2 (Mass), "
        "3 (Portal vein), 4 (name withheld)"
    )
    assert "acquired 35 s after the arterial series" in before["portal_reason"]
    assert "the earliest of 2 unnamed ones" in before["arterial_reason"]
    # One phase is contoured, and nothing of the examination after TACE.
    assert before["arterial_mask"] == ""
    assert before["arterial_reason"].endswith("no contour refers to it")
    assert (after["arterial_mask"], after["portal_mask"]) == ("", "")
    assert "A file is missing in 2 of them" in " ".join(capsys.readouterr().err.split())


def test_the_scan_before_contrast_is_no_phase_even_where_only_it_is_there(tree):
    shutil.rmtree(baseline(tree) / "4.000000-Recon 2 LIVER 3 PHASE AP-18688")
    _, (before, _) = manifest_of(tree, "--dicom")
    assert before["arterial"] == before["portal"] == ""
    assert "nothing names their phase: 'Recon 3: LIVER 3 PHASE (AP)'" in before["portal_reason"]


def test_a_contour_that_refers_to_what_is_not_there(tree):
    shutil.rmtree(baseline(tree) / "6.000000-Recon 3 LIVER 3 PHASE AP-18688")
    shutil.copytree(
        baseline(tree) / "4.000000-Recon 2 LIVER 3 PHASE AP-18688", baseline(tree) / "104.000000-Recon 2 again-22222"
    )
    for path in (baseline(tree) / "104.000000-Recon 2 again-22222").iterdir():
        one = pydicom.dcmread(path)
        one.SeriesInstanceUID += ".1"
        one.SOPInstanceUID = one.file_meta.MediaStorageSOPInstanceUID = one.SOPInstanceUID + ".1"
        one.AcquisitionTime = "100205"
        one.save_as(path)
    _, (before, _) = manifest_of(tree, "--dicom")
    assert before["portal"].endswith("104.000000-Recon 2 again-22222")
    assert before["portal_mask"] == ""
    assert before["portal_reason"].endswith("no contour refers to it")


def reviewed(path: Path, rows: list[dict[str, str]], **cells: str) -> Path:
    """The first row, completed and approved."""
    with path.open("w", newline="") as file:
        lines = csv.DictWriter(file, rows[0])
        lines.writeheader()
        lines.writerow(rows[0] | cells | {"reviewed": "yes"})
    return path


def test_a_completed_row_is_measured(tree, tmp_path):
    """With the other phase's contour from elsewhere: as if copied and corrected by hand."""
    path, rows = manifest_of(tree, "--dicom")
    cells = {"arterial": rows[0]["portal"], "arterial_mask": rows[0]["portal_mask"], "arterial_segment": "Mass"}
    reviewed(path, rows, **cells, portal_segment="Mass")
    run(["cohort", "--manifest", str(path), "--output", str(tmp_path / "out"), "--jobs", "1", "--dry-run"])
    reviewed(path, rows, portal_segment="", arterial_mask=rows[0]["portal_mask"])
    assert run(["cohort", "--manifest", str(path), "--output", str(tmp_path / "out"), "--jobs", "1"]) != 0
    with (tmp_path / "out" / "failures.csv").open(newline="") as file:
        reasons = {row["phase"]: row["reason"] for row in csv.DictReader(file)}
    assert "several segments" in reasons["portal"]


def test_both_phases_in_one_series_are_refused(tree, tmp_path, capsys):
    """Some scanners file the passes of a protocol as one series."""
    study = baseline(tree)
    for path in (study / "6.000000-Recon 3 LIVER 3 PHASE AP-18688").iterdir():
        one = pydicom.dcmread(path)
        one.SeriesInstanceUID = pydicom.dcmread(
            study / "4.000000-Recon 2 LIVER 3 PHASE AP-18688/1-001.dcm"
        ).SeriesInstanceUID
        one.save_as(study / "4.000000-Recon 2 LIVER 3 PHASE AP-18688" / f"2-{path.stem[2:]}.dcm")
    image = study / "4.000000-Recon 2 LIVER 3 PHASE AP-18688"
    mask = study / "300.000000-Segmentation-45632" / "1-1.dcm"
    command = ["extract", "--image", image, "--mask", mask, "--segment", "Mass", "--output", tmp_path / "f.json"]
    assert run([str(one) for one in command]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "acquisition number 4 in 22 files, 6 in 22 files); put the files of the one to score into a folder" in said


def test_waw_tace(patient, tmp_path, capsys):
    root = tmp_path / "waw"
    write_waw_tace(root, patient, 10, contoured=(1, 2))
    write_waw_tace(root, patient, 102, contoured=(2,))
    path, (both, one) = manifest_of(root, "--pattern", WAW_PATTERN, "--names", *WAW_NAMES)
    assert "A file is missing in 1 of them" in " ".join(capsys.readouterr().err.split())
    assert (both["case_id"], one["case_id"]) == ("10", "102")
    assert both["arterial"] == "waw/10/10_1_scan.nii.gz"
    assert both["arterial_mask"] == "waw/tumor_masks_wawtace_v1_08_05_2024/10/10_1_1_tumor_seg.nrrd"
    assert one["arterial_mask"] == ""
    path.write_text("\n".join(path.read_text().splitlines()[:2]) + "\n")
    assert run(["cohort", "--manifest", str(path), "--output", str(tmp_path / "out"), "--jobs", "1"]) == 0
