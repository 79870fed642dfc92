"""Copies both ways, phases exchanged, and what else happens while a proposal waits: what is scored is what is seen."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import slicer
from driving import examination, finish, openModule, predict, run, seenContours
from PCRPredictorLib.desktop.views.contour_style import COPY_COLOR, contourColor, styleContour
from PCRPredictorLib.presenter.patient.state import PHASES, other_phase


def main() -> None:
    panel = openModule()
    copiesBothWaysAreUndoneInAnyOrder(panel)
    phasesExchangedAfterACopy(panel)
    phasesExchangedWhileAProposalWaits(panel)
    formerChosenByHand(panel)
    anotherChosenWhileAProposalWaits(panel)
    newContourWhileAProposalWaits(panel)
    undoFindsWhatIsLeft(panel)
    noBrushWithoutAContour(panel)
    anotherSceneComesWhileAProposalWaits(panel)
    print("all steps passed", flush=True)


def start(panel) -> dict:
    """One examination in an empty scene, scored."""
    slicer.mrmlScene.Clear()
    finish(panel)
    nodes = examination("Only")
    finish(panel)
    for phase in PHASES:
        styleContour(nodes[phase][1], contourColor(phase))
        chooseVolume(panel, phase, nodes[phase][0])
    panel.presenter.model.choose_sample()
    panel.showTwoUp()
    panel.contours.widget.collapsed = False
    finish(panel)
    predict(panel)
    isTrue(panel)
    return nodes


def chooseVolume(panel, phase, volume) -> None:
    getattr(panel.inputs.ui, f"{phase}Volume").setCurrentNode(volume)
    finish(panel)


def chooseContour(panel, phase, segmentation) -> None:
    getattr(panel.inputs.ui, f"{phase}Segmentation").setCurrentNode(segmentation)
    finish(panel)


def copy(panel, phase, accept=True) -> None:
    panel.contours.choosePhase(phase)
    finish(panel)
    panel.contours.ui.copyButton.click()
    finish(panel)
    assert panel.presenter.copy.pending is not None, panel.presenter.messages.shown
    if accept:
        panel.contours.ui.acceptButton.click()
        finish(panel)
    isTrue(panel)


def undo(panel, phase) -> None:
    panel.contours.choosePhase(phase)
    finish(panel)
    assert panel.contours.ui.undoButton.visible
    panel.contours.ui.undoButton.click()
    finish(panel)
    isTrue(panel)


def exchange(panel, first) -> None:
    """Give each phase the other's volume, one after the other."""
    volumes = {phase: getattr(panel.session.node, f"{phase}Volume") for phase in PHASES}
    for phase in (first, other_phase(first)):
        chooseVolume(panel, phase, volumes[other_phase(phase)])
    isTrue(panel)


def chosen(panel) -> dict:
    return {phase: panel.presenter.inputs.of(phase) for phase in PHASES}


def isTrue(panel) -> None:
    """Of each phase the chosen contour is seen in its view, alone and in its color; the editor edits it."""
    node, undecided = panel.session.node, panel.presenter.copy.undecided
    expected = [(phase, getattr(node, f"{phase}Segment")) for phase in PHASES if getattr(node, f"{phase}Segment")]
    assert sorted(seenContours()) == sorted(expected), (seenContours(), expected)
    for phase, segment in expected:
        choice = panel.presenter.inputs.of(phase)
        segmentation = getattr(node, f"{phase}Segmentation")
        assert (choice.segmentation, choice.segment) == (segmentation.GetID(), segment)
        color = COPY_COLOR if undecided and undecided[0] == phase else contourColor(phase)
        worn = segmentation.GetSegmentation().GetSegment(segment).GetColor()
        assert np.allclose(worn, color, atol=2e-3), (phase, worn)
    edited = panel.contours.editor.segmentationNode()
    assert edited is getattr(node, f"{panel.contours.phase}Segmentation")
    names = [each.GetName() for each in slicer.util.getNodesByClass("vtkMRMLSegmentationNode")]
    assert len(set(names)) == len(names), names


def copiesBothWaysAreUndoneInAnyOrder(panel) -> None:
    start(panel)
    before, probability = chosen(panel), panel.presenter.result.probability
    for phase in ("arterial", "portal", "arterial"):
        copy(panel, phase)
        assert panel.presenter.is_stale
    for phase in ("arterial", "portal", "portal"):
        undo(panel, phase)
    assert chosen(panel) == before
    assert panel.presenter.result.probability == probability
    assert not panel.presenter.is_stale, "what was scored is chosen again"


def phasesExchangedAfterACopy(panel) -> None:
    for source in PHASES:
        for first in PHASES:
            start(panel)
            before = chosen(panel)[other_phase(source)]
            copy(panel, source)
            predict(panel)
            copied = chosen(panel)
            exchange(panel, first)
            assert {phase: chosen(panel)[other_phase(phase)] for phase in PHASES} == copied
            assert panel.presenter.is_stale
            exchange(panel, first)
            assert chosen(panel) == copied
            assert not panel.presenter.is_stale
            undo(panel, other_phase(source))
            assert chosen(panel)[other_phase(source)] == before


def phasesExchangedWhileAProposalWaits(panel) -> None:
    for source in PHASES:
        for first in PHASES:
            start(panel)
            before = chosen(panel)
            copy(panel, source, accept=False)
            exchange(panel, first)
            assert panel.presenter.copy.pending is None
            assert {phase: chosen(panel)[other_phase(phase)] for phase in PHASES} == before
            exchange(panel, first)
            assert chosen(panel) == before
            assert not panel.presenter.is_stale


def formerChosenByHand(panel) -> None:
    nodes = start(panel)
    copy(panel, "arterial")
    added = panel.session.node.portalSegmentation
    for segmentation in (nodes["portal"][1], added, nodes["portal"][1]):
        chooseContour(panel, "portal", segmentation)
        isTrue(panel)
    assert not panel.presenter.is_stale


def anotherChosenWhileAProposalWaits(panel) -> None:
    nodes = start(panel)
    copy(panel, "portal", accept=False)
    added = panel.session.node.arterialSegmentation
    chooseContour(panel, "arterial", nodes["arterial"][1])
    isTrue(panel)
    assert not panel.contours.ui.acceptButton.visible
    assert not slicer.mrmlScene.IsNodePresent(added)
    copy(panel, "portal", accept=False)
    added = panel.session.node.arterialSegmentation
    chooseContour(panel, "arterial", None)
    panel.contours.ui.acceptButton.click()
    finish(panel)
    assert panel.session.node.arterialSegmentation is added, "what was accepted is what is scored"
    isTrue(panel)


def newContourWhileAProposalWaits(panel) -> None:
    for source in PHASES:
        start(panel)
        copy(panel, source, accept=False)
        panel.contours.ui.newContourButton.click()
        finish(panel)
        assert panel.presenter.copy.pending is None
        assert chosen(panel)[other_phase(source)].segment == "tumor", "the new one, to be drawn"
        isTrue(panel)


def undoFindsWhatIsLeft(panel) -> None:
    nodes = start(panel)
    copy(panel, "arterial")
    nodes["portal"][1].GetSegmentation().RemoveAllSegments()
    undo(panel, "portal")
    assert panel.session.node.portalSegmentation is nodes["portal"][1]
    assert not panel.result.ui.predictButton.enabled
    for accept in (True, False):
        nodes = start(panel)
        copy(panel, "arterial", accept)
        slicer.mrmlScene.RemoveNode(nodes["portal"][1])
        undo(panel, "portal")
        assert panel.session.node.portalSegmentation is None
        assert panel.presenter.is_stale
        assert not panel.result.ui.predictButton.enabled


def noBrushWithoutAContour(panel) -> None:
    start(panel)
    panel.contours.choosePhase("portal")
    finish(panel)
    panel.contours.editor.setActiveEffectByName("Paint")
    chooseContour(panel, "portal", None)
    assert panel.contours.editor.activeEffect() is None
    assert panel.contours.editor.segmentationNode() is None


def anotherSceneComesWhileAProposalWaits(panel) -> None:
    path = str(Path(tempfile.mkdtemp(prefix="pcr-")) / "other.mrb")
    start(panel)
    assert slicer.util.saveScene(path)
    nodes = start(panel)
    copy(panel, "arterial", accept=False)
    added = panel.session.node.portalSegmentation
    assert slicer.app.ioManager().loadNodes("SceneFile", {"fileName": path, "clear": False})
    finish(panel)
    assert not slicer.mrmlScene.IsNodePresent(added)
    segment = nodes["portal"][1].GetSegmentation().GetNthSegmentID(0)
    assert nodes["portal"][1].GetDisplayNode().GetSegmentVisibility(segment)
    for phase in PHASES:
        assert getattr(panel.session.node, f"{phase}Volume") is not nodes[phase][0], "the choices that were saved"
        chooseVolume(panel, phase, nodes[phase][0])
        assert getattr(panel.session.node, f"{phase}Segmentation") is nodes[phase][1]


run(main)
