"""A DICOM SEG and an RTSTRUCT opened for the chosen volumes, a prediction of them, and its report.

The folder of a simulated patient (``pcr-predictor simulate --dicom``) is named by PCR_DICOM_CASE.
"""

import os
import sys
import tempfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

sys.path.insert(0, str(Path(__file__).parent))

import slicer
from driving import finish, openModule, predict, run, show, spin


def main() -> None:
    case = Path(os.environ["PCR_DICOM_CASE"])
    slicer.util.confirmYesNoDisplay = lambda *_, **__: False  # packages that are missing stay missing
    panel = openModule()
    from PCRPredictorLib.formats import read_image
    from PCRPredictorLib.mrml import volume_node_from_image

    for phase in ("arterial", "portal"):
        node = volume_node_from_image(slicer.mrmlScene, read_image(case / phase), phase)
        panel.presenter.inputs.choose_volume(phase, node.GetID())
    finish(panel)
    ui = panel.inputs.ui
    assert ui.arterialOpen.enabled
    panel.inputs.openContours("arterial", str(case / "nothing.dcm"))
    finish(panel)
    assert "nothing.dcm" in panel.presenter.messages.shown[0].text
    panel.inputs.openContours("arterial", str(case / "arterial_seg.dcm"))
    finish(panel)
    panel.inputs.openContours("portal", str(case / "portal_rtstruct.dcm"))
    finish(panel)
    for phase in ("arterial", "portal"):
        choice = panel.presenter.inputs.of(phase)
        assert choice.segment, choice
        assert getattr(panel.session.node, f"{phase}Segmentation").GetID() == choice.segmentation
    for phase in ("arterial", "portal"):
        panel.presenter.inputs.confirm(phase)
    from PCRPredictorLib.presenter.patient.model_choice import SAMPLE_CALIBRATION, SAMPLE_MODEL

    panel.presenter.choose_model(SAMPLE_MODEL)
    panel.presenter.choose_calibration(SAMPLE_CALIBRATION)
    finish(panel)
    show(panel, panel.inputs.widget)
    spin(1.0)
    picture = os.environ.get("PCR_PICTURE")
    if picture:
        slicer.util.mainWindow().grab().save(picture)
    predict(panel)
    print("probability", panel.presenter.result.probability, flush=True)
    folder = Path(tempfile.mkdtemp(prefix="pcr-"))
    panel.takeAway.widget.collapsed = False
    assert panel.takeAway.ui.pdfButton.enabled
    panel.takeAway.saveReport(str(folder / "report.pdf"))
    finish(panel)
    said = [message.text for message in panel.presenter.messages.shown]
    print("pdf:", (folder / "report.pdf").is_file(), said, flush=True)
    assert (folder / "report.pdf").is_file() or any("weasyprint" in text for text in said)
    intoDatabase(panel, case)
    show(panel, panel.takeAway.widget)
    spin(0.5)
    if picture:
        slicer.util.mainWindow().grab().save(picture.replace(".png", "-2.png"))
    print("all steps passed", flush=True)


def intoDatabase(panel, case: Path) -> None:
    """The button is there with the database only; a stand-in takes the objects, or the missing package is named."""
    import pydicom

    button = panel.takeAway.ui.dicomButton
    if getattr(slicer, "dicomDatabase", None) is None:
        assert not button.visible
        files = {}
        database = SimpleNamespace(
            isOpen=True, fileForInstance=lambda uid: files.get(uid, ""), instanceValue=lambda uid, tag: ""
        )
        for phase in ("arterial", "portal"):
            node = slicer.mrmlScene.GetNodeByID(panel.presenter.inputs.of(phase).volume)
            found = {str(pydicom.dcmread(path).SOPInstanceUID): str(path) for path in (case / phase).iterdir()}
            node.SetAttribute("DICOM.instanceUIDs", " ".join(found))
            files.update(found)
        slicer.dicomDatabase = database

        def importDicom(folder, database=None, copyFiles=False):
            files.update({str(pydicom.dcmread(path).SOPInstanceUID): str(path) for path in Path(folder).glob("*.dcm")})
            return True

        sys.modules["DICOMLib"] = ModuleType("DICOMLib")
        sys.modules["DICOMLib"].DICOMUtils = SimpleNamespace(importDicom=importDicom)
        predict(panel)  # what the volumes know of their series has changed
    panel.takeAway.draw()
    panel.takeAway.widget.collapsed = False
    spin(0.2)
    assert button.enabled
    assert button.visible
    button.click()
    finish(panel)
    said = [message.text for message in panel.presenter.messages.shown]
    print("database:", panel.takeAway.ui.saved.text, said, flush=True)
    assert "DICOM objects added" in panel.takeAway.ui.saved.text or any("highdicom" in text for text in said)
    assert not list(Path(slicer.app.temporaryPath).glob("PCRPredictor-*"))


run(main)
