"""A study in which every text is a canary: none of them is in any byte that a command writes or prints unasked."""

import csv
import json

import pydicom
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.resources import resource_folder

MODEL = "wen2024-smote-radiomics"
TEXTS = {"PN", "LO", "SH", "LT", "ST", "UT"}
KEPT = {"Manufacturer", "RescaleType"}
"""The mark of the simulation, which stands in the place of the scanner's name, and what makes it CT."""
ADDED = {
    "PatientName": "Canary^Name",
    "PatientID": "Canary-ID",
    "PatientBirthDate": "19310204",
    "OtherPatientIDs": "Canary-other",
    "AccessionNumber": "Canary-acc",
    "InstitutionName": "Canary hospital",
    "ReferringPhysicianName": "Canary^Referrer",
    "OperatorsName": "Canary^Operator",
    "StationName": "Canary-station",
    "StudyDescription": "Canary study",
    "ProtocolName": "Canary protocol",
    "RequestedProcedureDescription": "Canary procedure",
    "PatientComments": "Canary comment",
    "ImageComments": "Canary image comment",
}


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """Two patients whose headers, file names and segments name a person; the second lacks a slice."""
    folder = tmp_path_factory.mktemp("canaries") / "cohort"
    assert run(["simulate", "--dicom", "--patients", "2", "--seed", "9", "--output", str(folder)]) == 0
    for path in folder.rglob("*.dcm"):
        written = pydicom.dcmread(path)
        for element in written.iterall():
            if element.VR in TEXTS and element.keyword not in KEPT and element.value:
                element.value = "Canary"
        for keyword, value in ADDED.items():
            setattr(written, keyword, value)
        for sequence, name in (("SegmentSequence", "SegmentLabel"), ("StructureSetROISequence", "ROIName")):
            for item in written.get(sequence, []):
                setattr(item, name, "Canary tumor")
        written.save_as(path)
        if path.parent.name in ("arterial", "portal"):
            path.rename(path.parent / f"CanaryJane_{path.name}")
    (folder / "SIM0002" / "arterial" / "CanaryJane_0009.dcm").unlink()
    return folder


def assert_no_canary(folder, printed):
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for content, source in ((printed.encode(), "the terminal"), *((path.read_bytes(), path) for path in files)):
        assert b"canary" not in content.lower(), source
        assert b"19310204" not in content, source


def image_and_mask(cohort, phase):
    return cohort / "SIM0001" / phase, cohort / "SIM0001" / f"{phase}_seg.dcm"


@pytest.mark.parametrize("suffix", ["json", "csv"])
@pytest.mark.parametrize("contour", ["seg", "rtstruct"])
def test_extract(cohort, tmp_path, capsys, suffix, contour):
    image = cohort / "SIM0001" / "arterial"
    mask = cohort / "SIM0001" / f"arterial_{contour}.dcm"
    assert run(["extract", "--image", str(image), "--mask", str(mask), "--output", str(tmp_path / f"f.{suffix}")]) == 0
    assert_no_canary(tmp_path, "".join(capsys.readouterr()))


def predict(cohort, output, *more):
    given = [
        argument
        for phase in ("arterial", "portal")
        for flag, path in zip((f"--{phase}", f"--{phase}-mask"), image_and_mask(cohort, phase), strict=True)
        for argument in (flag, path)
    ]
    calibration = resource_folder("Calibrations") / f"simulated-{MODEL}.json"
    command = ("predict", *given, "--model", MODEL, "--calibration", calibration, *more, "--output", output)
    return run([str(one) for one in command])


def test_predict(cohort, tmp_path, capsys):
    assert predict(cohort, tmp_path / "result") == 0
    assert_no_canary(tmp_path, "".join(capsys.readouterr()))
    written = json.loads((tmp_path / "result" / "prediction.json").read_text())
    assert written["provenance"]["inputs"]["arterial"]["segment"] == "name withheld"


def test_predict_identified_on_request(cohort, tmp_path):
    assert predict(cohort, tmp_path / "result", "--identify") == 0
    written = json.loads((tmp_path / "result" / "prediction.json").read_text())
    assert written["provenance"]["inputs"]["arterial"]["segment"] == "Canary tumor"


@pytest.mark.parametrize("dry", [False, True])
def test_cohort_with_a_failure(cohort, tmp_path, capsys, dry):
    command = ["cohort", "--manifest", cohort / "manifest.csv", "--output", tmp_path / "out", "--jobs", "1"]
    run([str(one) for one in (*command, *(["--dry-run"] if dry else []))])
    printed = "".join(capsys.readouterr()).replace(str(cohort), "")
    if dry:
        assert "misses 1 slice between file 8 and file 9" in " ".join(printed.split())
        (tmp_path / "nothing").write_text("")
    else:
        with (tmp_path / "out" / "failures.csv").open(newline="") as file:
            (failed,) = [row for row in csv.DictReader(file) if row["phase"] == "arterial"]
        assert failed["reason"].startswith("The arterial image misses 1 slice between file 8 and file 9")
    assert_no_canary(tmp_path, printed)


def test_a_segment_that_is_not_there(cohort, tmp_path, capsys):
    """The names that are there help at the terminal, and stay out of the table of failures."""
    manifest = cohort / "wrong.csv"
    lines = (cohort / "manifest.csv").read_text().splitlines()
    manifest.write_text("\n".join((lines[0] + ",arterial_segment", lines[1] + ",none")) + "\n")
    run(["cohort", "--manifest", str(manifest), "--output", str(tmp_path / "out"), "--jobs", "1"])
    assert_no_canary(tmp_path, "".join(capsys.readouterr()))
    with (tmp_path / "out" / "failures.csv").open(newline="") as file:
        failed = next(csv.DictReader(file))
    assert failed["reason"] == "The arterial mask holds no such segment."
    assert failed["remedy"] == "Segments present: label 1."


def test_each_lesion_and_its_documents(cohort, tmp_path, capsys):
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"no PDF can be written here: {error}")
    assert predict(cohort, tmp_path / "result", "--each", "--pdf") == 0
    assert_no_canary(tmp_path, "".join(capsys.readouterr()))
    with (tmp_path / "result" / "lesions.csv").open(newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["name withheld"]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A feature table whose folder and further columns name persons.

    Ids and outcomes are asked for, and the name of a training table is kept on purpose: the record tells it.
    """
    folder = tmp_path_factory.mktemp("table")
    plain = folder / "plain"
    assert run(["simulate", "--patients", "32", "--seed", "3", "--output", str(plain)]) == 0
    command = ["cohort", "--manifest", plain / "manifest.csv", "--output", folder / "features", "--jobs", "2"]
    assert run([str(one) for one in command]) == 0
    with (folder / "features" / "features.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    path = folder / "CanaryJane" / "features.csv"
    path.parent.mkdir()
    with path.open("w", newline="") as file:
        lines = csv.DictWriter(file, [*rows[0], "name", "born"])
        lines.writeheader()
        lines.writerows({**row, "name": f"Canary {row['case_id']}", "born": "19310204"} for row in rows)
    return path


QUICK = {"folds": 2, "inner_folds": 2, "inner_repeats": 1, "repeats": 1, "neighbors": 1, "cutoff_bootstrap": 10}
MODEL_ARGUMENTS = ("--model", MODEL, "--calibration", resource_folder("Calibrations") / f"simulated-{MODEL}.json")


@pytest.mark.parametrize(
    "command",
    [
        ("validate", *MODEL_ARGUMENTS, "--cohort", "TABLE", "--outcome", "outcome", "--output", "out"),
        ("calibrate", "--model", MODEL, "--cohort", "TABLE", "--prevalence", "0.3", "--output", "c.json"),
        ("train", "--cohort", "TABLE", "--outcome", "outcome", "--config", "CONFIG", "--output", "out"),
        ("predict", *MODEL_ARGUMENTS, "--table", "TABLE", "--output", "scores.csv"),
    ],
    ids=lambda command: command[0],
)
def test_tables(table, tmp_path, capsys, monkeypatch, command):
    (tmp_path / "results").mkdir()
    monkeypatch.chdir(tmp_path / "results")
    settings = tmp_path / "quick.json"
    settings.write_text(json.dumps(QUICK))
    places = {"TABLE": str(table), "CONFIG": str(settings)}
    code = run([places.get(str(one), str(one)) for one in command])
    printed = "".join(capsys.readouterr())
    assert code == 0, printed
    assert_no_canary(tmp_path, printed.replace(str(table), ""))


def test_audit(table, tmp_path, capsys):
    scores = tmp_path / "CanaryJane.csv"
    assert run([str(one) for one in ("predict", "--table", table, *MODEL_ARGUMENTS, "--output", scores)]) == 0
    command = ("audit", "--scores", scores, "--outcomes", table, "--output", tmp_path / "audit")
    capsys.readouterr()
    assert run([str(one) for one in command]) == 0
    assert_no_canary(tmp_path / "audit", "".join(capsys.readouterr()).replace(str(tmp_path), ""))
