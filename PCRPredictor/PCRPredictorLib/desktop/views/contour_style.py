"""How the module's contours look: an outline in the color of its phase that lets the tissue be seen."""

from typing import Any

from ...presenter.patient.state import PHASES, Phase

PHASE_COLORS: dict[Phase, str] = {"arterial": "#F0508C", "portal": "#4DD0E1"}
"""Of outlines and view bars: bright on gray, and unlike the blue and orange of the map of a score."""
COPY_COLOR = (1.0, 0.85, 0.1)
FILL_OPACITY = 0.12
OUTLINE_PIXELS = 2

Color = tuple[float, float, float]


def contourColor(phase: Phase) -> Color:
    """Red, green and blue of a phase, each 0 to 1."""
    red, green, blue = (int(PHASE_COLORS[phase][start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def keepColorTrue(segmentation: Any, segmentId: str, color: Color) -> None:
    """Give a segment that bears a color of ours, which says what it is, the one that is true of it now.

    A color that the user gave stays.
    """
    segment = segmentation.GetSegmentation().GetSegment(segmentId)
    ours = (COPY_COLOR, *map(contourColor, PHASES))
    if segment and any(_alike(segment.GetColor(), one) for one in ours) and not _alike(segment.GetColor(), color):
        segment.SetColor(*color)


def _alike(one: Color, other: Color) -> bool:
    """Whether two colors differ by no more than a file rounds them."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 0.002


def styleContour(segmentation: Any, color: Color) -> None:
    """Give a new segmentation node's segments a bright outline and hardly any fill."""
    segments = segmentation.GetSegmentation()
    for index in range(segments.GetNumberOfSegments()):
        segment = segments.GetNthSegment(index)
        if segment.GetColor() != color:  # setting it draws every view anew
            segment.SetColor(*color)
    display = segmentation.GetDisplayNode()
    display.SetOpacity2DFill(FILL_OPACITY)
    display.SetSliceIntersectionThickness(OUTLINE_PIXELS)
