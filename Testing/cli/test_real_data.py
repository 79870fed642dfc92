"""The command line on the real CT that lies beside the project."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import SimpleITK as sitk
from PCRPredictorLib.cli import run
from PCRPredictorLib.formats import read_image
from PCRPredictorLib.resources import resource_folder

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


@pytest.mark.parametrize("model", ["wen2024-radiomics", "wen2024-smote-radiomics"])
@pytest.mark.parametrize("name", CASES)
def test_a_real_scan_is_outside_what_a_simulated_calibration_has_seen(
    name: str, model: str, shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One CT as both phases, the second 5 HU brighter: the pair is none, and the answer must not be a class."""
    (image, mask, *choice), _ = CASES[name]
    folder, calibration = shared_data / "ct_liver", resource_folder("Calibrations") / f"simulated-{model}.json"
    command = ["predict", "--model", model, "--calibration", str(calibration), "--output", str(tmp_path / "result")]
    scan = read_image(folder / image)
    sitk.WriteImage(replace(scan, array=scan.array + 5).to_sitk(), tmp_path / "portal.nrrd")
    for phase, source in (("arterial", folder / image), ("portal", tmp_path / "portal.nrrd")):
        command += [f"--{phase}", str(source), f"--{phase}-mask", str(folder / mask)]
        command += [f"--{phase}-segment", choice[1]] if choice else []
    assert run(command) == 0
    prediction = json.loads((tmp_path / "result" / "prediction.json").read_text())
    assert (prediction["call"], prediction["predicted_class"]) == ("outside", None)
    assert prediction["domain"]["within"] is False
    assert prediction["domain"]["reasons"]
    assert "Outside what this calibration has seen" in capsys.readouterr().out
    assert "Outside what this calibration has seen" in (tmp_path / "result" / "report.html").read_text()
