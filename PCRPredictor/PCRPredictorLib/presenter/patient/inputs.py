"""Choosing the volume, segmentation and segment of both phases."""

from collections.abc import Mapping
from dataclasses import replace

from ..signal import Signal
from .case_source import CaseSource
from .phase_guess import guess_pair
from .state import PHASES, Phase, PhaseChoice


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Segment ids and what to call them: the name, with the id where several have that name."""
    shared = {name for name in names.values() if list(names.values()).count(name) > 1}
    return {segment: f"{name} ({segment})" if name in shared else name for segment, name in names.items()}


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
        self._contoured: set[str] = set()
        self.changed = Signal()

    def of(self, phase: Phase) -> PhaseChoice:
        return self._choices[phase]

    def restore(self, arterial: PhaseChoice, portal: PhaseChoice) -> None:
        """Take over saved choices; what is no longer there is dropped."""
        self._choices = {"arterial": arterial, "portal": portal}
        self.guessed.clear()
        self.proposed.clear()
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
            if kept.segmentation is None:
                self.proposed.discard(phase)
        if guess:
            self._guess_volumes(volumes)
            self._propose_contours()
        if self._choices != before:
            self.changed.emit()

    def choose_volume(self, phase: Phase, volume: str | None) -> None:
        """Take the user's volume, which confirms it where it was guessed."""
        self.guessed.discard(phase)
        self._choices[phase] = replace(self._choices[phase], volume=volume)
        self._remember()
        self._propose_contours()
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
        self._replace(phase, replace(self._choices[phase], segmentation=segmentation, segment=segment))

    def choose_segment(self, phase: Phase, segment: str | None) -> None:
        self.proposed.discard(phase)
        self._replace(phase, replace(self._choices[phase], segment=segment))

    def choose_contour(self, phase: Phase, segmentation: str | None, segment: str | None) -> None:
        """Take a segmentation and a segment of it at once."""
        self.proposed.discard(phase)
        self._replace(phase, replace(self._choices[phase], segmentation=segmentation, segment=segment))

    def confirm(self, phase: Phase) -> None:
        """Confirm a guessed volume and a proposed contour."""
        if phase in self.guessed | self.proposed:
            self.guessed.discard(phase)
            self.proposed.discard(phase)
            self.changed.emit()

    def _guess_volumes(self, volumes: dict[str, str]) -> None:
        taken = {choice.volume for choice in self._choices.values()}
        for phase, volume in guess_pair(volumes).items():
            if self._choices[phase].volume is None and volume not in taken:
                self._choices[phase] = replace(self._choices[phase], volume=volume)
                self.guessed.add(phase)

    def _remember(self) -> None:
        """Note which volumes have a contour now."""
        self._contoured |= {str(choice.volume) for choice in self._choices.values() if choice.segmentation}

    def _propose_contours(self) -> None:
        """Take the only segmentation that was drawn on a phase's volume.

        Never where that volume had a contour before: what the user gave up or removed is not replaced unasked.
        """
        for phase, choice in self._choices.items():
            if choice.volume is None or choice.segmentation is not None:
                continue
            drawn = [each for each in self._source.segmentations() if self._source.drawn_on(each) == choice.volume]
            taken = {other.segmentation for other in self._choices.values()}
            if len(drawn) == 1 and drawn[0] not in taken and choice.volume not in self._contoured:
                self._contoured.add(choice.volume)
                segment = self._sole_segment(drawn[0]) or self._sole_lesion(drawn[0])
                self._choices[phase] = replace(choice, segmentation=drawn[0], segment=segment)
                self.proposed.add(phase)

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
