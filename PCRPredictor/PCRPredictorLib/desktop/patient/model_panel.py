"""Choosing model and calibration; the model card."""

from collections.abc import Callable
from html import escape
from math import isfinite
from typing import Any

import qt
from slicer.i18n import tr as _

from ...models.table import parse_number
from ...presenter.patient.prediction_presenter import PredictionPresenter
from ..panel import Panel, askToOpen, showText
from .calibration_dialog import CalibrationDialog


class ModelPanel(Panel):
    FORM = "PCRPredictorModel"

    def __init__(self, presenter: PredictionPresenter) -> None:
        super().__init__(presenter)
        self._clinical: dict[str, Any] = {}
        self.ui.modelChooser.connect("activated(int)", self._chooseModel)
        self.ui.calibrationChooser.connect("activated(int)", self._chooseCalibration)
        self.ui.openModelButton.connect("clicked()", self._openModel)
        self.ui.openCalibrationButton.connect("clicked()", self._openCalibration)
        self.ui.makeCalibrationButton.connect("clicked()", self._makeCalibration)

    def draw(self) -> None:
        choice = self.presenter.model
        _fill(self.ui.modelChooser, _("Choose..."), choice.offered, choice.title, choice.name)
        _fill(
            *(self.ui.calibrationChooser, _("None"), choice.offered_calibrations, choice.title),
            choice.calibration_path,
        )
        self.ui.calibrationChooser.enabled = self.ui.openCalibrationButton.enabled = choice.model is not None
        self.ui.makeCalibrationButton.visible = choice.needs_calibration
        showText(self.ui.modelReason, choice.reason)
        rows = [f"<b>{escape(row.title)}</b>: {escape(row.text)}" for row in choice.card]
        self.ui.card.text = "<br>".join(rows)
        self.ui.cardBox.visible = bool(rows)
        self._drawClinical(choice.clinical_needed)

    def _drawClinical(self, names: tuple[str, ...]) -> None:
        if tuple(self._clinical) != names:
            layout = self.ui.clinicalFrame.layout()
            while layout.rowCount():
                layout.removeRow(0)
            self._clinical = {name: self._clinicalEditor(name) for name in names}
            for name, editor in self._clinical.items():
                layout.addRow(f"{name}:", editor)
            self.ui.clinicalFrame.visible = bool(names)
        for name, editor in self._clinical.items():
            value = self.presenter.choices.clinical.get(name)
            if not editor.hasFocus():
                editor.text = "" if value is None else repr(value)

    def _clinicalEditor(self, name: str) -> Any:
        editor = qt.QLineEdit()
        editor.toolTip = _("Clinical value that the model asks for: a number with a decimal point.")

        def enter() -> None:
            value = parse_number(editor.text.strip())
            self.presenter.set_clinical(name, value if value is not None and isfinite(value) else None)

        editor.connect("editingFinished()", enter)
        return editor

    def _chooseModel(self, row: int) -> None:
        self.presenter.choose_model(self.ui.modelChooser.itemData(row) or None)

    def _chooseCalibration(self, row: int) -> None:
        self.presenter.choose_calibration(self.ui.calibrationChooser.itemData(row) or None)

    def _openModel(self) -> None:
        path = askToOpen(self.widget, _("Open a model"), _("Model (*.json)"))
        if path:
            self.presenter.choose_model(path)

    def _openCalibration(self) -> None:
        path = askToOpen(self.widget, _("Open a calibration"), _("Calibration (*.json)"))
        if path:
            self.presenter.choose_calibration(path)

    def _makeCalibration(self) -> None:
        CalibrationDialog(self.presenter, self.widget).run()


def _fill(
    chooser: Any, nothing: str, offered: tuple[str, ...], title: Callable[[str], str], chosen: str | None
) -> None:
    """Offer `nothing` and the names by their titles; name or path stands in the tool tip."""
    wanted = [("", nothing), *((name, title(name)) for name in offered)]
    if [(chooser.itemData(row), chooser.itemText(row)) for row in range(chooser.count)] != wanted:
        chooser.clear()
        chooser.addItem(nothing, "")
        for row, (name, shown) in enumerate(wanted[1:], start=1):
            chooser.addItem(shown, name)
            chooser.setItemData(row, name, qt.Qt.ToolTipRole)
    chooser.setCurrentIndex(max(0, chooser.findData(chosen or "")))
