"""Whether the chosen phases can be what they were chosen as, told before anything is computed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...imaging import Acquisition
from ...imaging.identity import Identity
from ...imaging.pairing import (
    ANOTHER_VOLUME,
    VOLUME_GONE,
    Contradiction,
    drawn_on_other,
    header_contradictions,
    header_notices,
    image_name,
    name_contradictions,
)
from ...texts import tr as _
from ..door_words import spoken
from .case_source import CaseSource
from .inputs import Inputs
from .state import PHASE_TITLES, PHASES, Phase, other_phase


@dataclass(frozen=True)
class PhaseCheck:
    """What is to be said of the chosen phases; for the screen only, since it names volumes and patients.

    Attributes
    ----------
    whose : mapping
        Phase to patient, study date and series time in one line; absent where no volume is chosen.
    contradictions : tuple of Contradiction
        What the user has to confirm, or to correct.
    sentences : tuple of str
        The contradictions by the names of the volumes.
    notes : tuple of str
        What the user should look at: guesses that nobody confirmed, and what is unusual in the headers.
    """

    whose: Mapping[Phase, str] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class PhaseConfirmation:
    """The present check, and whether the user has confirmed just that: another choice asks again."""

    def __init__(self, source: CaseSource, inputs: Inputs) -> None:
        self._source = source
        self._inputs = inputs
        self._confirmed: object = None
        self.check = PhaseCheck()

    @property
    def is_confirmed(self) -> bool:
        return bool(self.check.contradictions) and self._confirmed == self._key()

    @property
    def reason(self) -> str | None:
        """Why nothing can be predicted yet; None where nothing contradicts, or the user has confirmed it."""
        if not self.check.sentences or self.is_confirmed:
            return None
        return _("Correct the phases, or confirm that they are right: {contradiction}.").format(
            contradiction=self.check.sentences[0]
        )

    def refresh(self) -> None:
        """Look again at what is chosen."""
        self.check = check_phases(self._source, self._inputs)

    def confirm(self) -> None:
        """Take the user's word that the phases are right as they are chosen."""
        self._confirmed = self._key()

    def forget(self) -> None:
        """Another scene may give the same ids to the volumes of another patient, of whom nobody said a word."""
        self._confirmed = None

    def _key(self) -> object:
        chosen = tuple((self._inputs.of(phase).volume, self._inputs.of(phase).segmentation) for phase in PHASES)
        return chosen, self.check.contradictions


def check_phases(source: CaseSource, inputs: Inputs) -> PhaseCheck:
    """Look at names, headers and origins of what is chosen; reads no voxels."""
    names, segmentations = source.volumes(), source.segmentations()
    choices = {phase: inputs.of(phase) for phase in PHASES}
    headers = {
        phase: source.header(choice.volume)
        for phase, choice in choices.items()
        if choice.volume is not None and choice.volume in names
    }
    called = {phase: names[str(choices[phase].volume)] for phase in headers}
    of_phase = {phase: image_name(header[0], called[phase]) for phase, header in headers.items()}
    found = name_contradictions((of_phase.get("arterial", ""), of_phase.get("portal", "")))
    notes = [
        _("The {phase} was guessed from the name of its volume; please confirm it.").format(phase=PHASE_TITLES[phase])
        for phase in PHASES
        if phase in inputs.guessed
    ]
    notes += [
        _("The contour of the {phase} was proposed; please confirm it.").format(phase=PHASE_TITLES[phase])
        for phase in PHASES
        if phase in inputs.proposed
    ]
    if len(headers) == len(PHASES):
        pair = headers["arterial"][0], headers["portal"][0]
        found = header_contradictions(*pair) + found
        notes += [spoken(notice.message) for notice in header_notices(*pair)]
    for phase in headers:
        if choices[phase].segmentation in segmentations:
            found += _contour_contradictions(source, inputs, phase)
    sources = tuple(
        f"'{called[phase]}'" if phase in called else _("the {phase}").format(phase=PHASE_TITLES[phase])
        for phase in PHASES
    )
    return PhaseCheck(
        {phase: _whose(*header) for phase, header in headers.items()},
        found,
        tuple(spoken(one.sentence((sources[0], sources[1]))) for one in found),
        tuple(notes),
    )


def _contour_contradictions(source: CaseSource, inputs: Inputs, phase: Phase) -> tuple[Contradiction, ...]:
    choice, other = inputs.of(phase), other_phase(phase)
    drawn_on = inputs.drawn_on(choice.segmentation)
    if drawn_on is None or drawn_on == choice.volume:
        return ()
    if drawn_on == inputs.of(other).volume:
        return (drawn_on_other(phase, f"{{{other}}}"),)
    is_there = drawn_on in source.volumes()
    return (drawn_on_other(phase, ANOTHER_VOLUME if is_there else VOLUME_GONE),)


def _whose(acquisition: Acquisition, identity: Identity) -> str:
    return _("simulated patient") if acquisition.simulated else identity.on_screen()
