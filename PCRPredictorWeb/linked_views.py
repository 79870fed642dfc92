"""Both phases side by side, in one orientation, scrolled and zoomed together."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from PCRPredictorLib.presenter.patient.state import PHASES, Phase, other_phase
from PCRPredictorLib.presenter.signal import Signal
from trame_slicer.core import LayoutManager, SlicerApp
from trame_slicer.rca_view import register_rca_factories
from trame_slicer.views import Layout, LayoutDirection, SliceView, ViewLayoutDefinition
from vtkmodules.vtkCommonCore import vtkCommand

from .frames import frame_shift

MOVING_QUALITY = 75
# How far from the middle, as a share of the view.
WELL_IN_SIGHT = 0.4
# The middle, as two coordinates of the patient's, and how many mm a pixel shows.
Framing = tuple[float, float, float]
# Of each orientation, the axis (right, anterior, superior) that one looks along.
ORIENTATIONS = {"Axial": 2, "Coronal": 1, "Sagittal": 0}
# Letters at both ends of each of these axes.
ENDS = (("R", "L"), ("A", "P"), ("S", "I"))
RULERS_MM = (1, 2, 5, 10, 20, 50, 100, 200)
# As a share of the view, at most.
LONGEST_RULER = 0.35


class LinkedViews:
    """The two slice views of one page.

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
    orientation : str
        Axial, coronal or sagittal; of both views.
    moved : Signal
        Emitted without values after a view shows another slice.
    """

    def __init__(self, server: Any, slicer_app: SlicerApp, draw_overlay: Callable[[Phase], None]) -> None:
        self.linked = True
        self.orientation = "Axial"
        self.moved = Signal()
        self._scene = slicer_app.scene
        self._following = False
        self._framings: dict[Phase, Framing] = {}
        # Width and height of what each view showed, in mm, before its window was resized.
        self._shown: dict[Phase, tuple[float, float]] = {}
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
            self._observe_resizing(phase)

    def view_node(self, phase: Phase) -> Any:
        return self._views[phase].get_view_node()

    def volume_id(self, phase: Phase) -> str | None:
        return self._views[phase].get_background_volume_id() or None

    def show_volume(self, phase: Phase, volume_id: str | None) -> None:
        """Show another volume in a phase's view, whole; nothing happens where it is shown already."""
        if volume_id == self.volume_id(phase):
            return
        view = self._views[phase]
        with self._each_alone():
            view.set_background_volume_id(volume_id)
            view.fit_view_to_content()
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

    def set_orientation(self, orientation: str) -> None:
        """Look from another side, at the same place."""
        if orientation not in ORIENTATIONS or orientation == self.orientation:
            return
        self.orientation = orientation
        with self._each_alone():
            for phase, view in self._views.items():
                place = _center(self.view_node(phase))
                view.set_orientation(orientation)
                if self.volume_id(phase) is not None:
                    view.fit_view_to_content()
                    self._show_place(phase, place)
        self.moved.emit()

    def step(self, phase: Phase, count: int) -> None:
        """Scroll by some slices."""
        number, slices = self.slice_number(phase)
        if slices:
            self.show_slice(phase, min(max(number + count, 1), slices))

    def place(self, phase: Phase) -> str:
        """Where the shown slice lies, as ``"S 121.5 mm"``; empty without a volume."""
        if self.volume_id(phase) is None:
            return ""
        millimeters = _center(self.view_node(phase))[self.normal]
        return f"{ENDS[self.normal][int(millimeters < 0)]} {abs(millimeters):.1f} mm"

    def ruler(self, phase: Phase) -> dict[str, float] | None:
        """A length in mm and how much of the view's width it is, in percent; None without a volume."""
        if self.volume_id(phase) is None:
            return None
        width = self.view_node(phase).GetFieldOfView()[0]
        length = max((mm for mm in RULERS_MM if mm <= LONGEST_RULER * width), default=RULERS_MM[0])
        return {"mm": length, "share": round(100 * length / width, 2)}

    def slice_step(self, phase: Phase) -> float:
        """Distance of neighboring slices in mm."""
        return self._views[phase].get_slice_step()

    def pixels(self, phase: Phase) -> tuple[int, int]:
        """Width and height of a phase's view."""
        width, height, _depth = self.view_node(phase).GetDimensions()
        return width, height

    @property
    def normal(self) -> int:
        """The axis (right, anterior, superior) that one looks along."""
        return ORIENTATIONS[self.orientation]

    def volume(self, phase: Phase) -> Any:
        """The node of the volume that is shown; None without one."""
        return self._volume(phase)

    def place_beside(self, phase: Phase, place: np.ndarray) -> np.ndarray:
        """The place of the other phase that belongs to one of this phase, in RAS mm."""
        return place + self._shift(phase)

    def look_through(self, width: float, level: float) -> None:
        """Show both phases with these gray values."""
        for phase in PHASES:
            volume = self._volume(phase)
            if volume is not None:
                display = volume.GetDisplayNode()
                display.SetAutoWindowLevel(False)
                display.SetWindowLevel(width, level)

    def window(self) -> tuple[float, float] | None:
        """Width and level of the gray values shown; None without a volume."""
        for phase in PHASES:
            volume = self._volume(phase)
            if volume is not None:
                display = volume.GetDisplayNode()
                return display.GetWindow(), display.GetLevel()
        return None

    def jump_to(self, phase: Phase, center_ras: Any) -> None:
        """Show the slice through a point, in RAS mm; a point out of sight or at the edge is brought to the middle."""
        node = self.view_node(phase)
        right, up = self._in_plane
        away = np.abs(np.subtract(_center(node), center_ras))[[right, up]]
        if (away > WELL_IN_SIGHT * np.array(node.GetFieldOfView()[:2])).any():
            node.JumpSliceByCentering(*center_ras)
        else:
            node.JumpSliceByOffsetting(*center_ras)
        self._snap(self._views[phase])

    def slice_number(self, phase: Phase) -> tuple[int, int]:
        """Number of the shown slice, from 1, and how many there are; zeros without a volume."""
        if self.volume_id(phase) is None:
            return 0, 0
        view = self._views[phase]
        (low, high), step = view.get_slice_range(), view.get_slice_step()
        count = round((high - low) / step) + 1
        return min(max(round((view.get_slice_value() - low) / step) + 1, 1), count), count

    def show_slice(self, phase: Phase, number: int) -> None:
        """Show the slice of that number, from 1."""
        if self.volume_id(phase) is not None:
            view = self._views[phase]
            view.set_slice_value(view.get_slice_range()[0] + (number - 1) * view.get_slice_step())

    def reset(self) -> None:
        """Show each volume whole again, on the slice that is shown."""
        with self._each_alone():
            for phase in PHASES:
                if self.volume_id(phase) is not None:
                    view = self._views[phase]
                    shown = view.get_slice_value()
                    view.fit_view_to_content()
                    view.set_slice_value(shown)
                    self._snap(view)
        self.moved.emit()

    @property
    def frames_differ(self) -> bool:
        """Whether both phases are shown and do not lie in one space."""
        return all(map(self.volume_id, PHASES)) and bool(self._shift("arterial").any())

    def _listener(self, phase: Phase) -> Callable[[SliceView], None]:
        def moved(view: SliceView) -> None:
            if self._following:
                return
            if self.linked and all(map(self.volume_id, PHASES)):
                with self._each_alone():
                    self._follow(phase)
            else:
                self._remember()
            self.moved.emit()

        return moved

    @contextlib.contextmanager
    def _each_alone(self) -> Iterator[None]:
        """Neither view follows the other meanwhile; what they frame afterwards is known."""
        self._following = True
        try:
            yield
        finally:
            self._following = False
        self._remember()

    def _remember(self) -> None:
        self._framings = {phase: self._framing(phase) for phase in PHASES}
        for phase in PHASES:
            width, height, _depth = self.view_node(phase).GetFieldOfView()
            self._shown[phase] = width, height

    def _observe_resizing(self, phase: Phase) -> None:
        """Show in a view that is resized, before and after trame-slicer does its part, at least what was shown."""

        def before(*_: Any) -> None:
            self._following = True

        def after(*_: Any) -> None:
            if self.volume_id(phase) is not None and phase in self._shown:
                (width, height), pixels = self._shown[phase], self.pixels(phase)
                _magnify(self.view_node(phase), max(width / pixels[0], height / pixels[1]))
            self._following = False
            self._framings[phase] = self._framing(phase)
            self.moved.emit()

        interactor = self._views[phase].interactor()
        interactor.AddObserver(vtkCommand.WindowResizeEvent, before, 1.0)
        interactor.AddObserver(vtkCommand.WindowResizeEvent, after, -1.0)

    def _follow(self, phase: Phase) -> None:
        """Bring the other view to the place of this one, but never out of its own volume.

        It is moved in plane and zoomed only where this one was: scrolling leaves two volumes that are shown whole so.
        """
        ahead, behind = self.view_node(phase), self.view_node(other_phase(phase))
        place = _center(ahead) + self._shift(phase)
        bounds = self._bounds(other_phase(phase))
        place = np.clip(place, bounds[0::2], bounds[1::2])
        if self._framing(phase) == self._framings.get(phase):
            place[self._in_plane] = _center(behind)[self._in_plane]
        else:
            _magnify(behind, _mm_per_pixel(ahead))
        self._show_place(other_phase(phase), place)

    @property
    def _in_plane(self) -> list[int]:
        return [axis for axis in range(3) if axis != self.normal]

    def _show_place(self, phase: Phase, place: np.ndarray) -> None:
        node = self.view_node(phase)
        for row, value in enumerate(place):
            node.GetSliceToRAS().SetElement(row, 3, value)
        node.UpdateMatrices()
        self._snap(self._views[phase])

    def _framing(self, phase: Phase) -> Framing:
        node = self.view_node(phase)
        right, up = _center(node)[self._in_plane]
        # A resized window changes the last bits of the magnification.
        return float(right), float(up), round(_mm_per_pixel(node), 6)

    def _shift(self, phase: Phase) -> np.ndarray:
        return frame_shift(self._bounds(phase), self._bounds(other_phase(phase)))

    def _bounds(self, phase: Phase) -> list[float]:
        bounds = [0.0] * 6
        self._volume(phase).GetRASBounds(bounds)
        return bounds

    def _volume(self, phase: Phase) -> Any:
        return self._scene.GetNodeByID(self.volume_id(phase) or "")

    @staticmethod
    def _snap(view: SliceView) -> None:
        """Onto the nearest slice that there is."""
        (low, high), step = view.get_slice_range(), view.get_slice_step()
        shown = min(max(view.get_slice_value(), low), high)
        view.set_slice_value(low + round((shown - low) / step) * step)


def _center(node: Any) -> np.ndarray:
    """What the middle of a view shows, in RAS mm."""
    return np.array([node.GetSliceToRAS().GetElement(row, 3) for row in range(3)])


def _mm_per_pixel(node: Any) -> float:
    return node.GetFieldOfView()[0] / node.GetDimensions()[0]


def _magnify(node: Any, mm_per_pixel: float) -> None:
    width, height, _depth = node.GetDimensions()
    node.SetFieldOfView(width * mm_per_pixel, height * mm_per_pixel, node.GetFieldOfView()[2])
