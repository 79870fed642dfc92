"""Where units are computed: one after the other, side by side, or on a cluster."""

import warnings
from collections.abc import Iterator, Sequence
from typing import Protocol

from ..errors import InputError
from ..optional import require
from .unit import Outcome, Unit
from .worker_process import allow_workers, compute_in_worker, stop_workers

MOST_PROCESSES = 1024


class Executor(Protocol):
    """Computes units somewhere.

    Attributes
    ----------
    description : str
        For the record of the run.
    """

    description: str

    def run(self, units: Sequence[Unit]) -> Iterator[Outcome]:
        """Yield the outcome of every unit, in any order; closing the iterator ends the work."""


class SerialExecutor:
    """One worker process, unit by unit; needs no further package."""

    description = "serial"

    def run(self, units: Sequence[Unit]) -> Iterator[Outcome]:
        allow_workers()
        try:
            for unit in units:
                yield Outcome(**compute_in_worker(unit.as_json()))
        finally:
            stop_workers()


class ProcessExecutor:
    """Several worker processes on this machine, fed by joblib.

    joblib hands out the units on threads, each with a worker process of its own: a process of joblib's own pool (loky)
    cannot be ended when one unit hangs, and its death breaks the pool.

    Raises
    ------
    MissingPackage
        joblib is not installed.
    """

    def __init__(self, jobs: int) -> None:
        self._joblib = require("joblib", purpose="Computing on several processor cores", extra="cohort")
        self._jobs = jobs
        self.description = f"{jobs} processes"

    def run(self, units: Sequence[Unit]) -> Iterator[Outcome]:
        allow_workers()
        work = self._joblib.delayed(compute_in_worker)
        outcomes = self._joblib.Parallel(
            n_jobs=self._jobs, backend="threading", return_as="generator_unordered", batch_size=1
        )(work(unit.as_json()) for unit in units)
        try:
            for outcome in outcomes:
                yield Outcome(**outcome)
        finally:
            stop_workers()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # joblib tells how many units an interruption leaves out
                outcomes.close()


def local_executor(jobs: int) -> Executor:
    """The executor for so many processes on this machine.

    Raises
    ------
    InputError
        More processes are asked for than any machine has cores.
    """
    if jobs > MOST_PROCESSES:
        raise InputError(f"--jobs {jobs}: give 1 to {MOST_PROCESSES} processes, at best the number of cores.")
    return SerialExecutor() if jobs == 1 else ProcessExecutor(jobs)
