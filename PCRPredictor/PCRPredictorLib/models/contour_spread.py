"""How far a probability moves when the contour is drawn a little differently."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..texts import listing
from ..texts import sentence as _
from .sentences import outside_in_spread

SPREAD_NOTE = _(
    "Spread over perturbed contours of this lesion; it is no confidence interval and says "
    "nothing about other sources of error."
)
PERCENTILES = (5, 50, 95)


@dataclass(frozen=True)
class ContourSpread:
    """Probabilities of one lesion under perturbed contours.

    Attributes
    ----------
    perturbations : int
        How many pairs of contours were drawn.
    probabilities : tuple of float
        Those of the pairs that could be scored, in the order drawn.
    same_side_share : float or None
        Share of the scored pairs on the same side of the cut-off as the drawn contours; None where no class is called.
    outside_domain : int
        How many of the scored pairs lie outside what the calibration has seen.
    settings : dict
        JSON form of the perturbation settings, with ``in_plane`` as it was in each phase.
    """

    perturbations: int
    probabilities: tuple[float, ...]
    same_side_share: float | None
    settings: dict[str, Any]
    outside_domain: int = 0

    @property
    def note(self) -> str:
        """What the spread is not, and whether it leaves what the calibration has seen."""
        if not self.outside_domain:
            return SPREAD_NOTE
        return listing((outside_in_spread(self.outside_domain, len(self.probabilities)), SPREAD_NOTE), " ")

    @property
    def standard_deviation(self) -> float:
        """Sample standard deviation (n - 1) of the probabilities."""
        return float(np.std(self.probabilities, ddof=1))

    @property
    def percentiles(self) -> tuple[float, float, float]:
        """5th, 50th and 95th percentile of the probabilities, linear between neighbors."""
        low, middle, high = (float(value) for value in np.percentile(self.probabilities, PERCENTILES))
        return low, middle, high

    def as_json(self) -> dict[str, Any]:
        """The object ``contour_spread`` of ``prediction.json``."""
        return {
            "perturbations": self.perturbations,
            "scored": len(self.probabilities),
            "probability_sd": self.standard_deviation,
            "probability_percentiles": dict(zip(map(str, PERCENTILES), self.percentiles, strict=True)),
            "probability_range": [min(self.probabilities), max(self.probabilities)],
            "same_side_share": self.same_side_share,
            "settings": self.settings,
            "outside_domain": self.outside_domain,
            "note": self.note,
        }
