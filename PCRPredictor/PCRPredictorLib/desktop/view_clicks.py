"""A click into a phase's view makes that phase the one that is contoured."""

from collections.abc import Callable
from typing import Any

import slicer
import vtk

from ..presenter.patient.state import PHASES, Phase
from .layouts import VIEWS


class ViewClicks:
    def __init__(self, choosePhase: Callable[[Phase], None]) -> None:
        self._choosePhase = choosePhase
        self._watched: dict[Phase, tuple[Any, int]] = {}

    def follow(self) -> None:
        """Watch the views that are there now."""
        for phase in PHASES:
            widget = slicer.app.layoutManager().sliceWidget(VIEWS[phase])
            if widget is not None and phase not in self._watched:
                self._watched[phase] = self._observe(phase, widget.sliceView().interactor())

    def forget(self) -> None:
        for interactor, tag in self._watched.values():
            interactor.RemoveObserver(tag)
        self._watched = {}

    def _observe(self, phase: Phase, interactor: Any) -> tuple[Any, int]:
        def clicked(_caller: Any, _event: str) -> None:
            self._choosePhase(phase)

        return interactor, interactor.AddObserver(vtk.vtkCommand.LeftButtonPressEvent, clicked)
