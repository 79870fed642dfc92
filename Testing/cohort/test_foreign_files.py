"""A run replaces nothing but what runs have written, and never its own input."""

import shutil
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.cohort.result_file import read_result, result_path, write_result
from PCRPredictorLib.errors import InputError


@pytest.fixture
def own_copy(measured_cohort: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(measured_cohort, tmp_path / "out"))


@pytest.mark.parametrize("name", ["features.csv", "failures.csv", "run.json", "cohort-report.html"])
def test_a_foreign_file_is_not_replaced(small_cohort, measure, tmp_path, name):
    (tmp_path / name).write_text("{}")
    with pytest.raises(InputError, match=f"{name} is .* would be replaced; choose another folder"):
        measure(small_cohort, tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {name: "{}"}


def test_a_table_that_was_changed_since_its_run_is_not_replaced(small_cohort, measure, own_copy):
    table = own_copy / "features.csv"
    table.write_text(table.read_text() + "mine\n")
    with pytest.raises(InputError, match="was changed since its run and would be replaced; move it away"):
        measure(small_cohort, own_copy, perturbations=3)
    assert table.read_text().endswith("mine\n")


def test_a_run_that_was_killed_while_it_replaced_its_files_goes_on(small_cohort, measure, own_copy):
    (own_copy / "run.json").unlink()
    assert measure(small_cohort, own_copy, perturbations=3).kept == 6


def test_the_manifest_is_not_replaced(own_copy, tmp_path, capsys):
    before = (own_copy / "features.csv").read_bytes()
    assert run(["cohort", "--manifest", str(own_copy / "features.csv"), "--output", str(own_copy)]) == 2
    assert "features.csv is an input (--manifest) and would be written over" in capsys.readouterr().err
    assert (own_copy / "features.csv").read_bytes() == before


def test_a_scheduler_that_fails_leaves_no_folder(small_cohort, tmp_path, capsys):
    settings = tmp_path / "cluster.yaml"
    for text, reason in (
        ("jobqueue: {local: {bogus: 3}}", "Dask does not take these settings of local"),
        ("jobqueue: {local: {cores: 1, memory: much}}", "Dask does not take these settings of local"),
        ("jobqueue: {slurm: {1: 2}}", "1 is no name of a setting of slurm"),
        (
            "jobqueue: {htcondor: {cores: 1, memory: 1GB, disk: 1GB}}",
            "the command condor_submit is not on this machine",
        ),
    ):
        settings.write_text(text)
        words = ["cohort", "--manifest", str(small_cohort), "--output", str(tmp_path / "out")]
        assert run([*words, "--scheduler", str(settings)]) == 2
        sentence = capsys.readouterr().err
        assert reason in sentence
        assert str(settings) in sentence
        assert sentence.count("\n") == 1
        assert not (tmp_path / "out").exists()


def test_more_processes_than_any_machine_has_cores_are_refused(small_cohort, tmp_path, capsys):
    words = ["cohort", "--manifest", str(small_cohort), "--output", str(tmp_path / "out"), "--jobs", "1000000"]
    assert run(words) == 2
    assert "--jobs 1000000: give 1 to 1024 processes" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [{}, {"features": {}}, {"case_id": "1", "phase": "portal"}])
def test_a_result_that_lacks_a_part_is_as_good_as_absent_though_its_checksum_holds(tmp_path, content):
    write_result(tmp_path, "k", content)
    assert read_result(tmp_path, "k") is None


def test_a_result_that_is_no_object_is_as_good_as_absent(tmp_path):
    from PCRPredictorLib.cohort.result_file import _checksum

    for text in ("[1]", "3", "not json", "[" * 100_000):
        result_path(tmp_path, "k").write_text(f"{_checksum(text)}\n{text}\n")
        assert read_result(tmp_path, "k") is None
