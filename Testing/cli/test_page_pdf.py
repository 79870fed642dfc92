"""Pages of cohorts and studies as PDF: they say what the page says, and none is left from an earlier run."""

import shutil
import subprocess

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.resources import resource_folder

MODEL = "wen2024-smote-radiomics"
CALIBRATION = resource_folder("Calibrations") / f"simulated-{MODEL}.json"


@pytest.fixture(scope="module", autouse=True)
def have_pdf():
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"no PDF can be written here: {error}")


def told(*command):
    return run([str(one) for one in command])


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page_pdf")
    assert told("simulate", "--patients", 12, "--seed", 3, "--output", folder / "sim") == 0
    manifest = folder / "sim" / "manifest.csv"
    assert told("cohort", "--manifest", manifest, "--output", folder / "out", "--jobs", 1, "--pdf") == 0
    return folder


def words_of(path):
    assert path.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext (poppler-utils) on this machine")
    return " ".join(subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split())


def test_cohort(cohort):
    words = words_of(cohort / "out" / "cohort-report.pdf")
    assert "12 of 12" in words
    assert "SIM0012" in words
    assert "SIMULATED" in words
    assert "Research use only" in words


def test_the_pdf_of_an_earlier_run_does_not_stay_beside_new_numbers(cohort, capsys):
    before = (cohort / "out" / "cohort-report.pdf").read_bytes()
    command = ("cohort", "--manifest", cohort / "sim" / "manifest.csv", "--output", cohort / "out", "--jobs", 1)
    assert told(*command) == 2
    assert "holds cohort-report.pdf of an earlier run" in " ".join(capsys.readouterr().err.split())
    assert (cohort / "out" / "cohort-report.pdf").read_bytes() == before
    assert told(*command, "--pdf") == 0


def test_validate_and_audit(cohort, tmp_path):
    table = cohort / "out" / "features.csv"
    scored = ("--model", MODEL, "--calibration", CALIBRATION)
    command = ("validate", *scored, "--cohort", table, "--outcome", "outcome", "--output", tmp_path / "val")
    assert told(*command, "--pdf") == 0
    assert "Decision curve" in words_of(tmp_path / "val" / "report.pdf")
    assert told("predict", "--table", table, *scored, "--output", tmp_path / "scores.csv") == 0
    command = ("audit", "--scores", tmp_path / "scores.csv", "--outcomes", table, "--output", tmp_path / "audit")
    assert told(*command, "--pdf") == 0
    assert "What became of the predictions" in words_of(tmp_path / "audit" / "report.pdf")
    assert told(*command) == 2
