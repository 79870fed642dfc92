"""What the hand does over a view: paths, looking, gray values, keys."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PCRPredictorLib.mrml.grid import array_from_matrix, voxel_view
from PCRPredictorLib.presenter.patient.state import PHASES, Phase, other_phase
from vtkmodules.vtkCommonMath import vtkMatrix4x4

from .contour_tools import BRUSH_MM, ContourTools
from .controller import Controller
from .diameter import DIAMETER, HINTS
from .linked_views import ENDS, LinkedViews

# HU that a drag over one pixel changes.
WINDOW_PER_PIXEL = 2.0
NARROWEST = 1.0
BRUSH_STEP = 1.15


class Gestures:
    """Answers what the page's script sends by name.

    Places in a view are shares of its width and height, from its left upper corner.

    Parameters
    ----------
    server : trame_server.Server
    """

    def __init__(self, server: Any, controller: Controller, views: LinkedViews, tools: ContourTools) -> None:
        self._state = server.state
        self._controller = controller
        self._views = views
        self._tools = tools
        views.moved.connect(self.look_away)
        for answer in (
            self.stroke,
            self.look,
            self.look_away,
            self.drag_window,
            self.step_brush,
            self.step_slice,
            self.choose_tool,
            self.put_away,
            self.turn_views,
            self.answered,
        ):
            server.trigger(answer.__name__)(answer)

    def stroke(self, phase: Phase, places: Sequence[Sequence[float]]) -> None:
        """Do what the tool in hand does along a whole path, from button down to button up."""
        if self._views.volume_id(phase) is not None and places:
            self._controller.draw_along(phase, self._pixels(phase, places))

    def look(self, phase: Phase, across: float, down: float) -> None:
        """Tell the value and the place under the pointer, and mark the same place in the other view."""
        volume = self._views.volume(phase)
        if volume is None:
            return
        x, y = self._pixels(phase, [(across, down)])[0]
        place = (array_from_matrix(self._views.view_node(phase).GetXYToRAS()) @ [x, y, 0, 1])[:3]
        other = other_phase(phase)
        told: dict[str, Any] = {f"{phase}_look": f"{_value(volume, place)}{place_in_words(place)}"}
        told |= {f"{other}_look": "", f"{phase}_cross": None, f"{other}_cross": None}
        if self._views.linked and self._views.volume(other) is not None:
            told[f"{other}_cross"] = self._share(other, self._views.place_beside(phase, place))
        self._state.update(told)

    def look_away(self) -> None:
        self._state.update({f"{phase}_{name}": None for phase in PHASES for name in ("look", "cross")})

    def drag_window(self, across: float, up: float) -> None:
        """Widen by a drag to the right, brighten by one upwards; both phases alike."""
        window = self._views.window()
        if window is not None:
            width, level = window
            width = max(width + WINDOW_PER_PIXEL * float(across), NARROWEST)
            self._controller.look_through(width, level - WINDOW_PER_PIXEL * float(up))

    def step_brush(self, count: float) -> None:
        """Make the brush larger or smaller."""
        low, high = BRUSH_MM
        size = self._tools.settings.brush_mm * BRUSH_STEP ** float(count)
        self._controller.change_setting("brush_mm", round(min(max(size, low), high), 1))

    def step_slice(self, phase: Phase, count: int) -> None:
        self._views.step(phase, int(count))

    def choose_tool(self, tool: str) -> None:
        phases = PHASES if tool == DIAMETER or tool in HINTS else (self._controller.active_phase,)
        if any(map(self._views.volume_id, phases)):
            self._controller.choose_tool(tool)

    def put_away(self) -> None:
        """Put the tool away."""
        self._controller.choose_tool("")

    def turn_views(self, orientation: str) -> None:
        self._controller.turn_views(orientation)
        self._state.orientation = self._views.orientation

    def answered(self, number: int) -> None:
        """Send a number back behind all that came of what was sent before it."""
        self._state.answered = number

    def _pixels(self, phase: Phase, places: Sequence[Sequence[float]]) -> np.ndarray:
        """Shares of a view as pixels from its left lower corner, whole numbers in the middle of a pixel."""
        width, height = self._views.pixels(phase)
        shares = np.asarray(places, dtype=float).reshape(-1, 2)
        return np.column_stack([shares[:, 0] * width, (1 - shares[:, 1]) * height]) - 0.5

    def _share(self, phase: Phase, place: np.ndarray) -> list[float]:
        to_xy = np.linalg.inv(array_from_matrix(self._views.view_node(phase).GetXYToRAS()))
        x, y = (to_xy @ [*place, 1.0])[:2] + 0.5
        width, height = self._views.pixels(phase)
        return [round(100 * x / width, 2), round(100 * (1 - y / height), 2)]


def place_in_words(place: np.ndarray) -> str:
    """A place in RAS mm as ``"L 23  P 10  S 121"``."""
    return "  ".join(f"{ends[int(value < 0)]} {abs(value):.0f}" for ends, value in zip(ENDS, place, strict=True))


def _value(volume: Any, place: np.ndarray) -> str:
    """The value of the voxel at a place; empty outside."""
    matrix = vtkMatrix4x4()
    volume.GetRASToIJKMatrix(matrix)
    i, j, k = np.round((array_from_matrix(matrix) @ [*place, 1.0])[:3]).astype(int)
    voxels = voxel_view(volume.GetImageData())
    if not all(0 <= index < size for index, size in zip((k, j, i), voxels.shape, strict=True)):
        return ""
    return f"{voxels[k, j, i]:.0f} HU  "
