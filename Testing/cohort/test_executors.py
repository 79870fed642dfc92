"""Other places to compute: a Dask cluster gives the same bytes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PCRPredictorLib.cohort.dask_executor import DaskExecutor
from PCRPredictorLib.cohort.executors import ProcessExecutor, SerialExecutor, local_executor
from PCRPredictorLib.cohort.worker_process import compute_in_worker
from PCRPredictorLib.errors import InputError

LIBRARY = str(Path(__file__).resolve().parents[2] / "PCRPredictor")


def test_a_dask_cluster_gives_the_same_bytes(small_cohort, measured_cohort, measure, tmp_path):
    from distributed import LocalCluster

    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "local_directory": str(tmp_path)}
    with LocalCluster(**settings) as cluster:
        summary = measure(small_cohort, tmp_path / "out", DaskExecutor(cluster.scheduler_address))
    assert summary.computed == 6
    for name in ("features.csv", "features.parquet"):
        assert (tmp_path / "out" / name).read_bytes() == (measured_cohort / name).read_bytes()


def test_a_lost_scheduler_is_an_interruption(small_cohort, measure, tmp_path, capfd):
    """Scheduler and worker in one process, which is killed after the first unit."""
    output = tmp_path / "out"
    measure(small_cohort, output)
    before = {path.name: path.read_bytes() for path in output.iterdir() if path.is_file()}
    script = (
        "import time; from distributed import LocalCluster; "
        "cluster = LocalCluster(n_workers=1, threads_per_worker=1, processes=False, protocol='tcp', "
        f"dashboard_address=None, local_directory={str(tmp_path)!r}); "
        "print(cluster.scheduler_address, flush=True); time.sleep(300)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": LIBRARY},
    ) as cluster:
        try:
            address = cluster.stdout.readline().strip()
            with pytest.raises(InputError, match=rf"scheduler {address} is gone; start it and give the same command"):
                measure(small_cohort, output, DaskExecutor(address), lambda *_: cluster.kill(), perturbations=2)
        finally:
            cluster.kill()
    assert capfd.readouterr().err == ""
    assert {path.name: path.read_bytes() for path in output.iterdir() if path.is_file()} == before


@pytest.fixture
def lone_worker(tmp_path: Path) -> Iterator[str]:
    """Address of a cluster with one worker whose loss Dask does not forgive."""
    import dask
    from distributed import LocalCluster

    settings = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None, "local_directory": str(tmp_path)}
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), LocalCluster(**settings) as cluster:
        yield cluster.scheduler_address


def test_a_lost_worker_fails_only_the_unit_that_it_computed(small_cohort, measure, lone_worker, tmp_path, monkeypatch):
    def compute(unit: dict[str, Any]) -> dict[str, Any]:
        if (unit["case_id"], unit["phase"]) == ("SIM0001", "portal"):
            os._exit(1)
        return compute_in_worker(unit)

    monkeypatch.setattr("PCRPredictorLib.cohort.dask_executor.compute_in_worker", compute)
    summary = measure(small_cohort, tmp_path / "out", DaskExecutor(lone_worker))
    assert (summary.measured, summary.failures) == (2, 1)
    assert "SIM0001,portal,The Dask workers that computed it were lost" in (tmp_path / "out/failures.csv").read_text()


def test_a_worker_that_cannot_compute_ends_the_run(small_cohort, measure, lone_worker, tmp_path, monkeypatch):
    def compute(unit: dict[str, Any]) -> dict[str, Any]:
        raise ModuleNotFoundError("No module named 'PCRPredictorLib'")

    monkeypatch.setattr("PCRPredictorLib.cohort.dask_executor.compute_in_worker", compute)
    with pytest.raises(InputError, match=r"worker cannot compute \(ModuleNotFoundError: No module named"):
        measure(small_cohort, tmp_path / "out", DaskExecutor(lone_worker))
    assert not (tmp_path / "out/features.csv").exists()


def test_a_scheduler_that_does_not_answer_is_named(small_cohort, measure, tmp_path, monkeypatch):
    monkeypatch.setattr("PCRPredictorLib.cohort.dask_executor.CONNECT_TIMEOUT_S", 0.5)
    with pytest.raises(InputError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        measure(small_cohort, tmp_path / "out", DaskExecutor("tcp://127.0.0.1:9"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jobqueue: [", "no valid YAML"),
        ("cores: 1", "must hold 'jobqueue:'"),
        ("jobqueue: {slurm: {cores: 1}, pbs: {cores: 1}}", "one batch system"),
        ("jobqueue: {abacus: {cores: 1}}", "one batch system of slurm, pbs"),
    ],
)
def test_a_batch_system_that_is_none_is_refused(text, words, tmp_path):
    (tmp_path / "cluster.yaml").write_text(text)
    with pytest.raises(InputError, match=words):
        DaskExecutor(str(tmp_path / "cluster.yaml"))
    with pytest.raises(InputError, match="cannot be read"):
        DaskExecutor(str(tmp_path / "other.yaml"))


def test_a_batch_system_starts_its_jobs(small_cohort, measured_cohort, measure, tmp_path):
    """dask-jobqueue's own local kind stands for SLURM: the same script, started by a shell."""
    (tmp_path / "cluster.yaml").write_text(
        "jobqueue:\n  local:\n    cores: 1\n    processes: 1\n    memory: 2GB\n    death-timeout: 30\n"
        f"    log-directory: {tmp_path / 'log'}\n    local-directory: {tmp_path}\n"
    )
    summary = measure(small_cohort, tmp_path / "out", DaskExecutor(str(tmp_path / "cluster.yaml"), jobs=1))
    assert summary.computed == 6
    assert (tmp_path / "out/features.csv").read_bytes() == (measured_cohort / "features.csv").read_bytes()


def test_one_job_needs_no_package_and_more_use_joblib():
    assert isinstance(local_executor(1), SerialExecutor)
    assert isinstance(local_executor(2), ProcessExecutor)
