"""The main job in the real widget: select, segment by threshold, predict, edit, save, reopen, compare."""

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import SampleData
import slicer
import vtk
from driving import finish, loadSample, openModule, predict, run, spin

from PCRPredictor import PCRPredictorLogic, PCRPredictorTest


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="pcr-"))
    panel = openModule()
    assert not panel.result.ui.predictButton.enabled
    assert panel.result.ui.predictReason.text == "Choose the volume of the arterial phase."
    loadSample(panel)
    predict(panel)
    samplePatientAgreesWithLogic(panel)
    thresholdContourMakesTheResultStale(panel)
    predict(panel)
    exportsAgree(panel, folder)
    reopenedSceneShowsTheSame(panel, folder)
    liveScoreFollowsAStroke(panel)
    copiedContourCanBeUndone(panel)
    closingWithAnActiveEffectIsSafe(panel)
    sampleDataOffersThePatient(panel)
    PCRPredictorTest().runTest()
    print("all steps passed", flush=True)


def samplePatientAgreesWithLogic(panel) -> None:
    node = panel.session.node
    arterial = (node.arterialVolume, node.arterialSegmentation, node.arterialSegment)
    portal = (node.portalVolume, node.portalSegmentation, node.portalSegment)
    direct = PCRPredictorLogic().predict(arterial, portal, node.model, node.calibration)
    assert panel.presenter.result.probability == direct.probability
    assert panel.result.ui.notes.text.count("Simulated") == 1
    assert node.contributions.GetNumberOfRows() == len(direct.contributions)
    print("probability", direct.probability, flush=True)


def thresholdContourMakesTheResultStale(panel) -> None:
    """A new contour, drawn by the editor's own threshold effect inside a sphere around the sample's tumor."""
    before = panel.presenter.result.probability
    panel.contours.widget.collapsed = False
    sample = panel.session.node.arterialSegmentation
    center = np.array(sample.GetSegmentCenterRAS(panel.session.node.arterialSegment))
    panel.contours.ui.newContourButton.click()
    editor = panel.contours.editor
    assert editor.segmentationNode() is panel.session.node.arterialSegmentation is not sample
    assert editor.sourceVolumeNode() is panel.session.node.arterialVolume
    assert panel.presenter.is_stale
    assert panel.result.ui.staleBanner.visible
    editor.setActiveEffectByName("Threshold")
    effect = editor.activeEffect()
    effect.setParameter("MinimumThreshold", "60")
    effect.setParameter("MaximumThreshold", "300")
    effect.self().onApply()
    keepSphere(panel, center, 18.0)
    editor.setActiveEffect(None)
    spin(0.2)
    predict(panel)
    assert not panel.presenter.is_stale
    assert not panel.result.ui.staleBanner.visible
    assert panel.presenter.result.probability != before
    print("threshold contour", panel.presenter.result.probability, flush=True)


def keepSphere(panel, center, radius) -> None:
    node = panel.session.node
    volume, segmentation, segmentId = node.arterialVolume, node.arterialSegmentation, node.arterialSegment
    voxels = slicer.util.arrayFromSegmentBinaryLabelmap(segmentation, segmentId, volume).copy()
    where = np.argwhere(voxels)
    matrix = slicer.util.arrayFromVTKMatrix(ijkToRas(volume))
    ras = np.c_[where[:, ::-1], np.ones(len(where))] @ matrix.T
    far = np.linalg.norm(ras[:, :3] - center, axis=1) > radius
    voxels[tuple(where[far].T)] = 0
    assert voxels.any()
    slicer.util.updateSegmentBinaryLabelmapFromArray(voxels, segmentation, segmentId, volume)


def ijkToRas(volume):
    matrix = vtk.vtkMatrix4x4()
    volume.GetIJKToRASMatrix(matrix)
    return matrix


def exportsAgree(panel, folder: Path) -> None:
    panel.takeAway.savePrediction(str(folder / "prediction.json"))
    panel.takeAway.saveReport(str(folder / "report.html"))
    panel.takeAway.featuresToTable()
    finish(panel)
    panel.takeAway.saveFeatures(str(folder / "features.csv"))
    finish(panel)
    saved = json.loads((folder / "prediction.json").read_text())
    assert saved["probability"] == panel.presenter.result.probability
    assert saved["simulated"]
    assert "imulated" in (folder / "report.html").read_text()
    header, row = (line.split(",") for line in (folder / "features.csv").read_text().splitlines())
    assert sum(name.startswith(("A_", "P_")) for name in header) == 792
    table = slicer.util.getNode("case-1 features")
    assert (table.GetNumberOfRows(), table.GetNumberOfColumns()) == (396, 3)
    for term in saved["contributions"]:
        column = ("A_" if term["phase"] == "arterial" else "P_") + term["name"]
        assert float(row[header.index(column)]) == term["value"], column


def reopenedSceneShowsTheSame(panel, folder: Path) -> None:
    before, choices = panel.presenter.result, panel.presenter.choices
    names = {name: getattr(panel.session.node, name).GetName() for name in ("arterialVolume", "portalSegmentation")}
    assert slicer.util.saveScene(str(folder / "scene.mrb"))
    slicer.mrmlScene.Clear()
    spin(0.2)
    assert panel.presenter.result is None
    assert not panel.result.ui.predictButton.enabled
    slicer.util.loadScene(str(folder / "scene.mrb"))
    spin(0.5)
    assert panel.presenter.result == before
    assert not panel.presenter.is_stale, "a reopened result must still belong to its scene"
    assert {name: getattr(panel.session.node, name).GetName() for name in names} == names
    after = panel.presenter.choices
    assert (after.model, after.calibration) == (choices.model, choices.calibration)
    assert after.arterial.segment == choices.arterial.segment
    assert panel.inputs.ui.arterialVolume.currentNode() is panel.session.node.arterialVolume
    predict(panel)
    assert panel.presenter.result == before, "the same inputs must give the same number"


def liveScoreFollowsAStroke(panel) -> None:
    before = panel.presenter.result.probability
    panel.result.ui.liveCheck.checked = True
    node = panel.session.node
    center = np.array(node.arterialSegmentation.GetSegmentCenterRAS(node.arterialSegment))
    keepSphere(panel, center, 14.0)
    finish(panel)
    assert panel.presenter.result.probability != before
    assert not panel.presenter.is_stale
    panel.result.ui.liveCheck.checked = False


def copiedContourCanBeUndone(panel) -> None:
    former = panel.presenter.inputs.of("portal")
    panel.contours.choosePhase("arterial")
    panel.contours.ui.copyButton.click()
    finish(panel)
    assert panel.presenter.copy.pending is not None, panel.presenter.messages.shown
    assert panel.contours.ui.proposalFrame.visible
    assert panel.presenter.is_stale
    panel.contours.ui.undoButton.click()
    spin(0.1)
    assert panel.presenter.inputs.of("portal") == former
    assert not panel.presenter.is_stale, "an undone copy leaves the result valid"


def closingWithAnActiveEffectIsSafe(panel) -> None:
    panel.contours.editor.setActiveEffectByName("Paint")
    spin(0.2)
    slicer.mrmlScene.Clear()
    spin(0.3)
    assert panel.contours.editor.activeEffect() is None
    loadSample(panel)
    panel.contours.editor.setActiveEffectByName("Paint")
    slicer.util.selectModule("Data")
    spin(0.2)
    assert panel.contours.editor.activeEffect() is None
    openModule()


def sampleDataOffersThePatient(panel) -> None:
    slicer.mrmlScene.Clear()
    (source,) = SampleData.SampleDataLogic.sampleDataSourcesByCategory("PCRPredictor")
    assert source.customDownloader(source)
    spin(0.2)
    assert panel.presenter.inputs.guessed == {"arterial", "portal"}
    assert panel.inputs.ui.arterialGuess.visible
    panel.inputs.ui.arterialConfirm.click()
    assert panel.presenter.inputs.guessed == {"portal"}


run(main)
