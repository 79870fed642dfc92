"""What changes while a run lasts, or before it goes on: the software, an image, the worker's luck."""

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.cohort import computation, runner, worker_process
from PCRPredictorLib.cohort.computation import compute_unit
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.cohort.result_file import read_result
from PCRPredictorLib.cohort.runner import CohortSettings, run_cohort, unit_of
from PCRPredictorLib.cohort.unit import Outcome, Unit
from PCRPredictorLib.cohort.worker_process import allow_workers, compute_in_worker, end_worker_of_thread
from PCRPredictorLib.errors import InputError

HEADER = (
    "NRRD0004\ntype: short\ndimension: 3\nsizes: 9 9 9\nspace: left-posterior-superior\nspace directions: (1,0,0) "
    "(0,1,0) (0,0,1)\nspace origin: (0,0,0)\nencoding: raw\nendian: little\n"
)


class HereExecutor:
    """Computes in this process; is interrupted after so many units."""

    description = "here"

    def __init__(self, most: int | None = None) -> None:
        self._most = most

    def run(self, units: list[Unit]) -> Iterator[Outcome]:
        for number, unit in enumerate(units):
            if number == self._most:
                raise KeyboardInterrupt
            yield compute_unit(unit)


@pytest.fixture
def unit(small_cohort: Path, tmp_path: Path) -> Unit:
    """The portal phase of a patient whose files may be changed."""
    shutil.copytree(small_cohort.parent / "SIM0001", tmp_path / "SIM0001")
    case = read_manifest(small_cohort).cases[0]
    files = {phase: replace(one, image=tmp_path / "SIM0001" / one.image.name) for phase, one in case.phases.items()}
    return unit_of(replace(case, phases=files), "portal", CohortSettings(), tmp_path)


def test_after_an_update_all_is_computed_anew(small_cohort: Path, tmp_path: Path, monkeypatch) -> None:
    """No table holds rows of two versions."""
    manifest = read_manifest(small_cohort)
    manifest = replace(manifest, cases=manifest.cases[:1])
    with pytest.raises(KeyboardInterrupt):
        run_cohort(manifest, tmp_path / "out", CohortSettings(), HereExecutor(most=1))
    with monkeypatch.context() as patch:
        for module in (runner, computation):
            patch.setattr(module, "library_version", lambda: "9.9.9+0123456789abcdef")
        summary = run_cohort(manifest, tmp_path / "out", CohortSettings(), HereExecutor())
    assert (summary.computed, summary.kept) == (2, 0)
    assert json.loads((tmp_path / "out/run.json").read_text())["library"] == "9.9.9+0123456789abcdef"
    summary = run_cohort(manifest, tmp_path / "out", CohortSettings(), HereExecutor())
    assert (summary.computed, summary.kept) == (1, 1)


def test_a_worker_of_another_version_computes_nothing(unit: Unit, tmp_path: Path) -> None:
    outcome = compute_unit(replace(unit, library="9.9.9+0123456789abcdef"))
    assert outcome.status == "failed"
    assert "not 9.9.9+0123456789abcdef as the run does" in outcome.reason
    assert outcome.remedy == "Install the same version on every machine."
    assert not list(tmp_path.glob("*.result"))


@pytest.mark.parametrize("changed", ["image", "mask"])
def test_an_image_that_changes_between_its_hash_and_its_use_leaves_no_result(
    changed: str, unit: Unit, tmp_path: Path, monkeypatch
) -> None:
    """Its result would be kept under the hash of what was there before."""
    mask = shutil.copy(unit.mask, tmp_path / "SIM0001" / "own_mask.nrrd")
    unit = replace(unit, mask=str(mask))
    first = compute_unit(unit)
    wanted = read_result(tmp_path, first.key)
    (tmp_path / f"{first.key}.result").unlink()
    path = Path(getattr(unit, changed))
    before, measure = path.read_bytes(), computation._measure

    def change_and_measure(one: Unit) -> dict[str, object]:
        image = sitk.ReadImage(path)
        array = sitk.GetArrayFromImage(image)
        other = sitk.GetImageFromArray(np.roll(array, 1, axis=2) if changed == "mask" else array + array.dtype.type(5))
        other.CopyInformation(image)
        for key in image.GetMetaDataKeys():
            other.SetMetaData(key, image.GetMetaData(key))
        sitk.WriteImage(other, path)
        return measure(one)

    with monkeypatch.context() as patch:
        patch.setattr(computation, "_measure", change_and_measure)
        outcome = compute_unit(unit)
    assert outcome.status == "failed"
    assert "changed while it was measured" in outcome.reason
    assert outcome.remedy.startswith("Run the same command again")
    assert not list(tmp_path.glob("*.result"))
    path.write_bytes(before)
    again = compute_unit(unit)
    assert (again.status, again.key) == ("computed", first.key)
    assert read_result(tmp_path, again.key)["features"] == wanted["features"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_a_worker_that_the_kernel_kills_for_want_of_memory_is_told_so(unit: Unit, tmp_path: Path) -> None:
    """The kernel's killer sends SIGKILL, here to every worker that begins; the next unit is none the worse for it."""
    pipe = tmp_path / "never.nrrd"
    pipe.write_text(HEADER + "data file: pipe\n\n")
    os.mkfifo(tmp_path / "pipe")
    killed: set[int] = set()
    ended = threading.Event()

    def kill() -> None:
        while not ended.is_set():
            for worker in list(worker_process._alive):
                if worker._process.pid not in killed:
                    killed.add(worker._process.pid)
                    os.kill(worker._process.pid, signal.SIGKILL)
            time.sleep(0.01)

    allow_workers()
    killer = threading.Thread(target=kill)
    killer.start()
    try:
        outcome = Outcome(**compute_in_worker(replace(unit, image=str(pipe)).as_json()))
    finally:
        ended.set()
        killer.join()
    assert len(killed) == 3
    assert outcome.status == "failed"
    assert "killed three times, most often because the machine ran out of memory" in outcome.reason
    assert "lower --memory" in outcome.remedy
    assert Outcome(**compute_in_worker(unit.as_json())).status == "computed"
    end_worker_of_thread()


def test_a_worker_out_of_memory_says_so_and_the_next_unit_is_measured(unit: Unit, tmp_path: Path) -> None:
    """A real refusal of memory by the system: the voxels alone take more than the limit."""
    huge = tmp_path / "huge.nrrd"
    huge.write_text(HEADER.replace("9 9 9", "640 640 640") + "\n")
    os.truncate(huge, huge.stat().st_size + 2 * 640**3)
    alone = replace(unit, image=str(huge), partner="", partner_mask="", memory_gb=0.3)
    allow_workers()
    outcome = Outcome(**compute_in_worker(alone.as_json()))
    assert outcome.status == "failed"
    assert outcome.reason == "It needs more memory than the 0.3 GB allowed."
    assert outcome.remedy == "Allow more with --memory GB."
    assert Outcome(**compute_in_worker(unit.as_json())).status == "computed"
    end_worker_of_thread()


def test_a_limit_below_what_the_libraries_need_is_refused() -> None:
    with pytest.raises(InputError, match=r"0\.1 GB of memory is no limit; give 0\.25 to"):
        CohortSettings(memory_gb=0.1)
