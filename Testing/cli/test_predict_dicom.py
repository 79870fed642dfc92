"""predict --dicom and --pdf: objects that others can read, in the images' study, with the numbers of the result."""

import json
import shutil
import subprocess

import highdicom as hd
import numpy as np
import pydicom
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.resources import resource_folder

MODEL = "wen2024-smote-radiomics"
CANARIES = {
    "PatientName": "Canary^Name",
    "PatientID": "CANARY-ID",
    "PatientBirthDate": "19310204",
    "PatientSex": "F",
    "AccessionNumber": "CANARY-ACC",
    "StudyID": "CANARY-ST",
    "StudyDescription": "Canary study",
    "ReferringPhysicianName": "Canary^Referrer",
    "InstitutionName": "Canary hospital",
    "OperatorsName": "Canary^Operator",
    "PatientComments": "Canary comment",
}
OF_PATIENT_AND_STUDY = {*CANARIES} - {"InstitutionName", "OperatorsName"}
OBJECTS = ("arterial_seg.dcm", "portal_seg.dcm", "report_sr.dcm", "report_pdf.dcm")


def have_pdf():
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"no PDF can be written here: {error}")


def arguments(case, output, *more):
    given = [
        argument
        for phase in ("arterial", "portal")
        for argument in (f"--{phase}", case / phase, f"--{phase}-mask", case / f"{phase}_seg.dcm")
    ]
    calibration = resource_folder("Calibrations") / f"simulated-{MODEL}.json"
    whole = ("predict", *given, "--model", MODEL, "--calibration", calibration, *more, "--output", output)
    return [str(one) for one in whole]


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A simulated patient as DICOM, with names of a person in the headers."""
    folder = tmp_path_factory.mktemp("patient")
    assert run(["simulate", "--dicom", "--patients", "1", "--seed", "9", "--output", str(folder / "cohort")]) == 0
    for path in (folder / "cohort").rglob("*.dcm"):
        written = pydicom.dcmread(path)
        for keyword, value in CANARIES.items():
            setattr(written, keyword, value)
        written.save_as(path)
    return folder / "cohort" / "SIM0001"


@pytest.fixture(scope="module")
def result(case, tmp_path_factory):
    have_pdf()
    output = tmp_path_factory.mktemp("result") / "result"
    assert run(arguments(case, output, "--dicom", "--pdf")) == 0
    return output


def test_contours_come_back_to_the_voxel(case, result):
    for phase in ("arterial", "portal"):
        image = read_image(case / phase)
        given = read_mask(case / f"{phase}_seg.dcm", image=image)
        assert np.array_equal(read_mask(result / f"{phase}_seg.dcm", image=image).array, given.array)
        segment = pydicom.dcmread(result / f"{phase}_seg.dcm").SegmentSequence[0]
        assert segment.SegmentedPropertyTypeCodeSequence[0].CodeValue == "86049000"
        assert segment.AnatomicRegionSequence[0].CodeValue == "10200004"
        assert segment.SegmentAlgorithmType == "MANUAL"


def test_the_report_holds_the_numbers_of_the_result(case, result):
    prediction = json.loads((result / "prediction.json").read_text())
    report = hd.sr.srread(result / "report_sr.dcm").content
    groups = report.get_volumetric_roi_measurement_groups()
    assert len(groups) == 2
    for phase, group in zip(("arterial", "portal"), groups, strict=True):
        known = {one["name"]: one["value"] for one in prediction["contributions"] if one["phase"] == phase}
        measured = {one.name.meaning: one.value for one in group.get_measurements()}
        assert known.keys() == measured.keys()
        for name, value in known.items():
            assert measured[name] == pytest.approx(value, rel=1e-14), name  # 16 characters of a decimal string
        drawn = pydicom.dcmread(result / f"{phase}_seg.dcm").SOPInstanceUID
        assert group.referenced_segment.referenced_sop_instance_uid == drawn
    (answer,) = report.get_image_measurement_groups()
    numbers = {one.name.value: one.value for one in answer.get_measurements()}
    assert numbers["probability"] == pytest.approx(prediction["probability"], rel=1e-14)
    assert numbers["domain-distance"] == pytest.approx(prediction["domain"]["distance"], rel=1e-14)
    said = {one.name.value: one.value.meaning for one in answer.get_qualitative_evaluations()}
    assert prediction["call"] == "outside"
    assert said == {"call": "Outside what calibration or training has seen", "domain-within": "No", "simulated": "Yes"}
    texts = [one.value for one in pydicom.dcmread(result / "report_sr.dcm").iterall() if one.VR == "UT"]
    for name in ("model_hash", "calibration_hash"):
        assert f"{name} {prediction['provenance'][name]}" in texts
    assert any("Research use only" in text for text in texts)


def test_both_series_and_segmentations_are_evidence(case, result):
    text = str(pydicom.dcmread(result / "report_sr.dcm"))
    for path in (*case.glob("arterial/*.dcm"), *case.glob("portal/*.dcm"), *result.glob("*_seg.dcm")):
        assert str(pydicom.dcmread(path).SOPInstanceUID) in text


def test_new_objects_in_the_same_study(case, result):
    sources = [pydicom.dcmread(path) for path in (*case.glob("arterial/*.dcm"), *case.glob("portal/*.dcm"))]
    known = {one.SOPInstanceUID for one in sources} | {one.SeriesInstanceUID for one in sources}
    written = [pydicom.dcmread(result / name) for name in OBJECTS]
    assert {one.StudyInstanceUID for one in written} == {sources[0].StudyInstanceUID}
    assert len({one.SOPInstanceUID for one in written}) == len(OBJECTS)
    assert len({one.SeriesInstanceUID for one in written}) == len(OBJECTS)
    assert not known & {one.SOPInstanceUID for one in written} | known & {one.SeriesInstanceUID for one in written}


@pytest.mark.parametrize("name", OBJECTS)
def test_objects_carry_the_patient_and_study_of_the_source_and_nothing_else(case, result, name):
    source = pydicom.dcmread(next(case.glob("arterial/*.dcm")))
    written = pydicom.dcmread(result / name)
    for keyword in OF_PATIENT_AND_STUDY - {"StudyDescription"}:
        assert written.get(keyword) == source[keyword].value, keyword
    for keyword in CANARIES.keys() - OF_PATIENT_AND_STUDY:
        assert keyword not in written


def test_no_name_leaves_but_in_the_objects(case, result, capfdbinary):
    assert run(arguments(case, result, "--dicom", "--pdf")) == 0
    printed = b"".join(capfdbinary.readouterr())
    files = {path.name: path.read_bytes() for path in result.iterdir() if path.suffix != ".dcm"}
    assert {"prediction.json", "report.html", "features.csv", "report.pdf"} == files.keys()
    text = b""
    if shutil.which("pdftotext"):
        command = ["pdftotext", result / "report.pdf", "-"]
        text = subprocess.run(command, capture_output=True, check=True).stdout
        assert b"Research use only" in text
    for content in (printed, text, *files.values()):
        assert b"canary" not in content.lower()
        assert b"19310204" not in content


def test_the_document_is_the_report(result):
    written = pydicom.dcmread(result / "report_pdf.dcm")
    pdf = written.EncapsulatedDocument[: written.EncapsulatedDocumentLength]
    assert pdf == (result / "report.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")


def test_the_pdf_has_at_most_three_pages(result):
    if shutil.which("pdfinfo") is None:
        pytest.skip("no pdfinfo (poppler-utils) on this machine")
    told = subprocess.run(["pdfinfo", result / "report.pdf"], capture_output=True, text=True, check=True).stdout
    pages = int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages")))
    assert 1 <= pages <= 3
    assert "595" in told
    assert "841" in told


@pytest.mark.parametrize("name", OBJECTS)
def test_another_program_finds_no_error(result, name):
    if shutil.which("dciodvfy") is None:
        pytest.skip("no dciodvfy (dicom3tools) on this machine")
    told = subprocess.run(["dciodvfy", result / name], capture_output=True, text=True, check=False)
    assert [line for line in (told.stdout + told.stderr).splitlines() if line.startswith("Error")] == []


def test_another_program_reads_the_report(result):
    if shutil.which("dsrdump") is None:
        pytest.skip("no dsrdump (DCMTK) on this machine")
    told = subprocess.run(["dsrdump", result / "report_sr.dcm"], capture_output=True, text=True, check=True).stdout
    assert "Probability of pathological complete response" in told


def test_images_that_are_no_dicom_are_refused_before_anything_is_computed(tmp_path, capsys):
    have_pdf()
    assert run(["simulate", "--patients", "1", "--seed", "9", "--output", str(tmp_path / "cohort")]) == 0
    case = tmp_path / "cohort" / "SIM0001"
    given = [
        argument
        for phase in ("arterial", "portal")
        for argument in (f"--{phase}", case / f"{phase}.nrrd", f"--{phase}-mask", case / f"{phase}_mask.nrrd")
    ]
    calibration = resource_folder("Calibrations") / f"simulated-{MODEL}.json"
    capsys.readouterr()
    command = [
        "predict",
        *given,
        "--model",
        MODEL,
        "--calibration",
        calibration,
        "--dicom",
        "--output",
        tmp_path / "out",
    ]
    assert run([str(one) for one in command]) == 2
    assert "is no DICOM series" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_two_studies_are_refused(case, tmp_path, capsys):
    have_pdf()
    shutil.copytree(case, tmp_path / "case")
    for path in (*(tmp_path / "case/portal").glob("*.dcm"), tmp_path / "case/portal_seg.dcm"):
        written = pydicom.dcmread(path)
        written.StudyInstanceUID = "2.25.4711"
        written.save_as(path)
    assert run(arguments(tmp_path / "case", tmp_path / "out", "--dicom")) == 2
    assert "different studies" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
