"""One run at a time in a folder; killed ones hold nobody up."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PCRPredictorLib.cohort import sole_run as module
from PCRPredictorLib.cohort.sole_run import sole_run
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.processes import here


def mark(folder: Path, process: int, host: str, silent_s: float = 0.0) -> Path:
    """The file of another run."""
    path = folder / f".run-{process}@{host}"
    path.touch()
    before = time.time() - silent_s
    os.utime(path, (before, before))
    return path


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A silent run is watched for two beats at most."""
    monkeypatch.setattr(module, "BEAT_S", 0.05)


@pytest.mark.parametrize("by_s", [-86400.0, 86400.0], ids=["back", "forward"])
def test_a_run_that_goes_on_while_the_clock_is_set_is_left_alone(by_s, tmp_path, monkeypatch):
    other = mark(tmp_path, os.getppid(), here(), silent_s=by_s)
    monkeypatch.setattr(module, "time", Time(other, other.stat().st_mtime))
    with pytest.raises(InputError, match=f"Process {os.getppid()} on .* computes into"), sole_run(tmp_path):
        raise AssertionError("entered")


class Time:
    """As slept away; a run renews its file once a beat meanwhile, by a clock of its own."""

    def __init__(self, other: Path, clock: float) -> None:
        self._other = other
        self._clock = clock
        self._slept = 0.0

    def monotonic(self) -> float:
        return self._slept

    def sleep(self, seconds: float) -> None:
        beats = self._slept // module.BEAT_S
        self._slept += seconds
        if self._slept // module.BEAT_S > beats:
            os.utime(self._other, (self._clock + self._slept,) * 2)


@pytest.mark.parametrize("silent_s", [-86400.0, 86400.0], ids=["of tomorrow", "of yesterday"])
def test_what_a_killed_run_left_before_the_clock_was_set_holds_nobody_up(silent_s, tmp_path):
    other = mark(tmp_path, 1, "elsewhere", silent_s=silent_s)
    with sole_run(tmp_path):
        assert not other.exists()


def test_a_run_that_is_alive_is_left_alone(tmp_path):
    other = mark(tmp_path, os.getppid(), here())
    with pytest.raises(InputError, match=f"Process {os.getppid()} on .* computes into"), sole_run(tmp_path):
        raise AssertionError("entered")
    assert list(tmp_path.iterdir()) == [other]


def test_a_run_that_was_killed_on_this_host_holds_nobody_up(tmp_path):
    other = mark(tmp_path, ended_process(), here())
    with sole_run(tmp_path):
        assert not other.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_run_on_another_host_counts_until_it_is_silent(tmp_path):
    other = mark(tmp_path, 1, "elsewhere", silent_s=100)
    with (
        pytest.raises(InputError, match="if it was killed, give the same command again in 3 minutes"),
        sole_run(tmp_path),
    ):
        raise AssertionError("entered")
    mark(tmp_path, 1, "elsewhere", silent_s=200)
    with sole_run(tmp_path):
        assert not other.exists()


def test_a_run_shows_that_it_is_alive(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BEAT_S", 0.02)
    with sole_run(tmp_path):
        (own,) = tmp_path.iterdir()
        os.utime(own, (0, 0))
        limit = time.monotonic() + 10
        while own.stat().st_mtime == 0:
            assert time.monotonic() < limit, "silent"
            time.sleep(0.01)
