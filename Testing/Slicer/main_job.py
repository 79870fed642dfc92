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
from driving import finish, loadSample, openModule, predict, run
from PCRPredictorLib.desktop.scene.result_folder import OF_RESULTS
from PCRPredictorLib.presenter.breakable import BREAK
from PCRPredictorLib.presenter.patient.model_choice import SAMPLE_MODEL

from PCRPredictor import PCRPredictorTest

OF_RESULT = ("lead", "reasons", "number", "notes", "uncertainty", "unreliable", "warnings", "scale", "paperCutoff")
OF_RESULT += ("chart", "mapButton", "stabilityButton", "tableButton", "spread", "mapWords", "staleBanner")


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
    phasesScrollTogether()
    aStrokeOnTheOtherPhaseChangesNothing(panel)
    copiedContourCanBeUndone(panel)
    reopenedSceneLosesOnlyWhatIsGone(panel, folder)
    calibrationIsMadeInADialog(panel, folder)
    refusalIsSaidInOneSentence(panel, folder)
    removedNodesAreGivenUp(panel)
    closingWithAnActiveEffectIsSafe(panel)
    sampleDataOffersThePatient(panel)
    PCRPredictorTest().runTest()
    print("all steps passed", flush=True)


def samplePatientAgreesWithLogic(panel) -> None:
    node = panel.session.node
    arterial = (node.arterialVolume, node.arterialSegmentation, node.arterialSegment)
    portal = (node.portalVolume, node.portalSegmentation, node.portalSegment)
    logic = slicer.util.getModuleLogic("PCRPredictor")
    direct = logic.predict(arterial, portal, node.model, node.calibration)
    assert panel.presenter.result.probability == direct.probability
    assert panel.result.ui.notes.text.count("Simulated") == 1
    assert node.contributions.GetNumberOfRows() == len(direct.contributions)
    print("probability", direct.probability, flush=True)


def thresholdContourMakesTheResultStale(panel) -> None:
    """A new contour, drawn by the editor's own threshold effect inside a sphere around the sample's tumor."""
    before = panel.presenter.result.probability
    panel.contours.widget.collapsed = False
    finish(panel)
    sample = panel.session.node.arterialSegmentation
    center = np.array(sample.GetSegmentCenterRAS(panel.session.node.arterialSegment))
    panel.contours.ui.newContourButton.click()
    finish(panel)
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
    finish(panel)
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
    finish(panel)
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
    standInOneFolderBesideTheStudy(panel.session.node, (panel.session.node.contributions, table))
    for term in saved["contributions"]:
        column = ("A_" if term["phase"] == "arterial" else "P_") + term["name"]
        assert float(row[header.index(column)]) == term["value"], column


def standInOneFolderBesideTheStudy(node, results) -> None:
    hierarchy = slicer.mrmlScene.GetSubjectHierarchyNode()
    (folder,) = {hierarchy.GetItemParent(hierarchy.GetItemByDataNode(result)) for result in results}
    assert hierarchy.GetItemAttribute(folder, OF_RESULTS)
    assert hierarchy.GetItemParent(folder) == hierarchy.GetItemParent(hierarchy.GetItemByDataNode(node.arterialVolume))


def reopenedSceneShowsTheSame(panel, folder: Path) -> None:
    before, choices = panel.presenter.result, panel.presenter.choices
    names = {name: getattr(panel.session.node, name).GetName() for name in ("arterialVolume", "portalSegmentation")}
    assert slicer.util.saveScene(str(folder / "scene.mrb"))
    slicer.mrmlScene.Clear()
    finish(panel)
    assert panel.presenter.result is None
    assert not panel.result.ui.predictButton.enabled
    assert not [name for name in OF_RESULT if getattr(panel.result.ui, name).visible], "nothing of a result is left"
    slicer.util.loadScene(str(folder / "scene.mrb"))
    finish(panel)
    assert panel.presenter.result == before
    assert not panel.result.ui.number.visibleRegion().isEmpty(), "a reopened result is in view"
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


def phasesScrollTogether() -> None:
    widgets = [slicer.app.layoutManager().sliceWidget(name) for name in ("PCRArterial", "PCRPortal")]
    before = [widget.sliceLogic().GetSliceOffset() for widget in widgets]
    widgets[0].sliceView().interactor().MouseWheelForwardEvent()
    after = [widget.sliceLogic().GetSliceOffset() for widget in widgets]
    assert after[0] != before[0]
    assert after[1] == after[0]


def across(widget) -> None:
    """A stroke through the middle of a view, where the body is, whatever the view's size."""
    width, height = widget.sliceView().width, widget.sliceView().height
    slicer.util.clickAndDrag(widget, start=(width // 4, height // 2), end=(3 * width // 4, height // 2), steps=20)


def aStrokeOnTheOtherPhaseChangesNothing(panel) -> None:
    """With the arterial brush in hand, a stroke in the portal view only makes the portal phase the active one."""
    panel.contours.choosePhase("arterial")
    panel.contours.editor.setActiveEffectByName("Paint")
    finish(panel)
    result = panel.presenter.result
    slicer.util.clickAndDrag(slicer.app.layoutManager().sliceWidget("PCRPortal"), start=(40, 60), end=(90, 60), steps=5)
    finish(panel)
    assert panel.contours.phase == "portal"
    assert panel.contours.editor.activeEffect().name == "Paint"
    assert panel.contours.editor.segmentationNode() is panel.session.node.portalSegmentation
    assert not panel.presenter.is_stale, "neither contour may have changed"
    assert panel.presenter.result == result
    across(slicer.app.layoutManager().sliceWidget("PCRPortal"))
    finish(panel)
    assert panel.presenter.is_stale
    panel.contours.editor.undo()
    finish(panel)
    assert not panel.presenter.is_stale, "an undone stroke leaves the result valid"
    panel.contours.editor.setActiveEffect(None)


def calibrationIsMadeInADialog(panel, folder: Path) -> None:
    """Prevalence only: no cut-off and no class; and the patient is nothing like this cohort of normal noise."""
    from PCRPredictorLib.desktop.patient.calibration_dialog import CalibrationDialog

    model = panel.presenter.model.model
    numbers = np.random.default_rng(1)
    table = folder / "cohort.csv"
    rows = [[repr(float(value)) for value in numbers.normal(size=len(model.columns))] for _ in range(35)]
    table.write_text("\n".join(",".join(row) for row in [[*model.columns, "site"], *([*row, "1"] for row in rows)]))
    panel.presenter.choose_calibration(None)
    finish(panel)
    assert panel.model.ui.makeCalibrationButton.visible
    assert "calibration" in panel.result.ui.predictReason.text
    dialog = CalibrationDialog(panel.presenter, panel.model.widget)
    dialog.ui.buttons.button(dialog.ui.buttons.Ok).click()
    assert dialog.ui.problem.text == "Choose the feature table of the reference cohort."
    dialog.ui.cohortPath.currentPath = str(table)
    dialog.ui.outputPath.currentPath = str(folder / "own.json")
    assert dialog.ui.outcomeColumn.currentText == "site"
    dialog.ui.byPrevalence.checked = True
    dialog.ui.buttons.button(dialog.ui.buttons.Ok).click()
    finish(panel)
    assert panel.presenter.model.calibration_path == str(folder / "own.json"), panel.presenter.messages.shown
    predict(panel)
    assert panel.presenter.result.cutoff is None
    assert panel.result.ui.lead.text == "Outside what this calibration has seen"


def refusalIsSaidInOneSentence(panel, folder: Path) -> None:
    (folder / "broken.json").write_text("{")
    panel.presenter.choose_model(str(folder / "broken.json"))
    finish(panel)
    assert panel.result.ui.messages.visible
    assert "broken.json is not valid JSON" in panel.result.ui.messages.text.replace(BREAK, "")
    assert panel.presenter.model.name == panel.session.node.model, "the choice stays as it was"


def copiedContourCanBeUndone(panel) -> None:
    former = panel.presenter.inputs.of("portal")
    panel.contours.choosePhase("arterial")
    finish(panel)
    panel.contours.ui.copyButton.click()
    finish(panel)
    assert panel.presenter.copy.pending is not None, panel.presenter.messages.shown
    assert panel.contours.ui.proposalFrame.visible
    assert panel.presenter.is_stale
    assert not panel.result.ui.predictButton.enabled
    assert panel.result.ui.predictReason.text == "Accept or undo the proposed contour first."
    panel.contours.ui.undoButton.click()
    finish(panel)
    assert panel.presenter.inputs.of("portal") == former
    assert not panel.presenter.is_stale, "an undone copy leaves the result valid"


def reopenedSceneLosesOnlyWhatIsGone(panel, folder: Path) -> None:
    """An undecided copy is dropped, an unreadable result too; a model that is gone is named and kept in the scene."""
    scene, gone = str(folder / "torn.mrb"), str(folder / "gone.json")
    former = panel.presenter.inputs.of("portal").segment
    panel.contours.choosePhase("arterial")
    finish(panel)
    panel.contours.ui.copyButton.click()
    finish(panel)
    panel.session.detach()
    node = panel._parameterNode()
    assert node.portalSegment != former
    node.model, node.result = gone, "{torn"
    assert slicer.util.saveScene(scene)
    slicer.mrmlScene.Clear()
    finish(panel)
    slicer.util.loadScene(scene)
    finish(panel)
    said = [message.text for message in panel.presenter.messages.shown]
    assert said[0] == f"The saved model '{gone}' cannot be loaded; open the file again or choose another model."
    assert said[1:] == ["The saved prediction cannot be read; predict again."]
    assert panel.presenter.model.model is None
    assert panel.session.node.model == gone
    assert panel.presenter.inputs.of("portal").segment == former
    assert panel.session.node.portalSegment == former
    panel.presenter.choose_model(SAMPLE_MODEL)
    finish(panel)
    predict(panel)


def removedNodesAreGivenUp(panel) -> None:
    """A selector whose node is removed would take the other phase's, and Live would score it unasked."""
    slicer.mrmlScene.Clear()
    finish(panel)
    loadSample(panel)
    predict(panel)
    panel.result.ui.liveCheck.checked = True
    finish(panel)
    node, former = panel.session.node, panel.presenter.result
    slicer.mrmlScene.RemoveNode(node.arterialSegmentation)
    finish(panel)
    assert node.arterialSegmentation is None
    assert panel.inputs.ui.arterialSegmentation.currentNode() is None
    assert panel.presenter.result == former
    assert panel.presenter.is_stale
    assert not panel.result.ui.predictButton.enabled
    slicer.mrmlScene.RemoveNode(node.portalVolume)
    finish(panel)
    assert node.portalVolume is None
    panel.result.ui.liveCheck.checked = False


def closingWithAnActiveEffectIsSafe(panel) -> None:
    panel.contours.editor.setActiveEffectByName("Paint")
    finish(panel)
    slicer.mrmlScene.Clear()
    finish(panel)
    assert panel.contours.editor.activeEffect() is None
    loadSample(panel)
    panel.contours.editor.setActiveEffectByName("Paint")
    slicer.util.selectModule("Data")
    finish(panel)
    assert panel.contours.editor.activeEffect() is None
    openModule()


def sampleDataOffersThePatient(panel) -> None:
    slicer.mrmlScene.Clear()
    (source,) = SampleData.SampleDataLogic.sampleDataSourcesByCategory("PCRPredictor")
    assert source.customDownloader(source)
    finish(panel)
    assert panel.presenter.inputs.guessed == {"arterial", "portal"}
    assert panel.inputs.ui.arterialGuess.visible
    panel.inputs.ui.arterialConfirm.click()
    finish(panel)
    assert panel.presenter.inputs.guessed == {"portal"}


run(main)
