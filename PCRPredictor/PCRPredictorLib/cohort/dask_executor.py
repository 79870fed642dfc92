"""Units on a Dask cluster: one that runs already, or one that dask-jobqueue starts through the batch system."""

import contextlib
import logging
import shlex
import shutil
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from ..errors import InputError
from ..files import require_no_pipe
from ..optional import require
from .unit import Outcome, Unit, failure
from .worker_process import compute_in_worker

CONNECT_TIMEOUT_S = 30
ANSWER_TIMEOUT_S = 30
LOOK_AGAIN_S = 1.0
CLUSTERS = {
    "slurm": "SLURMCluster",
    "pbs": "PBSCluster",
    "sge": "SGECluster",
    "lsf": "LSFCluster",
    "oar": "OARCluster",
    "moab": "MoabCluster",
    "htcondor": "HTCondorCluster",
    "local": "LocalCluster",
}
PURPOSE = "Computing on a cluster"
WORKER_LOST = (
    "The Dask workers that computed it were lost several times; look at their logs, and give them more memory or a "
    "lower --memory GB."
)


class DaskExecutor:
    """Sends units to the workers of a Dask scheduler; they must see the same files under the same paths.

    Parameters
    ----------
    scheduler : str
        Address such as ``tcp://head:8786``, or a dask-jobqueue YAML file.
    jobs : int
        Batch jobs to start; for a YAML file only.

    Raises
    ------
    MissingPackage
        dask.distributed or dask-jobqueue is not installed.
    InputError
        The YAML file is unreadable or names no known batch system.
    """

    def __init__(self, scheduler: str, jobs: int = 1) -> None:
        self._distributed = require("distributed", purpose=PURPOSE, extra="cluster", package="dask[distributed]")
        self._scheduler = scheduler
        self._connect = self._to_batch_system(Path(scheduler), jobs) if _is_file(scheduler) else self._to(scheduler)
        self.description = f"Dask, {jobs} jobs of {Path(scheduler).name}" if _is_file(scheduler) else "Dask scheduler"

    def run(self, units: Sequence[Unit]) -> Iterator[Outcome]:
        """Yield the outcome of every unit, in any order; closing the iterator ends the work.

        No more units are sent than there are threads: Dask holds the loss of a worker against all that wait on it.

        Raises
        ------
        InputError
            The scheduler is gone, or a worker cannot compute at all.
        """
        waiting, under_way = deque(units), dict[Any, Unit]()
        finished = SimpleQueue[Any]()
        with _silence(), self._connect() as client:
            try:
                while waiting or under_way:
                    room = self._threads(client) - len(under_way)
                    for unit in [waiting.popleft() for _ in range(min(room, len(waiting)))]:
                        future = client.submit(
                            compute_in_worker, unit.as_json(), pure=False, key=f"{unit.phase}-{uuid.uuid4().hex}"
                        )
                        under_way[future] = unit
                        future.add_done_callback(finished.put)
                    for future in _next(finished):
                        unit = under_way.pop(future)
                        outcome = self._outcome(client, future, unit)
                        if outcome is None:
                            waiting.append(unit)
                        else:
                            yield outcome
            finally:
                if client.status == "running":
                    client.cancel(list(under_way), force=True)

    def _threads(self, client: Any) -> int:
        """How many units the workers can compute at once; 1 while none is there yet."""
        if client.status != "running":
            raise self._scheduler_gone()
        try:
            return max(1, sum(client.nthreads().values()))
        except OSError as error:
            raise self._scheduler_gone() from error

    def _outcome(self, client: Any, future: Any, unit: Unit) -> Outcome | None:
        """The outcome of a future that is done; None where its worker was lost before it told."""
        if future.status == "error":
            return self._failed(future.exception(), unit)
        try:
            return Outcome(**future.result(timeout=ANSWER_TIMEOUT_S))
        except (CancelledError, OSError) as error:
            if future.cancelled() or client.status != "running":
                raise self._scheduler_gone() from error
            return None

    def _failed(self, error: Exception, unit: Unit) -> Outcome:
        if isinstance(error, self._distributed.KilledWorker):
            return failure(unit, WORKER_LOST)
        raise InputError(
            f"A Dask worker cannot compute ({type(error).__name__}: {error}); install the same version of the program "
            "with scheduler and workers, and give the same command, which goes on."
        )

    def _scheduler_gone(self) -> InputError:
        return InputError(
            f"The Dask scheduler {self._scheduler} is gone; start it and give the same command, which goes on."
        )

    def _to(self, address: str) -> Callable[[], Any]:
        def connect() -> Any:
            try:
                return self._distributed.Client(address, timeout=CONNECT_TIMEOUT_S, set_as_default=False)
            except (OSError, ValueError) as error:
                raise InputError(
                    f"No Dask scheduler answers at {address} ({error}); start one with  dask scheduler  or correct the "
                    "address."
                ) from error

        return connect

    def _to_batch_system(self, path: Path, jobs: int) -> Callable[[], Any]:
        name, settings = _batch_system(path)
        module = f"dask_jobqueue.{name}"
        jobqueue = require(module, purpose="Starting batch jobs", extra="cluster", package="dask-jobqueue")

        cluster_class = getattr(jobqueue, CLUSTERS[name])
        _require_submitter(path, name, cluster_class)

        @contextlib.contextmanager
        def connect() -> Iterator[Any]:
            try:
                cluster = cluster_class(**settings)
            except Exception as error:  # whatever Dask says of settings that it does not take
                reason = " ".join(str(error).split())
                raise InputError(
                    f"{path}: Dask does not take these settings of {name} ({reason:.200}); correct them, see "
                    "Docs/deployment.md."
                ) from error
            with cluster:
                cluster.scale(jobs=jobs)
                with self._distributed.Client(cluster, timeout=CONNECT_TIMEOUT_S, set_as_default=False) as client:
                    yield client

        return connect


def _next(finished: SimpleQueue[Any]) -> list[Any]:
    """All futures that are finished, after waiting a moment for the first."""
    try:
        first = finished.get(timeout=LOOK_AGAIN_S)
    except Empty:
        return []
    return [first, *(finished.get() for _ in range(finished.qsize()))]


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep Dask's log off the terminal: what the user should know becomes one sentence."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _require_submitter(path: Path, name: str, cluster_class: Any) -> None:
    """Refuse a batch system whose command that submits jobs is not on this machine: Dask would wait for ever."""
    command = getattr(getattr(cluster_class, "job_cls", None), "submit_command", None)
    program = shlex.split(command)[0] if command else None
    if program and shutil.which(program) is None:
        raise InputError(
            f"{path} asks for {name}, but the command {program} is not on this machine; run it where the batch system "
            "is, or give --scheduler the address of a running Dask scheduler."
        )


def _is_file(scheduler: str) -> bool:
    return scheduler.lower().endswith((".yaml", ".yml"))


def _batch_system(path: Path) -> tuple[str, dict[str, Any]]:
    """Name and settings of the one batch system in a dask-jobqueue YAML file."""
    require_no_pipe(path)
    yaml = require("yaml", purpose="Reading the cluster's settings", extra="cluster", package="PyYAML")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}; check the path.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no valid YAML ({' '.join(str(error).split())}); correct it.") from error
    section = content.get("jobqueue") if isinstance(content, dict) else None
    section = section if isinstance(section, dict) else {}
    named = list(section)
    if len(named) != 1 or named[0] not in CLUSTERS or not isinstance(section[named[0]], dict):
        raise InputError(
            f"{path} must hold 'jobqueue:' with the settings of one batch system of {', '.join(CLUSTERS)}; see "
            "Docs/deployment.md for an example."
        )
    odd = [key for key in section[named[0]] if not isinstance(key, str)]
    if odd:
        raise InputError(f"{path}: {odd[0]!r:.40} is no name of a setting of {named[0]}; correct it.")
    return named[0], {key.replace("-", "_"): value for key, value in section[named[0]].items()}
