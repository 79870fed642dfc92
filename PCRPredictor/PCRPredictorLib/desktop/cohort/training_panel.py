"""From a feature table with outcomes to a model: choose, train, read the report."""

from typing import Any

from slicer.i18n import tr as _

from ...presenter.cohort.model_training import ModelTraining
from ..panel import loadForm, showText
from .child_widgets import drawJob, drawMessages, openFile, setPath


class TrainingPanel:
    FORM = "PCRPredictorTraining"

    def __init__(self, training: ModelTraining) -> None:
        self._training = training
        self.widget, self.ui = loadForm(self.FORM)
        self.ui.tablePath.filters = self.ui.tablePath.Files
        self.ui.outputPath.filters = self.ui.outputPath.Dirs | self.ui.outputPath.Writable
        self.ui.tablePath.connect("currentPathChanged(QString)", training.choose_table)
        self.ui.outputPath.connect("currentPathChanged(QString)", training.choose_output)
        self.ui.outcomeColumn.connect("activated(int)", self._chooseOutcome)
        self.ui.positiveValue.connect("activated(int)", self._choosePositive)
        self.ui.paperCheck.connect("toggled(bool)", training.set_paper)
        self.ui.trainButton.connect("clicked()", training.start)
        self.ui.cancelButton.connect("clicked()", training.cancel)
        self.ui.reportButton.connect("clicked()", self._openReport)

    def draw(self) -> None:
        training, ui = self._training, self.ui
        running = training.job.running
        setPath(ui.tablePath, training.table)
        setPath(ui.outputPath, training.output)
        _fill(ui.outcomeColumn, training.columns, training.outcome)
        _fill(ui.positiveValue, training.values, training.positive or "")
        ui.positiveLabel.visible = ui.positiveValue.visible = bool(training.values)
        for part in (ui.tablePath, ui.outcomeColumn, ui.positiveValue, ui.outputPath, ui.paperCheck):
            part.enabled = not running
        ui.trainButton.enabled = training.reason is None
        showText(ui.reason, None if running else training.reason)
        drawJob(training.job, ui.progress, ui.cancelButton)
        drawMessages(training.messages, ui.messages)
        ui.reportButton.visible = training.report is not None and not running

    def _chooseOutcome(self, row: int) -> None:
        self._training.choose_outcome(self.ui.outcomeColumn.itemData(row))

    def _choosePositive(self, row: int) -> None:
        self._training.choose_positive(self.ui.positiveValue.itemData(row))

    def _openReport(self) -> None:
        if self._training.report is not None:
            openFile(self._training.report)


def _fill(chooser: Any, offered: tuple[str, ...], chosen: str) -> None:
    if [chooser.itemData(row) for row in range(chooser.count)] != ["", *offered]:
        chooser.clear()
        chooser.addItem(_("Choose..."), "")
        for name in offered:
            chooser.addItem(name, name)
    chooser.setCurrentIndex(max(0, chooser.findData(chosen)))
