"""The two views show what the panel names, while the module is shown."""

from collections.abc import Callable, Mapping
from typing import Any

import slicer
import vtk
from slicer.util import VTKObservationMixin

from ..mrml.pictures import BorrowedSettings, put_right
from ..presenter.patient.state import PHASES, Phase
from .layouts import VIEWS
from .panel import singleShot


class RightPicture(VTKObservationMixin):
    """Compares the two views with the choices whenever either changes, and puts the views right.

    What it writes into a user's nodes, the views of each contour, is given back with `giveBack`: on leaving the module
    or the layout, and while a scene is saved.

    Parameters
    ----------
    overlays : callable
        Ids of the volumes that may lie over the phases.
    corrected : callable
        Called after a view that someone changed was put right.
    """

    def __init__(self, overlays: Callable[[], tuple[str, ...]], corrected: Callable[[], None]) -> None:
        VTKObservationMixin.__init__(self)
        self._overlays = overlays
        self._corrected = corrected
        self._borrowed = BorrowedSettings()
        self._wanted: dict[Phase, str | None] = {}
        self._check = singleShot(self._compare)

    @property
    def isWaiting(self) -> bool:
        """Whether a view was changed and not yet looked at."""
        return bool(self._check.active)

    def show(self, volumes: Mapping[Phase, Any], segmentations: Mapping[Phase, Any]) -> None:
        """Show each phase's volume and contour in its own view from now on, the two views linked."""
        self._wanted = {phase: volume.GetID() if volume else None for phase, volume in volumes.items()}
        put_right(self._composites(), self._overlays())
        for composite in self._composites():
            self._borrowed.set(composite, "HotLinkedControl", 1)
            self._borrowed.set(composite, "LinkedControl", 1)
            if not self.hasObserver(composite, vtk.vtkCommand.ModifiedEvent, self._changed):
                self.addObserver(composite, vtk.vtkCommand.ModifiedEvent, self._changed)
        self._showContours(segmentations)

    def giveBack(self) -> None:
        """Look no more; leave the user's nodes as they were."""
        self.removeObservers()
        self._check.stop()
        self._wanted = {}
        self._borrowed.give_back()

    def _changed(self, _caller: Any, _event: str) -> None:
        self._check.start()

    def _compare(self) -> None:
        if put_right(self._composites(), self._overlays()):
            self._corrected()

    def _composites(self) -> dict[Any, str | None]:
        manager = slicer.app.layoutManager()
        views = {phase: manager.sliceWidget(VIEWS[phase]) for phase in self._wanted}
        return {view.mrmlSliceCompositeNode(): self._wanted[phase] for phase, view in views.items() if view is not None}

    def _showContours(self, segmentations: Mapping[Phase, Any]) -> None:
        """Show each contour in every view but the other phase's, so that none is drawn or edited on the wrong phase."""
        if segmentations["arterial"] is segmentations["portal"]:
            return
        views = [
            node.GetID()
            for className in ("vtkMRMLSliceNode", "vtkMRMLViewNode")
            for node in slicer.util.getNodesByClass(className)
        ]
        for phase, segmentation in segmentations.items():
            display = segmentation.GetDisplayNode() if segmentation else None
            if display is not None:
                self._dropSavedViews(display)
                others = {f"vtkMRMLSliceNode{VIEWS[other]}" for other in PHASES if other != phase}
                self._borrowed.set(display, "ViewNodeIDs", tuple(view for view in views if view not in others))

    def _dropSavedViews(self, display: Any) -> None:
        """Drop a list of views that was saved with a scene while it was lent: one with only one of the two views."""
        ours = {f"vtkMRMLSliceNode{VIEWS[phase]}" for phase in PHASES}
        if not self._borrowed.holds(display, "ViewNodeIDs") and len(ours & set(display.GetViewNodeIDs())) == 1:
            display.SetViewNodeIDs(())
