"""Drawing a line over a lesion with Slicer's own markup: its longest diameter, or what corrects a proposal."""

from collections.abc import Callable
from typing import Any

import qt
import slicer
from slicer.util import VTKObservationMixin

from ...errors import InputError
from ...imaging.lesion_line import Stroke
from ...mrml.lesion_lines import is_drawn

Read = Callable[[Any], Stroke]
Take = Callable[[Any], None]


class LineTool(VTKObservationMixin):
    """One line at a time: started, drawn by two clicks, handed over, gone.

    Parameters
    ----------
    refuse : callable
        Called with the InputError where the line is none.
    """

    def __init__(self, refuse: Callable[[InputError], None]) -> None:
        VTKObservationMixin.__init__(self)
        self._refuse = refuse
        self._node: Any = None
        self._read: Read
        self._take: Take
        self._former: tuple[str | None, str | None, int] = (None, None, 0)

    @property
    def isDrawing(self) -> bool:
        return self._node is not None

    def start(self, name: str, read: Read, take: Take) -> None:
        """Let the next two clicks in a view be the ends of a line, which is then read and taken."""
        self.stop()
        self._read, self._take = read, take
        selection, interaction = _placing()
        self._former = (
            selection.GetActivePlaceNodeClassName(),
            selection.GetActivePlaceNodeID(),
            interaction.GetPlaceModePersistence(),
        )
        node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsLineNode", name)
        node.CreateDefaultDisplayNodes()
        node.SetSaveWithScene(False)
        self._node = node
        self.addObserver(node, slicer.vtkMRMLMarkupsNode.PointPositionDefinedEvent, self._placed)
        selection.SetReferenceActivePlaceNodeClassName(node.GetClassName())
        selection.SetActivePlaceNodeID(node.GetID())
        interaction.SetPlaceModePersistence(0)
        interaction.SetCurrentInteractionMode(interaction.Place)

    def stop(self) -> None:
        """Drop a line that is not finished; the user places again what was to be placed before."""
        node, self._node = self._node, None
        self.removeObservers()
        if node is not None:
            selection, interaction = _placing()
            interaction.SwitchToViewTransformMode()
            selection.SetActivePlaceNodeID(None)
            if node.GetScene() is not None:
                slicer.mrmlScene.RemoveNode(node)
            className, nodeId, persistence = self._former
            interaction.SetPlaceModePersistence(persistence)
            selection.SetReferenceActivePlaceNodeClassName(className)
            selection.SetActivePlaceNodeID(nodeId if nodeId and slicer.mrmlScene.GetNodeByID(nodeId) else None)

    def _placed(self, node: Any, _event: str) -> None:
        # Later: Slicer still works on the node that it tells of, and would crash if it were gone.
        if is_drawn(node):
            qt.QTimer.singleShot(0, self._handOver)

    def _handOver(self) -> None:
        if self._node is None or not is_drawn(self._node):
            return
        try:
            line = self._read(self._node)
        except InputError as error:
            self.stop()
            self._refuse(error)
            return
        self.stop()
        self._take(line)


def _placing() -> tuple[Any, Any]:
    """What decides which markup a click places, and whether it places one."""
    logic = slicer.app.applicationLogic()
    return logic.GetSelectionNode(), logic.GetInteractionNode()
