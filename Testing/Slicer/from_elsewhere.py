"""What other modules do to the nodes, and the user to the views: it is noticed, and left where it is theirs to do."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import slicer
from driving import composite, examination, finish, loadSample, openModule, predict, run, seenContours
from PCRPredictorLib.desktop.views.layouts import VIEWS
from PCRPredictorLib.mrml import segmentation_node_from_mask
from PCRPredictorLib.presenter.patient.sample import sample_patient
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
    contoursOfNoKnownVolumeAreSaid(panel)
    aPreviewIsDrawnWhereItIsMade(panel)
    print("contours of other modules are placed", flush=True)
    sceneViewsBringNothingLent(panel)
    scriptsWriteNothingLent(panel)
    print("nothing lent was left", flush=True)
    scriptsChooseAsThePanelDoes(panel)
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


def drawnOver(segmentation) -> list:
    """The phases over which a segmentation is drawn."""
    display = segmentation.GetDisplayNode()
    return [phase for phase in PHASES if display.IsDisplayableInView(f"vtkMRMLSliceNode{VIEWS[phase]}")]


def contoursOfNoKnownVolumeAreSaid(panel) -> None:
    """A .seg.nrrd file does not tell what its contours were drawn on."""
    node, hint = panel.session.node, panel.inputs.ui.unplaced
    segmentation, segment = node.portalSegmentation, node.portalSegment
    assert not hint.visible
    loaded = segmentation_node_from_mask(slicer.mrmlScene, sample_patient().portal_mask, "of a file", "loaded")
    finish(panel)
    assert drawnOver(loaded) == []
    assert loaded.GetDisplayNode().IsDisplayableInView("vtkMRMLSliceNodeRed")
    assert hint.visible
    assert "of a file" in hint.text.replace("\u200b", "")
    panel.inputs.ui.portalSegmentation.setCurrentNode(loaded)
    finish(panel)
    assert drawnOver(loaded) == ["portal"]
    assert not hint.visible
    panel.presenter.inputs.choose_contour("portal", segmentation.GetID(), segment)
    finish(panel)
    slicer.util.selectModule("Data")
    finish(panel)
    assert loaded.GetDisplayNode().GetViewNodeIDs() == ()
    openModule()
    finish(panel)
    slicer.mrmlScene.RemoveNode(loaded)
    finish(panel)
    assert not hint.visible


def aPreviewIsDrawnWhereItIsMade(panel) -> None:
    """Grow from seeds keeps what it would make in a segmentation of its own, which tells no volume."""
    panel.contours.choosePhase("portal")
    finish(panel)
    preview = segmentation_node_from_mask(slicer.mrmlScene, sample_patient().portal_mask, "preview", "grown")
    panel.contours.editor.mrmlSegmentEditorNode().SetNodeReferenceID("SegmentationResultPreview", preview.GetID())
    finish(panel)
    assert drawnOver(preview) == ["portal"]
    assert not panel.inputs.ui.unplaced.visible
    slicer.mrmlScene.RemoveNode(preview)
    finish(panel)


def lentNow(panel) -> list:
    """What of the nodes is not as a user has it outside of the module."""
    displays = [getattr(panel.session.node, f"{phase}Segmentation").GetDisplayNode() for phase in PHASES]
    views = [slicer.mrmlScene.GetNodeByID(f"vtkMRMLSliceCompositeNode{VIEWS[phase]}") for phase in PHASES]
    lists = [display.GetViewNodeIDs() for display in displays if display.GetViewNodeIDs()]
    links = [view.GetID() for view in views if view.GetLinkedControl() or view.GetHotLinkedControl()]
    return lists + links + [node.GetID() for node in (*displays, *views) if node.GetAttribute("PCRPredictor.lent")]


def sceneViewsBringNothingLent(panel) -> None:
    """Slicer does not tell of a scene view that is taken; it tells of one that is restored."""
    predict(panel)
    panel.result.ui.mapButton.click()  # which borrows of the same views
    finish(panel)
    snapshot = slicer.mrmlScene.AddNode(slicer.vtkMRMLSceneViewNode())
    snapshot.StoreScene()
    assert lentNow(panel)
    slicer.util.selectModule("Data")
    finish(panel)
    assert not lentNow(panel)
    snapshot.RestoreScene()
    finish(panel)
    assert not lentNow(panel), lentNow(panel)
    for phase in PHASES:  # as the module Scene Views of later Slicers does, which tells nothing
        view = slicer.mrmlScene.GetNodeByID(f"vtkMRMLSliceCompositeNode{VIEWS[phase]}")
        view.CopyContent(snapshot.GetStoredScene().GetNodeByID(view.GetID()))
    finish(panel)
    assert not lentNow(panel), lentNow(panel)
    openModule()
    finish(panel)
    snapshot.RestoreScene()
    finish(panel)
    assert not panel.presenter.is_stale
    slicer.mrmlScene.RemoveNode(snapshot)
    slicer.util.selectModule("Data")
    finish(panel)
    assert not lentNow(panel), lentNow(panel)
    openModule()
    panel.showTwoUp()
    finish(panel)


def scriptsWriteNothingLent(panel) -> None:
    """Of ``scene.Commit`` Slicer tells nothing: what was lent is put back when the file is read, in any module."""
    path = str(Path(tempfile.mkdtemp(prefix="pcr-")) / "scene.mrml")
    assert slicer.mrmlScene.Commit(path)
    slicer.util.selectModule("Data")
    slicer.mrmlScene.Clear()
    finish(panel)
    slicer.mrmlScene.SetURL(path)
    slicer.mrmlScene.Import()  # as File, Add Data; the volumes were never written
    finish(panel)
    for className in ("vtkMRMLSegmentationDisplayNode", "vtkMRMLSliceCompositeNode"):
        for node in slicer.util.getNodesByClass(className):
            assert node.GetAttribute("PCRPredictor.lent") is None
    assert [each.GetViewNodeIDs() for each in slicer.util.getNodesByClass("vtkMRMLSegmentationDisplayNode")] == [(), ()]
    slicer.mrmlScene.Clear()
    openModule()
    finish(panel)


def scriptsChooseAsThePanelDoes(panel) -> None:
    loadSample(panel)
    node, presenter = panel.session.node, panel.presenter
    before = (node.model, node.calibration)
    node.model, node.calibration = "wen2024-radiomics", "simulated-wen2024-radiomics"
    finish(panel)
    assert (presenter.model.name, presenter.model.calibration_path) == (node.model, node.calibration)
    assert presenter.model.reason is None
    assert panel.model.ui.modelChooser.itemData(panel.model.ui.modelChooser.currentIndex) == "wen2024-radiomics"
    predict(panel)
    node.parameterNode.SetParameter("model", "misspelled")
    finish(panel)
    assert node.model == "wen2024-radiomics"
    assert "misspelled" in panel.result.ui.messages.text.replace("\u200b", "")
    assert not presenter.is_stale
    node.parameterNode.SetParameter("clinical", '{"AFP": 20}')
    finish(panel)
    assert presenter.choices.clinical == {"AFP": 20}
    node.model, node.calibration = before
    finish(panel)
    assert (presenter.model.name, presenter.model.calibration_path) == before


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
