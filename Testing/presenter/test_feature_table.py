"""A cohort run seen from the door: reasons, what is kept, failures, messages."""

from pathlib import Path
from typing import Any

import pytest
from PCRPredictorLib.presenter.cohort.feature_table import FeatureTableRun

ANSWER = {"cases": 8, "measured": 7, "failures": 1, "kept": 0, "simulated": True}
FAILURES = 'case_id,phase,reason,remedy\nC2,portal,"The mask, it is empty.",Draw it.\n'


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.csv"
    path.write_text("case_id,arterial,arterial_mask,portal,portal_mask\nC1,a.nrrd,b.nrrd,c.nrrd,d.nrrd\n")
    return path


@pytest.fixture
def run(child: Any) -> FeatureTableRun:
    return FeatureTableRun(child)


def said(run: FeatureTableRun) -> tuple[str, str]:
    (message,) = run.messages.shown
    return message.kind, message.text


def test_it_says_what_is_missing(run, manifest, child):
    assert run.reason == "Choose a manifest, or make one from the scene."
    run.start()
    assert said(run) == ("error", "Choose a manifest, or make one from the scene.")
    run.choose_manifest(str(manifest))
    assert run.output == str(manifest.parent / "cohort")
    assert run.reason is None
    run.choose_output("")
    assert run.reason == "Choose the folder for the feature table."
    assert child.request is None


def test_a_chosen_folder_stays_when_another_manifest_comes(run, manifest):
    run.choose_manifest("/first/manifest.csv")
    assert run.output == str(Path("/first/cohort"))
    run.choose_manifest(str(manifest))
    assert run.output == str(manifest.parent / "cohort"), "nobody chose the first folder"
    run.choose_output("/elsewhere")
    run.choose_manifest("/first/manifest.csv")
    assert run.output == "/elsewhere"


def test_a_manifest_that_cannot_be_read_starts_no_process(run, manifest, child):
    manifest.write_text("case_id,arterial\nC1,a.nrrd\n")
    run.choose_manifest(str(manifest))
    run.start()
    assert child.request is None
    kind, text = said(run)
    assert kind == "error"
    assert "no column 'arterial_mask'" in text


def test_a_finished_run_shows_what_failed_and_hands_on_its_table(run, manifest, child):
    tables: list[str] = []
    run.finished.connect(tables.append)
    run.choose_manifest(str(manifest))
    run.start()
    assert child.request == {"work": "measure", "manifest": str(manifest), "output": run.output}
    assert run.reason == "Features are being computed; wait for the end or cancel."
    write(run, "failures.csv", FAILURES)
    write(run, "cohort-report.html", "")
    child.answer({"done": ANSWER})
    child.finish(0)
    assert run.failures == (
        {"case_id": "C2", "phase": "portal", "reason": "The mask, it is empty.", "remedy": "Draw it."},
    )
    assert tables == [str(Path(run.output) / "features.csv")]
    assert run.report == str(Path(run.output) / "cohort-report.html")
    kind, text = said(run)
    assert kind == "info"
    assert text.startswith("7 of 8 cases are in ")
    assert "Phases that failed, as listed: 1." in text
    assert "kept" not in text
    assert text.endswith("Research use only. Simulated data.")
    run.choose_output("/elsewhere")
    assert (run.failures, run.messages.shown, run.report) == ((), (), None)


def test_a_cancelled_run_says_how_to_go_on(run, manifest, child):
    run.choose_manifest(str(manifest))
    assert run.hint is None
    run.start()
    child.progress("Computing features", 5, 16)
    run.cancel()
    (Path(run.output) / "units").mkdir(parents=True)
    child.finish(130)
    assert said(run) == (
        "info",
        "Cancelled. 5 of 16 phases are done; those that could be measured are kept. Compute goes on from there.",
    )
    assert "earlier run" in run.hint
    assert run.reason is None


def test_a_run_that_measured_nothing_shows_why_each_case_failed(run, manifest, child):
    run.choose_manifest(str(manifest))
    run.start()
    write(run, "failures.csv", FAILURES)
    child.answer({"refused": "None of the 8 cases could be measured; failures.csv says why."})
    child.finish(2)
    assert said(run)[0] == "error"
    assert len(run.failures) == 1


def test_failures_of_an_earlier_run_are_not_shown_for_a_refusal(run, manifest, child):
    run.choose_manifest(str(manifest))
    write(run, "failures.csv", FAILURES)
    run.start()
    child.answer({"refused": "The disk is full."})
    child.finish(2)
    assert run.failures == ()


def write(run: FeatureTableRun, name: str, text: str) -> None:
    Path(run.output).mkdir(exist_ok=True)
    (Path(run.output) / name).write_text(text)
