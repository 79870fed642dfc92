"""In a layout of the user's own: what the module shows in views is seen there, or the phases come back for it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import slicer
from driving import finish, isDrawn, loadSample, openModule, predict, run, spin
from PCRPredictorLib.desktop.views.contour_style import COPY_COLOR
from PCRPredictorLib.desktop.views.layouts import TWO_UP, VIEWS
from PCRPredictorLib.presenter.patient.state import PHASES

NEAR_MM = 1.0


def main() -> None:
    panel = openModule()
    loadSample(panel)
    predict(panel)
    panel.contours.widget.collapsed = False
    finish(panel)
    goesToTheLesionInEveryView(panel)
    mapBringsThePhasesBack(panel)
    noFillCoversTheMap(panel)
    phaseThatIsContouredIsSeen(panel)
    copyIsSeen(panel)
    copyMadeMeanwhileIsSeenOnReturning(panel)
    copyIsLookedAtWhereItsPhaseIsSeen(panel)
    print("all steps passed", flush=True)


def leave(panel, layout: int) -> None:
    slicer.app.layoutManager().setLayout(layout)
    finish(panel)


def goesToTheLesionInEveryView(panel) -> None:
    manager = slicer.app.layoutManager()
    leave(panel, slicer.vtkMRMLLayoutNode.SlicerLayoutFourUpView)
    panel.lesion.ui.arterialGoTo.click()
    finish(panel)
    place = panel.lesion._lesion("arterial").place
    for view in ("Red", "Green", "Yellow", *VIEWS.values()):
        node = manager.sliceWidget(view).mrmlSliceNode()
        toView = node.GetSliceToRAS()
        middle = [toView.GetElement(axis, 3) for axis in range(3)]
        assert all(abs(a - b) < NEAR_MM for a, b in zip(middle, place, strict=True)), (view, middle, place)
    panel.showTwoUp()
    finish(panel)


def mapBringsThePhasesBack(panel) -> None:
    leave(panel, slicer.vtkMRMLLayoutNode.SlicerLayoutOneUp3DView)
    panel.result.ui.mapButton.click()
    finish(panel)
    assert slicer.app.layoutManager().layout == TWO_UP, "where nobody sees it, a map says nothing"
    assert panel.presenter.mapped is not None
    for phase in PHASES:
        view = slicer.app.layoutManager().sliceWidget(VIEWS[phase])
        assert view.mrmlSliceCompositeNode().GetForegroundVolumeID()
        width = min(view.mrmlSliceNode().GetFieldOfView()[:2])
        assert width < 150, (phase, width, "nearer to the lesion")
    panel.result.ui.mapButton.click()
    finish(panel)


def noFillCoversTheMap(panel) -> None:
    """Slicer fills new contours by half, which mixes its color into those of the map."""
    node = panel.session.node
    displays = [getattr(node, f"{phase}Segmentation").GetDisplayNode() for phase in PHASES]

    def fills() -> list[float]:
        finish(panel)
        return [display.GetOpacity2DFill() for display in displays]

    own = [0.5, 0.7]
    for display, fill in zip(displays, own, strict=True):
        display.SetOpacity2DFill(fill)
    panel.result.ui.mapButton.click()
    assert fills() == [0, 0]
    slicer.util.selectModule("Data")
    assert fills() == own, "elsewhere they are the user's"
    openModule()
    assert fills() == [0, 0]
    displays[0].SetOpacity2DFill(0.2)
    panel.presenter.set_live(False)
    assert fills() == [0.2, 0], "whoever fills it again has it so"
    panel.result.ui.mapButton.click()
    assert fills() == [0.2, 0.7]


def phaseThatIsContouredIsSeen(panel) -> None:
    """Else the portal contour would be drawn on the arterial image, which all slices show."""
    ui, layout = panel.contours.ui, slicer.vtkMRMLLayoutNode.SlicerLayoutFourUpView
    leave(panel, layout)
    ui.arterialTab.click()
    ui.lineButton.click()
    finish(panel)
    assert slicer.app.layoutManager().layout == layout, "it is seen there"
    ui.lineButton.click()
    ui.portalTab.click()
    finish(panel)
    assert slicer.app.layoutManager().layout == TWO_UP
    leave(panel, layout)
    ui.lineButton.click()
    finish(panel)
    assert slicer.app.layoutManager().layout == TWO_UP
    assert ui.lineButton.checked
    ui.lineButton.click()
    finish(panel)


def copy(panel) -> None:
    panel.contours.choosePhase("arterial")
    finish(panel)
    panel.contours.ui.copyButton.click()


def undo(panel) -> None:
    panel.contours.ui.undoButton.click()
    finish(panel)


def copyIsSeen(panel) -> None:
    leave(panel, slicer.vtkMRMLLayoutNode.SlicerLayoutFourUpView)  # the arterial phase on all slices
    copy(panel)
    finish(panel)
    assert slicer.app.layoutManager().layout == TWO_UP
    spin(0.5)  # views are drawn a moment after their nodes
    assert [isDrawn(COPY_COLOR, phase) for phase in PHASES] == [False, True]
    undo(panel)


def copyMadeMeanwhileIsSeenOnReturning(panel) -> None:
    leave(panel, slicer.vtkMRMLLayoutNode.SlicerLayoutOneUp3DView)
    copy(panel)
    slicer.util.selectModule("Data")
    finish(panel)
    assert panel.presenter.copy.pending is not None
    assert slicer.app.layoutManager().layout == slicer.vtkMRMLLayoutNode.SlicerLayoutOneUp3DView, "not elsewhere"
    openModule()
    finish(panel)
    assert slicer.app.layoutManager().layout == TWO_UP
    undo(panel)


def copyIsLookedAtWhereItsPhaseIsSeen(panel) -> None:
    layout = slicer.vtkMRMLLayoutNode.SlicerLayoutFourUpView
    leave(panel, layout)
    slicer.util.setSliceViewerLayers(background=panel.session.node.portalVolume)
    finish(panel)
    copy(panel)
    finish(panel)
    assert slicer.app.layoutManager().layout == layout, "whoever looks at the phase in views of his own goes on so"
    undo(panel)


run(main)
