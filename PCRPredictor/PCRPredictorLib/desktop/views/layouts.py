"""Both phases side by side, scrolling together; with the table of features below where that is asked for."""

from typing import Any

import slicer
from slicer.i18n import tr as _

from ...presenter.patient.state import PHASES, Phase
from ...report.drawing.slices import Window
from .contour_style import PHASE_COLORS

TWO_UP = 39601
TWO_UP_WITH_RESULT = 39602
TWO_UPS = (TWO_UP, TWO_UP_WITH_RESULT)
VIEW_GROUP = 396
VIEWS: dict[Phase, str] = {"arterial": "PCRArterial", "portal": "PCRPortal"}
RESULT_VIEW = "PCRContributions"


def registerLayouts() -> None:
    """Make the two layouts known to the application; safe to repeat, since closing a scene forgets them."""
    layoutNode = slicer.app.layoutManager().layoutLogic().GetLayoutNode()
    phases = f'<layout type="horizontal">{"".join(_sliceView(phase) for phase in PHASES)}</layout>'
    result = (
        f'<view class="vtkMRMLTableViewNode" singletontag="{RESULT_VIEW}">'
        f'<property name="viewlabel" action="default">{_("Features")}</property></view>'
    )
    withResult = (
        f'<layout type="vertical" split="true"><item splitSize="700">{phases}</item>'
        f'<item splitSize="300">{result}</item></layout>'
    )
    for layout, description in ((TWO_UP, phases), (TWO_UP_WITH_RESULT, withResult)):
        if not layoutNode.IsLayoutDescription(layout):
            layoutNode.AddLayoutDescription(layout, description)


def keepLayouts() -> None:
    """Know the layouts from the start, so that a saved scene is shown as it was before the module is entered."""
    if slicer.app.layoutManager() is None:
        return
    registerLayouts()
    scene = slicer.mrmlScene
    scene.AddObserver(scene.EndCloseEvent, lambda _caller, _event: registerLayouts())


def shownLayout() -> int:
    return slicer.app.layoutManager().layout


def showLayout(layout: int) -> None:
    registerLayouts()
    slicer.app.layoutManager().setLayout(layout)


def isSeen(volumeId: str) -> bool:
    """Whether a slice view on the screen shows a volume."""
    manager = slicer.app.layoutManager()
    views = [manager.sliceWidget(name) for name in manager.sliceViewNames()]
    return any(view.visible and view.mrmlSliceCompositeNode().GetBackgroundVolumeID() == volumeId for view in views)


def setWindow(volume: Any, window: Window) -> None:
    """Show a volume through a gray window, in every view."""
    display = volume.GetDisplayNode()
    if display is None:
        volume.CreateDefaultDisplayNodes()
        display = volume.GetDisplayNode()
    display.SetAutoWindowLevel(False)
    display.SetWindowLevel(window.width, window.level)


def _sliceView(phase: Phase) -> str:
    label = {"arterial": _("Arterial"), "portal": _("Portal")}[phase]
    return (
        f'<item><view class="vtkMRMLSliceNode" singletontag="{VIEWS[phase]}">'
        '<property name="orientation" action="default">Axial</property>'
        f'<property name="viewlabel" action="default">{label}</property>'
        f'<property name="viewcolor" action="default">{PHASE_COLORS[phase]}</property>'
        f'<property name="viewgroup" action="default">{VIEW_GROUP}</property></view></item>'
    )
