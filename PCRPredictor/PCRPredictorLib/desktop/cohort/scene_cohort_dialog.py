"""Reviewing the cases that were guessed from the scene, and writing them out."""

from pathlib import Path
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from ...errors import InputError
from ...mrml import SceneCase
from ...mrml.scene_patients import scene_patients
from ...presenter.cohort.scene_cohort import MANIFEST, GuessedCase, guess_cases, problem_of, renamed, write_cases
from ...presenter.door_words import spoken
from ...presenter.patient.state import PHASES
from ..panel import loadForm, showText


class SceneCohortDialog:
    FORM = "PCRPredictorSceneCohort"

    def __init__(self, parent: Any) -> None:
        self._source = SceneCase(slicer.mrmlScene)
        self._cases = guess_cases(scene_patients(slicer.mrmlScene))
        self.widget, self.ui = loadForm(self.FORM)
        self.widget.setParent(parent, qt.Qt.Dialog)
        self.ui.folderPath.filters = self.ui.folderPath.Dirs | self.ui.folderPath.Writable
        self.ui.buttons.connect("accepted()", self._accept)
        self.ui.buttons.connect("rejected()", self.widget.reject)
        showText(self.ui.problem, None if self._cases else _("The scene holds no volume; load the patients first."))
        self._fill()

    def run(self) -> str | None:
        """Path of the manifest that was written; None where the user gave up."""
        accepted = self.widget.exec_() == qt.QDialog.Accepted
        self.widget.deleteLater()  # else its parent keeps one for each time it was opened
        return str(Path(self.ui.folderPath.currentPath) / MANIFEST) if accepted else None

    def _fill(self) -> None:
        titles = (_("Case id"), _("In the scene"), _("Arterial phase"), _("Portal venous phase"), _("Problem"))
        table = self.ui.cases
        table.setColumnCount(len(titles))
        table.setHorizontalHeaderLabels(titles)
        table.setRowCount(len(self._cases))
        for row, case in enumerate(self._cases):
            texts = (case.case_id, case.patient, *(case.shown.get(phase, "") for phase in PHASES), case.problem or "")
            for column, text in enumerate(texts):
                item = qt.QTableWidgetItem(text)
                item.setToolTip(text)
                item.setFlags(_flags(case, column))
                if column == 0 and case.problem is None:
                    item.setCheckState(qt.Qt.Unchecked)
                table.setItem(row, column, item)
        table.resizeColumnsToContents()

    def _chosen(self) -> list[GuessedCase]:
        items = [self.ui.cases.item(row, 0) for row in range(len(self._cases))]
        pairs = zip(self._cases, items, strict=True)
        return [renamed(case, item.text()) for case, item in pairs if item.checkState() == qt.Qt.Checked]

    def _accept(self) -> None:
        chosen, folder = self._chosen(), self.ui.folderPath.currentPath
        problem = problem_of(chosen, folder)
        if problem is None:
            problem = self._write(chosen, folder)
        showText(self.ui.problem, problem)
        if problem is None:
            self.widget.accept()

    def _write(self, chosen: list[GuessedCase], folder: str) -> str | None:
        """Write the cases; returns why that was not possible, or None."""
        waiting = slicer.util.createProgressDialog(
            parent=self.widget, labelText=_("Writing the cases..."), maximum=len(chosen), minimumDuration=0
        )
        writing = write_cases(chosen, self._source, folder)
        try:
            for done in writing:
                waiting.setValue(done)
                slicer.app.processEvents()
                if waiting.wasCanceled and done < len(chosen):
                    return _("Cancelled; nothing was written.")
        except InputError as error:
            return spoken(error.sentence)
        finally:
            writing.close()  # type: ignore[attr-defined]
            waiting.close()
        return None


def _flags(case: GuessedCase, column: int) -> Any:
    """Only the id can be edited and ticked, and only of a case that can be taken."""
    if column or case.problem is not None:
        return qt.Qt.ItemIsEnabled | qt.Qt.ItemIsSelectable
    return qt.Qt.ItemIsEnabled | qt.Qt.ItemIsSelectable | qt.Qt.ItemIsEditable | qt.Qt.ItemIsUserCheckable
