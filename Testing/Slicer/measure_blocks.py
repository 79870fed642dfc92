"""How long the module holds the interface at 512 x 512 x 400, and what stays in memory after much use."""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import qt
import slicer
from driving import finish, loadSample, openModule, predict, run, spin
from large_case import largeCase

RADIUS_MM = 30.0


def main() -> None:
    panel = openModule()
    memoryStays(panel)
    slicer.mrmlScene.Clear()
    finish(panel)
    largeCase(panel, RADIUS_MM)
    beat = Heartbeat()
    folder = Path(tempfile.mkdtemp(prefix="pcr-"))
    for name, action in (
        ("predict, volumes unread", panel.presenter.predict),
        ("rename", lambda: panel.session.node.portalVolume.SetName("portal venous, renamed")),
        ("edit of a volume", lambda: slicer.util.arrayFromVolumeModified(panel.session.node.portalVolume)),
        ("edit of a contour", lambda: panel.session.node.arterialSegmentation.GetSegmentation().Modified()),
        ("copy of a contour", lambda: panel.presenter.propose_copy("arterial")),
        ("accept", panel.presenter.copy.accept),
        ("predict, volumes read", panel.presenter.predict),
        ("map", panel.result.ui.mapButton.click),
        ("report", lambda: panel.takeAway.saveReport(str(folder / "report.html"))),
    ):
        spin(0.5)
        start = time.perf_counter()
        beat.start()
        action()
        finish(panel)
        longest, busy = beat.stop()
        took = time.perf_counter() - start
        said = [message.text for message in panel.presenter.messages.shown if message.kind == "error"]
        figures = f"longest block {longest:.0f} ms elapsed, {busy:.0f} ms of the processor"
        print(f"{name}: {took:.2f} s, {figures} {said or ''}", flush=True)


class Heartbeat:
    """The longest time between two turns of the event loop: elapsed, and of the main thread's processor time.

    The latter is what a block takes where nothing else runs on the machine, unless it waits for something.
    """

    def __init__(self) -> None:
        self._timer = qt.QTimer()
        self._timer.setInterval(0)
        self._timer.connect("timeout()", self._turn)

    def start(self) -> None:
        self._last, self._longest = _now(), np.zeros(2)
        self._timer.start()

    def stop(self) -> np.ndarray:
        """In ms."""
        self._timer.stop()
        return self._longest

    def _turn(self) -> None:
        now = _now()
        self._longest, self._last = np.maximum(self._longest, now - self._last), now


def _now() -> np.ndarray:
    return 1000 * np.array([time.perf_counter(), time.thread_time()])


def memoryStays(panel, switches: int = 40, predictions: int = 30) -> None:
    loadSample(panel)
    predict(panel)
    before = residentMegabytes()
    for number in range(switches):
        if number == switches // 4:
            print(f"resident memory after {number} switches: {residentMegabytes():.0f} MB", flush=True)
        slicer.util.selectModule("Data")
        spin(0.05)
        openModule()
        finish(panel)
    between = residentMegabytes()
    for _ in range(predictions):
        predict(panel)
    after = residentMegabytes()
    print(
        f"resident memory: {before:.0f} MB, {between:.0f} after {switches} switches, {after:.0f} after {predictions} "
        "predictions",
        flush=True,
    )


def residentMegabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


run(main)
