"""What the user has chosen, as plain values that a scene or a browser session can keep."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ...errors import InputError
from ...texts import tr as _

Phase = Literal["arterial", "portal"]
PHASES: tuple[Phase, Phase] = ("arterial", "portal")
PHASE_TITLES: dict[Phase, str] = {"arterial": _("arterial phase"), "portal": _("portal venous phase")}


def other_phase(phase: Phase) -> Phase:
    return "portal" if phase == "arterial" else "arterial"


@dataclass(frozen=True)
class PhaseChoice:
    """Ids of the volume, the segmentation and the segment of one phase; None where nothing is chosen."""

    volume: str | None = None
    segmentation: str | None = None
    segment: str | None = None

    @property
    def complete(self) -> bool:
        return None not in (self.volume, self.segmentation, self.segment)


@dataclass(frozen=True)
class Choices:
    """Everything a prediction depends on, as the user chose it.

    Attributes
    ----------
    model : str or None
        Name of a published model or path of a model file.
    calibration : str or None
        Path of a calibration file.
    clinical : dict
        Clinical values that the model asks for.
    live : bool
        Whether to score again after each finished edit.
    """

    arterial: PhaseChoice = field(default_factory=PhaseChoice)
    portal: PhaseChoice = field(default_factory=PhaseChoice)
    model: str | None = None
    calibration: str | None = None
    clinical: Mapping[str, float] = field(default_factory=dict)
    live: bool = False

    def of(self, phase: Phase) -> PhaseChoice:
        return self.arterial if phase == "arterial" else self.portal

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def choices_from_json(content: Any) -> Choices:
    """Rebuild choices from :meth:`Choices.as_json`.

    Raises
    ------
    InputError
        The content is not what this version writes.
    """
    try:
        phases = {phase: PhaseChoice(**content[phase]) for phase in PHASES}
        return Choices(**{**content, **phases})
    except (TypeError, KeyError) as error:
        raise InputError(
            _("The saved choices cannot be read ({error}); choose volumes, contours and model again.").format(
                error=error
            )
        ) from error


def checked_clinical(content: Any) -> dict[str, float]:
    """Clinical values that a scene keeps or a script gave.

    Raises
    ------
    InputError
        They are no finite numbers by name.
    """
    try:
        if all(not isinstance(value, bool) and math.isfinite(value) for value in content.values()):
            return dict(content)
    except (AttributeError, TypeError, OverflowError):
        pass
    raise InputError(_("The clinical values cannot be read; give finite numbers by name (JSON), or enter them again."))
