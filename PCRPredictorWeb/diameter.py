"""Lines drawn over a view: the longest diameter of a lesion, to have its contour proposed, and what corrects that."""

from typing import Any, get_args

import numpy as np
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging.lesion_hints import HintKind
from PCRPredictorLib.imaging.lesion_line import LesionLine, Stroke
from PCRPredictorLib.mrml.grid import array_from_matrix
from PCRPredictorLib.mrml.grow_cut import grow_cut
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.state import Phase

# The names of the tools on the page.
DIAMETER = "diameter"
HINTS: tuple[HintKind, ...] = get_args(HintKind)


class Diameter:
    """One line at a time: a diameter in the view of either phase, a hint in that of the phase that is proposed.

    Attributes
    ----------
    in_hand : str
        What the next line in a view is: ``diameter``, one of `HINTS`, or empty for none.
    drawn_on : {"arterial", "portal"} or None
        The phase of the last line.
    """

    def __init__(self, presenter: PredictionPresenter) -> None:
        self.in_hand = ""
        self.drawn_on: Phase | None = None
        self._presenter = presenter

    @property
    def phase(self) -> Phase | None:
        """The phase whose view alone the line in hand can be drawn in; None where either will do."""
        pending = self._presenter.copy.pending
        return pending.target_phase if pending is not None and self.in_hand in HINTS else None

    def take(self, tool: str) -> bool:
        """Take a line in hand, or lay it aside for another tool; returns whether the tool is a line.

        A hint is only taken where a proposal can be corrected.
        """
        is_line = tool == DIAMETER or tool in HINTS
        self.in_hand = tool if is_line else ""
        self.lay_aside_hint()
        return is_line

    def lay_aside_hint(self) -> None:
        """Lay a hint aside that no proposal can take any more."""
        if self.in_hand in HINTS and not self._presenter.proposals.can_be_corrected:
            self.in_hand = ""

    def draw(self, phase: Phase, path: np.ndarray, view_node: Any) -> None:
        """Have the lesion proposed, or proposed anew, by a line from the first to the last place of a path.

        A diameter that is none is refused, and the next one is awaited.

        Parameters
        ----------
        path : numpy.ndarray
            Pixels of the view, shape (places, 2).
        view_node : vtkMRMLSliceNode
        """
        for kind in HINTS:
            if self.in_hand == kind:
                self.in_hand = ""
                self._presenter.correct_proposal(kind, stroke_on(view_node, path[0], path[-1]))
                return
        try:
            line = line_on(view_node, path[0], path[-1])
        except InputError as error:
            self._presenter.messages.error(error)
            return
        self.in_hand = ""
        self.drawn_on = phase
        self._presenter.propose_from_line(phase, line, grow_cut)


def line_on(view_node: Any, start: np.ndarray, end: np.ndarray) -> LesionLine:
    """The same as a longest diameter.

    Raises
    ------
    InputError
        It is too short or too long for a lesion.
    """
    stroke = stroke_on(view_node, start, end)
    return LesionLine(stroke.start, stroke.end)


def stroke_on(view_node: Any, start: np.ndarray, end: np.ndarray) -> Stroke:
    """The stroke between two pixels of the slice that a view shows, in LPS mm."""
    pixels = np.array([(*start, 0.0, 1.0), (*end, 0.0, 1.0)])
    places = (pixels @ array_from_matrix(view_node.GetXYToRAS()).T)[:, :3] * (-1.0, -1.0, 1.0)
    (x, y, z), (to_x, to_y, to_z) = places.tolist()
    return Stroke((x, y, z), (to_x, to_y, to_z))
