"""A click into a phase's view makes that phase the one that is contoured."""

from collections.abc import Callable
from functools import partial

import slicer
import vtk
from slicer.util import VTKObservationMixin

from ...presenter.patient.state import PHASES, Phase
from .layouts import VIEWS


class ViewClicks(VTKObservationMixin):
    def __init__(self, choosePhase: Callable[[Phase], None]) -> None:
        VTKObservationMixin.__init__(self)
        self._chosen = {
            phase: partial(lambda choose, phase, _caller, _event: choose(phase), choosePhase, phase) for phase in PHASES
        }

    def follow(self) -> None:
        """Watch the views that are there now."""
        for phase, chosen in self._chosen.items():
            widget = slicer.app.layoutManager().sliceWidget(VIEWS[phase])
            if widget is not None:
                interactor = widget.sliceView().interactor()
                if not self.hasObserver(interactor, vtk.vtkCommand.LeftButtonPressEvent, chosen):
                    self.addObserver(interactor, vtk.vtkCommand.LeftButtonPressEvent, chosen)

    def forget(self) -> None:
        self.removeObservers()
