"""Contours of both phases proposed from the longest diameter that is drawn on one of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from ...imaging import PhaseImage
from ...imaging.contour_proposal import ContourProposal, propose_contour
from ...imaging.growing import Grow
from ...imaging.lesion_hints import LesionHints
from ...imaging.lesion_line import LesionLine, Stroke
from .registration import Alignment, align

StrokeOrLine = TypeVar("StrokeOrLine", bound=Stroke)
Report = Callable[[float, str], None]


def propose_in_both(
    drawn_on: PhaseImage, line: LesionLine, other: PhaseImage, grow: Grow, report: Report | None = None
) -> tuple[ContourProposal, ContourProposal, Alignment]:
    """Propose the lesion on the phase that the line was drawn on, and on the other one from the aligned line.

    The other phase's contour is grown on its own image: contrast turns round between the phases, and a copy would
    carry the edge of one into the other.

    Raises
    ------
    InputError
        As `propose_contour` and `registration.align`.
    """
    first = propose_contour(drawn_on, line, grow)
    alignment = align(drawn_on, first.mask, other, report)
    return first, propose_contour(other, moved(line, alignment), grow), alignment


def moved(line: StrokeOrLine, alignment: Alignment) -> StrokeOrLine:
    """A line carried to the other phase, its length kept."""
    ends = [alignment.matrix @ (*point, 1.0) for point in (line.start, line.end)]
    start, end = (tuple(np.asarray(point[:3]).tolist()) for point in ends)
    return replace(line, start=start, end=end)


def moved_hints(hints: LesionHints, alignment: Alignment) -> LesionHints:
    """The line across, carried to the other phase; strokes answer what was wrong in one image and stay there."""
    return LesionHints(moved(hints.across, alignment) if hints.across else None)
