"""Whether a case is like the cohort that a calibration or a model was made from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..texts import sentence as _
from .acquisition import outside_ranges
from .reference import Reference
from .sentences import DOMAIN_UNKNOWN, far_feature, far_together

FAR_POSITION = 3.0
MOST_FEATURES_NAMED = 3


@dataclass(frozen=True)
class Domain:
    """How a case compares with the reference cohort.

    Attributes
    ----------
    within : bool or None
        Whether the case is like the cohort; None where nothing is known of the cohort.
    distance, limit : float or None
        Mahalanobis distance of the transformed features, and the largest that counts as within.
    reasons : tuple of str
        Why the case lies outside, or why nothing is known; empty where it lies within.
    coarse : bool
        Whether the cohort is too small for a fine limit.
    positions : tuple of float
        Where each feature lies, in standard deviations of the transformed feature, in the order of the model.
    """

    within: bool | None
    distance: float | None
    limit: float | None
    reasons: tuple[str, ...]
    coarse: bool = False
    positions: tuple[float, ...] = ()

    def outside_by(self, reasons: Iterable[str]) -> "Domain":
        """The same with further reasons why the case lies outside; itself where there are none."""
        further = tuple(reasons)
        known = () if self.within is None else self.reasons
        return replace(self, within=False, reasons=(*known, *further)) if further else self

    def as_json(self) -> dict[str, Any]:
        """The object ``domain`` of ``prediction.json``."""
        return {
            "within": self.within,
            "distance": self.distance,
            "limit": self.limit,
            "reasons": list(self.reasons),
            "coarse": self.coarse,
            "positions": list(self.positions),
        }


UNKNOWN = Domain(None, None, None, (DOMAIN_UNKNOWN,))


def compare_with_cohort(
    reference: Reference | None,
    values: Sequence[float],
    names: Sequence[str],
    ranges: Mapping[str, Mapping[str, Any]],
    acquisition: Mapping[str, float | str],
    cohort: str = _("calibration"),
) -> Domain:
    """Compare a case with a cohort, by its features and by how it was scanned.

    Parameters
    ----------
    reference : Reference or None
        What the cohort's features look like.
    values : sequence of float
        Of the model's features, in order.
    names : sequence of str
        What to call them in a reason.
    ranges, acquisition : mapping
        As `summarize_acquisition` and `describe_acquisition` give them.
    cohort : str
        ``"calibration"`` or ``"training"``, for the reasons.
    """
    scanned = outside_ranges(ranges, acquisition, cohort)
    if reference is None:
        return Domain(False, None, None, scanned) if scanned else UNKNOWN
    positions = reference.positions(values)
    distance = reference.distance(positions)
    reasons = []
    if distance > reference.limit:
        reasons.append(far_together(distance, reference.limit, cohort, reference.coarse))
        order = sorted(range(len(positions)), key=lambda index: -abs(positions[index]))
        reasons += [
            far_feature(names[index], positions[index], cohort)
            for index in order[:MOST_FEATURES_NAMED]
            if abs(positions[index]) > FAR_POSITION
        ]
    reasons += scanned
    return Domain(not reasons, distance, reference.limit, tuple(reasons), reference.coarse, positions)
