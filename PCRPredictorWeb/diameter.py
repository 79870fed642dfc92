"""The longest diameter of a lesion, drawn over a view, to have its contour proposed."""

from typing import Any

import numpy as np
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging.lesion_line import LesionLine
from PCRPredictorLib.mrml.grid import array_from_matrix
from PCRPredictorLib.mrml.grow_cut import grow_cut
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.state import Phase

# The name of the tool on the page.
DIAMETER = "diameter"


class Diameter:
    """One line at a time, in the view of either phase.

    Attributes
    ----------
    is_in_hand : bool
        Whether the next line in a view is a lesion's longest diameter.
    drawn_on : {"arterial", "portal"} or None
        The phase of the last line.
    """

    def __init__(self, presenter: PredictionPresenter) -> None:
        self.is_in_hand = False
        self.drawn_on: Phase | None = None
        self._presenter = presenter

    def draw(self, phase: Phase, path: np.ndarray, view_node: Any) -> None:
        """Have the lesion proposed whose longest diameter goes from the first to the last place of a path.

        A line that is none is refused, and the next one is awaited.

        Parameters
        ----------
        path : numpy.ndarray
            Pixels of the view, shape (places, 2).
        view_node : vtkMRMLSliceNode
        """
        try:
            line = line_on(view_node, path[0], path[-1])
        except InputError as error:
            self._presenter.messages.error(error)
            return
        self.is_in_hand = False
        self.drawn_on = phase
        self._presenter.propose_from_line(phase, line, grow_cut)


def line_on(view_node: Any, start: np.ndarray, end: np.ndarray) -> LesionLine:
    """The line between two pixels of the slice that a view shows, in LPS mm.

    Raises
    ------
    InputError
        It is too short or too long for a lesion.
    """
    pixels = np.array([(*start, 0.0, 1.0), (*end, 0.0, 1.0)])
    places = (pixels @ array_from_matrix(view_node.GetXYToRAS()).T)[:, :3] * (-1.0, -1.0, 1.0)
    (x, y, z), (to_x, to_y, to_z) = places.tolist()
    return LesionLine((x, y, z), (to_x, to_y, to_z))
