"""Worker processes that hang, die or are killed."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PCRPredictorLib.cohort import worker_process
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.cohort.runner import CohortSettings, unit_of
from PCRPredictorLib.cohort.unit import Outcome, Unit, failure
from PCRPredictorLib.cohort.worker_process import allow_workers, compute_in_worker, end_worker_of_thread, stop_workers


@pytest.fixture
def unit(small_cohort: Path, tmp_path: Path) -> Unit:
    case = read_manifest(small_cohort).cases[0]
    return unit_of(case, "portal", CohortSettings(), tmp_path)


@pytest.fixture(autouse=True)
def _own_workers() -> Iterator[None]:
    allow_workers()
    yield
    end_worker_of_thread()


def compute(unit: Unit) -> Outcome:
    return Outcome(**compute_in_worker(unit.as_json()))


def process_id() -> int:
    return worker_process._of_thread.worker._process.pid


def test_a_hanging_worker_is_ended_and_the_next_unit_gets_a_new_one(unit):
    assert compute(unit).status == "computed"
    stopped = process_id()
    os.kill(stopped, signal.SIGSTOP)
    outcome = compute(replace(unit, timeout_s=0.5))
    assert outcome.status == "failed"
    assert outcome.reason == "It took longer than the 0.5 s allowed."
    assert compute(unit).status == "kept"
    assert process_id() != stopped
    with pytest.raises(ProcessLookupError):
        os.kill(stopped, 0)


def test_a_killed_worker_is_replaced_and_its_unit_tried_again(unit):
    assert compute(unit).status == "computed"
    os.kill(process_id(), signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (process_id(), signal.SIGKILL)).start()
    assert compute(unit).status == "kept"


def test_a_unit_whose_worker_dies_each_time_fails_with_a_reason(unit, monkeypatch):
    monkeypatch.setattr(worker_process.sys, "executable", "/bin/false")
    outcome = compute(unit)
    assert outcome.status == "failed"
    assert "ended three times with code 1" in outcome.reason


def test_the_worker_ends_with_its_input(unit):
    compute(unit)
    process = worker_process._of_thread.worker._process
    process.stdin.close()
    assert process.wait(timeout=20) == 0


def test_stopping_ends_every_worker_and_starts_none(unit):
    compute(unit)
    process = worker_process._of_thread.worker._process
    stop_workers()
    assert process.poll() == -signal.SIGKILL
    assert "interrupted" in compute(unit).reason
    allow_workers()
    assert compute(unit).status == "kept"


def test_a_worker_that_begins_in_the_moment_of_stopping_is_ended_too(unit, monkeypatch):
    begun = []

    def begin(*words, **named):
        begun.append(subprocess.Popen(*words, **named))
        stop_workers()
        return begun[-1]

    monkeypatch.setattr(
        worker_process, "subprocess", SimpleNamespace(Popen=begin, PIPE=subprocess.PIPE, DEVNULL=subprocess.DEVNULL)
    )
    assert "interrupted" in compute(unit).reason
    (process,) = begun
    assert process.poll() == -signal.SIGKILL


def test_failures_name_no_path(unit):
    sentence = f"{unit.mask} is not on the grid of {unit.image} (see {unit.partner}); move it."
    outcome = failure(unit, sentence)
    assert outcome.reason == "The portal mask is not on the grid of the portal image (see the arterial image)."
    assert outcome.remedy == "Move it."
    assert failure(unit, "it broke").remedy == "Correct the input and run the same command again."
