"""Taking results away: prediction, report, all features."""

import shutil
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

import slicer
from slicer.i18n import tr as _

from ...errors import InputError
from ...mrml import features_table
from ...presenter.patient.dicom_export import export_dicom
from ...presenter.patient.export import CaseFeatures, export_features
from ...presenter.patient.prediction_presenter import PredictionPresenter
from ...presenter.patient.state import PHASES
from ..host.dicom_database import addToDatabase, isDatabaseOpen, slicesOf
from ..panel import Panel, askToSave, showText
from ..scene.result_folder import fileBesideStudy


class TakeAwayPanel(Panel):
    FORM = "PCRPredictorTakeAway"

    def __init__(self, presenter: PredictionPresenter) -> None:
        super().__init__(presenter)
        self._deliver: Callable[[CaseFeatures], str] | None = None
        self._said: str | None = None
        self._firstCaseId = self.ui.caseId.text
        self.ui.predictionButton.connect("clicked()", self._askPrediction)
        self.ui.reportButton.connect("clicked()", self._askReport)
        self.ui.pdfButton.connect("clicked()", self._askPdf)
        self.ui.dicomButton.connect("clicked()", self.saveToDatabase)
        self.ui.dicomButton.visible = isDatabaseOpen()
        self.ui.tableButton.connect("clicked()", self.featuresToTable)
        self.ui.csvButton.connect("clicked()", self._askFeatures)
        presenter.features_ready.connect(self._receive)

    def cleanup(self) -> None:
        self.presenter.features_ready.disconnect(self._receive)

    def beginAgain(self) -> None:
        """Nothing is said of the next scene's patient that was of the last one, and no file bears the last one's id."""
        self._deliver = self._said = None
        self.ui.caseId.text = self._firstCaseId

    def draw(self) -> None:
        ready = self.presenter.readiness
        self.ui.predictionButton.enabled = ready.export is None
        for button in (self.ui.reportButton, self.ui.pdfButton, self.ui.dicomButton):
            button.enabled = ready.report is None
        self.ui.dicomButton.visible = isDatabaseOpen()
        for button in (self.ui.tableButton, self.ui.csvButton):
            button.enabled = ready.extract is None
        running = self.presenter.job.running
        showText(self.ui.exportReason, None if running else ready.export or ready.report)
        showText(self.ui.featuresReason, None if running else ready.extract)
        showText(self.ui.saved, self._said)

    def savePrediction(self, path: str) -> None:
        if self.presenter.save_prediction(path):
            self._say(_("Prediction written to {path}.").format(path=path))

    def saveReport(self, path: str) -> None:
        """Write the report beside the user interface."""
        self.presenter.save_report(path, partial(self._say, _("Report written to {path}.").format(path=path)))

    def saveToDatabase(self) -> None:
        """Add contours and numbers to the study of the images in Slicer's DICOM database; they carry its names."""
        choices = self.presenter.choices
        try:
            slices = {phase: slicesOf(slicer.mrmlScene.GetNodeByID(choices.of(phase).volume)) for phase in PHASES}
        except InputError as error:
            self.presenter.messages.error(error)
            return
        folder = Path(slicer.app.temporaryPath) / f"PCRPredictor-{uuid.uuid4().hex}"
        self.presenter.save_report(folder, partial(self._import, folder), partial(export_dicom, slices))

    def _import(self, folder: Path) -> None:
        """Copy what was written into the database; nothing that names a patient stays behind."""
        try:
            self._say(
                _("{count} DICOM objects added to the study of the images. They carry the patient's name.").format(
                    count=addToDatabase(folder)
                )
            )
        except InputError as error:
            self.presenter.messages.error(error)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def featuresToTable(self) -> None:
        """Compute all features into a new table node."""
        # Of what is chosen now: the next case may be chosen and named while this one is computed.
        name = _("{case} features").format(case=self.ui.caseId.text.strip())
        volume = self.presenter.inputs.of("arterial").volume

        def toTable(case: CaseFeatures) -> str:
            phases = case.features
            table = features_table(slicer.mrmlScene, phases["arterial"], phases["portal"], name)
            table.SetAttribute("PCRPredictor.profile_hash", case.profile_hash)
            table.SetAttribute("PCRPredictor_simulated", "true" if case.simulated else "false")
            fileBesideStudy(table, slicer.mrmlScene.GetNodeByID(volume or ""))
            return _("{count} features of both phases are in the table node {name}.").format(
                count=2 * table.GetNumberOfRows(), name=name
            )

        self._extract(toTable)

    def saveFeatures(self, path: str) -> None:
        """Compute all features into a CSV file."""
        caseId = self.ui.caseId.text

        def toFile(case: CaseFeatures) -> str:
            export_features(case, caseId, path)
            return _("Features written to {path}.").format(path=path)

        self._extract(toFile)

    def _extract(self, deliver: Callable[[CaseFeatures], str]) -> None:
        self._deliver = deliver
        self.presenter.extract_features()

    def _receive(self, case: CaseFeatures) -> None:
        deliver, self._deliver = self._deliver, None
        if deliver is None:
            return
        try:
            self._say(deliver(case))
        except InputError as error:
            self.presenter.messages.error(error)

    def _say(self, text: str) -> None:
        self._said = text
        showText(self.ui.saved, text)

    def _askPrediction(self) -> None:
        path = askToSave(self.widget, _("Save the prediction"), "prediction.json", _("Prediction (*.json)"))
        if path:
            self.savePrediction(path)

    def _askReport(self) -> None:
        path = askToSave(self.widget, _("Save the report"), "report.html", _("Report (*.html)"))
        if path:
            self.saveReport(path)

    def _askPdf(self) -> None:
        path = askToSave(self.widget, _("Save the report"), "report.pdf", _("Report (*.pdf)"))
        if path:
            self.saveReport(path)

    def _askFeatures(self) -> None:
        path = askToSave(self.widget, _("Save all features"), "features.csv", _("Features (*.csv)"))
        if path:
            self.saveFeatures(path)
