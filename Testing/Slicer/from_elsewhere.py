"""What other modules do to the nodes, and the user to the views: it is noticed, and left where it is theirs to do."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import slicer
from driving import composite, examination, finish, loadSample, openModule, predict, run, seenContours
from PCRPredictorLib.desktop.views.layouts import VIEWS
from PCRPredictorLib.presenter.patient.state import PHASES


def main() -> None:
    panel = openModule()
    panel.contours.widget.collapsed = False
    loadSample(panel)
    predict(panel)
    viewsThatWereUnlinkedStaySo(panel)
    noLabelCoversAPhase(panel)
    noneScoredIsNoneDrawn(panel)
    editsAreNoticedInWhatWasPutIn(panel)
    nodesOfABatchAreTakenUp(panel)
    print("all steps passed", flush=True)


def viewsThatWereUnlinkedStaySo(panel) -> None:
    """Where the patient breathed between the phases, the lesion lies on two heights."""

    def linked() -> list[int]:
        return [composite(phase).GetLinkedControl() for phase in PHASES]

    assert linked() == [1, 1]
    slicer.app.layoutManager().sliceWidget(VIEWS["arterial"]).sliceController().setSliceLink(False)
    finish(panel)
    predict(panel)
    composite("portal").SetBackgroundVolumeID(panel.session.node.arterialVolume.GetID())
    finish(panel)
    assert composite("portal").GetBackgroundVolumeID() == panel.session.node.portalVolume.GetID(), "put right"
    assert linked() == [0, 0], "a change that is drawn links them again"
    slicer.util.selectModule("Data")
    finish(panel)
    openModule()
    finish(panel)
    assert linked() == [1, 1]


def noLabelCoversAPhase(panel) -> None:
    """Slicer lays a mask over every view when one is loaded."""
    volume = panel.session.node.arterialVolume
    label = slicer.modules.volumes.logic().CreateAndAddLabelVolume(slicer.mrmlScene, volume, "a loaded mask")
    slicer.util.setSliceViewerLayers(label=label)
    finish(panel)
    assert [composite(phase).GetLabelVolumeID() for phase in PHASES] == [None, None]
    red = slicer.app.layoutManager().sliceWidget("Red").mrmlSliceCompositeNode()
    assert red.GetLabelVolumeID() == label.GetID(), "elsewhere it is the user's"
    slicer.mrmlScene.RemoveNode(label)


def noneScoredIsNoneDrawn(panel) -> None:
    segmentation, segment = panel.session.node.portalSegmentation, panel.session.node.portalSegment
    chooser = panel.inputs.ui.portalSegmentation
    chooser.setCurrentNode(None)
    finish(panel)
    assert ("portal", segment) not in seenContours()
    chooser.setCurrentNode(segmentation)
    panel.presenter.inputs.choose_segment("portal", segment)
    finish(panel)
    assert ("portal", segment) in seenContours()


def editsAreNoticedInWhatWasPutIn(panel) -> None:
    """A sequence that shows its next item puts another `vtkSegmentation` into the node."""
    node = panel.session.node
    segmentation, segment = node.arterialSegmentation, node.arterialSegment
    predict(panel)
    item = slicer.vtkMRMLSegmentationNode()
    item.CopyContent(segmentation)
    segmentation.CopyContent(item, False)
    assert segmentation.GetSegmentation() is item.GetSegmentation()
    finish(panel)
    assert not panel.presenter.is_stale, "the same voxels"
    logic, edited = slicer.vtkSlicerSegmentationsModuleLogic, slicer.vtkOrientedImageData()
    segmentation.GetBinaryLabelmapRepresentation(segment, edited)
    first, last = edited.GetExtent()[::2], edited.GetExtent()[1::2]
    edited.SetScalarComponentFromDouble(*((low + high) // 2 for low, high in zip(first, last, strict=True)), 0, 0)
    logic.SetBinaryLabelmapToSegment(edited, segmentation, segment, logic.MODE_REPLACE)
    finish(panel)
    assert panel.presenter.is_stale


def nodesOfABatchAreTakenUp(panel) -> None:
    """The trees of Slicer remove several nodes in one batch; modules add them so."""
    scene = slicer.mrmlScene
    scene.Clear()
    finish(panel)
    scene.StartState(scene.BatchProcessState)
    nodes = examination("Batch")
    scene.EndState(scene.BatchProcessState)
    finish(panel)
    assert [panel.session.node.arterialVolume, panel.session.node.portalVolume] == [nodes[phase][0] for phase in PHASES]


run(main)
