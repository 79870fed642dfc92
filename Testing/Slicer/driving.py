"""What the scripts of this folder share: a window of known size, waiting, pictures.

The scripts drive the real widget in a desktop Slicer with a main window; pytest does not collect them::

    Slicer --no-splash --additional-module-paths PCRPredictor --python-script Testing/Slicer/main_job.py

Each ends Slicer with exit code 0, or 1 and a traceback. Without a screen, put
``xvfb-run -a -s "-screen 0 1280x800x24"`` before it.
"""

import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np
import qt
import slicer
import vtk
from PCRPredictorLib.desktop.views.layouts import VIEWS
from PCRPredictorLib.mrml import segmentation_node_from_mask, volume_node_from_image
from PCRPredictorLib.presenter.patient.sample import sample_patient
from PCRPredictorLib.presenter.patient.state import PHASES
from vtk.util.numpy_support import vtk_to_numpy

WINDOW = (1280, 800)
EDITOR_MARGINS = 14
ALIKE, OUTLINE = 40, 30
"""How far a drawn color may lie from its own, of 255; and how many pixels of it are an outline."""


def run(script: Callable[[], None]) -> None:
    """Run a script in a window of 1280 x 800, a small laptop's, and leave Slicer with its exit code."""
    code = 1
    try:
        window = slicer.util.mainWindow()
        window.showNormal()
        window.resize(*WINDOW)
        window.move(0, 0)
        spin(1.0)
        print(f"Slicer {slicer.app.applicationVersion}, Qt {qt.qVersion()}", flush=True)
        script()
        code = 0
    except Exception:
        traceback.print_exc()
    sys.stdout.flush()
    slicer.util.exit(code)


def openModule() -> Any:
    """Open the module; returns its `ModulePanel`."""
    slicer.util.selectModule("PCRPredictor")
    slicer.app.processEvents()
    return slicer.modules.PCRPredictorWidget.panel


def spin(seconds: float) -> None:
    """Let Slicer handle events for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        slicer.app.processEvents(qt.QEventLoop.AllEvents, 20)


def finish(panel: Any, limit: float = 120.0) -> None:
    """Wait until nothing runs and every change was noticed and drawn."""
    end = time.monotonic() + limit
    spin(0.05)
    while not panel.isSettled:
        assert time.monotonic() < end, "the computation does not end"
        slicer.app.processEvents(qt.QEventLoop.AllEvents, 20)


def waitUntil(reached: Callable[[], bool], what: str = "waited in vain", limit: float = 300.0) -> None:
    """Let Slicer handle events until a state is reached, however busy the machine is."""
    end = time.monotonic() + limit
    while not reached():
        assert time.monotonic() < end, what
        slicer.app.processEvents(qt.QEventLoop.AllEvents, 20)


def loadSample(panel: Any) -> None:
    panel.inputs.ui.sampleButton.click()
    finish(panel)


def predict(panel: Any) -> None:
    assert panel.result.ui.predictButton.enabled, panel.result.ui.predictReason.text
    panel.result.ui.predictButton.click()
    finish(panel)
    assert panel.presenter.result is not None, panel.presenter.messages.shown


def composite(phase: str) -> Any:
    """The node that says what the view of a phase shows."""
    return slicer.app.layoutManager().sliceWidget(VIEWS[phase]).mrmlSliceCompositeNode()


def examination(name: str) -> dict:
    """Volume and segmentation of both phases."""
    patient, nodes = sample_patient(), {}
    for phase in PHASES:
        volume = volume_node_from_image(slicer.mrmlScene, getattr(patient, phase), f"{name}, {phase}")
        slicer.util.arrayFromVolume(volume)[0, 0, 0] += len(name)  # no two of them alike
        mask = getattr(patient, f"{phase}_mask")
        title = f"{name}, {phase} contour"
        nodes[phase] = (volume, segmentation_node_from_mask(slicer.mrmlScene, mask, title, "tumor", volume))
    return nodes


def seenContours() -> list:
    """Phase and id of each segment drawn in that phase's view."""
    shown = []
    for node in slicer.util.getNodesByClass("vtkMRMLSegmentationNode"):
        display, segments = node.GetDisplayNode(), node.GetSegmentation()
        for phase in PHASES:
            inView = display.GetVisibility() and display.IsDisplayableInView(f"vtkMRMLSliceNode{VIEWS[phase]}")
            ids = segments.GetSegmentIDs() if inView else ()
            shown += [(phase, segment) for segment in ids if display.GetSegmentVisibility(segment)]
    return shown


def isDrawn(color: tuple[float, float, float], phase: str) -> bool:
    """Whether an outline of this color is on the screen in the view of a phase, whatever the nodes say."""
    picture = vtk.vtkWindowToImageFilter()
    picture.SetInput(slicer.app.layoutManager().sliceWidget(VIEWS[phase]).sliceView().renderWindow())
    picture.ShouldRerenderOff()
    picture.Update()
    pixels = vtk_to_numpy(picture.GetOutput().GetPointData().GetScalars()).astype(int)
    alike = np.abs(pixels - 255 * np.array(color)).max(axis=1) < ALIKE
    return bool(np.count_nonzero(alike) > OUTLINE)


def show(panel: Any, widget: Any) -> None:
    """Scroll the module panel so that a widget of it is seen."""
    area = panel.result.widget
    while area is not None and not area.inherits("QScrollArea"):
        area = area.parentWidget()
    spin(0.3)
    area.ensureWidgetVisible(widget, 0, 0)


def widen(width: int) -> None:
    """Give the module panel a width, as a user does by dragging its edge; no less than what it needs."""
    window = slicer.util.mainWindow()
    window.resizeDocks([slicer.util.findChild(window, "PanelDockWidget")], [width], qt.Qt.Horizontal)
    spin(0.5)


def scrollArea(panel: Any) -> Any:
    """What the module's panel is scrolled in."""
    area = panel.pages.parent()
    while not area.inherits("QScrollArea"):
        area = area.parent()
    return area


def needsNoMoreThan300(panel: Any) -> None:
    """Slicer adds the length of a scroll bar; the Segment Editor, where it is shown, has its own mind."""
    added = scrollArea(panel).horizontalScrollBar().sizeHint.width()
    shown = not panel.contours.widget.collapsed and panel.contours.ui.editorFrame.visible
    editor = panel.contours.editor.minimumSizeHint.width() + EDITOR_MARGINS if shown else 0
    widths = {part.FORM: part.widget.minimumSizeHint.width() for part in panel.panels}
    assert panel.pages.minimumSizeHint.width() <= max(300 - added, editor), (added, editor, widths)


def picture(path: Any) -> None:
    spin(0.7)
    assert slicer.util.mainWindow().grab().save(str(path)), f"cannot write {path}"
