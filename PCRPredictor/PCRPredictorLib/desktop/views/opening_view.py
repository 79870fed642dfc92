"""Where the two views open: at the lesion where there is one, else at the middle of the body; both at one place."""

from collections.abc import Mapping
from typing import Any

import slicer

from ...presenter.patient.state import Phase
from ...presenter.patient.windows import LIVER_WINDOW
from .layouts import VIEWS, setWindow

Place = tuple[float, float, float]
WINDOWED = "PCRPredictor.windowed"
LEAST_FIELD_MM = 80.0
FIELD_DIAMETERS = 3.0


def windowOnce(volume: Any) -> None:
    """Show a volume through the liver window the first time that it is chosen; later the window is the user's."""
    if volume is not None and volume.GetAttribute(WINDOWED) is None:
        volume.SetAttribute(WINDOWED, "true")
        setWindow(volume, LIVER_WINDOW)


def openViews(volumes: Mapping[Phase, Any], lesion: Place | None) -> None:
    """Fit the body into the views, all at one place: through the lesion, else through the middle of the volumes."""
    shown = {phase: volume for phase, volume in volumes.items() if volume is not None and _logic(phase)}
    if not shown:
        return
    place = lesion or _middle(list(shown.values()))
    with Unlinked():
        first, *others = shown
        node = _node(first)
        _logic(first).FitSliceToBackground()
        node.JumpSliceByOffsetting(*place)
        for phase in others:
            _look(_node(phase), node)


def goTo(place: Place, diameter: float) -> None:
    """Bring a lesion into the middle of both views, and nearer unless it is near already.

    In another layout also of the slice views that are there.
    """
    field = max(LEAST_FIELD_MM, FIELD_DIAMETERS * diameter)
    with Unlinked():
        for node in [logic.GetSliceNode() for logic in _movedLogics()]:
            node.JumpSliceByCentering(*place)
            width, height, depth = node.GetFieldOfView()
            nearer = min(1.0, field / min(width, height))
            node.SetFieldOfView(width * nearer, height * nearer, depth)
            node.SetXYZOrigin(0.0, 0.0, 0.0)


class Unlinked:
    """A linked view would follow the other while that is still moved."""

    def __enter__(self) -> None:
        composites = [logic.GetSliceCompositeNode() for logic in _movedLogics()]
        self._linked = [(composite, composite.GetLinkedControl()) for composite in composites]
        for composite in composites:
            composite.SetLinkedControl(False)

    def __exit__(self, *_error: object) -> None:
        for composite, linked in self._linked:
            composite.SetLinkedControl(linked)


def _look(node: Any, other: Any) -> None:
    """Let a view show the place of another at the same size."""
    node.GetSliceToRAS().DeepCopy(other.GetSliceToRAS())
    width, _height, depth = other.GetFieldOfView()
    columns, rows, _slices = node.GetDimensions()
    node.SetFieldOfView(width, width * rows / columns, depth)
    node.SetXYZOrigin(other.GetXYZOrigin())
    node.UpdateMatrices()


def _middle(volumes: list[Any]) -> Place:
    """The middle of what all volumes cover; where they share nothing, of the first, for between them lies no body."""
    bounds = []
    for volume in volumes:
        found = [0.0] * 6
        volume.GetRASBounds(found)
        bounds.append(found)

    def middle(axis: int) -> float:
        low, high = max(each[2 * axis] for each in bounds), min(each[2 * axis + 1] for each in bounds)
        return (low + high) / 2 if low < high else (bounds[0][2 * axis] + bounds[0][2 * axis + 1]) / 2

    return middle(0), middle(1), middle(2)


def _movedLogics() -> list[Any]:
    """Of both phases' views, shown or not, and of every other slice view of the layout that is shown."""
    manager = slicer.app.layoutManager()
    logics = [manager.sliceWidget(name).sliceLogic() for name in manager.sliceViewNames()]
    return [
        logic
        for logic in logics
        if logic.GetSliceNode().IsMappedInLayout() or logic.GetSliceNode().GetName() in VIEWS.values()
    ]


def _logic(phase: Phase) -> Any:
    widget = slicer.app.layoutManager().sliceWidget(VIEWS[phase])
    return widget.sliceLogic() if widget is not None else None


def _node(phase: Phase) -> Any:
    return _logic(phase).GetSliceNode()
