"""How the module's contours look: an outline that lets the tissue be seen."""

from typing import Any

OUTLINE_COLOR = (1.0, 0.85, 0.1)
COPY_COLOR = (0.2, 0.9, 1.0)
FILL_OPACITY = 0.12
OUTLINE_PIXELS = 2


def styleContour(segmentation: Any, color: tuple[float, float, float] = OUTLINE_COLOR) -> None:
    """Give a new segmentation node's segments a bright outline and hardly any fill."""
    segments = segmentation.GetSegmentation()
    for index in range(segments.GetNumberOfSegments()):
        segments.GetNthSegment(index).SetColor(*color)
    display = segmentation.GetDisplayNode()
    display.SetOpacity2DFill(FILL_OPACITY)
    display.SetSliceIntersectionThickness(OUTLINE_PIXELS)
