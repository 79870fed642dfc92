"""The cohort page in the real widget: compute, cancel, resume, see failures, train; and its picture.

Training needs scikit-learn, imbalanced-learn and matplotlib in Slicer's Python; without them the script checks the
question and stops there, saying so.
"""

import csv
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import qt
import slicer
from driving import loadSample, openModule, picture, run, show, spin, waitUntil, widen

IMAGES = Path(__file__).resolve().parents[2] / "Docs" / "images"


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="pcr-cohort-"))
    panel = openModule()
    page = panel.cohort
    assert panel.pages.currentIndex == 0, "a single patient comes first"
    panel.pages.setCurrentIndex(1)
    spin(0.5)
    assert not page.table.ui.measureButton.enabled
    assert page.table.ui.reason.text == "Choose a manifest, or make one from the scene."
    sceneBecomesACohort(panel, folder / "from-scene")
    manifest = simulatedManifest(folder)
    cancelledRunIsResumed(page, manifest)
    modelIsTrained(panel, trainingTable(folder / "training.csv"))
    panel.showTwoUp()
    failures = page.table.ui.failures
    print("table", failures.horizontalHeader().length(), failures.viewport().width, flush=True)
    assert failures.horizontalHeader().length() <= failures.viewport().width, "no column is cut"
    widen(470)
    show(panel, page.table.ui.manifestPath)
    picture(IMAGES / "slicer-cohort.png")
    slicerStaysUsable(page, manifest)
    print("all steps passed", flush=True)


def simulatedManifest(folder: Path) -> Path:
    """Eight simulated patients, one of whose masks is lost and one of whose images is cut short."""
    from PCRPredictorLib.simulation import write_cohort

    manifest = write_cohort(folder / "images", 8, 3, 1.0)
    (folder / "images" / "SIM0003" / "portal_mask.nrrd").unlink()
    image = folder / "images" / "SIM0006" / "arterial.nrrd"
    image.write_bytes(image.read_bytes()[:100_000])
    return manifest


def sceneBecomesACohort(panel, folder: Path) -> None:
    """The sample patient, reviewed in the dialog; its features must be those of the patient page."""
    from PCRPredictorLib.desktop.cohort.scene_cohort_dialog import SceneCohortDialog

    panel.pages.setCurrentIndex(0)
    loadSample(panel)
    arterial, portal = [
        (getattr(node, f"{phase}Volume"), getattr(node, f"{phase}Segmentation"), getattr(node, f"{phase}Segment"))
        for node in [panel.session.node]
        for phase in ("arterial", "portal")
    ]
    direct = slicer.util.getModuleLogic("PCRPredictor").extractFeatures(arterial, portal)
    panel.pages.setCurrentIndex(1)
    dialog = SceneCohortDialog(panel.cohort.table.widget)
    ui = dialog.ui
    accept = ui.buttons.button(ui.buttons.Ok).click
    assert ui.cases.rowCount == 1
    accept()
    assert ui.problem.text == "Tick the cases that you have checked."
    ui.cases.item(0, 0).setCheckState(qt.Qt.Checked)
    ui.cases.item(0, 0).setText("first")
    ui.folderPath.currentPath = str(folder)
    dialog.widget.show()
    spin(0.5)
    dialog.widget.grab().save(str(folder.parent / "dialog.png"))
    accept()
    assert not ui.problem.text, ui.problem.text
    page = panel.cohort
    page.table.ui.manifestPath.currentPath = str(folder / "manifest.csv")
    spin(0.2)
    page.table.ui.measureButton.click()
    finish(page)
    with (folder / "cohort" / "features.csv").open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["case_id"], row["simulated"]) == ("first", "true")
    for index in range(direct.GetNumberOfRows()):
        name = direct.GetCellText(index, 0)
        for letter, column in (("A", 1), ("P", 2)):
            value = direct.GetTable().GetColumn(column).GetValue(index)
            assert float(row[f"{letter}_{name}"]) == value, name
    print("features of the exported case are those of the scene", flush=True)
    page.training.choose_table("")
    spin(0.2)


def cancelledRunIsResumed(page, manifest: Path) -> None:
    ui = page.table.ui
    ui.manifestPath.currentPath = str(manifest)
    spin(0.2)
    assert ui.outputPath.currentPath == str(manifest.parent / "cohort")
    ui.measureButton.click()
    waitUntil(lambda: page.run.job.step is not None and page.run.job.step.done >= 3)
    spin(0.2)
    assert ui.progress.visible
    assert "of 16" in ui.progress.text, ui.progress.text
    ui.cancelButton.click()
    finish(page)
    print(ui.messages.text, flush=True)
    assert ui.messages.text.startswith("Cancelled.")
    assert not (manifest.parent / "cohort" / "features.csv").exists()
    kept = len(list((manifest.parent / "cohort" / "units").glob("*.result")))
    assert 3 <= kept < 14
    assert "earlier run" in ui.hint.text
    ui.measureButton.click()
    finish(page)
    print(ui.messages.text, flush=True)
    assert ui.messages.text.startswith("6 of 8 cases are in")
    assert f"Phases kept from an earlier run: {kept}." in ui.messages.text
    assert ui.failures.rowCount == 2
    assert [ui.failures.item(row, 0).text() for row in range(2)] == ["SIM0003", "SIM0006"]
    assert all(ui.failures.item(row, 3).text() for row in range(2))
    with (manifest.parent / "cohort" / "features.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["case_id"] for row in rows] == [f"SIM000{number}" for number in (1, 2, 4, 5, 7, 8)]
    assert opened(ui.reportButton) == [str(manifest.parent / "cohort" / "cohort-report.html")]
    assert page.trainer.ui.tablePath.currentPath == str(manifest.parent / "cohort" / "features.csv")


def trainingTable(path: Path) -> Path:
    """Eighty simulated rows with a signal in one feature of thirty."""
    numbers = np.random.default_rng(5)
    outcome = np.arange(80) % 4 == 0
    values = numbers.normal(size=(80, 30))
    values[:, 3] += 2.0 * outcome
    header = ["case_id", *(f"A_f{column}" for column in range(30)), "response", "simulated"]
    rows = [[f"S{row}", *values[row], "CR" if outcome[row] else "PR", "true"] for row in range(80)]
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


def modelIsTrained(panel, table: Path) -> None:
    from PCRPredictorLib.presenter.cohort.model_training import missing_packages

    page, ui = panel.cohort, panel.cohort.trainer.ui
    ui.tablePath.currentPath = str(table)
    spin(0.2)
    assert ui.reason.text == "Choose the column of outcomes."
    choose(ui.outcomeColumn, "response")
    assert ui.positiveValue.visible
    assert ui.reason.text == "Choose the outcome that means a response."
    choose(ui.positiveValue, "CR")
    ui.outputPath.currentPath = str(table.parent / "model")
    spin(0.2)
    missing, confirm = missing_packages(), slicer.util.confirmYesNoDisplay
    if missing:
        asked = []
        slicer.util.confirmYesNoDisplay = lambda text, **_: asked.append(text)
        ui.trainButton.click()
        slicer.util.confirmYesNoDisplay = confirm
        spin(0.2)
        assert len(asked) == 1, "one question for all"
        assert all(package in asked[0] for package in missing)
        assert ui.messages.text.startswith("Training needs ")
        print(f"Not trained: {', '.join(missing)} missing.", flush=True)
        return
    offered = panel.presenter.model.offered
    ui.trainButton.click()
    waitUntil(lambda: page.training.job.step is not None)
    ui.cancelButton.click()
    finish(page)
    assert ui.messages.text == "Cancelled; nothing was written."
    assert not (table.parent / "model").exists()
    ui.trainButton.click()
    finish(page, 600.0)
    print(ui.messages.text, flush=True)
    assert ui.messages.text.startswith("Nested AUC 0.")
    assert ui.messages.text.endswith("Simulated data.")
    assert opened(ui.reportButton) == [str(table.parent / "model" / "report.html")]
    models = tuple(str(table.parent / "model" / name) for name in ("model.json", "model_plain.json"))
    assert panel.presenter.model.offered == (*offered, *models)
    panel.presenter.choose_model(models[0])
    spin(0.3)
    chooser = panel.model.ui.modelChooser
    assert chooser.itemData(chooser.currentIndex) == models[0]
    assert panel.presenter.model.model.simulated


def slicerStaysUsable(page, manifest: Path) -> None:
    """Closing the module in the middle of a run ends its process and those below it."""
    page.run.choose_output(str(manifest.parent / "again"))
    page.run.start()
    waitUntil(lambda: page.run.job.step is not None)
    process = page._processes[0]._process
    page.cleanup()
    assert process.state() == qt.QProcess.NotRunning


def choose(chooser, text: str) -> None:
    row = chooser.findData(text)
    assert row > 0, text
    chooser.setCurrentIndex(row)
    chooser.activated(row)
    spin(0.2)


def opened(button) -> list[str]:
    """Files that a click of the button opens."""
    import PCRPredictorLib.desktop.cohort.feature_table_panel as table_panel
    import PCRPredictorLib.desktop.cohort.training_panel as training_panel

    paths: list[str] = []
    real = table_panel.openFile
    table_panel.openFile = training_panel.openFile = paths.append
    assert button.visible
    button.click()
    table_panel.openFile = training_panel.openFile = real
    return paths


def finish(page, limit: float = 300.0) -> None:
    spin(0.05)
    waitUntil(lambda: page.isSettled, limit=limit)
    spin(0.2)


run(main)
