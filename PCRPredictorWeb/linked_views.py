"""Both phases side by side, scrolled and zoomed together."""

from collections.abc import Callable
from typing import Any

from PCRPredictorLib.presenter.signal import Signal
from PCRPredictorLib.presenter.state import PHASES, Phase, other_phase
from PCRPredictorLib.presenter.windows import WINDOWS
from trame_slicer.core import LayoutManager, SlicerApp
from trame_slicer.rca_view import register_rca_factories
from trame_slicer.views import Layout, LayoutDirection, SliceView, ViewLayoutDefinition

MOVING_QUALITY = 75


class LinkedViews:
    """The two axial views of one page.

    Parameters
    ----------
    server : trame_server.Server
    slicer_app : trame_slicer.core.SlicerApp
    draw_overlay : callable
        Called with the phase while the view's part of the page is built.

    Attributes
    ----------
    linked : bool
        Whether the other view follows the one that is scrolled, panned or zoomed.
    moved : Signal
        Emitted without values after a view shows another slice.
    """

    def __init__(self, server: Any, slicer_app: SlicerApp, draw_overlay: Callable[[Phase], None]) -> None:
        self.linked = True
        self.moved = Signal()
        self._scene = slicer_app.scene
        self._following = False
        register_rca_factories(
            slicer_app.view_manager,
            server,
            slice_view_ui_f=lambda _server, _view_id, view: draw_overlay(view.name),
            interactive_quality=MOVING_QUALITY,
        )
        self.layout = LayoutManager(slicer_app.scene, slicer_app.view_manager, server)
        views = [ViewLayoutDefinition.slice_view("Axial", label=phase) for phase in PHASES]
        self.layout.register_layout("two-up", Layout(LayoutDirection.Horizontal, views))
        self.layout.set_layout("two-up")
        self._views: dict[Phase, SliceView] = {phase: slicer_app.view_manager.get_view(phase) for phase in PHASES}
        self._listeners = {phase: self._listener(phase) for phase in PHASES}
        for phase, view in self._views.items():
            view.modified.connect(self._listeners[phase])

    def view_node(self, phase: Phase) -> Any:
        return self._views[phase].get_view_node()

    def volume_id(self, phase: Phase) -> str | None:
        return self._views[phase].get_background_volume_id() or None

    def show_volume(self, phase: Phase, volume_id: str | None) -> None:
        """Show another volume in a phase's view, whole; nothing happens where it is shown already."""
        if volume_id == self.volume_id(phase):
            return
        view = self._views[phase]
        self._following = True
        view.set_background_volume_id(volume_id)
        view.fit_view_to_content()
        self._following = False
        self.moved.emit()

    def show_contours(self, chosen: dict[Phase, str | None]) -> None:
        """Show each phase's segmentation in its own view and nowhere else."""
        found = self._scene.GetNodesByClass("vtkMRMLSegmentationNode")
        for node in list(found):
            display = node.GetDisplayNode()
            if display is None:
                continue
            views = [self.view_node(phase).GetID() for phase in PHASES if chosen[phase] == node.GetID()]
            display.SetVisibility(bool(views))
            if views and list(display.GetViewNodeIDs()) != views:
                display.SetViewNodeIDs(views)

    def set_window(self, name: str) -> None:
        """Look at both phases through a window of the presenter's."""
        window = WINDOWS[name]
        for phase in PHASES:
            volume = self._scene.GetNodeByID(self.volume_id(phase) or "")
            if volume is not None:
                display = volume.GetDisplayNode()
                display.SetAutoWindowLevel(False)
                display.SetWindowLevel(window.width, window.level)

    def jump_to(self, phase: Phase, center_ras: Any) -> None:
        """Show the slice through a point, in RAS mm."""
        self.view_node(phase).JumpSliceByOffsetting(*center_ras)
        self._snap(self._views[phase])

    def slice_number(self, phase: Phase) -> tuple[int, int]:
        """Number of the shown slice, from 1, and how many there are; zeros without a volume."""
        if self.volume_id(phase) is None:
            return 0, 0
        view = self._views[phase]
        (low, high), step = view.get_slice_range(), view.get_slice_step()
        return round((view.get_slice_value() - low) / step) + 1, round((high - low) / step) + 1

    def show_slice(self, phase: Phase, number: int) -> None:
        """Show the slice of that number, from 1."""
        if self.volume_id(phase) is not None:
            view = self._views[phase]
            view.set_slice_value(view.get_slice_range()[0] + (number - 1) * view.get_slice_step())

    def reset(self) -> None:
        """Show both volumes whole again."""
        for phase in PHASES:
            if self.volume_id(phase) is not None:
                self._views[phase].fit_view_to_content()

    def _listener(self, phase: Phase) -> Callable[[SliceView], None]:
        def moved(view: SliceView) -> None:
            if self._following:
                return
            if self.linked and self.volume_id(phase) and self.volume_id(other_phase(phase)):
                self._following = True
                self._follow(view, self._views[other_phase(phase)])
                self._following = False
            self.moved.emit()

        return moved

    def _follow(self, leader: SliceView, follower: SliceView) -> None:
        """Same place in mm and same magnification, on a slice of the follower's own."""
        ahead, behind = leader.get_view_node(), follower.get_view_node()
        behind.GetSliceToRAS().DeepCopy(ahead.GetSliceToRAS())
        behind.SetFieldOfView(*ahead.GetFieldOfView())
        behind.UpdateMatrices()
        self._snap(follower)

    @staticmethod
    def _snap(view: SliceView) -> None:
        low, step = view.get_slice_range()[0], view.get_slice_step()
        view.set_slice_value(low + round((view.get_slice_value() - low) / step) * step)
