"""A study in which every text is a canary: none of them is in any byte that a command writes or prints unasked."""

import csv
import json

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.cli.reader_contours import compare_manifests
from PCRPredictorLib.formats import read_grid, read_mask
from PCRPredictorLib.imaging.phase_image import ImageHeader
from PCRPredictorLib.resources import resource_folder

from Testing.cli.canaries import assert_no_canary
from Testing.imaging.studies.proposal_dice import longest_line

MODEL = "wen2024-smote-radiomics"


@pytest.fixture(scope="module")
def cohort(canary_cohort):
    return canary_cohort


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


def test_rerun_of_a_result(cohort, tmp_path, capsys):
    assert predict(cohort, tmp_path / "result") == 0
    capsys.readouterr()
    segments = ("--arterial-segment", "Canary tumor", "--portal-segment", "Canary tumor")
    record = tmp_path / "result" / "prediction.json"
    for more in ((), segments):
        assert run(["rerun", str(record), "--search", str(cohort), *more]) == 0
    written = json.loads(record.read_text())
    record.write_text(json.dumps({**written, "probability": 0.5}))
    assert run(["rerun", str(record), "--search", str(cohort)]) == 1
    assert_no_canary(tmp_path, "".join(capsys.readouterr()))


def test_propose(cohort, tmp_path, capsys):
    pytest.importorskip("slicer")
    image, mask = image_and_mask(cohort, "arterial")
    line = longest_line(read_mask(mask, image=ImageHeader(*read_grid(image), "image")))
    start, end = (",".join(f"{value:g}" for value in point) for point in (line.start, line.end))
    command = ("propose", "--image", image, "--from", start, "--to", end, "--output", tmp_path / "p.seg.nrrd")
    assert run([str(one) for one in command]) == 0
    assert_no_canary(tmp_path, "".join(capsys.readouterr()))


def test_a_manifest_takes_over_paths_and_descriptions_and_the_cohort_neither(cohort, tmp_path, capsys):
    """It is the working list of its site: nothing that is made from it carries them on."""
    written = tmp_path / "lists" / "manifest.csv"
    written.parent.mkdir()
    assert run(["manifest", "--from", str(cohort), "--dicom", "--output", str(written)]) == 0
    text = written.read_text()
    assert "'Canary', " in text
    written.write_text(
        "\n".join(f"{line}yes" if line else "" for line in text.splitlines()).replace("reviewedyes", "reviewed")
    )
    run(["cohort", "--manifest", str(written), "--output", str(tmp_path / "out"), "--jobs", "1"])
    printed = "".join(capsys.readouterr())
    with (tmp_path / "out" / "features.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 1  # the other patient lacks a slice
    assert_no_canary(tmp_path / "out", printed)
    written.write_text(text.replace("'Canary'", "a description"))
    assert_no_canary(written.parent, "")


def agreement(cohort, name):
    """The manifest of a reader, without the patient who lacks a slice."""
    lines = (cohort / "manifest.csv").read_text().splitlines()
    path = cohort / name
    path.write_text("\n".join(lines[:2]) + "\n")
    return path


def test_two_readers_contours(cohort):
    pairs = compare_manifests(agreement(cohort, "first.csv"), agreement(cohort, "second.csv"))
    assert {pair.phase for pair in pairs} == {"arterial", "portal"}
    assert "canary" not in repr(pairs).lower()


REFUSED = {
    "the phases of two patients": ("SIM0001/arterial", "SIM0001/arterial_seg.dcm", "SIM0002/portal"),
    "phases exchanged": ("SIM0001/portal", "SIM0001/portal_seg.dcm", "SIM0001/arterial"),
    "a missing slice": ("SIM0002/arterial", "SIM0002/arterial_seg.dcm", "SIM0002/portal"),
    "the contour of another patient": ("SIM0001/arterial", "SIM0002/arterial_seg.dcm", "SIM0001/portal"),
    "two series in one folder": ("SIM0001", "SIM0001/arterial_seg.dcm", "SIM0001/portal"),
    "no contour": ("SIM0001/arterial", "SIM0001/portal", "SIM0001/portal"),
}
"""Arterial image and contour, and the portal image, whose contour is its own."""


@pytest.mark.parametrize("given", REFUSED.values(), ids=REFUSED)
def test_sentences_of_refusal_hold_no_header(cohort, tmp_path, capsys, given):
    """The paths that were given are said again; what the headers hold is not."""
    paths = [str(cohort / place) for place in (*given, f"{given[-1]}_seg.dcm")]
    flags = ("--arterial", "--arterial-mask", "--portal", "--portal-mask")
    arguments = [word for pair in zip(flags, paths, strict=True) for word in pair]
    command = ["predict", *arguments, "--model", MODEL, "--output", str(tmp_path / "result")]
    calibration = resource_folder("Calibrations") / f"simulated-{MODEL}.json"
    assert run([*command, "--calibration", str(calibration)]) == 2
    said = "".join(capsys.readouterr()).replace(str(cohort), "")
    assert "canary" not in said.lower().replace("canaryjane_", "")
    assert "19310204" not in said
    assert not (tmp_path / "result").exists()
