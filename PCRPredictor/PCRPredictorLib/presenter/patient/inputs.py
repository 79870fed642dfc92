"""Choosing the volume, segmentation and segment of both phases."""

from collections.abc import Mapping
from dataclasses import replace

from ..signal import Signal
from .case_source import CaseSource
from .phase_guess import guess_pair
from .state import PHASES, Phase, PhaseChoice


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Segment ids and what to call them: the name on one line, with the id where several have that name."""
    lines = {segment: " ".join(name.split()) or segment for segment, name in names.items()}
    shared = {name for name in lines.values() if list(lines.values()).count(name) > 1}
    return {segment: f"{name} ({segment})" if name in shared else name for segment, name in lines.items()}


class Inputs:
    """The inputs of both phases and what there is to choose from.

    Attributes
    ----------
    changed : Signal
        Emitted without values after any choice changed.
    guessed : set of str
        Phases whose volume was guessed from the series descriptions and not yet confirmed by the user.
    proposed : set of str
        Phases whose contour was taken because it was drawn on the phase's volume, or its segment because it is coded
        as a lesion, and was not yet confirmed.
    """

    def __init__(self, source: CaseSource) -> None:
        self._source = source
        self._choices: dict[Phase, PhaseChoice] = {phase: PhaseChoice() for phase in PHASES}
        self.guessed: set[Phase] = set()
        self.proposed: set[Phase] = set()
        self._passed_over: dict[Phase, set[str]] = {phase: set() for phase in PHASES}
        self._contours: dict[str, PhaseChoice] = {}
        self._origins: dict[str, str] = {}
        self.changed = Signal()

    def of(self, phase: Phase) -> PhaseChoice:
        return self._choices[phase]

    @property
    def unconfirmed(self) -> frozenset[PhaseChoice]:
        """What was guessed or proposed and awaits the user's word: volumes, and contours without their volume."""
        volumes = (PhaseChoice(volume=self._choices[phase].volume) for phase in self.guessed)
        contours = (replace(self._choices[phase], volume=None) for phase in self.proposed)
        return frozenset((*volumes, *contours))

    def offers_volume(self, volume: str | None) -> bool:
        """Whether it may be chosen; none always may."""
        return volume is None or volume in self._source.volumes()

    def offers_segmentation(self, segmentation: str | None) -> bool:
        """Whether it may be chosen; none always may."""
        return segmentation is None or segmentation in self._source.segmentations()

    def restore(self, arterial: PhaseChoice, portal: PhaseChoice) -> None:
        """Take over saved choices; what is no longer there is dropped."""
        self._choices = {"arterial": arterial, "portal": portal}
        self.guessed.clear()
        self.proposed.clear()
        # Another scene gives the same ids to other volumes.
        self._passed_over = {phase: set() for phase in PHASES}
        self._contours, self._origins = {}, {}
        for choice in (arterial, portal):
            if choice.volume and choice.segmentation is None and self._drawn(choice.volume):
                self.keep(choice)  # none was chosen although there was one
        self.refresh(guess=False)
        self.changed.emit()

    def refresh(self, guess: bool = True) -> None:
        """Adapt to what the source holds now: drop what is gone, guess volumes that nobody chose."""
        before = dict(self._choices)
        self._remember()
        volumes = self._source.volumes()
        segmentations = self._source.segmentations()
        for phase, choice in before.items():
            kept = PhaseChoice(
                volume=choice.volume if choice.volume in volumes else None,
                segmentation=choice.segmentation if choice.segmentation in segmentations else None,
            )
            present = self._source.segments(kept.segmentation) if kept.segmentation else {}
            # Never another one unasked: what is scored would change without a word.
            self._choices[phase] = replace(kept, segment=choice.segment if choice.segment in present else None)
            if kept.volume is None:
                self.guessed.discard(phase)
            if kept.volume != choice.volume:
                self._pass_over(phase, volumes)
            if kept.segmentation is None:
                self.proposed.discard(phase)
        if guess:
            self._guess_volumes(volumes)
            self._propose_contours()
        if self._choices != before:
            self.changed.emit()

    def choose_volume(self, phase: Phase, volume: str | None) -> None:
        """Take the user's volume, which confirms it where it was guessed; a contour drawn on the former stays with it.

        Then the new volume's own contour is proposed, if it has one, so that patients can be read one after another.
        """
        self._remember()
        self.guessed.discard(phase)
        former = self._choices[phase]
        self._choices[phase] = replace(former, volume=volume)
        if volume is None:
            self._pass_over(phase, self._source.volumes())
        elif volume != former.volume and former.segmentation is None:
            self._propose(phase, self._had(volume))
        elif volume != former.volume and self._belonged_to(former.volume, former.segmentation):
            self._propose(phase, self._had(volume) or self._sole_drawn_on(volume))
        self._uncross()
        self._remember()
        self._propose_contours()
        kept = self._choices[phase].segmentation
        if kept == former.segmentation and self.drawn_on(kept) not in (None, volume):
            self.proposed.discard(phase)  # it was for the former volume
        self._replace(phase, self._choices[phase])

    def choose_segmentation(self, phase: Phase, segmentation: str | None) -> None:
        """Take a segmentation, and its segment where it has exactly one.

        Where it has several, the only one that is coded as a lesion is proposed.
        """
        self.proposed.discard(phase)
        segment = self._sole_segment(segmentation)
        if segment is None:
            segment = self._sole_lesion(segmentation)
            self.proposed |= {phase} if segment else set()
        self._take_contour(phase, segmentation, segment)

    def choose_segment(self, phase: Phase, segment: str | None) -> None:
        self.proposed.discard(phase)
        self._replace(phase, replace(self._choices[phase], segment=segment))

    def choose_contour(self, phase: Phase, segmentation: str | None, segment: str | None) -> None:
        """Take a segmentation and a segment of it at once."""
        self.proposed.discard(phase)
        self._take_contour(phase, segmentation, segment)

    def _take_contour(self, phase: Phase, segmentation: str | None, segment: str | None) -> None:
        self._replace(phase, replace(self._choices[phase], segmentation=segmentation, segment=segment))
        if segmentation is None and self._choices[phase].volume:
            self.keep(self._choices[phase])

    def put_back(self, phase: Phase, segmentation: str | None, segment: str | None) -> None:
        """Take a contour in place of one that is withdrawn; what awaited the user's word still does."""
        self._replace(phase, replace(self._choices[phase], segmentation=segmentation, segment=segment))

    def keep(self, choice: PhaseChoice) -> None:
        """Keep in mind with which contour, or that with none, a volume is to be chosen again."""
        self._contours[str(choice.volume)] = choice

    def confirm(self, phase: Phase) -> None:
        """Confirm a guessed volume and a proposed contour."""
        if phase in self.guessed | self.proposed:
            self.guessed.discard(phase)
            self.proposed.discard(phase)
            self.changed.emit()

    def _guess_volumes(self, volumes: dict[str, str]) -> None:
        taken = {choice.volume for choice in self._choices.values()}
        for phase, volume in guess_pair(volumes).items():
            if self._choices[phase].volume is None and volume not in taken | self._passed_over[phase]:
                self._choices[phase] = replace(self._choices[phase], volume=volume)
                self.guessed.add(phase)

    def _pass_over(self, phase: Phase, volumes: Mapping[str, str]) -> None:
        """Guess none of these: a volume that the user gave up or removed is not replaced unasked by one at hand."""
        self._passed_over[phase] = set(volumes)

    def _remember(self) -> None:
        """Note which volumes have a contour now, and which; and what each contour was drawn on."""
        contoured = (choice for choice in self._choices.values() if choice.volume and choice.segmentation)
        self._contours |= {str(choice.volume): choice for choice in contoured}
        self.origins()

    def origins(self) -> dict[str, str | None]:
        """The volume that each segmentation was drawn on, also one that has gone since; None where it is not known."""
        volumes = self._source.volumes()
        now = {each: self._source.drawn_on(each) for each in self._source.segmentations()}
        # The scene forgets it with the volume.
        self._origins |= {each: volume for each, volume in now.items() if volume in volumes}
        return now | self._origins

    def drawn_on(self, segmentation: str | None) -> str | None:
        """The same of one segmentation."""
        return self.origins().get(segmentation or "")

    def _belonged_to(self, volume: str | None, segmentation: str | None) -> bool:
        """Whether a contour was drawn on a volume, or, where that one is gone, on one that is gone."""
        origin = self.drawn_on(segmentation)
        return origin is not None and (origin == volume if volume else origin not in self._source.volumes())

    def _drawn_on(self, segmentation: str | None) -> str | None:
        return self._source.drawn_on(segmentation) if segmentation in self._source.segmentations() else None

    def _is_free(self, segmentation: str | None) -> bool:
        return all(choice.segmentation != segmentation for choice in self._choices.values())

    def _drawn(self, volume: str) -> list[str]:
        """The segmentations that were drawn on a volume."""
        return [each for each in self._source.segmentations() if self._source.drawn_on(each) == volume]

    def _sole_drawn_on(self, volume: str) -> PhaseChoice | None:
        """The only segmentation that was drawn on a volume, unless it is in use."""
        drawn = self._drawn(volume)
        if len(drawn) != 1 or not self._is_free(drawn[0]):
            return None
        return PhaseChoice(volume, drawn[0], self._sole_segment(drawn[0]) or self._sole_lesion(drawn[0]))

    def _had(self, volume: str) -> PhaseChoice | None:
        """The contour that a volume was chosen with before, unless that is gone, in use, or drawn on another one.

        Without its segment where that is gone: never another one unasked.
        """
        had = self._contours.get(volume)
        if had is None or had.segmentation not in self._source.segmentations() or not self._is_free(had.segmentation):
            return None
        if self._drawn_on(had.segmentation) not in (None, volume):
            return None
        present = self._source.segments(str(had.segmentation))
        return replace(had, segment=had.segment if had.segment in present else None)

    def _propose(self, phase: Phase, choice: PhaseChoice | None) -> None:
        if choice is not None:
            self._choices[phase] = choice
            self.proposed.add(phase)

    def _uncross(self) -> None:
        """Where the volumes of the phases were exchanged one after the other, let their contours follow."""
        arterial, portal = (self._choices[phase] for phase in PHASES)
        drawn = self._drawn_on(arterial.segmentation), self._drawn_on(portal.segmentation)
        if None not in drawn and drawn == (portal.volume, arterial.volume) and drawn[0] != drawn[1]:
            self._propose("arterial", replace(portal, volume=arterial.volume))
            self._propose("portal", replace(arterial, volume=portal.volume))

    def _propose_contours(self) -> None:
        """Take the contour that a phase's volume had, or the only segmentation that was drawn on it.

        Never another one where it had a contour: what the user gave up or removed is not replaced unasked.
        """
        for phase, choice in self._choices.items():
            if choice.volume is not None and choice.segmentation is None:
                had = choice.volume in self._contours
                self._propose(phase, self._had(choice.volume) if had else self._sole_drawn_on(choice.volume))
                self._remember()

    def _sole_segment(self, segmentation: str | None) -> str | None:
        present = self._source.segments(segmentation) if segmentation else {}
        return next(iter(present)) if len(present) == 1 else None

    def _sole_lesion(self, segmentation: str | None) -> str | None:
        coded = self._source.lesion_segments(segmentation) if segmentation else set()
        return next(iter(coded)) if len(coded) == 1 else None

    def _replace(self, phase: Phase, choice: PhaseChoice) -> None:
        # Emitted even where the choice is the same one: it may have been confirmed.
        self._remember()
        self._choices[phase] = choice
        self.changed.emit()
