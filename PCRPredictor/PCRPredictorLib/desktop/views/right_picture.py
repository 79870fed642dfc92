"""The two views show what the panel names, while the module is shown."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import slicer
import vtk
from slicer.util import VTKObservationMixin

from ...mrml.pictures import BorrowedSettings, phases_of_contour, put_right
from ...presenter.patient.state import PHASES, Phase
from ..panel import singleShot
from .layouts import VIEWS
from .leftovers import settleScene

FILL = "Opacity2DFill"


class RightPicture(VTKObservationMixin):
    """Compares the two views with the choices whenever either changes, and puts the views right.

    What it writes into a user's nodes, the views of each contour and its fill, is given back with `giveBack` on leaving
    the module or the layout, and hidden while a scene is saved.

    Parameters
    ----------
    overlays : callable
        Ids of the volumes that may lie over the phases.
    origins : callable
        The id of each segmentation, with that of the volume it was drawn on.
    corrected : callable
        Called after a view that someone changed was put right.

    Attributes
    ----------
    unplaced : tuple of str
        Names of the visible contours that are drawn over neither phase, since nobody knows their volume.
    """

    def __init__(
        self,
        overlays: Callable[[], tuple[str, ...]],
        origins: Callable[[], Mapping[str, str | None]],
        corrected: Callable[[], None],
    ) -> None:
        VTKObservationMixin.__init__(self)
        self._overlays = overlays
        self._origins = origins
        self._corrected = corrected
        self._borrowed = BorrowedSettings()
        self._wanted: dict[Phase, str | None] = {}
        self._check = singleShot(self._compare)
        self._settler = singleShot(self._settle)
        self.unplaced: tuple[str, ...] = ()

    @property
    def isWaiting(self) -> bool:
        """Whether a view was changed and not yet looked at."""
        return bool(self._check.active or self._settler.active)

    def show(self, volumes: Mapping[Phase, Any], segmentations: Mapping[Phase, Any]) -> None:
        """Show each phase's volume and contour in its own view from now on; the two views begin linked."""
        self.removeObservers(self._changedElsewhere)
        if not self._wanted:  # nothing is lent yet
            settleScene()
        self._wanted = {phase: volume.GetID() if volume else None for phase, volume in volumes.items()}
        put_right(self._composites(), self._overlays())
        for name in ("HotLinkedControl", "LinkedControl"):
            # Not again at each change: one who unlinks them, since the patient breathed in between, has them so.
            fresh = [composite for composite in self._composites() if not self._borrowed.holds(composite, name)]
            self._borrowed.set_all(fresh, name, 1)
        for composite in self._composites():
            if not self.hasObserver(composite, vtk.vtkCommand.ModifiedEvent, self._changed):
                self.addObserver(composite, vtk.vtkCommand.ModifiedEvent, self._changed)
        self._showContours(volumes, segmentations)
        self._uncover(segmentations)

    def giveBack(self) -> None:
        """Look no more; leave the user's nodes as they were, also after a scene view that was taken meanwhile."""
        self.removeObservers()
        self._check.stop()
        self._wanted = {}
        self.unplaced = ()
        self._borrowed.give_back()
        settleScene()
        for composite in _compositesOf(PHASES).values():
            self.addObserver(composite, vtk.vtkCommand.ModifiedEvent, self._changedElsewhere)

    def cleanup(self) -> None:
        self.giveBack()
        self.removeObservers()
        self._settler.stop()

    def hide(self) -> None:
        """Leave nothing of it in the nodes while the scene is written, until `showAgain`; the screen stays as it is."""
        self._borrowed.hide()

    def showAgain(self) -> None:
        self._borrowed.show_again()

    def _changed(self, _caller: Any, _event: str) -> None:
        self._check.start()

    def _changedElsewhere(self, _caller: Any, _event: str) -> None:
        self._settler.start()

    def _settle(self) -> None:
        if not self._wanted:
            settleScene()

    def _compare(self) -> None:
        if put_right(self._composites(), self._overlays()):
            self._corrected()

    def _composites(self) -> dict[Any, str | None]:
        return {composite: self._wanted[phase] for phase, composite in _compositesOf(self._wanted).items()}

    def _showContours(self, volumes: Mapping[Phase, Any], segmentations: Mapping[Phase, Any]) -> None:
        """Show each contour in every view but those of phases it does not belong to: none is drawn on a wrong image.

        One that is chosen belongs to its phase; another to the phase whose volume it was drawn on, or to none where
        that is not known. Where someone limited its views, it stays as it is.
        """
        views = [
            node.GetID()
            for className in ("vtkMRMLSliceNode", "vtkMRMLViewNode")
            for node in slicer.util.getNodesByClass(className)
        ]
        unplaced: list[str] = []
        origins = self._origins()
        for segmentation in slicer.util.getNodesByClass("vtkMRMLSegmentationNode"):
            drawnOn = origins.get(segmentation.GetID())
            chosen = {phase for phase in PHASES if segmentations[phase] is segmentation}
            phases = chosen or phases_of_contour(drawnOn, volumes)
            foreign = {f"vtkMRMLSliceNode{VIEWS[phase]}" for phase in PHASES if phase not in phases}
            for display in map(segmentation.GetNthDisplayNode, range(segmentation.GetNumberOfDisplayNodes())):
                if display is None:
                    continue
                isChosen = bool(chosen) and display is segmentation.GetDisplayNode()
                isLent = self._borrowed.holds(display, "ViewNodeIDs")
                if isChosen or isLent or not display.GetViewNodeIDs():
                    if foreign or isLent:
                        self._borrowed.set(display, "ViewNodeIDs", tuple(view for view in views if view not in foreign))
                    if not phases and drawnOn is None and display.GetVisibility():
                        unplaced.append(segmentation.GetName())
        self.unplaced = tuple(dict.fromkeys(unplaced))

    def _uncover(self, segmentations: Mapping[Phase, Any]) -> None:
        """No contour is filled over a map, whose colors would be untrue, unless someone fills it again."""
        if not self._overlays():
            self._borrowed.give_back_all(FILL)
            return
        displays = {node.GetDisplayNode() for node in segmentations.values() if node is not None} - {None}
        self._borrowed.set_all([each for each in displays if not self._borrowed.holds(each, FILL)], FILL, 0.0)


def _compositesOf(phases: Iterable[Phase]) -> dict[Phase, Any]:
    """The node of each phase's view that says what it shows, where there is a view."""
    manager = slicer.app.layoutManager()
    views = {phase: manager.sliceWidget(VIEWS[phase]) for phase in phases}
    return {phase: view.mrmlSliceCompositeNode() for phase, view in views.items() if view is not None}
