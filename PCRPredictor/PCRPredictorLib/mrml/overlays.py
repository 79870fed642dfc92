"""Signed values over a volume, as a colored volume that is seen only where they are not 0."""

from collections.abc import Sequence
from typing import Any

from ..imaging import PhaseImage
from .volumes import volume_node_from_image

COLORS = 255  # odd, so that one color stands for 0
GRAY = 0.6

Color = Sequence[float]


def overlay_node(scene: Any, image: PhaseImage, name: str, largest: float, colors: tuple[Color, Color]) -> Any:
    """Add an image of signed values to `scene`, to be shown over the volume that it belongs to.

    The node is in no selector and is not saved with the scene.

    Parameters
    ----------
    largest : float
        The value at which a color is strongest.
    colors : tuple of (red, green, blue)
        Each 0 to 1, of negative and of positive values; the grayer, the nearer to 0, which is transparent.
    """
    node = volume_node_from_image(scene, image, name)
    table = scene.AddNewNodeByClass("vtkMRMLColorTableNode", f"{name} colors")
    table.SetTypeToUser()
    table.SetNumberOfColors(COLORS)
    middle = COLORS // 2
    for index in range(COLORS):
        share = (index - middle) / middle
        color = colors[1] if share > 0 else colors[0]
        # Slice views take no opacity between 0 and 1 from a table, so what is weak is gray instead of see-through.
        grayed = [GRAY + abs(share) * (part - GRAY) for part in color]
        table.SetColor(index, f"{share:+.2f}", *grayed, 0.0 if index == middle else 1.0)
    display = node.GetDisplayNode()
    display.SetAndObserveColorNodeID(table.GetID())
    display.SetAutoWindowLevel(False)
    display.InterpolateOff()  # between two parts lies no value
    display.SetWindowLevel(2 * (largest or 1.0), 0.0)
    for each in (node, table, display):
        each.SetSaveWithScene(False)
    node.SetHideFromEditors(True)
    table.SetHideFromEditors(True)
    return node


def remove_overlay(node: Any) -> None:
    """Take an overlay out of its scene, with its colors."""
    scene = node.GetScene()
    if scene is None:
        return
    display = node.GetDisplayNode()
    table = display.GetColorNode() if display else None
    for part in (node, display, table):
        if part is not None and part.GetScene() is scene:
            scene.RemoveNode(part)
