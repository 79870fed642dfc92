"""Other places to compute: a Dask cluster gives the same bytes."""

import pytest
from PCRPredictorLib.cohort.dask_executor import DaskExecutor
from PCRPredictorLib.cohort.executors import ProcessExecutor, SerialExecutor, local_executor
from PCRPredictorLib.errors import InputError


def test_a_dask_cluster_gives_the_same_bytes(small_cohort, measured_cohort, measure, tmp_path):
    from distributed import LocalCluster

    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "local_directory": str(tmp_path)}
    with LocalCluster(**settings) as cluster:
        summary = measure(small_cohort, tmp_path / "out", DaskExecutor(cluster.scheduler_address))
    assert summary.computed == 6
    for name in ("features.csv", "features.parquet"):
        assert (tmp_path / "out" / name).read_bytes() == (measured_cohort / name).read_bytes()


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
