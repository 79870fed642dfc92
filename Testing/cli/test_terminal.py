"""Results outlive a terminal that cannot be written; what was asked of the terminal itself does not."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-c", "from PCRPredictorLib.cli import main; main()"]
full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")


def shell(words: str, redirections: str) -> subprocess.CompletedProcess[str]:
    program = f'"{sys.executable}" -c "from PCRPredictorLib.cli import main; main()"'
    return subprocess.run(
        ["sh", "-c", f"{program} {words} {redirections}"], capture_output=True, text=True, check=False
    )


@full_device
@pytest.mark.parametrize(
    "redirections", [">/dev/full", ">/dev/full 2>/dev/full", ">&-", "2>&-", ">&- 2>&-", "2>/dev/full", "| true"]
)
def test_a_written_result_is_a_success_whatever_the_terminal_does(tmp_path: Path, redirections: str) -> None:
    path = tmp_path / "model.json"
    done = shell(f"models export wen2024-radiomics --output {path}", redirections)
    assert done.returncode == 0, done.stderr
    assert path.is_file()
    assert "Traceback" not in done.stderr


@full_device
def test_words_that_do_not_fit_on_standard_output_come_on_standard_error(tmp_path: Path) -> None:
    done = shell(f"models export wen2024-radiomics --output {tmp_path / 'model.json'}", ">/dev/full")
    assert done.stderr.splitlines()[0].startswith("wen2024-radiomics written to")
    assert "No space left on device" in done.stderr.splitlines()[1]


@full_device
@pytest.mark.parametrize("redirections", ["2>&-", "2>/dev/full", ">&- 2>&-"])
def test_bad_input_is_bad_input_even_where_nobody_can_be_told(redirections: str) -> None:
    assert shell("models show nonsense", redirections).returncode == 2


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    with subprocess.Popen([*PROGRAM, "models", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_an_ended_command_leaves_nothing_half_written(tmp_path: Path, number: int, code: int) -> None:
    words = ["simulate", "--output", str(tmp_path / "cohort"), "--patients", "500"]
    with subprocess.Popen([*PROGRAM, *words], stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60
        while not any(tmp_path.glob(".part-*/SIM*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert list(tmp_path.iterdir()), "it never began"
        process.send_signal(number)
        assert process.wait(timeout=60) == code
        assert process.stderr
        assert b"Traceback" not in process.stderr.read()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_after_the_work_is_done_shows_no_traceback(number: int) -> None:
    """Python ends helpers, such as the processes of a training, at its own end, which takes a second."""
    slow_end = "import atexit, os, time; atexit.register(lambda: (os.write(1, b'done'), time.sleep(20)))"
    program = [sys.executable, "-c", f"{slow_end}; from PCRPredictorLib.cli import main; main()", "models", "list"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        told = b""
        while not told.endswith(b"done"):
            told += os.read(process.stdout.fileno(), 4096)
        process.send_signal(number)
        assert process.wait(timeout=10) == -number
        assert process.stderr.read() == b""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_too_little_address_space_is_one_sentence() -> None:
    done = subprocess.run(
        ["sh", "-c", f'ulimit -v 150000; "{sys.executable}" -c "from PCRPredictorLib.cli import main; main()" --help'],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "raise the limit" in done.stderr
