"""Killed at any step: what is seen is of one run, whole or told to be unfinished, and the same command completes it."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.cli import run
from PCRPredictorLib.cohort.computation import compute_unit
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.cohort.runner import CohortSettings, CohortSummary, run_cohort
from PCRPredictorLib.cohort.unit import Outcome, Unit

from Testing.promises.album import photographed, shown, tree
from Testing.promises.desk import Desk

QUICK = {"folds": 2, "repeats": 1, "inner_folds": 2, "inner_repeats": 1, "smote": False}
QUICK |= {"cutoff_bootstrap": 10, "candidates": ["ridge"]}
TIMED = ("started", "seconds", "units")


class HereExecutor:
    """Computes in this process, so that each of its steps is seen."""

    description = "here"

    def run(self, units: Sequence[Unit]) -> Iterator[Outcome]:
        yield from map(compute_unit, units)


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A patient with a lesion of 11 voxels across; those of 8 and more have all features."""
    folder = tmp_path_factory.mktemp("patients")
    z, y, x = np.indices((12, 16, 16))
    inside = ((z - 6) ** 2 + (y - 8) ** 2 + (x - 8) ** 2 <= 25).astype(np.uint8)
    rows = [["case_id", "arterial", "arterial_mask", "portal", "portal_mask"]]
    for case in range(1):
        names = [f"{case}-{phase}.nrrd" for phase in ("arterial", "portal")]
        for phase, name in enumerate(names):
            noise = np.random.default_rng([case, phase]).normal(60, 20, inside.shape).astype(np.int16)
            sitk.WriteImage(sitk.GetImageFromArray(noise), folder / name)
        rows.append([f"case{case}", names[0], "mask.nrrd", names[1], "mask.nrrd"])
    sitk.WriteImage(sitk.GetImageFromArray(inside), folder / "mask.nrrd")
    with (folder / "manifest.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder / "manifest.csv"


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


@pytest.fixture(scope="module")
def studies() -> Iterator[None]:
    """Training once is enough to see how its result is written; a figure of each would cost most of the time."""
    from PCRPredictorLib.report.study import training_report
    from PCRPredictorLib.training.protocols import train as training
    from PCRPredictorLib.training.reproduction import study as reproduction

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((training, "train"), (reproduction, "run_study")):
            patch.setattr(owner, name, once(getattr(owner, name)))
        patch.setattr(training_report, "training_figures_of", lambda _: {})
        yield


def once(function: Callable[..., object]) -> Callable[..., object]:
    """The result of the first call for every call."""
    results: list[object] = []

    def call(*words: object, **named: object) -> object:
        if not results:
            results.append(function(*words, **named))
        return results[0]

    return call


@pytest.mark.parametrize("has_old", [False, True], ids=["fresh", "over an old result"])
@pytest.mark.parametrize("name", ["train", "study"])
@pytest.mark.usefixtures("studies")
def test_training_shows_one_run_at_every_step(name, has_old, desk: Desk, tmp_path: Path, monkeypatch) -> None:
    (desk / "config.json").write_text(json.dumps(QUICK))
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
        for part in parts(name):
            require_of_one_run(within(shown(picture / "out"), part), within(old, part), within(new, part), record="")
    for picture in few_of(pictures):
        assert run([*words, str(picture / "out")]) == 0
        assert shown(picture / "out") == new, picture
        assert not [left for left in tree(picture) if ".part-" in left]


def few_of(pictures: list[Path]) -> list[Path]:
    """The first, one in the middle and the last: to go on from each takes long."""
    return [pictures[0], pictures[len(pictures) // 2], pictures[-1]]


def at_times(name: str) -> tuple[str, ...]:
    """Files that an earlier run of other settings left, which this one does not write."""
    return ("model_plain.json", "nomogram.csv") if name == "train" else ("table_s1.csv", "training/model_plain.json")


def parts(name: str) -> tuple[str, ...]:
    """The folders whose files change together."""
    return ("",) if name == "train" else ("", "training/")


def within(files: dict[str, bytes], part: str) -> dict[str, bytes]:
    """The files right in one of the folders."""
    return {name: content for name, content in files.items() if name.rpartition("/")[0] == part.rstrip("/")}


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
