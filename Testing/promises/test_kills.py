"""Killed at any step: what is seen is of one run, whole or told to be unfinished, and the same command completes it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.cohort.runner import CohortSettings, CohortSummary, run_cohort

from Testing.promises.album import photographed, shown, tree
from Testing.promises.desk import Desk
from Testing.promises.more_on_desk import lay_more, lay_old
from Testing.promises.quick import CONFIG, HereExecutor, compute_once

TIMED = ("started", "seconds", "units")


def measure(manifest: Path, output: Path) -> CohortSummary:
    return run_cohort(read_manifest(manifest), output, CohortSettings(perturbations=2), HereExecutor())


def without_times(files: dict[str, bytes]) -> dict[str, bytes]:
    """Files as they are, but the times and counts of the run's record."""
    record = {name: value for name, value in json.loads(files["run.json"]).items() if name not in TIMED}
    return {
        **{name: content for name, content in files.items() if not name.startswith("units")},
        "run.json": json.dumps(record).encode(),
    }


@pytest.mark.parametrize("has_old", [False, True], ids=["fresh", "over an old result"])
def test_cohort_goes_on_from_every_step(has_old: bool, manifest: Path, tmp_path: Path, monkeypatch) -> None:
    output = tmp_path / "out"
    if has_old:
        run_cohort(read_manifest(manifest), output, CohortSettings(rim_mm=2), HereExecutor())
    old = shown(output) if has_old else {}
    with photographed(output, tmp_path / "album", monkeypatch) as pictures:
        measure(manifest, output)
    new = shown(output)
    assert len(pictures) > 20
    for picture in pictures:
        left = shown(picture) if picture.exists() else {}
        require_of_one_run(left, old, new, record="run.json")
    for picture in few_of(pictures) if has_old else pictures:
        measure(manifest, picture)
        assert without_times(shown(picture)) == without_times(new), picture
        assert not [name for name in tree(picture) if ".part-" in name or ".run-" in name]


def require_of_one_run(left: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes], record: str) -> None:
    """What is left is of the old run or of the new one; with the record, all of it."""
    results = {name: content for name, content in left.items() if not name.startswith("units")}
    of_old = results.items() <= old.items()
    assert of_old or results.items() <= new.items(), sorted(results)
    if record in results:
        whole = old if of_old else new
        assert results.keys() == {name for name in whole if not name.startswith("units")}


@pytest.mark.parametrize("has_old", [False, True], ids=["fresh", "over an old result"])
@pytest.mark.parametrize("name", ["train", "study"])
@pytest.mark.usefixtures("trained_once")
def test_training_shows_one_run_at_every_step(name, has_old, desk: Desk, tmp_path: Path, monkeypatch) -> None:
    (desk / "config.json").write_text(json.dumps(CONFIG))
    words = [name, "--cohort", desk / "cohort.csv", "--outcome", "outcome", "--config", desk / "config.json"]
    words = [str(word) for word in (*words, "--jobs", 1, "--output")]
    first = desk / "first"
    assert run([*words, str(first)]) == 0
    new, old = shown(first), {}
    output = tmp_path / "results" / "out"
    output.parent.mkdir()
    if has_old:
        old = {**dict.fromkeys(new, b"old"), **dict.fromkeys(at_times(name), b"old")}
        for file, content in old.items():
            (output / file).parent.mkdir(parents=True, exist_ok=True)
            (output / file).write_bytes(content)
    with photographed(output.parent, tmp_path / "album", monkeypatch) as pictures:
        assert run([*words, str(output)]) == 0
    assert shown(output) == new
    assert len(pictures) > 10
    for picture in pictures:
        left = shown(picture / "out") if (picture / "out").exists() else {}
        require_of_one_run(left, old, new, record="study.json" if name == "study" else "")
        if not has_old:  # a new folder appears in one step
            assert left in ({}, new)
    for picture in few_of(pictures):
        assert run([*words, str(picture / "out")]) == 0
        assert shown(picture / "out") == new, picture
        assert not [left for left in tree(picture) if ".part-" in left]


@pytest.mark.usefixtures("trained_once")
def test_a_study_of_images_shows_one_run_at_every_step(desk: Desk, manifest: Path, tmp_path: Path, monkeypatch) -> None:
    """Over the result of an earlier run, of which single measurements are kept."""
    compute_once(monkeypatch)
    lay_more(desk, manifest)
    words = ["--outcome", "outcome", "--config", str(desk / "config.json"), "--jobs", "1", "--output"]
    assert run(["study", "--cohort", str(desk / "cohort.csv"), *words, str(desk / "table")]) == 0  # to be taken over
    study = ["study", "--manifest", str(desk / "patients" / "study.csv"), *words]
    assert run([*study, str(desk / "out")]) == 0
    new = without_units(shown(desk / "out"))
    lay_old(desk, [f"out/{name}" for name in (*new, "training/model_plain.json", "features/cohort-report-2.html")])
    old = without_units(shown(desk / "out"))
    with photographed(desk / "out", tmp_path / "album", monkeypatch) as pictures:
        assert run([*study, str(desk / "out")]) == 0
    own = {"own": old.pop("own")}
    assert changed(without_units(shown(desk / "out"))) == changed(new | own)
    assert len(pictures) > 60
    for picture in pictures:
        left = changed(without_units(shown(picture)))
        assert left.pop("own") == b"old"
        require_of_one_run(left, changed(old), changed(new), record="study.json")
    for picture in few_of(pictures):
        assert run([*study, str(picture)]) == 0
        assert changed(without_units(shown(picture))) == changed(new | own), picture


def without_units(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files but the measurements of single phases, which the next run takes over."""
    return {name: content for name, content in files.items() if not name.startswith("features/units/")}


def changed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files but the run's record of times."""
    return {name: content for name, content in files.items() if name != "features/run.json"}


def few_of(pictures: list[Path]) -> list[Path]:
    """The first, one in the middle and the last: to go on from each takes long."""
    return [pictures[0], pictures[len(pictures) // 2], pictures[-1]]


def at_times(name: str) -> tuple[str, ...]:
    """Files that an earlier run of other settings left, which this one does not write."""
    return ("model_plain.json", "nomogram.csv") if name == "train" else ("table_s1.csv", "training/model_plain.json")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
@pytest.mark.parametrize("results", [0, 1])
def test_killed_with_its_workers_it_goes_on(results: int, manifest: Path, tmp_path: Path) -> None:
    """The command line itself, with worker processes, once so many results are there."""
    whole, output = tmp_path / "whole", tmp_path / "out"
    measure(manifest, whole)
    words = ["cohort", "--manifest", manifest, "--perturb", 2, "--jobs", 1, "--output", output]
    command = [sys.executable, "-c", "from PCRPredictorLib.cli import main; main()", *map(str, words)]
    library = Path(sys.modules["PCRPredictorLib"].__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(library)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len(list(output.glob("units/*.result"))) < results or not output.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = {path.name: path.stat().st_mtime_ns for path in output.glob("units/*.result")}
    assert len(kept) >= results
    summary = measure(manifest, output)
    assert (summary.kept + summary.computed, summary.kept >= len(kept)) == (2, True)
    assert without_times(shown(output)) == without_times(shown(whole))
