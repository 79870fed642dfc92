"""From one line to a probability: the diameter is drawn by clicks in the view, both contours are proposed,
accepted; and the pictures of it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import slicer
import vtk
from driving import finish, loadSample, openModule, picture, predict, run, spin, widen
from PCRPredictorLib.desktop.views.layouts import VIEWS

IMAGES = Path(__file__).resolve().parents[2] / "Docs" / "images"

PLACING = ("Selection", "Interaction")


def main() -> None:
    panel = openModule()
    widen(470)
    loadSample(panel)
    panel.contours.widget.collapsed = False
    finish(panel)
    drawn = {phase: contour(panel, phase) for phase in ("arterial", "portal")}
    ends = longestLine(drawn["arterial"])
    for phase in ("arterial", "portal"):
        panel.presenter.inputs.choose_segmentation(phase, None)
    finish(panel)
    drawLine(panel, ends)
    finish(panel)
    assert not panel.contours.ui.acceptButton.visibleRegion().isEmpty(), "what is asked for is in view"
    assert panel.presenter.copy.pending.target_phase == "arterial"
    assert "diameter of" in panel.contours.ui.proposalText.text
    assert dice(contour(panel, "arterial"), drawn["arterial"]) > 0.8
    assert not slicer.mrmlScene.GetNodesByClass("vtkMRMLMarkupsLineNode").GetNumberOfItems(), "the line is gone"
    hintsCorrectTheProposal(panel, ends)
    assert dice(contour(panel, "arterial"), drawn["arterial"]) > 0.8
    panel.contours.ui.acceptButton.click()
    finish(panel)
    assert panel.presenter.copy.pending.target_phase == "portal", "the other phase follows"
    panel.lesion.ui.portalGoTo.click()
    picture(IMAGES / "slicer-line.png")
    assert dice(contour(panel, "portal"), drawn["portal"]) > 0.75
    panel.contours.ui.acceptButton.click()
    finish(panel)
    predict(panel)
    print("probability", panel.presenter.result.probability, flush=True)
    aLineThatIsNoneIsRefused(panel, ends)
    leavingDropsALine(panel)
    print("all steps passed", flush=True)


def contour(panel, phase) -> np.ndarray:
    node = panel.session.node
    segmentation, segment, volume = (getattr(node, phase + what) for what in ("Segmentation", "Segment", "Volume"))
    return slicer.util.arrayFromSegmentBinaryLabelmap(segmentation, segment, volume).copy() != 0


def dice(one, other) -> float:
    return 2 * np.count_nonzero(one & other) / (np.count_nonzero(one) + np.count_nonzero(other))


def longestLine(voxels) -> tuple[np.ndarray, np.ndarray]:
    """The two voxels of one slice that lie farthest apart, RAS mm."""
    volume = slicer.modules.PCRPredictorWidget.panel.session.node.arterialVolume
    matrix = vtk.vtkMatrix4x4()
    volume.GetIJKToRASMatrix(matrix)
    best = (0.0, None, None)
    for place in np.flatnonzero(voxels.any(axis=(1, 2))):
        index = np.argwhere(voxels[place])[:, ::-1]
        ras = np.c_[index, np.full(len(index), place), np.ones(len(index))] @ slicer.util.arrayFromVTKMatrix(matrix).T
        apart = np.linalg.norm(ras[:, None, :3] - ras[None, :, :3], axis=-1)
        first, second = np.unravel_index(apart.argmax(), apart.shape)
        if apart[first, second] > best[0]:
            best = (apart[first, second], ras[first, :3], ras[second, :3])
    return best[1], best[2]


def hintsCorrectTheProposal(panel, ends) -> None:
    """A line across, then a stroke over a part that is taken out, then one over the same part that brings it back."""
    ui, middle, along = panel.contours.ui, (ends[0] + ends[1]) / 2, ends[1] - ends[0]
    across = 0.48 * np.array([-along[1], along[0], 0.0])
    drawLine(panel, (middle - across, middle + across), ui.acrossButton)
    finish(panel)
    assert panel.presenter.copy.pending.hints.across is not None
    assert not ui.acrossButton.checked
    near = (middle + 0.32 * along, middle + 0.36 * along)
    before = contour(panel, "arterial").sum()
    assert isInside(panel, near[0])
    drawLine(panel, near, ui.foreignButton)
    finish(panel)
    panel.lesion.ui.arterialGoTo.click()
    picture(IMAGES / "slicer-line-corrected.png")
    assert not isInside(panel, near[0])
    assert contour(panel, "arterial").sum() < before
    ui.undoButton.click()
    finish(panel)
    assert not ui.hintFrame.visible
    drawLine(panel, ends)
    finish(panel)
    drawLine(panel, (middle + 0.5 * along, middle + 0.51 * along), ui.belongsButton)
    finish(panel)
    assert isInside(panel, middle + 0.5 * along)
    assert len(panel.presenter.copy.pending.hints.belongs) == 1


def isInside(panel, ras) -> bool:
    volume = panel.session.node.arterialVolume
    matrix = vtk.vtkMatrix4x4()
    volume.GetRASToIJKMatrix(matrix)
    column, row, slice_ = (round(value) for value in matrix.MultiplyPoint((*ras, 1.0))[:3])
    return bool(contour(panel, "arterial")[slice_, row, column])


def drawLine(panel, ends, button=None) -> None:
    """Two clicks in the arterial view, at the places of the ends."""
    widget = slicer.app.layoutManager().sliceWidget(VIEWS["arterial"])
    node = widget.mrmlSliceNode()
    node.JumpSliceByCentering(*((ends[0] + ends[1]) / 2))
    spin(0.3)
    button = button or panel.contours.ui.lineButton
    button.click()
    finish(panel)
    assert button.checked
    interactor = widget.sliceView().interactor()
    toXy = vtk.vtkMatrix4x4()
    vtk.vtkMatrix4x4.Invert(node.GetXYToRAS(), toXy)
    for end in ends:
        x, y = (round(value) for value in toXy.MultiplyPoint((*end, 1.0))[:2])
        interactor.SetEventInformation(x, y)
        interactor.InvokeEvent(vtk.vtkCommand.EnterEvent)
        interactor.InvokeEvent(vtk.vtkCommand.MouseMoveEvent)
        interactor.InvokeEvent(vtk.vtkCommand.LeftButtonPressEvent)
        interactor.InvokeEvent(vtk.vtkCommand.LeftButtonReleaseEvent)
        spin(0.2)


def aLineThatIsNoneIsRefused(panel, ends) -> None:
    before = panel.presenter.inputs.of("arterial")
    drawLine(panel, (ends[0], ends[0] + (4.0, 0.0, 0.0)))
    finish(panel)
    assert panel.presenter.inputs.of("arterial") == before
    assert any("mm long" in message.text for message in panel.presenter.messages.shown)
    assert not panel.contours.ui.lineButton.checked


def leavingDropsALine(panel) -> None:
    """And what the user was placing before is to be placed again."""
    points = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsFiducialNode", "mine")
    selection, interaction = (getattr(slicer.app.applicationLogic(), f"Get{what}Node")() for what in PLACING)
    selection.SetReferenceActivePlaceNodeClassName(points.GetClassName())
    selection.SetActivePlaceNodeID(points.GetID())
    interaction.SetPlaceModePersistence(1)
    panel.contours.ui.lineButton.click()
    finish(panel)
    slicer.util.selectModule("Data")
    spin(0.3)
    assert not slicer.mrmlScene.GetNodesByClass("vtkMRMLMarkupsLineNode").GetNumberOfItems()
    assert selection.GetActivePlaceNodeID() == points.GetID()
    assert selection.GetActivePlaceNodeClassName() == points.GetClassName()
    assert interaction.GetPlaceModePersistence() == 1
    assert interaction.GetCurrentInteractionMode() == interaction.ViewTransform
    slicer.util.selectModule("PCRPredictor")
    spin(0.3)


run(main)
