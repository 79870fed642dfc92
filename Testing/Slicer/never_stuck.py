"""Never stuck: reload, tabs, removed nodes, closed scenes, cancel."""

import gc
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import qt
import slicer
import vtk
from driving import finish, loadSample, openModule, predict, run, scrollArea, spin
from PCRPredictorLib.presenter.patient.state import PHASES


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="pcr-"))
    panel = openModule()
    loadSample(panel)
    predict(panel)
    renamingReadsNothing(panel)
    idleEditorIsQuiet(panel)
    brushRestsUnderAnotherTab(panel)
    editorNodeMayGo(panel)
    parameterNodeMayGo(panel)
    cancelledWithinASecond(panel)
    reopenedSceneOffersOnlyWhatWorks(panel, folder)
    closedSceneIsQuiet(panel)
    closedPatientsLeaveMemory(panel)
    nextPatientBearsNoFormerId(panel, folder)
    panelFollowsItsContentsAlsoAfterAnotherModule(panel)
    del panel
    reloadLeavesALivePanel()
    reloadsLeaveNothingBehind()
    print("all steps passed", flush=True)


def renamingReadsNothing(panel) -> None:
    from PCRPredictorLib.presenter.patient import current_case

    fingerprinted, original = [], current_case.image_fingerprint
    current_case.image_fingerprint = lambda image: fingerprinted.append(1) or original(image)
    try:
        node = panel.session.node
        for volume in (node.arterialVolume, node.portalVolume):
            volume.SetName(volume.GetName() + " (mine)")
            volume.GetDisplayNode().SetWindowLevel(300, 40)
            finish(panel)
        assert not panel.presenter.is_stale
        assert not fingerprinted
        slicer.util.arrayFromVolume(node.arterialVolume)[0, 0, 0] += 1
        slicer.util.arrayFromVolumeModified(node.arterialVolume)
        finish(panel)
        assert panel.presenter.is_stale
        assert fingerprinted == [1], "the changed volume, once"
    finally:
        current_case.image_fingerprint = original
    predict(panel)


def idleEditorIsQuiet(panel) -> None:
    """A phase whose contour was given up keeps its volume, which may be renamed."""
    node, log = panel.session.node, slicer.app.errorLogModel()
    segmentation, segment = node.arterialSegmentation, node.arterialSegment
    panel.contours.widget.collapsed = False
    panel.contours.choosePhase("arterial")
    finish(panel)
    assert panel.contours.editor.sourceVolumeNode() is node.arterialVolume
    panel.inputs.ui.arterialSegmentation.setCurrentNode(None)
    finish(panel)
    before = log.logEntryCount()
    node.arterialVolume.SetName(node.arterialVolume.GetName() + " again")
    finish(panel)
    said = [log.logEntryDescription(row) for row in range(before, log.logEntryCount())]
    assert not said, said
    panel.presenter.inputs.choose_contour("arterial", segmentation.GetID(), segment)
    finish(panel)
    assert panel.contours.editor.sourceVolumeNode() is node.arterialVolume
    assert not panel.presenter.is_stale


def brushRestsUnderAnotherTab(panel) -> None:
    panel.contours.widget.collapsed = False
    finish(panel)
    panel.contours.choosePhase("arterial")
    panel.contours.editor.setActiveEffectByName("Paint")
    finish(panel)
    panel.pages.setCurrentIndex(1)
    finish(panel)
    assert panel.contours.editor.activeEffect() is None
    view = slicer.app.layoutManager().sliceWidget("PCRArterial")
    middle = (view.sliceView().width // 2, view.sliceView().height // 2)
    slicer.util.clickAndDrag(view, start=middle, end=(middle[0] + 40, middle[1]), steps=5)
    finish(panel)
    assert not panel.presenter.is_stale
    panel.pages.setCurrentIndex(0)
    finish(panel)


def editorNodeMayGo(panel) -> None:
    """All nodes of a scene are listed in Slicer's module Data, where each may be deleted."""
    panel.contours.widget.collapsed = False
    panel.contours.choosePhase("arterial")
    finish(panel)
    editor, node = panel.contours.editor, panel.session.node
    editor.setActiveEffectByName("Paint")
    slicer.mrmlScene.RemoveNode(editor.mrmlSegmentEditorNode())
    finish(panel)
    assert slicer.mrmlScene.IsNodePresent(editor.mrmlSegmentEditorNode())
    assert editor.segmentationNode() is node.arterialSegmentation
    assert editor.sourceVolumeNode() is node.arterialVolume
    assert editor.currentSegmentID() == node.arterialSegment
    panel.contours.choosePhase("portal")
    assert editor.segmentationNode() is node.portalSegmentation
    assert not panel.presenter.is_stale


def parameterNodeMayGo(panel) -> None:
    node = panel.session.node
    volume = node.arterialVolume
    slicer.mrmlScene.RemoveNode(node.parameterNode)
    finish(panel)
    assert panel.session.node is not None
    assert slicer.mrmlScene.IsNodePresent(panel.session.node.parameterNode)
    assert panel.presenter.result is None
    assert slicer.mrmlScene.IsNodePresent(volume)
    slicer.mrmlScene.Clear()
    finish(panel)
    loadSample(panel)
    predict(panel)


def cancelledWithinASecond(panel) -> None:
    """Both of the computations that take long; the thread itself must end, not only its result be dropped."""
    import threading

    def working() -> bool:
        return any(thread.name == "PCRPredictor" for thread in threading.enumerate())

    job, told = panel.presenter.job, []
    job.progressed.connect(tell := lambda *said: told.append(said))
    for start in (panel.presenter.measure_stability, lambda: panel.presenter.propose_copy("arterial")):
        told.clear()
        start()
        while not told:  # in the midst of it, however quick the machine is
            spin(0.01)
            assert job.running, panel.presenter.messages.shown
        begin, spent = time.perf_counter(), time.process_time()
        panel.result.ui.cancelButton.click()
        assert not job.running
        while working():
            spin(0.01)
            assert time.process_time() - spent < 1.0, "the computation goes on after cancel"
            assert time.perf_counter() - begin < 10.0, "it ends late even for a machine that does much else"
        print(f"cancelled in {time.perf_counter() - begin:.2f} s", flush=True)
        finish(panel)
    job.progressed.disconnect(tell)


def reopenedSceneOffersOnlyWhatWorks(panel, folder) -> None:
    assert slicer.util.saveScene(str(folder / "scene.mrb"))
    slicer.mrmlScene.Clear()
    finish(panel)
    for button in (panel.takeAway.ui.predictionButton, panel.takeAway.ui.reportButton, panel.result.ui.mapButton):
        assert not button.enabled
    slicer.util.loadScene(str(folder / "scene.mrb"))
    finish(panel)
    assert panel.presenter.result is not None
    assert not panel.presenter.is_stale
    assert panel.takeAway.ui.predictionButton.enabled
    assert not panel.takeAway.ui.reportButton.enabled, "the images that were scored are not at hand"
    assert not panel.result.ui.mapButton.enabled
    predict(panel)
    assert panel.takeAway.ui.reportButton.enabled
    assert panel.result.ui.mapButton.enabled


def closedSceneIsQuiet(panel) -> None:
    log = slicer.app.errorLogModel()
    panel.contours.editor.setActiveEffectByName("Paint")
    finish(panel)
    before = log.logEntryCount()
    slicer.mrmlScene.Clear()
    finish(panel)
    loadSample(panel)
    slicer.mrmlScene.RemoveNode(panel.session.node.parameterNode)
    finish(panel)
    said = [log.logEntryDescription(row) for row in range(before, log.logEntryCount())]
    ours = [text for text in said if "Traceback" in text or "PCRPredictor" in text]
    assert not ours, ours
    print("log lines while closing:", said, flush=True)
    slicer.mrmlScene.Clear()
    finish(panel)


def closedPatientsLeaveMemory(panel) -> None:
    """Else a day's reading would fill it: two CTs a patient."""

    def watch(node) -> vtk.vtkWeakReference:
        watched = vtk.vtkWeakReference()
        watched.Set(node)
        return watched

    for leaves in (False, True):
        loadSample(panel)
        panel.contours.widget.collapsed = False
        finish(panel)
        node, watched = panel.session.node, {}
        for phase in PHASES:
            volume = getattr(node, f"{phase}Volume")
            volume.AddDefaultStorageNode()
            watched[f"{phase} volume"], watched[f"{phase} voxels"] = watch(volume), watch(volume.GetImageData())
            watched[f"{phase} storage"] = watch(volume.GetStorageNode())
            watched[f"{phase} contour"] = watch(getattr(node, f"{phase}Segmentation"))
        del volume, node
        if leaves:
            slicer.util.selectModule("Data")
            finish(panel)
        slicer.mrmlScene.Clear()
        finish(panel)
        openModule()
        loadSample(panel)  # Slicer's own views keep what they showed until they show another
        gc.collect()
        kept = [name for name, reference in watched.items() if reference.Get() is not None]
        assert not kept, (leaves, kept)


def nextPatientBearsNoFormerId(panel, folder) -> None:
    ui = panel.takeAway.ui
    loadSample(panel)
    first = ui.caseId.text
    ui.caseId.text = "of the last patient"
    panel.takeAway.saveFeatures(str(folder / "features.csv"))
    finish(panel)
    assert "features.csv" in ui.saved.text.replace("\u200b", "")
    slicer.mrmlScene.Clear()
    finish(panel)
    loadSample(panel)
    assert ui.caseId.text == first
    assert not ui.saved.text


def panelFollowsItsContentsAlsoAfterAnotherModule(panel) -> None:
    """Slicer's own module panel would keep the height of a result that is gone: what is left lies above the screen."""
    heights = []
    for _round in range(2):
        loadSample(panel)
        predict(panel)
        filled = scrollArea(panel).widget().height
        slicer.mrmlScene.Clear()
        finish(panel)
        spin(0.5)
        heights.append((filled, scrollArea(panel).widget().height))
        slicer.util.selectModule("Data")
        slicer.util.selectModule("PCRPredictor")
        finish(panel)
    assert heights[0] == heights[1], heights
    assert heights[0][0] > 1.5 * heights[0][1], heights


def reloadLeavesALivePanel() -> None:
    former = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "PCRPredictorLib"}
    widget = slicer.modules.PCRPredictorWidget
    loadSample(widget.panel)
    shown, _editor = slicer.app.layoutManager().layout, widget.panel.contours.editor
    widget.onReload()
    spin(0.3)
    new = slicer.modules.PCRPredictorWidget
    assert new is not widget
    assert {"PCRPredictorLib.desktop.module_panel", "PCRPredictorLib.desktop.views.layouts"} <= former.keys()
    kept = [name for name, module in former.items() if sys.modules.get(name) is module]
    assert kept == [], "the library was not reloaded"
    assert type(new.panel).__module__ == "PCRPredictorLib.desktop.module_panel"
    assert type(new.panel) is not former["PCRPredictorLib.desktop.module_panel"].ModulePanel
    panel = new.panel
    finish(panel)
    assert panel.session.node is not None
    assert panel.inputs.ui.arterialVolume.currentNode() is panel.session.node.arterialVolume is not None
    assert panel.result.ui.predictButton.visible
    panel.contours.widget.collapsed = False
    panel.contours.editor.setActiveEffectByName("Paint")
    finish(panel)
    assert panel.contours.editor.activeEffect().name == "Paint"
    assert left()["editors"] == 1, "one brush, not two"
    assert slicer.app.layoutManager().layout == shown
    slicer.util.selectModule("Data")
    assert slicer.app.layoutManager().layout != shown, "the user's own layout, also of a panel that was reloaded"
    slicer.util.selectModule("PCRPredictor")
    assert slicer.app.layoutManager().layout == shown
    predict(panel)
    new.onReloadAndTest()
    panel = slicer.modules.PCRPredictorWidget.panel
    finish(panel)
    loadSample(panel)
    predict(panel)


def left() -> dict:
    """How many panels, presenters and editors there are once Qt and Python have cleaned up, and widgets in all."""
    qt.QCoreApplication.sendPostedEvents(None, qt.QEvent.DeferredDelete)
    gc.collect()
    kept = [type(each).__name__ for each in gc.get_objects() if str(type(each)).startswith("<class 'PCRPredictorLib")]
    widgets = slicer.app.allWidgets()
    editors = [each.parent() for each in widgets if each.className() == "qMRMLSegmentEditorWidget"]
    names = ("ModulePanel", "PredictionPresenter", "SceneWatcher", "RightPicture", "SceneSaving", "LookWatcher")
    return {name: kept.count(name) for name in names} | {
        "editors": [parent.objectName for parent in editors].count("editorFrame"),
        "widgets": len(widgets),
    }


def reloadsLeaveNothingBehind() -> None:
    """Slicer only hides what a reloaded module showed."""
    counts = []
    log = slicer.app.errorLogModel()
    before = log.logEntryCount()
    for _round in range(4):
        slicer.modules.PCRPredictorWidget.onReload()
        panel = slicer.modules.PCRPredictorWidget.panel
        finish(panel)
        panel.contours.widget.collapsed = False
        panel.contours.editor.setActiveEffectByName("Threshold")
        finish(panel)
        del panel
        counts.append(left())
    print("left after reloads:", counts[-1], flush=True)
    ofSlicer = counts[1].pop("widgets") - counts[0].pop("widgets")
    assert ofSlicer < 20, "more than what Slicer itself keeps: its Reload & Test section"
    for count in counts[1:]:
        count.pop("widgets", None)
        assert count == counts[0], counts
    assert counts[0]["ModulePanel"] == counts[0]["PredictionPresenter"] == 1, counts
    said = [log.logEntryDescription(row) for row in range(before, log.logEntryCount())]
    assert not [text for text in said if "Traceback" in text or "Error" in text], said


run(main)
