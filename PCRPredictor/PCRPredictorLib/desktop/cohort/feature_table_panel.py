"""From a manifest to a feature table: start, watch, cancel, see what failed."""

from collections.abc import Mapping
from typing import Any

import qt
from slicer.i18n import tr as _

from ...presenter.cohort.feature_table import FeatureTableRun
from ..panel import loadForm, showText
from .child_widgets import drawJob, drawMessages, openFile, setPath
from .scene_cohort_dialog import SceneCohortDialog

FAILURE_COLUMNS = ("case_id", "phase", "reason", "remedy")


class FeatureTablePanel:
    FORM = "PCRPredictorFeatureTable"

    def __init__(self, run: FeatureTableRun) -> None:
        self._run = run
        self._drawnFailures: Any = None
        self.widget, self.ui = loadForm(self.FORM)
        self.ui.manifestPath.filters = self.ui.manifestPath.Files
        self.ui.outputPath.filters = self.ui.outputPath.Dirs | self.ui.outputPath.Writable
        titles = (_("Case"), _("Phase"), _("Reason"), _("Remedy"))
        self.ui.failures.setColumnCount(len(titles))
        self.ui.failures.setHorizontalHeaderLabels(titles)
        for column, name in enumerate(FAILURE_COLUMNS):
            sentence = name in ("reason", "remedy")
            mode = qt.QHeaderView.Stretch if sentence else qt.QHeaderView.ResizeToContents
            self.ui.failures.horizontalHeader().setSectionResizeMode(column, mode)
        self.ui.failures.verticalHeader().setSectionResizeMode(qt.QHeaderView.ResizeToContents)
        self.ui.manifestPath.connect("currentPathChanged(QString)", run.choose_manifest)
        self.ui.outputPath.connect("currentPathChanged(QString)", run.choose_output)
        self.ui.sceneButton.connect("clicked()", self._makeManifest)
        self.ui.measureButton.connect("clicked()", run.start)
        self.ui.cancelButton.connect("clicked()", run.cancel)
        self.ui.reportButton.connect("clicked()", self._openReport)

    def draw(self) -> None:
        run = self._run
        setPath(self.ui.manifestPath, run.manifest)
        setPath(self.ui.outputPath, run.output)
        for part in (self.ui.manifestPath, self.ui.sceneButton, self.ui.outputPath):
            part.enabled = not run.job.running
        self.ui.measureButton.enabled = run.reason is None
        showText(self.ui.reason, None if run.job.running else run.reason)
        showText(self.ui.hint, None if run.job.running else run.hint)
        drawJob(run.job, self.ui.progress, self.ui.cancelButton)
        drawMessages(run.messages, self.ui.messages)
        self._drawFailures(run.failures)
        self.ui.reportButton.visible = run.report is not None and not run.job.running

    def _drawFailures(self, failures: tuple[Mapping[str, str], ...]) -> None:
        self.ui.failures.visible = bool(failures)
        if failures == self._drawnFailures:
            return
        self._drawnFailures = failures
        self.ui.failures.setRowCount(len(failures))
        for row, failure in enumerate(failures):
            for column, name in enumerate(FAILURE_COLUMNS):
                item = qt.QTableWidgetItem(failure[name])
                item.setToolTip(failure[name])
                self.ui.failures.setItem(row, column, item)

    def _makeManifest(self) -> None:
        path = SceneCohortDialog(self.widget).run()
        if path is not None:
            self._run.choose_manifest(path)

    def _openReport(self) -> None:
        if self._run.report is not None:
            openFile(self._run.report)
