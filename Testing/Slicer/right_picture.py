"""Never the wrong picture: what the views show is what the panel names, and what is scored is what was chosen."""

import re
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import slicer
from driving import composite, examination, finish, isDrawn, loadSample, openModule, predict, run, seenContours, spin
from PCRPredictorLib.desktop.views.contour_style import COPY_COLOR, contourColor
from PCRPredictorLib.desktop.views.layouts import TWO_UP, TWO_UPS, VIEWS
from PCRPredictorLib.presenter.patient.state import PHASES


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="pcr-"))
    before = slicer.app.layoutManager().layout
    panel = openModule()
    loadSample(panel)
    predict(panel)
    viewsFollowThePanel(panel)
    contoursAreSeenEverywhere(panel)
    layoutIsGivenBack(panel, before)
    savedSceneHoldsNothingOfOurs(panel, folder)
    neitherASceneNorAnotherModuleHoldsTheMap(panel, folder)
    oneContourAfterACopy(panel)
    copyCanBeUndoneAfterAccept(panel)
    removedSegmentIsNotReplaced(panel)
    segmentsOfOneNameAreToldApart(panel)
    paintingElsewhereIsSaid(panel)
    reopenedContoursAreSeen(panel, folder)
    twoExaminationsInOneScene(panel)
    print("all steps passed", flush=True)


def viewsAreRight(panel) -> bool:
    node = panel.session.node
    return all(
        composite(phase).GetBackgroundVolumeID() == getattr(node, f"{phase}Volume").GetID()
        and not (composite(phase).GetForegroundVolumeID() and composite(phase).GetForegroundOpacity() > 0)
        for phase in PHASES
    )


def viewsFollowThePanel(panel) -> None:
    node = panel.session.node
    arterial, portal = node.arterialVolume, node.portalVolume
    assert viewsAreRight(panel)
    red = slicer.app.layoutManager().sliceWidget("Red").mrmlSliceCompositeNode()
    assert red.GetBackgroundVolumeID() == arterial.GetID(), "in other layouts contours over black say nothing"
    former, result = portal.GetName(), panel.presenter.result
    portal.SetName("renamed by hand")
    finish(panel)
    assert viewsAreRight(panel)
    assert panel.presenter.result == result
    assert not panel.presenter.is_stale, "a name is no voxel"
    portal.SetName(former)
    third = slicer.vtkSlicerVolumesLogic.CloneVolume(slicer.mrmlScene, arterial, "a third one")
    slicer.util.setSliceViewerLayers(background=third)
    finish(panel)
    assert viewsAreRight(panel), "another volume shown everywhere"
    for phase in PHASES:
        composite(phase).SetBackgroundVolumeID(arterial.GetID())
    finish(panel)
    assert viewsAreRight(panel), "one phase shown in both views"
    composite("portal").SetForegroundVolumeID(third.GetID())
    composite("portal").SetForegroundOpacity(0.7)
    finish(panel)
    assert viewsAreRight(panel), "another volume laid over a phase"
    slicer.util.selectModule("Data")
    finish(panel)
    slicer.app.layoutManager().setLayout(TWO_UP)
    spin(0.2)
    for phase in PHASES:
        composite(phase).SetBackgroundVolumeID(portal.GetID())
    spin(0.2)
    assert composite("arterial").GetBackgroundVolumeID() == portal.GetID(), "elsewhere the views are the user's"
    openModule()
    finish(panel)
    assert viewsAreRight(panel), "after coming back from another module"
    slicer.mrmlScene.RemoveNode(third)
    finish(panel)
    assert viewsAreRight(panel)


def contoursAreSeenEverywhere(panel) -> None:
    node = panel.session.node
    displays = {phase: getattr(node, f"{phase}Segmentation").GetDisplayNode() for phase in PHASES}
    for phase, other in (("arterial", "portal"), ("portal", "arterial")):
        assert displays[phase].IsDisplayableInView(f"vtkMRMLSliceNode{VIEWS[phase]}")
        assert not displays[phase].IsDisplayableInView(f"vtkMRMLSliceNode{VIEWS[other]}")
    manager = slicer.app.layoutManager()
    layouts = slicer.vtkMRMLLayoutNode
    for layout in (layouts.SlicerLayoutFourUpView, layouts.SlicerLayoutThreeOverThreeView):
        manager.setLayout(layout)
        finish(panel)
        for name in manager.sliceViewNames():
            view = manager.sliceWidget(name).mrmlSliceNode().GetID()
            assert all(display.IsDisplayableInView(view) for display in displays.values()), (layout, name)
    panel.showTwoUp()
    finish(panel)
    assert not displays["portal"].IsDisplayableInView(f"vtkMRMLSliceNode{VIEWS['arterial']}")


def layoutIsGivenBack(panel, before) -> None:
    node = panel.session.node
    slicer.app.layoutManager().setLayout(before)
    panel.showTwoUp()
    finish(panel)
    slicer.util.selectModule("Data")
    finish(panel)
    assert slicer.app.layoutManager().layout == before
    for phase in PHASES:
        display = getattr(node, f"{phase}Segmentation").GetDisplayNode()
        assert display.GetViewNodeIDs() == (), "the list of views outlived the module"
        view = slicer.mrmlScene.GetNodeByID(f"vtkMRMLSliceCompositeNode{VIEWS[phase]}")
        assert not view.GetLinkedControl(), "linked control outlived the module"
    openModule()
    finish(panel)
    assert slicer.app.layoutManager().layout == TWO_UP
    assert viewsAreRight(panel)


def savedSceneHoldsNothingOfOurs(panel, folder) -> None:
    """Saved as a bundle, file or folder, for the first time or once more; the screen stays as it is."""
    display = panel.session.node.portalSegmentation.GetDisplayNode()
    foreign = f"vtkMRMLSliceNode{VIEWS['arterial']}"
    (folder / "scene").mkdir()
    eachContourIsDrawnOnItsImage("before saving")
    for name in ("scene.mrb", "scene.mrb", "scene.mrml", "scene.mrml", "scene", "scene.mrb"):
        assert not display.IsDisplayableInView(foreign)
        assert slicer.util.saveScene(str(folder / name))
        assert not leftovers(writtenScene(folder / name)), name
        finish(panel)
        assert not display.IsDisplayableInView(foreign), "after saving all is as before"
        assert all(composite(phase).GetLinkedControl() for phase in PHASES)
        assert slicer.app.layoutManager().layout == TWO_UP
        assert slicer.app.layoutManager().layoutLogic().GetLayoutNode().GetViewArrangement() == TWO_UP
        if name.endswith(".mrml"):
            assert not slicer.mrmlScene.GetModifiedSinceRead(), "what was just saved needs no saving"
        eachContourIsDrawnOnItsImage(name)


def eachContourIsDrawnOnItsImage(when: str) -> None:
    spin(0.5)  # views are drawn a moment after their nodes
    drawn = {(view, phase) for view in PHASES for phase in PHASES if isDrawn(contourColor(phase), view)}
    assert drawn == {(phase, phase) for phase in PHASES}, (when, drawn)


def neitherASceneNorAnotherModuleHoldsTheMap(panel, folder) -> None:
    """It is not saved, so a view that names it would show whichever volume bears its id next."""

    def shown() -> list:
        finish(panel)
        return [slicer.mrmlScene.GetNodeByID(composite(phase).GetForegroundVolumeID() or "") for phase in PHASES]

    before = [composite(phase).GetForegroundOpacity() for phase in PHASES]
    panel.result.ui.mapButton.click()
    maps = shown()
    assert None not in maps
    assert slicer.util.saveScene(str(folder / "map.mrb"))
    assert "foregroundVolume" not in writtenScene(folder / "map.mrb")
    assert shown() == maps, "after saving all is as before"
    slicer.util.selectModule("Data")
    assert shown() == [None, None]
    assert [composite(phase).GetForegroundOpacity() for phase in PHASES] == before
    openModule()
    assert None not in shown()
    panel.result.ui.mapButton.click()
    assert shown() == [None, None]


def writtenScene(path: Path) -> str:
    if path.suffix == ".mrb":
        with zipfile.ZipFile(path) as bundle:
            (scene,) = [bundle.read(name).decode() for name in bundle.namelist() if name.endswith(".mrml")]
            return scene
    (file,) = path.glob("*.mrml") if path.is_dir() else [path]
    return file.read_text()


def leftovers(scene: str) -> list[str]:
    """What a written scene holds of views, links and layouts of the module's own."""
    displays = re.findall(r"<SegmentationDisplay\s[^>]*>", scene)
    views = [
        node for node in re.findall(r"<SliceComposite\s[^>]*>", scene) if any(view in node for view in VIEWS.values())
    ]
    (layout,) = re.findall(r'<Layout\s[^>]*currentViewArrangement="(\d+)"', scene)
    assert len(displays) == len(views) == 2
    found = [node for node in displays if re.search(r'viewNodeRef="[^"]', node)]
    found += [node for node in views if re.search(r'inkedControl="1"', node)]
    return [*found, layout] if int(layout) in TWO_UPS else found  # elsewhere it would open with no view at all


def shownContours(panel, volume) -> list:
    """Segments that are drawn in the portal view, with their colors."""
    view = f"vtkMRMLSliceNode{VIEWS['portal']}"
    shown = []
    for node in slicer.util.getNodesByClass("vtkMRMLSegmentationNode"):
        display, segments = node.GetDisplayNode(), node.GetSegmentation()
        for index in range(segments.GetNumberOfSegments()):
            segment = segments.GetNthSegmentID(index)
            if display.IsDisplayableInView(view) and display.GetVisibility() and display.GetSegmentVisibility(segment):
                shown.append((node, segment, segments.GetSegment(segment).GetColor()))
    return shown


def copy(panel):
    panel.contours.widget.collapsed = False
    panel.contours.choosePhase("arterial")
    finish(panel)
    panel.contours.editor.setActiveEffectByName("Threshold")
    panel.contours.ui.copyButton.click()
    finish(panel)
    assert panel.presenter.copy.pending is not None, panel.presenter.messages.shown


def oneContourAfterACopy(panel) -> None:
    node = panel.session.node
    former = node.portalSegmentation
    copy(panel)
    assert panel.contours.editor.activeEffect() is None, "no effect covers what is to be looked at"
    assert "-" not in panel.contours.ui.proposalText.text.split("(")[0], panel.contours.ui.proposalText.text
    print(panel.contours.ui.proposalText.text, flush=True)
    ((shown, _segment, color),) = shownContours(panel, node.portalVolume)
    assert shown is node.portalSegmentation is not former
    assert np.allclose(color, COPY_COLOR, atol=1e-3), color
    assert viewsAreRight(panel)
    panel.contours.ui.acceptButton.click()
    finish(panel)
    ((shown, segment, color),) = shownContours(panel, node.portalVolume)
    assert (shown, segment) == (node.portalSegmentation, node.portalSegment)
    assert np.allclose(color, contourColor("portal"), atol=1e-3), color
    assert slicer.mrmlScene.IsNodePresent(former)
    names = [each.GetName() for each in slicer.util.getNodesByClass("vtkMRMLSegmentationNode")]
    assert len(set(names)) == len(names), names
    predict(panel)


def copyCanBeUndoneAfterAccept(panel) -> None:
    node = panel.session.node
    accepted = node.portalSegmentation
    assert panel.contours.ui.undoButton.visible
    assert not panel.contours.ui.acceptButton.visible
    panel.contours.ui.undoButton.click()
    finish(panel)
    ((shown, segment, _color),) = shownContours(panel, node.portalVolume)
    assert (shown, segment) == (node.portalSegmentation, node.portalSegment)
    assert shown is not accepted
    assert slicer.mrmlScene.IsNodePresent(accepted)
    assert panel.presenter.is_stale
    predict(panel)
    for _time in range(2):
        copy(panel)
        panel.contours.ui.acceptButton.click()
        finish(panel)
    for _time in range(2):
        assert panel.contours.ui.undoButton.visible, "accepted copies are undone one after another"
        panel.contours.ui.undoButton.click()
        finish(panel)
    assert not panel.contours.ui.undoButton.visible
    assert not panel.presenter.is_stale, "what was scored is chosen again"


def removedSegmentIsNotReplaced(panel) -> None:
    node = panel.session.node
    segmentation, scored = node.portalSegmentation, node.portalSegment
    segments = segmentation.GetSegmentation()
    other = segments.AddEmptySegment("another", segments.GetSegment(scored).GetName())
    slicer.util.updateSegmentBinaryLabelmapFromArray(
        slicer.util.arrayFromSegmentBinaryLabelmap(segmentation, scored, node.portalVolume),
        *(segmentation, other, node.portalVolume),
    )
    finish(panel)
    assert node.portalSegment == scored
    panel.result.ui.liveCheck.checked = True
    finish(panel)
    result = panel.presenter.result
    segments.RemoveSegment(scored)
    finish(panel)
    assert node.portalSegment == ""
    assert panel.presenter.inputs.of("portal").segment is None
    assert panel.presenter.result == result, "nothing else is scored unasked"
    assert panel.presenter.is_stale
    assert not panel.result.ui.predictButton.enabled
    panel.result.ui.liveCheck.checked = False
    panel.presenter.inputs.choose_segment("portal", other)
    finish(panel)
    predict(panel)


def segmentsOfOneNameAreToldApart(panel) -> None:
    node = panel.session.node
    segments = node.portalSegmentation.GetSegmentation()
    twin = segments.AddEmptySegment("twin", segments.GetSegment(node.portalSegment).GetName())
    finish(panel)
    chooser = panel.inputs.ui.portalSegment
    texts = [chooser.itemText(row) for row in range(chooser.count)]
    assert len(set(texts)) == len(texts) == 3, texts
    assert chooser.itemData(chooser.currentIndex) == node.portalSegment != twin


def paintingElsewhereIsSaid(panel) -> None:
    panel.contours.choosePhase("portal")
    finish(panel)
    assert not panel.contours.ui.segmentHint.visible
    panel.contours.editor.setCurrentSegmentID("twin")
    finish(panel)
    assert panel.contours.ui.segmentHint.visible
    panel.contours.editor.setCurrentSegmentID(panel.session.node.portalSegment)
    finish(panel)
    assert not panel.contours.ui.segmentHint.visible


def reopenedContoursAreSeen(panel, folder) -> None:
    """Saved with an undecided copy, which hides a contour: both that are scored are seen again, the copy is not."""
    copy(panel)
    assert slicer.util.saveScene(str(folder / "undecided.mrb"))
    for _time in range(2):
        slicer.mrmlScene.Clear()
        finish(panel)
        slicer.util.loadScene(str(folder / "undecided.mrb"))
        finish(panel)
        assert slicer.app.layoutManager().layout == TWO_UP, "as it was saved"
        node = panel.session.node
        for phase in PHASES:
            display = getattr(node, f"{phase}Segmentation").GetDisplayNode()
            assert display.GetVisibility(), phase
            assert display.GetSegmentVisibility(getattr(node, f"{phase}Segment")), phase
        assert ("portal", node.portalSegment) in seenContours()
        assert panel.presenter.copy.pending is None


def twoExaminationsInOneScene(panel) -> None:
    """Each contour is drawn on its own image only, goes with its volume, and nothing is scored in another's place."""
    slicer.mrmlScene.Clear()
    finish(panel)
    nodes = {name: examination(name) for name in ("Before", "After")}
    finish(panel)
    node, before, after = panel.session.node, nodes["Before"], nodes["After"]
    inputs = panel.inputs.ui
    for phase in PHASES:
        getattr(inputs, f"{phase}Volume").setCurrentNode(before[phase][0])
        finish(panel)
    assert [node.arterialSegmentation, node.portalSegmentation] == [before[phase][1] for phase in PHASES]
    assert sorted(seenContours()) == sorted((phase, getattr(node, f"{phase}Segment")) for phase in PHASES)
    assert panel.presenter.choose_calibration("simulated-wen2024-smote-radiomics")
    panel.result.ui.liveCheck.checked = False
    finish(panel)
    predict(panel)
    for phase in PHASES:
        getattr(inputs, f"{phase}Volume").setCurrentNode(after[phase][0])
        finish(panel)
    assert [node.arterialSegmentation, node.portalSegmentation] == [after[phase][1] for phase in PHASES]
    assert panel.inputs.ui.portalConfirm.visible
    assert sorted(seenContours()) == sorted((phase, getattr(node, f"{phase}Segment")) for phase in PHASES)
    assert panel.presenter.is_stale
    predict(panel)
    panel.result.ui.liveCheck.checked = True
    finish(panel)
    result = panel.presenter.result
    slicer.mrmlScene.RemoveNode(before["arterial"][0])
    slicer.mrmlScene.RemoveNode(after["portal"][0])
    finish(panel)
    assert node.portalVolume is None, "the other examination's volume is not taken unasked"
    expected = sorted((phase, getattr(node, f"{phase}Segment")) for phase in PHASES)
    assert sorted(seenContours()) == expected, "the contour of a volume that is gone is drawn on no other"
    assert panel.presenter.result == result
    assert panel.presenter.is_stale
    panel.result.ui.liveCheck.checked = False
    finish(panel)
    display = before["portal"][1].GetDisplayNode()
    slicer.util.selectModule("Data")
    finish(panel)
    assert display.GetViewNodeIDs() == (), "elsewhere every contour is seen everywhere"
    openModule()
    finish(panel)


run(main)
