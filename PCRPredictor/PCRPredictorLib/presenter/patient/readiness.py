"""What can be done now, and why not what cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...errors import InputError
from ...texts import tr as _
from ..door_words import spoken
from .state import PHASE_TITLES, PHASES, Choices, Phase, other_phase


@dataclass(frozen=True)
class Readiness:
    """For each action the reason why it is disabled, as a sentence to show beside it; None where it is enabled."""

    predict: str | None
    extract: str | None
    copy_from_arterial: str | None
    copy_from_portal: str | None
    export: str | None
    report: str | None
    stability: str | None

    def copy_from(self, phase: Phase) -> str | None:
        return self.copy_from_arterial if phase == "arterial" else self.copy_from_portal


def readiness(
    choices: Choices,
    *,
    model_reason: str | None,
    clinical_needed: Sequence[str],
    contour_reasons: Mapping[Phase, str],
    copy_is_undecided: bool,
    phases_reason: str | None,
    has_result: bool,
    has_images: bool = True,
    result_is_stale: bool,
    comparing: bool = False,
    running: bool,
) -> Readiness:
    """Decide what is enabled.

    Parameters
    ----------
    model_reason : str or None
        Why the chosen model and calibration cannot score; None where they can.
    clinical_needed : sequence of str
        Clinical values that the model asks for.
    contour_reasons : mapping
        Phase to why its chosen contour cannot be measured; absent where it can, or none is chosen.
    copy_is_undecided : bool
        Whether a chosen contour is a copy from the other phase that was neither accepted nor undone.
    phases_reason : str or None
        What contradicts the choice of the phases and was not confirmed.
    has_result, result_is_stale, running : bool
        Whether there is a result, whether something changed since, whether a task is running.
    has_images : bool
        Whether the images that were scored are at hand; those of a saved result are not.
    comparing : bool
        Whether the volumes are still being read to tell if the result is stale.
    """
    busy = _("A computation is running; wait for it or cancel it.") if running else None
    being_read = _("The volumes are being read, to compare them with the result; wait a moment.") if comparing else None
    inputs = busy or _inputs_reason(choices) or _contours_reason(contour_reasons, copy_is_undecided)
    needed = phases_reason or model_reason or _clinical_reason(choices, clinical_needed)
    return Readiness(
        predict=inputs or (spoken(needed) if needed else None),
        extract=inputs,
        copy_from_arterial=busy or _copy_reason(choices, "arterial") or contour_reasons.get("arterial"),
        copy_from_portal=busy or _copy_reason(choices, "portal") or contour_reasons.get("portal"),
        export=busy or being_read or _result_reason(has_result, result_is_stale, _("saving it")),
        report=busy
        or being_read
        or _result_reason(has_result, result_is_stale, _("saving it"))
        or _images_reason(has_images),
        stability=busy
        or being_read
        or _result_reason(has_result, result_is_stale, _("asking more of it"))
        or _images_reason(has_images),
    )


def refuse(reason: str | None) -> None:
    """Raise InputError with the reason why something is disabled, if there is one."""
    if reason is not None:
        raise InputError(reason)


def _inputs_reason(choices: Choices) -> str | None:
    for phase in PHASES:
        choice, title = choices.of(phase), PHASE_TITLES[phase]
        if choice.volume is None:
            return _("Choose the volume of the {title}.").format(title=title)
        if choice.segmentation is None:
            return _("Choose or draw the contour of the tumor on the {title}.").format(title=title)
        if choice.segment is None:
            return _("Choose the segment that outlines the tumor on the {title}.").format(title=title)
    if choices.arterial.volume == choices.portal.volume:
        return _("Both phases use the same volume; choose two different ones.")
    return None


def _contours_reason(reasons: Mapping[Phase, str], copy_is_undecided: bool) -> str | None:
    first = next((spoken(reasons[phase]) for phase in PHASES if phase in reasons), None)
    return first or (_("Accept or undo the proposed contour first.") if copy_is_undecided else None)


def _clinical_reason(choices: Choices, needed: Sequence[str]) -> str | None:
    missing = [name for name in needed if name not in choices.clinical]
    return (
        _("Enter the clinical values that the model asks for: {missing}.").format(missing=", ".join(missing))
        if missing
        else None
    )


def _copy_reason(choices: Choices, phase: Phase) -> str | None:
    for needed in (phase, other_phase(phase)):
        if choices.of(needed).volume is None:
            return _("Choose the volume of the {phase} first.").format(phase=PHASE_TITLES[needed])
    if choices.arterial.volume == choices.portal.volume:
        return _("Both phases use the same volume; choose two different ones.")
    if not choices.of(phase).complete:
        return _("Draw the contour on the {phase} first.").format(phase=PHASE_TITLES[phase])
    return None


def _result_reason(has_result: bool, stale: bool, purpose: str) -> str | None:
    if not has_result:
        return _("Predict first; there is no result yet.")
    return _("The result is out of date; predict again before {purpose}.").format(purpose=purpose) if stale else None


def _images_reason(has_images: bool) -> str | None:
    if has_images:
        return None
    return _("This result was saved earlier; predict again in this session for its report, stability and map.")
