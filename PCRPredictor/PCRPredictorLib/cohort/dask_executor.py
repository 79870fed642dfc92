"""Units on a Dask cluster: one that runs already, or one that dask-jobqueue starts through the batch system."""

import contextlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..optional import require
from .unit import Outcome, Unit, failure
from .worker_process import compute_in_worker

CONNECT_TIMEOUT_S = 30
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
        self._connect = self._to_batch_system(Path(scheduler), jobs) if _is_file(scheduler) else self._to(scheduler)
        self.description = f"Dask, {jobs} jobs of {Path(scheduler).name}" if _is_file(scheduler) else "Dask scheduler"

    def run(self, units: Sequence[Unit]) -> Iterator[Outcome]:
        with self._connect() as client:
            names = [f"{unit.phase}-{number}-{uuid.uuid4().hex}" for number, unit in enumerate(units)]
            by_future = {
                client.submit(compute_in_worker, unit.as_json(), pure=False, key=name): unit
                for name, unit in zip(names, units, strict=True)
            }
            try:
                for future in self._distributed.as_completed(list(by_future), loop=client.loop):
                    unit = by_future.pop(future)
                    yield Outcome(**future.result()) if future.status == "finished" else failure(unit, WORKER_LOST)
                    future.release()
            finally:
                client.cancel(list(by_future), force=True)

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

        @contextlib.contextmanager
        def connect() -> Iterator[Any]:
            with getattr(jobqueue, CLUSTERS[name])(**settings) as cluster:
                cluster.scale(jobs=jobs)
                with self._distributed.Client(cluster, timeout=CONNECT_TIMEOUT_S, set_as_default=False) as client:
                    yield client

        return connect


def _is_file(scheduler: str) -> bool:
    return scheduler.lower().endswith((".yaml", ".yml"))


def _batch_system(path: Path) -> tuple[str, dict[str, Any]]:
    """Name and settings of the one batch system in a dask-jobqueue YAML file."""
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
    return named[0], {key.replace("-", "_"): value for key, value in section[named[0]].items()}
