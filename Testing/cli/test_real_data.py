"""The command line on the real CT that lies beside the project."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run

CASES = {
    "LiTS": (
        ["LiTS-117_crop128_ct.nii.gz", "LiTS-117_crop128_label_1liver_2tumor.nii.gz", "--label", "2"],
        {"roi-touches-border", "several-components"},
    ),
    "CRLM": (["CRLM-CT-1006_dicom", "CRLM-CT-1006_roi_not_expert.nii.gz"], set()),
}
REFUSED = {
    "dicom2nifti_failing_gantrytilting": "gantry tilt",
    "dicom2nifti_failing_notavolume": "two slices at one position",
    "dicom2nifti_failing_sliceincrement": "mixes 2 DICOM series",
}


@pytest.mark.parametrize("name", CASES)
def test_every_feature_of_a_real_lesion_is_finite(name: str, shared_data: Path, tmp_path: Path) -> None:
    (image, mask, *choice), warned = CASES[name]
    folder, output = shared_data / "ct_liver", tmp_path / "features.json"
    arguments = ["--image", str(folder / image), "--mask", str(folder / mask), *choice, "--output", str(output)]
    assert run(["extract", *arguments]) == 0
    content = json.loads(output.read_text())
    assert len(content["features"]) == 396
    assert all(math.isfinite(value) for value in content["features"].values())
    assert warned <= {warning["code"] for warning in content["warnings"]}
    assert content["simulated"] is False


def test_every_odd_dicom_folder_is_refused(shared_data: Path, tmp_path: Path, refuse: Callable[..., str]) -> None:
    folders = {path.name: path for path in (shared_data / "dicom_odd").iterdir() if path.is_dir()}
    assert set(folders) == set(REFUSED)
    mask = shared_data / "ct_liver" / "CRLM-CT-1006_roi_not_expert.nii.gz"
    for name, reason in REFUSED.items():
        sentence = refuse("extract", "--image", folders[name], "--mask", mask, "--output", tmp_path / "f.json")
        assert reason in sentence
    assert list(tmp_path.iterdir()) == []
