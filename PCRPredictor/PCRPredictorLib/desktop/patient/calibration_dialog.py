"""Making a calibration from the feature table of a reference cohort."""

from typing import Any

import qt

from ...errors import InputError
from ...presenter.cohort.calibration_making import CalibrationRequest, outcome_columns
from ...presenter.door_words import spoken
from ...presenter.patient.prediction_presenter import PredictionPresenter
from ..panel import loadForm, showText


class CalibrationDialog:
    FORM = "PCRPredictorCalibration"

    def __init__(self, presenter: PredictionPresenter, parent: Any) -> None:
        self._presenter = presenter
        self.widget, self.ui = loadForm(self.FORM)
        self.widget.setParent(parent, qt.Qt.Dialog)
        self.ui.outputPath.filters = self.ui.outputPath.Files | self.ui.outputPath.Writable
        self.ui.cohortPath.filters = self.ui.cohortPath.Files
        self.ui.cohortPath.connect("currentPathChanged(QString)", self._readColumns)
        self.ui.buttons.connect("accepted()", self._accept)
        self.ui.buttons.connect("rejected()", self.widget.reject)
        showText(self.ui.problem, None)

    def run(self) -> None:
        self.widget.exec_()
        self.widget.deleteLater()  # else its parent keeps one for each time it was opened

    def _readColumns(self, path: str) -> None:
        self.ui.outcomeColumn.clear()
        try:
            self.ui.outcomeColumn.addItems(outcome_columns(path))
            showText(self.ui.problem, None)
        except InputError as error:
            showText(self.ui.problem, spoken(error.sentence))

    def _accept(self) -> None:
        known = self.ui.byOutcome.checked
        request = CalibrationRequest(
            table=self.ui.cohortPath.currentPath,
            outcome=self.ui.outcomeColumn.currentText if known else None,
            prevalence=None if known else self.ui.prevalence.value / 100,
            output=self.ui.outputPath.currentPath,
        )
        if request.problem:
            showText(self.ui.problem, request.problem)
            return
        self.widget.accept()
        self._presenter.make_calibration(request)
