"""Reading one patient after another in one scene: what belongs to one never comes to bear the other's name."""

import csv
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import slicer
from driving import examination, finish, openModule, predict, run
from PCRPredictorLib.presenter.patient.state import PHASES


def main() -> None:
    panel = openModule()
    panel.contours.widget.collapsed = False
    patients = {name: patientInDatabase(name) for name in ("Before", "After")}
    finish(panel)
    assert panel.presenter.choose_calibration("simulated-wen2024-smote-radiomics")
    panel.result.ui.liveCheck.checked = False
    resultsLieBesideTheirPatient(panel, patients)
    featuresBearTheNameTheyWereAskedUnder(panel, patients)
    paintingOnTheFormerPatientIsSaid(panel)
    print("all steps passed", flush=True)


def patientInDatabase(name) -> dict:
    """An examination in a patient and a study of the subject hierarchy, as those from DICOM lie."""
    hierarchy = slicer.mrmlScene.GetSubjectHierarchyNode()
    patient = hierarchy.CreateSubjectItem(hierarchy.GetSceneItemID(), name)
    study = hierarchy.CreateStudyItem(patient, "Abdomen")
    nodes = examination(name)
    for phase in PHASES:
        for node in nodes[phase]:
            hierarchy.SetItemParent(hierarchy.GetItemByDataNode(node), study)
    return nodes


def read(panel, nodes) -> None:
    for phase in PHASES:
        getattr(panel.inputs.ui, f"{phase}Volume").setCurrentNode(nodes[phase][0])
        finish(panel)


def patientOf(node) -> str:
    hierarchy = slicer.mrmlScene.GetSubjectHierarchyNode()
    return hierarchy.GetItemName(hierarchy.GetItemAncestorAtLevel(hierarchy.GetItemByDataNode(node), "Patient"))


def resultsLieBesideTheirPatient(panel, patients) -> None:
    hierarchy, node = slicer.mrmlScene.GetSubjectHierarchyNode(), panel.session.node
    for name in ("Before", "After", "Before"):
        former = node.contributions and patientOf(node.contributions)
        read(panel, patients[name])
        if former:
            panel.showTwoUp()
            finish(panel)
            assert panel.presenter.is_stale
            assert patientOf(node.contributions) == former, "what is shown is still that one's result"
        predict(panel)
        assert patientOf(node.contributions) == name
    folder = hierarchy.GetItemParent(hierarchy.GetItemByDataNode(node.contributions))
    assert hierarchy.GetItemName(hierarchy.GetItemParent(folder)) == "Abdomen"
    assert not hierarchy.GetItemChildWithName(
        hierarchy.GetItemParent(hierarchy.GetItemByDataNode(patients["After"]["arterial"][0])),
        hierarchy.GetItemName(folder),
    ), "no empty folder stays behind"
    hierarchy.SetItemParent(hierarchy.GetItemByDataNode(node.contributions), hierarchy.GetSceneItemID())
    elsewhere = hierarchy.CreateFolderItem(hierarchy.GetSceneItemID(), "the user's own")
    hierarchy.SetItemParent(hierarchy.GetItemByDataNode(node.contributions), elsewhere)
    read(panel, patients["After"])
    predict(panel)
    assert hierarchy.GetItemParent(hierarchy.GetItemByDataNode(node.contributions)) == elsewhere


def featuresBearTheNameTheyWereAskedUnder(panel, patients) -> None:
    """One who reads on while the features are computed has chosen and named the next case by the time they are done."""
    path = Path(tempfile.mkdtemp(prefix="pcr-")) / "features.csv"
    read(panel, patients["Before"])
    takeAway = panel.takeAway
    takeAway.ui.caseId.text = "before"
    takeAway.saveFeatures(str(path))
    assert panel.presenter.job.running
    takeAway.ui.caseId.text = "after"
    finish(panel)
    with path.open(newline="") as stream:
        (row,) = csv.reader(list(stream)[1:])
    assert "before" in row
    assert "after" not in row
    takeAway.featuresToTable()
    assert panel.presenter.job.running
    takeAway.ui.caseId.text = "someone else"
    read(panel, patients["Before"])
    table = slicer.util.getNode("after features")
    assert patientOf(table) == "Before"


def paintingOnTheFormerPatientIsSaid(panel) -> None:
    """The next patient has no contour yet: that of the one before stays chosen, and could be painted on unseen."""
    former = panel.session.node.arterialSegmentation
    following = examination("Next")
    for phase in PHASES:
        slicer.mrmlScene.RemoveNode(following[phase][1])
        getattr(panel.inputs.ui, f"{phase}Volume").setCurrentNode(following[phase][0])
    panel.contours.choosePhase("arterial")
    finish(panel)
    assert panel.session.node.arterialSegmentation is former
    assert panel.contours.ui.segmentHint.visible, "painting would change the patient before"
    assert panel.presenter.readiness.predict, "nor is it scored"
    panel.contours.ui.newContourButton.click()
    finish(panel)
    assert panel.session.node.arterialSegmentation is not former
    assert not panel.contours.ui.segmentHint.visible


run(main)
