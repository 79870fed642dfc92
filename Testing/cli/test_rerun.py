"""A prediction comes again from its own record: the same, or with what differs, or one sentence."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.cli import run
from PCRPredictorLib.resources import resource_folder

MODEL = "wen2024-smote-radiomics"
PHASES = ("arterial", "portal")


def predict(case: Path, output: Path, *more: object, masks: str = "_mask.nrrd", images: str = ".nrrd") -> None:
    words: list[object] = ["predict"]
    for phase in PHASES:
        words += [f"--{phase}", case / f"{phase}{images}", f"--{phase}-mask", case / f"{phase}{masks}"]
    if "--model" not in more:
        more = (*more, "--model", MODEL)
    calibration = resource_folder("Calibrations") / f"simulated-{MODEL}.json"
    assert run([str(word) for word in (*words, *more, "--calibration", calibration, "--output", output)]) == 0


@pytest.fixture
def study(tmp_path: Path, simulated: Path) -> Path:
    shutil.copytree(simulated, tmp_path / "study")
    return tmp_path / "study"


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A patient's files with a prediction beside them."""
    folder = tmp_path_factory.mktemp("rerun") / "study"
    assert run(["simulate", "--patients", "1", "--seed", "3", "--output", str(folder)]) == 0
    predict(folder / "SIM0001", folder / "result", "--perturb", "2", "--perturb-seed", "7")
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["rerun", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_same_again_wherever_the_files_have_gone(study, capsys):
    (study / "SIM0001").rename(study / "moved")
    (study / "moved" / "portal.nrrd").rename(study / "moved" / "another name.nrrd")
    before = sorted(study.rglob("*"))
    code, out, err = said(capsys, study / "result" / "prediction.json")
    assert (code, err) == (0, "")
    assert out.startswith("The same to the last digit")
    assert "Research use only. Simulated data." in out
    assert sorted(study.rglob("*")) == before


def test_what_differs_is_listed(study, capsys):
    path = study / "result" / "prediction.json"
    content = json.loads(path.read_text())
    true = content["probability"]
    content["probability"] = 2 * true
    content["contributions"][3]["value"] += 1.0
    content["contour_spread"]["perturbations"] = 3
    del content["domain"]["within"]
    path.write_text(json.dumps(content))
    code, out, _ = said(capsys, path)
    assert code == 1
    assert f"probability: {2 * true!r} became {true!r} (-50 %)" in out
    assert "contributions[3], value: " in out
    assert "contour_spread, probability_sd: " in out  # of three contours, not of two
    assert "domain, within: nothing became True" in out


def test_a_change_of_version_and_time_is_none_of_the_result(study, capsys):
    path = study / "result" / "prediction.json"
    content = json.loads(path.read_text())
    content["provenance"] |= {"version": "0.0.1", "time": "2020-01-01T00:00:00+00:00"}
    path.write_text(json.dumps(content))
    code, out, _ = said(capsys, path)
    assert code == 0
    assert "was made by version 0.0.1" in out


def test_a_changed_input_is_not_found(study, refuse):
    image = sitk.ReadImage(study / "SIM0001" / "portal.nrrd")
    sitk.WriteImage(image + 1, study / "SIM0001" / "portal.nrrd")
    sentence = refuse("rerun", study / "result" / "prediction.json")
    assert "The portal image (hash " in sentence
    assert "--search" in sentence
    given = refuse("rerun", study / "result" / "prediction.json", "--portal", study / "SIM0001" / "portal.nrrd")
    assert "portal.nrrd is not what the result was made from" in given


def test_folders_to_search(study, tmp_path, refuse, capsys):
    for number, phase in enumerate(PHASES):
        (tmp_path / f"archive{number}").mkdir()
        for name in (f"{phase}.nrrd", f"{phase}_mask.nrrd"):
            shutil.move(study / "SIM0001" / name, tmp_path / f"archive{number}" / name)
    assert "below" in refuse("rerun", study / "result" / "prediction.json")
    assert "no folder" in refuse("rerun", study / "result" / "prediction.json", "--search", tmp_path / "gone")
    folders = tmp_path / "archive0", tmp_path / "archive1"
    assert said(capsys, study / "result" / "prediction.json", "--search", *folders)[0] == 0


def test_a_withheld_name_of_a_segment_and_a_model_file(study, capsys, refuse):
    """The contour is one of two in a segmentation, and its name is a person's."""
    case = study / "SIM0001"
    for phase in PHASES:
        mask = sitk.ReadImage(case / f"{phase}_mask.nrrd")
        voxels = sitk.GetArrayFromImage(mask)
        both = np.where(voxels > 0, 1, 0).astype(np.uint8)
        both[0, :3, :3] = 2
        image = sitk.GetImageFromArray(both)
        image.CopyInformation(mask)
        for number, name in enumerate(("Jane Doe", "vessel")):
            for key, value in (("ID", f"s{number}"), ("Name", name), ("LabelValue", number + 1), ("Layer", 0)):
                image.SetMetaData(f"Segment{number}_{key}", str(value))
        sitk.WriteImage(image, case / f"{phase}.seg.nrrd")
    assert run(["models", "export", MODEL, "--output", str(study / "mine.json")]) == 0
    segments = ("--arterial-segment", "Jane Doe", "--portal-segment", "Jane Doe", "--model", study / "mine.json")
    predict(case, study / "named", *segments, masks=".seg.nrrd")
    assert "Jane" not in (study / "named" / "prediction.json").read_text()
    capsys.readouterr()
    sentence = refuse("rerun", study / "named" / "prediction.json")
    assert "several segments" in sentence
    assert "--arterial-segment" in sentence
    assert said(capsys, study / "named" / "prediction.json", *segments[:4])[0] == 0
    predict(case, study / "told", *segments, "--identify", masks=".seg.nrrd")
    assert said(capsys, study / "told" / "prediction.json")[0] == 0


def test_dicom_series_are_found_as_folders(tmp_path, capsys):
    pytest.importorskip("highdicom")
    study = tmp_path / "dicom"
    assert run(["simulate", "--patients", "1", "--seed", "5", "--dicom", "--output", str(study)]) == 0
    predict(study / "SIM0001", study / "result", images="", masks="_seg.dcm")
    code, out, err = said(capsys, study / "result" / "prediction.json")
    assert code == 0, (out, err)


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (("provenance", "model_hash"), "0" * 64, "The model"),
        (("provenance", "calibration_hash"), "0" * 64, "The calibration"),
        (("provenance", "profile_hash"), "0" * 64, "The extraction profile"),
        (("provenance", "inputs"), {}, "not made from images"),
        (("provenance", "inputs", "portal", "mask_hash"), "", "carries no hash"),
        (("provenance", "inputs", "portal"), None, "portal"),
        (("provenance", "inputs", "portal", "segment"), "other", "no segment"),
        (("provenance",), None, "provenance"),
        (("contributions",), [], "contributions"),
        (("contour_spread", "settings", "seed"), -1, "seed"),
        (("contour_spread", "settings", "in_plane"), {"arterial": 3}, "in_plane"),
        (("contour_spread", "perturbations"), "many", "perturbations"),
    ],
)
def test_a_record_that_is_none(place, value, words, study, refuse):
    path = study / "result" / "prediction.json"
    content = json.loads(path.read_text())
    inner = content
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    path.write_text(json.dumps(content))
    assert words in refuse("rerun", path)


def test_other_files_are_no_prediction(study, refuse):
    assert "does not exist" in refuse("rerun", study / "gone.json")
    assert "JSON" in refuse("rerun", study / "manifest.csv")
    (study / "list.json").write_text("[]")
    assert "must be a JSON object" in refuse("rerun", study / "list.json")
