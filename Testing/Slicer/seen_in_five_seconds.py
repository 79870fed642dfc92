"""What has to be seen at once, in a window of 1280 x 800: call and warnings, the lesion, its size, titles, buttons."""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import qt
import slicer
from driving import (
    WINDOW,
    finish,
    loadSample,
    needsNoMoreThan300,
    openModule,
    predict,
    run,
    scrollArea,
    show,
    spin,
    waitUntil,
    widen,
)
from PCRPredictorLib.desktop.views.contour_style import PHASE_COLORS, contourColor
from PCRPredictorLib.desktop.views.layouts import TWO_UP, VIEWS
from PCRPredictorLib.mrml import segmentation_node_from_mask, volume_node_from_image
from PCRPredictorLib.presenter.patient.sample import sample_patient

PHASES = ("arterial", "portal")


def main() -> None:
    panel = openModule()
    modelsGoByTitlesAndOneIsChosen(panel)
    ownVolumesOpenInTheMiddleOfTheBody(panel)
    contoursDrawnOnThemAreProposedAndShown(panel)
    noSentenceOrNameWidensTheWindow(panel)
    slicer.mrmlScene.Clear()
    finish(panel)
    volumesWithoutACommonPlaceAreSeen(panel)
    slicer.mrmlScene.Clear()
    finish(panel)
    loadSample(panel)
    viewsAreNamedAndOpenAtTheLesion()
    headlineAndWarningsAreSeenAfterPredict(panel)
    sizesAndScoreAreSeenWhileContouring(panel)
    phasesOfDifferentSizeAreHinted(panel)
    goToLesionCentersBothViews(panel)
    mapAndStabilityAnswer(panel)
    tableHasUnits(panel)
    messagesSpeakOfButtons(panel)
    panelCanBeNarrow(panel)
    looksFollowStyleAndFont(panel)
    print("all steps passed", flush=True)


def modelsGoByTitlesAndOneIsChosen(panel) -> None:
    chooser = panel.model.ui.modelChooser
    assert chooser.currentText == "Wen 2024, SMOTE radiomics", chooser.currentText
    calibrations = panel.model.ui.calibrationChooser
    offered = [calibrations.itemText(row) for row in range(calibrations.count)]
    assert offered == ["None", "200 simulated patients, 50 with pCR"], offered
    assert calibrations.currentText == "None", "no simulated calibration may be chosen unasked"
    assert panel.takeAway.widget.text == "Save and export"


def ownVolumesOpenInTheMiddleOfTheBody(panel) -> None:
    """Volumes of a scanner far from the world's origin, chosen by their names alone."""
    patient = sample_patient()
    for phase in PHASES:
        node = volume_node_from_image(slicer.mrmlScene, getattr(patient, phase), f"7: CT {phase}")
        node.SetOrigin(*(place + shift for place, shift in zip(node.GetOrigin(), (40.0, -250.0, 900.0), strict=True)))
        node.GetDisplayNode().SetAutoWindowLevel(True)
    finish(panel)
    assert slicer.app.layoutManager().layout == TWO_UP, "both phases are chosen, so both are shown"
    bounds = [0.0] * 6
    panel.session.node.arterialVolume.GetRASBounds(bounds)
    middle = (bounds[4] + bounds[5]) / 2
    assert [round(offset - middle, 6) for offset in offsets()] == [0, 0], (offsets(), middle)
    assert sameView()
    for phase in PHASES:
        display = getattr(panel.session.node, f"{phase}Volume").GetDisplayNode()
        assert (display.GetWindow(), display.GetLevel()) == (350, 60), (display.GetWindow(), display.GetLevel())
    panel.session.node.portalVolume.GetDisplayNode().SetWindowLevel(1500, -600)
    panel.presenter.scene_changed()
    finish(panel)
    assert panel.session.node.portalVolume.GetDisplayNode().GetWindow() == 1500, "the window is the user's now"


def volumesWithoutACommonPlaceAreSeen(panel) -> None:
    """Two frames of reference: the first phase is seen. A picture in colors is offered and guessed as none."""
    slicer.mrmlScene.AddNewNodeByClass("vtkMRMLVectorVolumeNode", "8: arterial, in colors")
    for phase, away in zip(PHASES, (0.0, 2000.0), strict=True):
        node = volume_node_from_image(slicer.mrmlScene, getattr(sample_patient(), phase), f"7: CT {phase}")
        x, y, z = node.GetOrigin()
        node.SetOrigin(x, y, z + away)
    finish(panel)
    arterial = panel.session.node.arterialVolume
    assert arterial.GetName() == "7: CT arterial"
    assert panel.inputs.ui.arterialVolume.nodeCount() == len(PHASES)
    bounds = [0.0] * 6
    arterial.GetRASBounds(bounds)
    assert [bounds[4] < offset < bounds[5] for offset in offsets()] == [True, True], (offsets(), bounds)


def contoursDrawnOnThemAreProposedAndShown(panel) -> None:
    patient, node = sample_patient(), panel.session.node
    shift = np.array([-40.0, 250.0, 900.0])  # the same in LPS
    for phase in PHASES:
        mask = getattr(patient, f"{phase}_mask")
        volume = getattr(node, f"{phase}Volume")
        segmentation_node_from_mask(slicer.mrmlScene, moved(mask, shift), f"drawn on {phase}", "tumor", volume)
    finish(panel)
    assert node.arterialSegmentation.GetName() == "drawn on arterial"
    assert node.portalSegmentation.GetName() == "drawn on portal"
    assert panel.inputs.ui.arterialConfirm.visible
    assert "drawn on this volume" in panel.inputs.ui.arterialGuess.text
    needsNoMoreThan300(panel)
    assert abs(offsets()[0] - panel.lesion.place[2]) < 1e-6, "the first contour is gone to"
    assert offsets()[0] == offsets()[1]
    panel.inputs.ui.arterialConfirm.click()
    finish(panel)
    assert not panel.inputs.ui.arterialConfirm.visible


def noSentenceOrNameWidensTheWindow(panel) -> None:
    """What real cases bring: questions in whole sentences, and names without a space."""
    window, dock = slicer.util.mainWindow(), slicer.util.findChild(slicer.util.mainWindow(), "PanelDockWidget")
    assert (window.width, dock.width <= 360) == (WINDOW[0], True), (window.width, dock.width)
    panel.session.node.portalSegmentation.SetName("1.3.6.1.4.1.14519.5.2.1.1706.8374.643249677828306008300337414785")
    panel.presenter.inputs.choose_volume("arterial", panel.session.node.portalVolume.GetID())
    panel.presenter.inputs.choose_volume("portal", panel.session.node.portalVolume.GetID())
    panel.session.node.portalSegmentation.GetSegmentation().GetNthSegment(0).SetName("z" * 90)
    finish(panel)
    assert (window.width, dock.width <= 360) == (WINDOW[0], True), (window.width, dock.width)


def moved(mask, shift):
    from dataclasses import replace

    origin = tuple(float(place) for place in np.array(mask.geometry.origin) + shift)
    return replace(mask, geometry=replace(mask.geometry, origin=origin))


def offsets() -> list[float]:
    return [slicer.app.layoutManager().sliceWidget(VIEWS[phase]).sliceLogic().GetSliceOffset() for phase in PHASES]


def sameView() -> bool:
    """Whether both views show one place at one size."""
    one, other = (slicer.app.layoutManager().sliceWidget(VIEWS[phase]).mrmlSliceNode() for phase in PHASES)
    places = [slicer.util.arrayFromVTKMatrix(node.GetSliceToRAS()) for node in (one, other)]
    widths = [node.GetFieldOfView()[0] for node in (one, other)]
    same = np.allclose(*places) and np.isclose(*widths, rtol=0.01)  # one view may be a pixel wider
    if not same:
        print("views differ:", *places, widths, flush=True)
    return same


def viewsAreNamedAndOpenAtTheLesion() -> None:
    panel = slicer.modules.PCRPredictorWidget.panel
    for phase in PHASES:
        widget = slicer.app.layoutManager().sliceWidget(VIEWS[phase])
        assert widget.mrmlSliceNode().GetLayoutLabel() == phase.capitalize()
        color = qt.QColor.fromRgbF(*widget.mrmlSliceNode().GetLayoutColor()).name()
        assert color.lower() == PHASE_COLORS[phase].lower()
        segmentation = getattr(panel.session.node, f"{phase}Segmentation")
        assert np.allclose(segmentation.GetSegmentation().GetNthSegment(0).GetColor(), contourColor(phase))
        assert coveredAt(segmentation, getattr(panel.session.node, f"{phase}Segment"), offsets()[0]), phase
    assert offsets()[0] == offsets()[1]
    assert sameView()


def coveredAt(segmentation, segmentId: str, superior: float) -> bool:
    bounds = [0.0] * 6
    segmentation.GetSegmentation().GetSegment(segmentId).GetBounds(bounds)
    return bounds[4] <= superior <= bounds[5]


def headlineAndWarningsAreSeenAfterPredict(panel) -> None:
    panel.inputs.ui.sampleButton.setFocus()
    panel.result.ui.predictButton.setFocus()  # disabled while it computes, so the focus moves on, and the panel with it
    predict(panel)
    assertSeen(panel.result.ui, ("predictButton", "lead", "number", "notes", "uncertainty", "warnings"))


def assertSeen(ui, names) -> None:
    """Within five seconds: the panel scrolls once texts and pictures have their places."""
    end = time.monotonic() + 5.0
    while (hidden := [name for name in names if not isSeenWhole(getattr(ui, name))]) and time.monotonic() < end:
        spin(0.1)
    assert not hidden, f"{hidden} are not seen after five seconds"


def isSeenWhole(widget) -> bool:
    """Whether a widget lies inside what is seen of the module, not scrolled away."""
    area = widget.parent()
    while not area.inherits("QScrollArea"):
        area = area.parent()
    top = widget.mapTo(area, qt.QPoint(0, 0)).y()
    return bool(widget.visible) and top >= 0 and top + widget.height <= area.viewport().height


def sizesAndScoreAreSeenWhileContouring(panel) -> None:
    panel.contours.widget.collapsed = False
    finish(panel)
    panel.contours.editor.setActiveEffectByName("Erase")
    show(panel, panel.contours.editor)
    show(panel, panel.lesion.widget)
    ui = panel.lesion.ui
    assertSeen(ui, ("arterialSize", "portalSize", "score", "scoreNotes", "liveCheck"))
    assert ui.score.text == panel.presenter.result.answer.headline
    assert "Research use only" in ui.scoreNotes.text
    assert ui.arterialSize.text.endswith(" mm")
    node = panel.session.node
    voxels = slicer.util.arrayFromSegmentBinaryLabelmap(
        node.arterialSegmentation, node.arterialSegment, node.arterialVolume
    )
    milliliters = np.count_nonzero(voxels) * np.prod(node.arterialVolume.GetSpacing()) / 1000
    assert abs(float(ui.arterialSize.text.split()[0]) - milliliters) < 0.05
    panel.contours.editor.setActiveEffect(None)


def phasesOfDifferentSizeAreHinted(panel) -> None:
    """Half of a contour taken away: hint, live score beside the editor, panel not scrolled away from it."""
    ui, node = panel.lesion.ui, panel.session.node
    assert not ui.differing.visible
    ui.liveCheck.click()
    finish(panel)
    assert panel.result.ui.liveCheck.checked
    before, place = ui.score.text, scrolled(panel)
    volume, segmentation, segmentId = node.portalVolume, node.portalSegmentation, node.portalSegment
    voxels = slicer.util.arrayFromSegmentBinaryLabelmap(segmentation, segmentId, volume).copy()
    cut = voxels.copy()
    cut[:, :, : int(np.argwhere(voxels)[:, 2].mean())] = 0
    slicer.util.updateSegmentBinaryLabelmapFromArray(cut, segmentation, segmentId, volume)
    finish(panel)
    assert ui.differing.visible
    assert "portal venous phase" in ui.differing.text
    assert ui.score.text != before
    assert scrolled(panel) == place, "a live score leaves the panel where it is"
    slicer.util.updateSegmentBinaryLabelmapFromArray(voxels, segmentation, segmentId, volume)
    finish(panel)
    assert not ui.differing.visible
    assert ui.score.text == before
    ui.liveCheck.click()
    finish(panel)


def scrolled(panel) -> int:
    return scrollArea(panel).verticalScrollBar().value


def goToLesionCentersBothViews(panel) -> None:
    for phase in PHASES:
        slicer.app.layoutManager().sliceWidget(VIEWS[phase]).sliceLogic().SetSliceOffset(-30.0)
    panel.lesion.ui.portalGoTo.click()
    spin(0.3)
    assert offsets()[0] == offsets()[1] != -30.0
    assert coveredAt(panel.session.node.portalSegmentation, panel.session.node.portalSegment, offsets()[1])
    width = slicer.app.layoutManager().sliceWidget(VIEWS["portal"]).mrmlSliceNode().GetFieldOfView()[0]
    assert 80.0 <= width < 200.0


def mapAndStabilityAnswer(panel) -> None:
    predict(panel)
    panel.contours.widget.collapsed = True
    panel.result.ui.mapButton.click()
    finish(panel)
    for phase in PHASES:
        composite = slicer.app.layoutManager().sliceWidget(VIEWS[phase]).mrmlSliceCompositeNode()
        foreground = slicer.mrmlScene.GetNodeByID(composite.GetForegroundVolumeID())
        assert foreground is not None, phase
        assert not foreground.GetDisplayNode().GetInterpolate(), "between two parts lies no value"
    assert "Blue parts raise the score" in panel.result.ui.mapWords.text
    slicer.mrmlScene.RemoveNode(foreground)
    finish(panel)
    assert not panel.result.ui.mapButton.checked, "half a map is none"
    assert not panel.result.ui.mapWords.visible
    panel.result.ui.mapButton.click()
    finish(panel)
    assert all(slicer.mrmlScene.GetNodeByID(each) for each in panel.result.overlayIds())
    assert len(panel.result.overlayIds()) == len(PHASES)
    panel.result.ui.stabilityButton.click()
    finish(panel)
    assert "contours drawn a little differently" in panel.result.ui.spread.text
    if panel.result.ui.mapButton.checked:
        panel.result.ui.mapButton.click()
    finish(panel)
    composite = slicer.app.layoutManager().sliceWidget(VIEWS["arterial"]).mrmlSliceCompositeNode()
    assert not composite.GetForegroundVolumeID(), (composite.GetForegroundVolumeID(), panel.result.ui.mapButton.checked)


def tableHasUnits(panel) -> None:
    table = panel.session.node.contributions
    titles = [table.GetColumnName(column) for column in range(table.GetNumberOfColumns())]
    assert titles[:2] == ["Feature", "Contribution (log odds)"], titles
    assert "Standardized (SD)" in titles


def messagesSpeakOfButtons(panel) -> None:
    folder = Path(tempfile.mkdtemp(prefix="pcr-"))
    former = folder / "former.json"
    former.write_text('{"format": "pcr-predictor-calibration", "format_version": 1}')
    panel.presenter.choose_calibration(str(former))
    finish(panel)
    said = panel.result.ui.messages.text
    assert "Make a calibration..." in said, said
    assert "pcr-predictor calibrate" not in said


def looksFollowStyleAndFont(panel) -> None:
    ui = panel.result.ui
    before, former = ui.number.sizeHint.height(), qt.QApplication.font()
    larger = qt.QFont(former)
    larger.setPointSizeF(1.5 * former.pointSizeF())
    qt.QApplication.setFont(larger)
    waitUntil(lambda: ui.number.sizeHint.height() > 1.2 * before, "the number grows with the font")
    waitUntil(lambda: ui.number.height >= ui.number.sizeHint.height(), "it is not cut off")
    qt.QApplication.setFont(former)
    dark = qt.QStyleFactory.create("Dark Slicer")
    qt.QApplication.setStyle(dark)
    qt.QApplication.setPalette(dark.standardPalette())
    waitUntil(lambda: corner(ui.chart).lightness() < 60, "the chart is dark where all is dark")
    finish(panel)
    text, ground = (ui.lead.palette.color(role).lightness() for role in (qt.QPalette.WindowText, qt.QPalette.Window))
    assert text - ground > 120, "light text on dark ground"
    for label in (ui.lead, ui.number):
        assert brightest(label) > 150, f"{label.text} is drawn dark on dark"
    assert corner(ui.scale).lightness() < 60
    light = qt.QStyleFactory.create("Light Slicer")
    qt.QApplication.setStyle(light)
    qt.QApplication.setPalette(light.standardPalette())
    waitUntil(lambda: corner(ui.chart).lightness() == 255, "the chart is light again")


def corner(label) -> qt.QColor:
    """The color that the picture of a label has in its corner, where nothing is drawn."""
    return qt.QColor(label.pixmap.toImage().pixel(1, 1))


def brightest(label) -> int:
    """Lightness of the brightest pixel that a label draws, whatever its palette says."""
    image = label.grab().toImage()
    return max(qt.QColor(image.pixel(x, y)).lightness() for x in range(image.width()) for y in range(image.height()))


def panelCanBeNarrow(panel) -> None:
    """Also with all that can be saved, and with the sentence of a copy that awaits the user's word."""
    panel.takeAway.widget.collapsed = False
    panel.takeAway.ui.dicomButton.visible = True  # as it is with an open database
    needsNoMoreThan300(panel)
    panel.takeAway.widget.collapsed = True
    panel.contours.widget.collapsed = False
    finish(panel)
    needsNoMoreThan300(panel)
    panel.presenter.propose_copy("arterial")
    finish(panel)
    assert panel.contours.ui.proposalText.visible, panel.presenter.messages.shown
    needsNoMoreThan300(panel)
    panel.contours.ui.undoButton.click()
    panel.contours.widget.collapsed = True
    finish(panel)
    needsNoMoreThan300(panel)
    dock = slicer.util.findChild(slicer.util.mainWindow(), "PanelDockWidget")
    widen(600)
    assert panel.result.ui.chart.pixmap.width() > 500, "the chart follows the panel's width"
    widen(300)
    assert dock.width <= 300, dock.width
    assert panel.result.ui.chart.pixmap.width() <= dock.width, "the chart follows the panel's width"


run(main)
