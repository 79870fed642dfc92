"""What the desktop door takes: first paint, clicks to a probability, stroke end to the next live score.

The strokes are real ones: the Paint effect of the embedded editor, dragged by mouse events in the phase's view, on a
simulated patient with a lesion of about 100,000 voxels in a volume of 561 x 421 x 55, then on a textured case of
512 x 512 x 400 with one of about 1,000,000.
"""

import sys
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import slicer
import vtk
from driving import finish, loadSample, openModule, predict, run, spin
from large_case import largeCase

STROKES = 9
SEED = 7
SPACING = (0.57, 0.57, 2.0)
MILLION_VOXELS_MM = 49.0


def main() -> None:
    start = time.perf_counter()
    panel = openModule()
    print(f"first paint of the module: {time.perf_counter() - start:.2f} s", flush=True)
    clicks = []
    for part in panel.panels:
        for button in slicer.util.findChildren(part.widget, className="QPushButton"):
            button.connect("clicked()", lambda: clicks.append(1))
    loadSample(panel)
    predict(panel)
    print(f"clicks from the sample patient to its probability: {len(clicks)}", flush=True)
    for prepare in (simulatedPatient, partial(largeCase, radiusMm=MILLION_VOXELS_MM)):
        slicer.mrmlScene.Clear()
        spin(0.3)
        prepare(panel)
        spin(1.0)
        measureStrokes(panel)


def simulatedPatient(panel) -> None:
    from PCRPredictorLib.simulation import simulate_patient

    panel.showPatient(simulate_patient(SEED, spacing=SPACING))


def measureStrokes(panel) -> None:
    predict(panel)
    panel.contours.widget.collapsed = False
    panel.result.ui.liveCheck.checked = True
    finish(panel)
    panel.contours.editor.setActiveEffectByName("Paint")
    effect = panel.contours.editor.activeEffect()
    effect.setCommonParameter("BrushDiameterIsRelative", 0)
    effect.setCommonParameter("BrushAbsoluteDiameter", 5)
    widget = slicer.app.layoutManager().sliceWidget("PCRArterial")
    interactor = widget.sliceView().interactor()
    released, scored, shown = [], [], [panel.presenter.result]

    def notice() -> None:
        if panel.presenter.result != shown[-1] and not panel.presenter.is_stale:
            shown.append(panel.presenter.result)
            scored.append(now())

    interactor.AddObserver(vtk.vtkCommand.LeftButtonReleaseEvent, lambda *_: released.append(now()), 10.0)
    panel.presenter.changed.connect(notice)
    times = []
    for stroke in range(STROKES):
        x, y = edgeOfLesion(widget, panel.session.node, stroke)
        slicer.util.clickAndDrag(widget, start=(x - 4, y), end=(x + 8, y), steps=4)
        finish(panel)
        assert len(scored) == stroke + 1, f"stroke {stroke} gave no new score; {panel.presenter.messages.shown}"
        times.append(scored[-1] - released[-1])
    panel.presenter.changed.disconnect(notice)
    node = panel.session.node
    voxels = slicer.util.arrayFromSegmentBinaryLabelmap(
        node.arterialSegmentation, node.arterialSegment, node.arterialVolume
    )
    print(f"volume {voxels.shape}, lesion {np.count_nonzero(voxels)} voxels", flush=True)
    for kind, values in zip(("elapsed", "processor"), np.transpose(times), strict=True):
        print(f"stroke end to new score, {kind} ms: median {np.median(values):.0f} of {values.round()}", flush=True)


def now() -> np.ndarray:
    """Elapsed and processor time in ms; the latter tells what an idle machine would take at most."""
    return 1000 * np.array([time.perf_counter(), time.process_time()])


def edgeOfLesion(widget, node, stroke: int) -> tuple[int, int]:
    """Where, in pixels of the view, the lesion ends on the right of a row of its middle slice."""
    volume = node.arterialVolume
    voxels = slicer.util.arrayFromSegmentBinaryLabelmap(node.arterialSegmentation, node.arterialSegment, volume)
    ijkToRas, xyToRas, rasToXy = vtk.vtkMatrix4x4(), widget.sliceLogic().GetSliceNode().GetXYToRAS(), vtk.vtkMatrix4x4()
    volume.GetIJKToRASMatrix(ijkToRas)
    vtk.vtkMatrix4x4.Invert(xyToRas, rasToXy)
    offset = widget.sliceLogic().GetSliceOffset()
    slice_ = round((offset - ijkToRas.GetElement(2, 3)) / ijkToRas.GetElement(2, 2))
    rows = np.flatnonzero(voxels[slice_].any(axis=1))
    row = int(rows[len(rows) // 4 + 3 * stroke])
    column = int(np.flatnonzero(voxels[slice_, row]).max())
    point = rasToXy.MultiplyPoint(ijkToRas.MultiplyPoint((column, row, slice_, 1.0)))
    return round(point[0]), round(point[1])


run(main)
