"""The layout that a saved scene names: one that every Slicer knows, or it would open without any view elsewhere."""

from typing import Any

import slicer

from ...mrml.pictures import unnoticed
from . import layouts

PARAMETER = "layout"
"""Where the parameter node keeps which of the module's layouts was shown."""


class SavedLayout:
    """Names the user's own layout while a scene is written, without a change on the screen."""

    def __init__(self) -> None:
        self._shown: int | None = None
        self._parameterNode: Any = None

    def giveBack(self, parameterNode: Any, before: int | None) -> None:
        """Name the layout that was shown before the module's, until `takeAgain`."""
        shown = _layoutNode().GetViewArrangement()
        if self._shown is not None or shown not in layouts.TWO_UPS:
            return
        self._shown, self._parameterNode = shown, parameterNode
        _name(slicer.vtkMRMLLayoutNode.SlicerLayoutFourUpView if before is None else before)
        _note(parameterNode, str(shown))

    def takeAgain(self) -> None:
        if self._shown is not None:
            _name(self._shown)
            _note(self._parameterNode, "")
            self._shown = self._parameterNode = None

    def handOver(self, parameterNode: Any, before: int | None) -> None:
        """Show the user's own layout, and keep the module's for a panel that takes this one's place."""
        self.takeAgain()
        shown = layouts.shownLayout()
        if shown in layouts.TWO_UPS and before is not None:
            _note(parameterNode, str(shown))
            layouts.showLayout(before)


def takeSavedLayout(parameterNode: Any) -> int | None:
    """The module's layout that was shown when the scene was saved or the panel replaced; told once, None without."""
    text = parameterNode.GetParameter(PARAMETER)
    _note(parameterNode, "")
    return next((layout for layout in layouts.TWO_UPS if text == str(layout)), None)


def _layoutNode() -> Any:
    return slicer.app.layoutManager().layoutLogic().GetLayoutNode()


def _name(layout: int) -> None:
    with unnoticed(_layoutNode()):
        _layoutNode().SetViewArrangement(layout)


def _note(parameterNode: Any, layout: str) -> None:
    """Keep a layout for the next opening of the scene; empty: keep none."""
    if parameterNode.GetParameter(PARAMETER) != layout:
        with unnoticed(parameterNode):
            parameterNode.SetParameter(PARAMETER, layout)
