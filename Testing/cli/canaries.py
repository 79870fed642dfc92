"""Inputs in which every text is a canary, and the look for it in everything that was written or printed."""

import csv
from pathlib import Path

import pydicom
import pytest
from PCRPredictorLib.cli import run

TEXTS = {"PN", "LO", "SH", "LT", "ST", "UT"}
KEPT = {"Manufacturer", "RescaleType"}
"""The mark of the simulation, which stands in the place of the scanner's name, and what makes it CT."""
ADDED = {
    "PatientName": "Canary^Name",
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


@pytest.fixture(scope="session")
def canary_cohort(tmp_path_factory) -> Path:
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
        written.PatientID = f"Canary-ID-{path.relative_to(folder).parts[0]}"
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


@pytest.fixture(scope="session")
def canary_table(tmp_path_factory) -> Path:
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
