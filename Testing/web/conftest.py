"""Small CT volumes in every format, a session with small limits, a page without a browser, and a browser."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk

from PCRPredictorWeb.session import Limits, Session
from Testing.cli.canaries import canary_cohort  # noqa: F401

SMALL = Limits(upload_bytes=200_000, unpacked_bytes=400_000, session_bytes=2_000_000, archive_entries=40, seconds=60)

START = "from PCRPredictorLib.cli import main; main()"


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(SMALL)
    yield session
    session.close()


@pytest.fixture
def volume() -> sitk.Image:
    """A CT of 12 x 10 x 8 voxels with a direction of its own."""
    image = sitk.GetImageFromArray(np.random.default_rng(5).integers(-100, 200, (8, 10, 12)).astype(np.int16))
    image.SetSpacing((0.8, 0.8, 5.0))
    image.SetOrigin((-20.0, 12.5, 100.0))
    return image


@pytest.fixture
def write_series(volume: sitk.Image) -> Callable[[Path, str, str], None]:
    """Write the volume as a DICOM series: folder, series number, description."""

    def write(folder: Path, number: str, description: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        writer = sitk.ImageFileWriter()
        writer.KeepOriginalImageUIDOn()
        for index in range(volume.GetDepth()):
            image = volume[:, :, index]
            position = volume.TransformIndexToPhysicalPoint((0, 0, index))
            tags = {
                "0008|0016": "1.2.840.10008.5.1.4.1.1.2",
                "0008|0018": f"1.2.3.{number}.{index + 1}",
                "0008|0060": "CT",
                "0008|103e": description,
                "0010|0020": "made-up",
                "0020|000d": "1.2.3",
                "0020|000e": f"1.2.3.{number}",
                "0020|0011": number,
                "0020|0032": "\\".join(f"{value:g}" for value in position),
                "0020|0037": "1\\0\\0\\0\\1\\0",
                "0028|1052": "0",
                "0028|1053": "1",
            }
            for tag, value in tags.items():
                image.SetMetaData(tag, value)
            writer.SetFileName(str(folder / f"{number}-{index}.dcm"))
            writer.Execute(image)

    return write


class Driver:
    """A page whose downloads are noted instead of fetched."""

    def __init__(self, session: Session, name: str) -> None:
        self.session = session
        from PCRPredictorWeb.app import BrowserApp  # slow to import

        self.app = BrowserApp(session, name)
        self.do = self.app.controller
        self.presenter = self.app.presenter
        self.downloaded: list[str] = []
        self.do.take_away.download = self.downloaded.append

    def run(self, scenario: Callable[[], Awaitable[None]]) -> None:
        async def attached() -> None:
            self.app.executor.attach(asyncio.get_running_loop())
            await scenario()

        asyncio.run(attached())

    def __getitem__(self, name: str) -> Any:
        return self.app.server.state[name]

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            await asyncio.sleep(0.01)

    async def predict(self) -> str:
        self.do.predict()
        await self.until(lambda: not self["running"])
        return self["result"]["probability"]

    async def settled(self) -> None:
        """After a burst of edits."""
        await asyncio.sleep(0.3)
        await self.until(lambda: not self["running"])


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Driver]:
    session = Session()
    yield Driver(session, request.node.name)
    session.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium; the only thing of this room that may be missing.

    Ended with its module: while it is open, its event loop runs, and no other may.
    """
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if executable is None:
        pytest.skip("no chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Without its sandbox, which root and containers do not get; it opens this test's page only.
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The program itself, without a display; when it ends it has deleted its files."""
    temporary = tmp_path_factory.mktemp("sessions")
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    program = subprocess.Popen(
        [sys.executable, "-c", START, "app", "--no-browser", "--port", "0"],
        env=environment | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    for line in program.stdout:
        said.append(line)
        if "is ready" in line:
            break
    assert said, "the program ended without a word"
    found = re.search(r"is ready: (\S+)", said[-1])
    assert found, "".join(said)
    yield found[1]
    assert program.poll() is None, "the program died"
    assert list(temporary.glob("pcr-predictor-*"))
    program.send_signal(signal.SIGTERM)
    rest = program.communicate(timeout=20)[0]
    assert "Traceback" not in rest, rest
    assert "not serializable" not in rest, f"the page was not told: {rest}"
    assert list(temporary.glob("pcr-predictor-*")) == []
