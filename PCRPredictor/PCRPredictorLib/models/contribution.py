"""What one feature contributes to a score, and where the patient lies in it among the cohort."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..features.readable import readable
from .quantiles import FeatureQuantiles, quantiles_from_json

TERMS = ("label", "name", "phase", "value", "standardized", "coefficient", "contribution")


@dataclass(frozen=True)
class Contribution:
    """One term of the linear predictor: contribution = coefficient x standardized, exactly.

    `coefficient` is the model's, times the calibration's slope where that was fitted.

    Attributes
    ----------
    position : float or None
        Where the patient lies among the cohort, in standard deviations of the transformed feature; None where nothing
        is known of the cohort.
    cohort : FeatureQuantiles or None
        Where the cohort lies on the same axis.
    """

    label: str
    name: str
    phase: str | None
    value: float
    standardized: float
    coefficient: float
    contribution: float
    position: float | None = None
    cohort: FeatureQuantiles | None = None

    @property
    def in_words(self) -> str:
        """The readable name with the label: ``"Arterial: cluster shade, 7 voxels, spread over directions (A66)"``."""
        return f"{readable(self.name, self.phase).name} ({self.label})"

    def as_json(self) -> dict[str, Any]:
        """An entry of ``contributions`` in ``prediction.json``."""
        terms = {name: getattr(self, name) for name in TERMS}
        words = readable(self.name, self.phase)
        cohort = None if self.cohort is None else self.cohort.as_json()
        return {**terms, "readable": words.name, "high": words.high, "position": self.position, "cohort": cohort}


def contribution_from_json(content: Mapping[str, Any]) -> Contribution:
    """Build a contribution from its entry in ``prediction.json``, also of an earlier version.

    Raises
    ------
    KeyError, TypeError, ValueError
        The content is none; InputError is a ValueError.
    """
    position, cohort = content.get("position"), content.get("cohort")
    name = str(content["name"])
    return Contribution(
        label=str(content["label"]),
        name=name,
        phase=content.get("phase"),
        value=float(content["value"]),
        standardized=float(content["standardized"]),
        coefficient=float(content["coefficient"]),
        contribution=float(content["contribution"]),
        position=None if position is None else float(position),
        cohort=None if cohort is None else quantiles_from_json({name: cohort}, (name,), "The cohort of the feature")[0],
    )
