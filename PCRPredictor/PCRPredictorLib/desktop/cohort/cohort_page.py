"""The page for cohorts: a feature table, and a model trained on one."""

from typing import Any

from ...presenter.cohort.feature_table import FeatureTableRun
from ...presenter.cohort.model_training import ModelTraining
from ...presenter.patient.model_choice import ModelChoice
from ..host.child_process import SlicerChildProcess
from ..host.packages import askAndInstall
from ..pages import column
from ..panel import singleShot
from .feature_table_panel import FeatureTablePanel
from .training_panel import TrainingPanel


class CohortPage:
    """What the tab "Cohort" shows; it knows nothing of the patient in the scene.

    Parameters
    ----------
    models : ModelChoice
        Where trained models are offered.
    """

    def __init__(self, models: ModelChoice) -> None:
        self._processes = (SlicerChildProcess(), SlicerChildProcess())
        self.run = FeatureTableRun(self._processes[0])
        self.training = ModelTraining(self._processes[1], models, askAndInstall)
        self.table = FeatureTablePanel(self.run)
        self.trainer = TrainingPanel(self.training)
        self.widget = column((self.table, self.trainer))
        self._drawer = singleShot(self.draw)
        for presenter in (self.run, self.training):
            presenter.changed.connect(self._drawer.start)
        self.run.finished.connect(self._offerTable)
        self.draw()

    @property
    def isSettled(self) -> bool:
        """Whether no process runs, and every change was drawn."""
        return not (self.run.job.running or self.training.job.running or self._drawer.active)

    def draw(self) -> None:
        self.table.draw()
        self.trainer.draw()

    def cleanup(self) -> None:
        for presenter in (self.run, self.training):
            presenter.changed.disconnect(self._drawer.start)
        self._drawer.stop()
        for process in self._processes:
            process.cleanup()

    def _offerTable(self, path: Any) -> None:
        """The table just made is the likely one to train on."""
        if not self.training.table:
            self.training.choose_table(path)
