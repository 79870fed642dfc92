"""A simulated cohort as DICOM: series, SEG and RTSTRUCT give the numbers that its NRRD files give."""

import csv
import json
import shutil

import pydicom
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.resources import resource_folder

PATIENTS = ["--patients", "2", "--seed", "5"]


@pytest.fixture(scope="module")
def cohorts(tmp_path_factory):
    """The same two patients as NRRD and as DICOM."""
    folder = tmp_path_factory.mktemp("cohorts")
    assert run(["simulate", *PATIENTS, "--output", str(folder / "nrrd")]) == 0
    assert run(["simulate", *PATIENTS, "--dicom", "--output", str(folder / "dicom")]) == 0
    return folder


def rows_of(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def features_of(manifest, output):
    assert run(["cohort", "--manifest", str(manifest), "--output", str(output), "--jobs", "1"]) == 0
    kept = ("A_", "P_", "case_id", "profile_hash", "simulated")
    return [{name: row[name] for name in row if name.startswith(kept)} for row in rows_of(output / "features.csv")]


def guessed_manifest(folder, output):
    assert run(["manifest", "--from", str(folder), "--dicom", "--output", str(output)]) == 0
    return output


@pytest.fixture(scope="module")
def expected(cohorts, tmp_path_factory):
    return features_of(cohorts / "nrrd" / "manifest.csv", tmp_path_factory.mktemp("expected"))


def test_segmentations_give_the_same_table(cohorts, expected, tmp_path):
    assert len(expected) == 2
    assert len(expected[0]) > 2 * 396
    assert features_of(cohorts / "dicom" / "manifest.csv", tmp_path / "written") == expected


@pytest.mark.parametrize("kind", ["SEG", "RTSTRUCT"])
def test_a_guessed_manifest_finds_the_contours_by_what_they_refer_to(cohorts, expected, tmp_path, kind, capsys):
    shutil.copytree(cohorts / "dicom", tmp_path / "dicom")
    unwanted = "*_seg.dcm" if kind == "RTSTRUCT" else "*_rtstruct.dcm"
    for path in (tmp_path / "dicom").rglob(unwanted):
        path.unlink()
    for number, path in enumerate(sorted((tmp_path / "dicom").rglob("*_*.dcm"))):
        path.rename(path.parent / f"{9 - number}.dcm")  # names that tell nothing
    manifest = guessed_manifest(tmp_path / "dicom", tmp_path / "manifest.csv")
    for row in rows_of(manifest):
        assert all(f"the {kind} that refers to it" in row[f"{phase}_reason"] for phase in ("arterial", "portal"))
    manifest.write_text(manifest.read_text().replace('refers to it",\n', 'refers to it",yes\n'))
    found = features_of(manifest, tmp_path / "output")
    for row, known in zip(found, expected, strict=True):
        assert {**row, "case_id": known["case_id"]} == known


def test_several_contours_of_one_series_are_left_to_the_user(cohorts, tmp_path):
    shutil.copytree(cohorts / "dicom", tmp_path / "dicom")
    shutil.copy(tmp_path / "dicom/SIM0001/arterial_seg.dcm", tmp_path / "dicom/SIM0001/again.dcm")
    first, second = rows_of(guessed_manifest(tmp_path / "dicom", tmp_path / "manifest.csv"))
    assert first["arterial_mask"] == ""
    assert "contour left out: 2 SEG" in first["arterial_reason"]
    assert first["portal_mask"]
    assert second["arterial_mask"]


def predict(folder, kind, output):
    case = folder / kind / "SIM0001"
    names = {"nrrd": ("{}.nrrd", "{}_mask.nrrd"), "dicom": ("{}", "{}_seg.dcm"), "rtstruct": ("{}", "{}_rtstruct.dcm")}
    image, mask = names[kind]
    case = folder / ("dicom" if kind == "rtstruct" else kind) / "SIM0001"
    given = [
        argument
        for phase in ("arterial", "portal")
        for argument in (f"--{phase}", case / image.format(phase), f"--{phase}-mask", case / mask.format(phase))
    ]
    model = "wen2024-smote-radiomics"
    calibration = resource_folder("Calibrations") / f"simulated-{model}.json"
    arguments = ["predict", *given, "--model", model, "--calibration", calibration]
    assert run([str(one) for one in (*arguments, "--output", output)]) == 0
    return json.loads((output / "prediction.json").read_text())


def test_a_prediction_is_the_same_to_the_last_digit(cohorts, tmp_path):
    known = predict(cohorts, "nrrd", tmp_path / "nrrd")
    for kind in ("dicom", "rtstruct"):
        found = predict(cohorts, kind, tmp_path / kind)
        assert repr(found["probability"]) == repr(known["probability"])
        assert found["contributions"] == known["contributions"]
        assert found["simulated"] is True


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        ("SIM0001/portal_seg.dcm", "drawn on other slices than those of"),
        ("SIM0001/portal_rtstruct.dcm", "drawn on other slices than those of"),
        ("SIM0002/arterial_seg.dcm", "are of different patients"),
        ("SIM0002/arterial_rtstruct.dcm", "are of different patients"),
        ("SIM0001/arterial/0003.dcm", "neither a SEG nor an RTSTRUCT"),
    ],
)
def test_a_contour_of_elsewhere_is_refused_at_the_door(cohorts, tmp_path, capsys, mask, sentence):
    given = cohorts / "dicom" / mask
    arguments = ["extract", "--image", cohorts / "dicom/SIM0001/arterial", "--mask", given]
    assert run([str(one) for one in (*arguments, "--output", tmp_path / "features.json")]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert str(given) in said
    assert not (tmp_path / "features.json").exists()


def test_the_dry_run_refuses_what_the_run_refuses(cohorts, tmp_path, capsys):
    shutil.copytree(cohorts / "dicom", tmp_path / "dicom")
    manifest = tmp_path / "dicom" / "manifest.csv"
    manifest.write_text(manifest.read_text().replace("SIM0001/arterial_seg.dcm", "SIM0001/portal_seg.dcm"))
    assert run(["cohort", "--manifest", str(manifest), "--output", str(tmp_path / "out"), "--dry-run"]) != 0
    assert "drawn on other slices" in "".join(capsys.readouterr())


def test_every_object_says_that_it_is_simulated_and_nobody_s(cohorts):
    for path in (cohorts / "dicom").rglob("*.dcm"):
        written = pydicom.dcmread(path)
        assert written.Manufacturer == "PCRPredictor_simulated"
        assert str(written.PatientName).startswith("Simulated^SIM")


def test_the_same_seed_gives_the_same_series(cohorts, tmp_path):
    assert run(["simulate", *PATIENTS, "--dicom", "--output", str(tmp_path / "again")]) == 0
    for path in (cohorts / "dicom").rglob("[0-9]*.dcm"):
        assert (tmp_path / "again" / path.relative_to(cohorts / "dicom")).read_bytes() == path.read_bytes()
