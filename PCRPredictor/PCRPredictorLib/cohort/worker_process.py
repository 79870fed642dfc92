"""The parent's side of a worker process: one unit at a time, within its time, whatever becomes of the process.

A unit cannot be stopped inside a pool of processes or a Dask worker; so the threads of either have each a process that
can.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from .unit import Outcome, Unit, failure

START_TIMEOUT_S = 300.0
ATTEMPTS = 3
KILLED = 9  # the number of SIGKILL, a name that Windows lacks
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"), "1"
)

_of_thread = threading.local()
_alive: set["WorkerProcess"] = set()
_alive_lock = threading.Lock()
_stopping = threading.Event()


class WorkerDied(Exception):
    """The process ended in the middle of a unit.

    Attributes
    ----------
    timed_out : bool
        Whether it was ended for taking too long.
    code : int
        Its exit code; minus the number of a signal.
    """

    def __init__(self, timed_out: bool, code: int) -> None:
        super().__init__(code)
        self.timed_out = timed_out
        self.code = code


class WorkerProcess:
    """A process that computes units one after the other."""

    def __init__(self) -> None:
        library = str(Path(__file__).resolve().parents[2])
        paths = [library, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "PCRPredictorLib.cohort.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(paths)},
            # Ctrl-C goes to the parent alone, which then ends its workers in order.
            start_new_session=True,
        )
        with _alive_lock:
            _alive.add(self)
        if _stopping.is_set():  # which may have missed this one
            self.end()
            raise WorkerDied(False, 0)
        try:
            self._answer(START_TIMEOUT_S)
        except WorkerDied:
            self.end()
            raise

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def compute(self, unit: Unit) -> Outcome:
        """Compute one unit.

        Raises
        ------
        WorkerDied
            The process ended before it answered, or was ended because it took longer than the unit may.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(unit.as_json()) + "\n")
            self._process.stdin.flush()
        except OSError:
            raise WorkerDied(False, self._process.wait()) from None
        return Outcome(**json.loads(self._answer(unit.timeout_s)))

    def end(self) -> None:
        """End the process, in the middle of a unit if need be."""
        self._process.kill()
        self._process.wait()
        with _alive_lock:
            _alive.discard(self)

    def _answer(self, timeout_s: float) -> str:
        assert self._process.stdout is not None
        timed_out = threading.Event()

        def end() -> None:
            timed_out.set()
            self._process.kill()

        timer = threading.Timer(timeout_s, end)
        timer.daemon = True
        timer.start()
        line = self._process.stdout.readline()
        timer.cancel()
        if not line:
            raise WorkerDied(timed_out.is_set(), self._process.wait())
        return line


def compute_in_worker(unit_json: dict[str, Any]) -> dict[str, Any]:
    """Compute a unit, as JSON, in this thread's worker process; a death of the process becomes a failed outcome.

    A unit whose process died for no known reason is tried again twice, since the reason may lie outside it.
    """
    unit = Unit(**unit_json)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _worker_of_thread().compute(unit).as_json()
        except WorkerDied as death:
            end_worker_of_thread()
            if _stopping.is_set():
                return failure(unit, "The run was interrupted; run the same command again.").as_json()
            if death.timed_out or attempt == ATTEMPTS:
                return failure(unit, _cause_of_death(death, unit)).as_json()
    raise AssertionError("every attempt returns")


def stop_workers() -> None:
    """End all worker processes of this process; units under way count as interrupted."""
    _stopping.set()
    with _alive_lock:
        workers = list(_alive)
    for worker in workers:
        worker.end()


def allow_workers() -> None:
    """Let worker processes start again after `stop_workers`."""
    _stopping.clear()


def end_worker_of_thread() -> None:
    """End the worker process of this thread, if it has one."""
    worker = _of_thread.__dict__.pop("worker", None)
    if worker is not None:
        worker.end()


def _worker_of_thread() -> WorkerProcess:
    if _stopping.is_set():
        raise WorkerDied(False, 0)
    worker: WorkerProcess | None = getattr(_of_thread, "worker", None)
    if worker is None or not worker.alive:
        end_worker_of_thread()
        worker = _of_thread.worker = WorkerProcess()
    return worker


def _cause_of_death(death: WorkerDied, unit: Unit) -> str:
    if death.timed_out:
        return f"It took longer than the {unit.timeout_s:g} s allowed; allow more with --timeout S."
    if death.code == -KILLED:
        return (
            "Its worker process was killed three times, most often because the machine ran out of memory; use fewer "
            "jobs, or a lower --memory GB so that the limit is met before the machine's."
        )
    return (
        f"Its worker process ended three times with code {death.code}; check that the files are whole, give it "
        "more memory (--memory GB), and report it."
    )
