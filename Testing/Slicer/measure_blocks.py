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

SHAPE = (400, 512, 512)
SPACING = (0.7, 0.7, 1.0)
RADIUS_MM = 30.0


def main() -> None:
    panel = openModule()
    memoryStays(panel)
    slicer.mrmlScene.Clear()
    finish(panel)
    largeCase(panel)
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


def largeCase(panel) -> None:
    """Two textured phases, the second shifted, a ball in each."""
    numbers = np.random.default_rng(1)
    coarse = numbers.normal(100, 40, tuple(length // 8 for length in SHAPE))
    voxels = np.kron(coarse, np.ones((8, 8, 8))).astype(np.int16)
    grids = np.ogrid[tuple(slice(0, length) for length in SHAPE)]
    axes = zip(grids, SHAPE, SPACING[::-1], strict=True)
    distance = np.sqrt(sum(((grid - length / 2) * step) ** 2 for grid, length, step in axes))
    ball = (distance < RADIUS_MM).astype(np.uint8)
    for phase, shift in (("arterial", 0), ("portal", 6)):
        name = {"arterial": "CT arterial", "portal": "CT portal venous"}[phase]
        volume = slicer.util.addVolumeFromArray(np.roll(voxels, shift, axis=0), np.diag([*SPACING, 1.0]), name)
        segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", f"{name} contour")
        segmentation.CreateDefaultDisplayNodes()
        segmentation.SetReferenceImageGeometryParameterFromVolumeNode(volume)
        segment = segmentation.GetSegmentation().AddEmptySegment("tumor")
        slicer.util.updateSegmentBinaryLabelmapFromArray(np.roll(ball, shift, axis=0), segmentation, segment, volume)
        panel.presenter.inputs.choose_volume(phase, volume.GetID())
        panel.presenter.inputs.choose_contour(phase, segmentation.GetID(), segment)
    panel.presenter.model.choose_sample()
    panel.showTwoUp()
    finish(panel)
    if panel.presenter.readiness.predict is not None:
        panel.presenter.confirm_phases()
    assert panel.presenter.readiness.predict is None, panel.presenter.readiness.predict


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
