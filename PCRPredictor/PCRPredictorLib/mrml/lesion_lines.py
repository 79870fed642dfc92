"""A line that a user drew in the scene, as the longest diameter of a lesion or a stroke."""

from typing import Any

from ..imaging.lesion_line import LesionLine, Stroke

POINTS = 2


def is_drawn(node: Any) -> bool:
    """Whether both ends of a markups line are placed."""
    return int(node.GetNumberOfDefinedControlPoints()) >= POINTS


def line_from_node(node: Any) -> LesionLine:
    """The line in LPS mm of the world, parent transforms applied.

    Raises
    ------
    InputError
        It is too short or too long for a lesion.
    """
    stroke = stroke_from_node(node)
    return LesionLine(stroke.start, stroke.end)


def stroke_from_node(node: Any) -> Stroke:
    """The line in LPS mm of the world however short, parent transforms applied."""
    ends = []
    for place in range(POINTS):
        point = [0.0, 0.0, 0.0]
        node.GetNthControlPointPositionWorld(place, point)
        right, anterior, superior = point
        ends.append((-right, -anterior, superior))
    return Stroke(ends[0], ends[1])
