"""The program ends in order whatever it is doing."""

import os
import signal
import subprocess
import sys
import time
import zipfile

import pytest

START = "from PCRPredictorLib.cli import main; main()"
# What the signal does to a program that serves is to return from there.
ENDED_AT_WORK = """
import asyncio
from PCRPredictorWeb import app


def serve(page, *_):
    async def work():
        page.executor.attach(asyncio.get_running_loop())
        await page.open_sample()
        page.controller.copy_contour()
        assert page.presenter.job.running
        await asyncio.sleep(SECONDS)

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(work())


app.BrowserApp.serve = serve
app.run("127.0.0.1", None, False, [])
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_program_that_is_ended_while_it_unpacks_leaves_nothing(tmp_path):
    archive, temporary = tmp_path / "case.zip", tmp_path / "temporary"
    temporary.mkdir()
    with zipfile.ZipFile(archive, "w") as packed:
        for number in range(10_000):
            packed.writestr(f"series {number // 100}/{number}.dcm", bytes(1000))
    with subprocess.Popen(
        [sys.executable, "-c", START, "app", "--no-browser", "--port", "0", str(archive)],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as program:
        while not any(temporary.rglob("*.dcm")):
            assert program.poll() is None
            time.sleep(0.05)
        program.send_signal(signal.SIGTERM)
        assert "Traceback" not in program.communicate(timeout=60)[0]
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("seconds", [0.05, 0.3])
def test_work_that_goes_on_does_not_take_the_ending_program_down(seconds, tmp_path):
    """A thread that is inside C++ code when Python ends would."""
    done = subprocess.run(
        [sys.executable, "-c", ENDED_AT_WORK.replace("SECONDS", str(seconds))],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []
