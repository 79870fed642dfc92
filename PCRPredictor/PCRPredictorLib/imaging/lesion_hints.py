"""What a reader adds to the longest diameter of a lesion where its proposed contour is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ..errors import InputError
from ..texts import sentence as _
from .lesion_line import LesionLine, Stroke
from .phase_image import PhaseImage

HintKind = Literal["across", "belongs", "foreign"]
MOST_OBLIQUE = 0.5
"""Cosine of the angle between the longest diameter and a line across it: 60 degrees at least."""
MOST_OF_LENGTH = 1.1
LEAST_OF_LENGTH = 0.1


@dataclass(frozen=True)
class LesionHints:
    """A second line and strokes.

    Attributes
    ----------
    across : Stroke or None
        From edge to edge across the longest diameter.
    belongs : tuple of Stroke
        What they cross is part of the lesion.
    foreign : tuple of Stroke
        What they cross is not.
    """

    across: Stroke | None = None
    belongs: tuple[Stroke, ...] = ()
    foreign: tuple[Stroke, ...] = ()

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        return self.belongs + self.foreign

    def with_one(self, kind: HintKind, stroke: Stroke) -> LesionHints:
        """These and one more; a line across takes the place of the former."""
        if kind == "across":
            return replace(self, across=stroke)
        if kind == "belongs":
            return replace(self, belongs=(*self.belongs, stroke))
        return replace(self, foreign=(*self.foreign, stroke))

    def require_for(self, line: LesionLine, image: PhaseImage) -> None:
        """Raise InputError where a stroke leaves the image, or the second line does not cross the first."""
        for stroke in self.strokes + ((self.across,) if self.across else ()):
            stroke.require_in(image)
        if self.across is None:
            return
        length, width = line.length_mm, self.across.length_mm
        if not LEAST_OF_LENGTH * length <= width <= MOST_OF_LENGTH * length:
            raise InputError(
                _(
                    "The second line is {width:.1f} mm long and the first one {length:.1f} mm; draw the longest "
                    "diameter first, then a shorter line across it from edge to edge."
                ).format(width=width, length=length)
            )
        along = np.subtract(line.end, line.start) / length
        cosine = abs(float(along @ np.subtract(self.across.end, self.across.start))) / width
        if cosine > MOST_OBLIQUE or float(np.linalg.norm(self.across.center - line.center)) > length / 2:
            raise InputError(
                _("The second line does not cross the first; draw it across the lesion from edge to edge.")
            )


NO_HINTS = LesionHints()
