"""Where the model looks, over both phases."""

from typing import Any

import slicer
from slicer.i18n import tr as _

from ...mrml.overlays import overlay_node, remove_overlay
from ...mrml.pictures import BorrowedSettings
from ...presenter.patient.export import ScoredCase
from ...presenter.patient.state import PHASES, Phase
from ...report.drawing.svg import LOWERS, RAISES
from .layouts import VIEWS
from .opening_view import Unlinked

OPACITY = 0.6


class ScoreOverlay:
    """The map of a score as the foreground of each phase's view; the views are as they were once it is gone."""

    def __init__(self) -> None:
        self._borrowed = BorrowedSettings()
        self._shown: ScoredCase | None = None
        self._nodes: dict[Phase, Any] = {}

    @property
    def shownIds(self) -> tuple[str, ...]:
        """Ids of the volumes that lie over the phases."""
        return tuple(node.GetID() for node in self._nodes.values() if node.GetScene() is not None)

    @property
    def isTorn(self) -> bool:
        """Whether someone removed a part of what is shown."""
        return len(self.shownIds) < len(self._nodes)

    def show(self, mapped: ScoredCase | None) -> None:
        """Show the map of this case, or none."""
        if mapped is self._shown:
            return
        self.clear()
        self._shown = mapped
        if mapped is None or mapped.score_map is None:
            return
        titles = {"arterial": _("Where the model looks, arterial"), "portal": _("Where the model looks, portal")}
        for phase in PHASES:
            found = mapped.score_map.phases.get(phase)
            if found is not None:
                image = found.as_image(mapped.phases[phase][0])
                colors = (_color(LOWERS), _color(RAISES))
                node = overlay_node(slicer.mrmlScene, image, titles[phase], mapped.score_map.largest, colors)
                self._nodes[phase] = node
                self._layOver(phase, node.GetID())

    def clear(self) -> None:
        """Show none."""
        # All hidden before any is removed: the selector of a linked view would put a phase in a removed one's place.
        with Unlinked():
            for phase in self._nodes:
                composite = _composite(phase)
                if composite is not None:  # not given back where something stands in a removed one's place already
                    composite.SetForegroundVolumeID(None)
            self._borrowed.give_back()
        for node in self._nodes.values():
            remove_overlay(node)
        self._shown, self._nodes = None, {}

    def hide(self) -> None:
        """Have the views name no map, which is not saved, while the scene is written; the screen stays as it is."""
        self._borrowed.hide()

    def showAgain(self) -> None:
        self._borrowed.show_again()

    def _layOver(self, phase: Phase, nodeId: str) -> None:
        composite = _composite(phase)
        if composite is not None:
            with Unlinked():  # a linked view would take the other phase's map
                self._borrowed.set(composite, "ForegroundVolumeID", nodeId)
                self._borrowed.set(composite, "ForegroundOpacity", OPACITY)


def _composite(phase: Phase) -> Any:
    widget = slicer.app.layoutManager().sliceWidget(VIEWS[phase])
    return widget.mrmlSliceCompositeNode() if widget is not None else None


def _color(written: str) -> tuple[float, ...]:
    return tuple(int(written[start : start + 2], 16) / 255 for start in (1, 3, 5))
