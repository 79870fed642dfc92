"""`pcr-predictor cohort` as a user and an operating system meet it."""

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.cli.progress import _Log

COMMAND = [sys.executable, "-c", "from PCRPredictorLib.cli import main; main()"]


def start(manifest: Path, output: Path, *options: str) -> subprocess.Popen:
    arguments = ["cohort", "--manifest", str(manifest), "--output", str(output), *options]
    return subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_results(output: Path, count: int) -> None:
    limit = time.monotonic() + 60
    while len(list((output / "units").glob("*.result"))) < count:
        assert time.monotonic() < limit, "no results"
        time.sleep(0.02)


def met_at_work(signal_number: int, manifest: Path, folder: Path, *options: str) -> tuple[subprocess.Popen, Path]:
    """A run that a signal met after its first result and before its table, and its output.

    On a busy machine a run may be over before this process has its turn again; then another is begun.
    """
    for attempt in range(10):
        output = folder / f"out {attempt}"
        process = start(manifest, output, *options)
        wait_for_results(output, 1)
        process.send_signal(signal_number)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WSTOPPED | os.WNOWAIT)
        if not (output / "features.csv").exists():
            return process, output
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=60)
    pytest.fail("each run was over before the signal")


def test_interrupt_ends_in_order_and_the_same_command_goes_on(small_cohort, measured_cohort, tmp_path):
    process, output = met_at_work(signal.SIGINT, small_cohort, tmp_path, "--jobs", "2")
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert len(errors.strip().splitlines()) == 1, errors
    assert "phases are done; those that could be measured are kept, and the same command goes on." in errors
    assert run(["cohort", "--manifest", str(small_cohort), "--output", str(output), "--jobs", "1"]) == 0
    assert (output / "features.csv").read_bytes() == (measured_cohort / "features.csv").read_bytes()


def test_killed_at_random_moments_nothing_is_lost_or_done_twice(small_cohort, measured_cohort, tmp_path):
    output = tmp_path / "out"
    moments = random.Random(3)
    written: dict[str, int] = {}
    for kill in range(3):
        process = start(small_cohort, output, "--jobs", "1")
        if kill:
            time.sleep(moments.uniform(0.3, 2.5))
        else:
            wait_for_results(output, 1)
        process.kill()
        process.communicate(timeout=30)
        for name, stamp in written.items():
            assert (output / "units" / name).stat().st_mtime_ns == stamp
        written = {path.name: path.stat().st_mtime_ns for path in (output / "units").glob("*.result")}
    assert run(["cohort", "--manifest", str(small_cohort), "--output", str(output), "--jobs", "1"]) == 0
    assert {name: (output / "units" / name).stat().st_mtime_ns for name in written} == written
    assert (output / "features.csv").read_bytes() == (measured_cohort / "features.csv").read_bytes()
    assert list((output / "units").glob(".part-*")) == []


def test_a_second_run_in_the_same_folder_is_refused(small_cohort, measured_cohort, tmp_path, capsys):
    process, output = met_at_work(signal.SIGSTOP, small_cohort, tmp_path, "--jobs", "1")
    arguments = ["cohort", "--manifest", str(small_cohort), "--output", str(output), "--jobs", "1"]
    leftover = output / "units/.part-of-the-first"
    leftover.touch()
    try:
        assert run(arguments) == 2
        assert f"Process {process.pid} on" in capsys.readouterr().err
        assert leftover.exists()
    finally:
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert (output / "features.csv").read_bytes() == (measured_cohort / "features.csv").read_bytes()
    assert run(arguments) == 0


def test_dry_run_writes_nothing(small_cohort, tmp_path, capsys):
    arguments = ["cohort", "--manifest", str(small_cohort), "--output", str(tmp_path / "out"), "--dry-run"]
    assert run(arguments) == 0
    assert "3 cases: every path and geometry is in order" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
    with small_cohort.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[1]["portal"] = "nowhere.nrrd"
    broken = small_cohort.parent / f"broken-{os.getpid()}.csv"
    with broken.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert run([*arguments[:2], str(broken), *arguments[3:]]) == 2
    captured = capsys.readouterr()
    assert captured.out == "SIM0002, portal: The portal image does not exist. Check the path.\n"
    assert captured.err == "1 of 3 cases would fail, as listed; correct them or run without --dry-run.\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--jobs", "0"], "--jobs 0"),
        (["--timeout", "-1"], "timeout"),
        (["--memory", "0"], "memory"),
        (["--perturb", "1"], "at least 2"),
        (["--scheduler", "nowhere.yaml"], "nowhere.yaml cannot be read"),
        (["--features", "pyradiomics", "--profile", "missing.json"], "missing.json"),
    ],
)
def test_refuses_in_one_sentence_and_writes_nothing(options, words, small_cohort, tmp_path, capsys):
    assert run(["cohort", "--manifest", str(small_cohort), "--output", str(tmp_path / "out"), *options]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert words in captured.err
    assert not (tmp_path / "out").exists()


def test_a_log_gets_a_line_with_the_time_left(capsys):
    clock = iter([0.0, 10.0, 40.0, 41.0, 200.0])
    show = _Log("Computing", lambda: next(clock))
    for done in (1, 4, 5, 20):
        show(done, 40)
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["Computing: 4 of 40, about 6 min left", "Computing: 20 of 40, about 3 min left"]


def test_dry_run_finds_one_image_given_twice_also_as_a_copy(small_cohort, write_manifest, tmp_path, capsys):
    first = next(csv.DictReader(small_cohort.read_text().splitlines()))
    files = {name: str(small_cohort.parent / first[name]) for name in ("arterial", "arterial_mask", "portal_mask")}
    copy = shutil.copy(files["arterial"], tmp_path / "copy.nrrd")
    for portal in (files["arterial"], copy):
        manifest = write_manifest([{"case_id": "a", **files, "portal": portal}])
        assert run(["cohort", "--manifest", str(manifest), "--output", str(tmp_path / "out"), "--dry-run"]) == 2
        assert "a, portal: Both phases are the same image. Give the arterial" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("feature_set", "module", "package"),
    [("ibsi", "mirp", "mirp"), ("pyradiomics", "radiomics", "pyradiomics-bhklab")],
)
def test_without_the_package_of_a_set_nothing_is_begun(
    small_cohort, tmp_path, monkeypatch, capsys, feature_set, module, package
):
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    output = tmp_path / "out"
    assert run(["cohort", "--manifest", str(small_cohort), "--output", str(output), "--features", feature_set]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"feature set needs the package '{package}': install it with pip install {package}" in said.err
    assert said.err.count("\n") == 1
    assert not output.exists()
