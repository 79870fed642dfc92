"""One of each bad case: each has its row, and the good case is measured."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.cohort.executors import ProcessExecutor
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.cohort.preflight import check_manifest
from PCRPredictorLib.errors import InputError

HEADER = (
    "NRRD0004\ntype: short\ndimension: 3\nsizes: {0} {0} {0}\nspace: left-posterior-superior\n"
    "space directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\nencoding: raw\nendian: little\n"
)


@pytest.fixture
def bad_rows(small_cohort: Path, tmp_path: Path) -> list[dict[str, str]]:
    """A good case, and cases that each have one fault in one phase."""
    rows = []
    for name in ("good", "missing", "truncated", "empty", "elsewhere", "huge", "hanging", "same"):
        folder = tmp_path / name
        shutil.copytree(small_cohort.parent / "SIM0001", folder)
        rows.append(
            {
                "case_id": name,
                **{file: f"{name}/{file}.nrrd" for file in ("arterial", "arterial_mask", "portal", "portal_mask")},
                "site": "B",
                # its contour lies on the arterial phase's grid, which without a person's word would be the reason
                "confirmed": "yes" if name == "huge" else "",
            }
        )
    (tmp_path / "missing/arterial.nrrd").unlink()
    whole = (tmp_path / "truncated/portal.nrrd").read_bytes()
    (tmp_path / "truncated/portal.nrrd").write_bytes(whole[: len(whole) // 2])
    mask = sitk.ReadImage(tmp_path / "empty/arterial_mask.nrrd")
    sitk.WriteImage(mask * 0, tmp_path / "empty/arterial_mask.nrrd")
    mask = sitk.ReadImage(tmp_path / "elsewhere/portal_mask.nrrd")
    mask.SetOrigin([place + 2000 for place in mask.GetOrigin()])
    sitk.WriteImage(mask, tmp_path / "elsewhere/portal_mask.nrrd")
    # 0.9 GB of zeros that take no room on the disk, against a limit of 0.6 GB
    huge = tmp_path / "huge/portal.nrrd"
    huge.write_text(HEADER.format(768) + "\n")
    os.truncate(huge, huge.stat().st_size + 2 * 768**3)
    os.mkfifo(tmp_path / "hanging/pipe")
    (tmp_path / "hanging/arterial.nrrd").write_text(HEADER.format(10) + "data file: pipe\n\n")
    shutil.copy(tmp_path / "same/arterial.nrrd", tmp_path / "same/portal.nrrd")
    return rows


EXPECTED = {
    ("missing", "arterial"): "The arterial image does not exist.",
    ("truncated", "portal"): "The portal image is damaged",
    ("empty", "arterial"): "The arterial mask is empty",
    ("elsewhere", "portal"): "Only 0.0 % of the portal mask lies inside the portal image",
    ("huge", "portal"): "It needs more memory than the 0.6 GB allowed.",
    ("hanging", "arterial"): "It took longer than the 8 s allowed.",
    ("same", "portal"): "Both phases are the same image.",
}


def test_each_bad_case_has_its_row(bad_rows, write_manifest, measure, read_csv, tmp_path):
    output = tmp_path / "out"
    summary = measure(write_manifest(bad_rows), output, ProcessExecutor(2), timeout_s=8, memory_gb=0.6)
    assert [row["case_id"] for row in read_csv(output / "features.csv")] == ["good"]
    rows = {(row["case_id"], row["phase"]): row for row in read_csv(output / "failures.csv")}
    assert rows.keys() == EXPECTED.keys()
    for place, words in EXPECTED.items():
        assert rows[place]["reason"].startswith(words), rows[place]
        assert rows[place]["remedy"].endswith(".")
    assert (summary.cases, summary.measured, summary.failures) == (8, 1, 7)
    assert str(tmp_path) not in (output / "failures.csv").read_text()
    page = (output / "cohort-report.html").read_text()
    assert "1 of 8" in page
    assert "The arterial image does not exist." in page


def test_dry_run_finds_what_headers_tell_and_does_not_hang(bad_rows, write_manifest, tmp_path):
    problems = check_manifest(read_manifest(write_manifest(bad_rows)))
    assert {(one.case_id, one.phase) for one in problems} == {
        ("missing", "arterial"),
        ("elsewhere", "portal"),
        ("hanging", "arterial"),
        ("same", "portal"),
    }
    assert "lies outside the portal image" in problems[1].reason


def test_nothing_measured_is_an_error_with_the_rows_written(bad_rows, write_manifest, measure, read_csv, tmp_path):
    (row,) = [row for row in bad_rows if row["case_id"] == "missing"]
    with pytest.raises(InputError, match="None of the 1 cases could be measured"):
        measure(write_manifest([row]), tmp_path / "out")
    assert [row["case_id"] for row in read_csv(tmp_path / "out/failures.csv")] == ["missing"]


def test_one_image_in_two_formats_is_one_image(small_cohort, write_manifest, measure, read_csv, tmp_path):
    """int16 NRRD and float NIfTI of the same pixels, given as both phases."""
    folder = small_cohort.parent / "SIM0002"
    image = sitk.ReadImage(folder / "arterial.nrrd")
    sitk.WriteImage(sitk.Cast(image, sitk.sitkFloat32), tmp_path / "copy.nii.gz")
    mask = str(folder / "arterial_mask.nrrd")
    row = {"case_id": "x", "arterial": folder / "arterial.nrrd", "arterial_mask": mask, "portal": "copy.nii.gz"}
    with pytest.raises(InputError):
        measure(write_manifest([{**row, "portal_mask": mask}]), tmp_path / "out")
    assert read_csv(tmp_path / "out/failures.csv")[0]["reason"] == "Both phases are the same image."


def test_phases_of_two_patients_or_in_the_wrong_order_are_refused(
    write_dicom, write_manifest, measure, read_csv, tmp_path
):
    write_dicom(tmp_path / "first", 1, "a", "101500", study=1)
    write_dicom(tmp_path / "second", 2, "b", "101540", study=1)
    write_dicom(tmp_path / "stranger", 3, "c", "101540", study=2)
    inside = np.zeros((9, 16, 16), np.uint8)
    inside[1:8, 3:13, 3:13] = 1
    sitk.WriteImage(sitk.GetImageFromArray(inside), tmp_path / "mask.nrrd")
    masks = {"arterial_mask": "mask.nrrd", "portal_mask": "mask.nrrd"}
    rows = [
        {"case_id": "good", "arterial": "first", "portal": "second", **masks},
        {"case_id": "order", "arterial": "second", "portal": "first", **masks},
        {"case_id": "people", "arterial": "first", "portal": "stranger", **masks},
    ]
    manifest = write_manifest(rows)
    measure(manifest, tmp_path / "out")
    found = {row["case_id"]: row for row in read_csv(tmp_path / "out/failures.csv")}
    assert found.keys() == {"order", "people"}
    assert "acquired 40 s before the arterial image" in found["order"]["reason"]
    assert found["order"]["remedy"].startswith("Exchange the two, or write yes in the manifest's column 'confirmed'")
    assert found["people"]["reason"] == "The arterial image and the portal image are of different patients."
    assert {(one.case_id, one.reason) for one in check_manifest(read_manifest(manifest))} == {
        (case, row["reason"]) for case, row in found.items()
    }
