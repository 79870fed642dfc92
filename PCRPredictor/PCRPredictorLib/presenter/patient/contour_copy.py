"""Copying a contour to the other phase: propose, look, accept or undo."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from ...errors import InputError
from ...imaging import Mask, PhaseImage
from ...imaging.mask import ContourOrigin
from ...imaging.resampling import onto_grid
from ...texts import tr as _
from ..signal import Signal
from .case_source import CaseSource
from .inputs import Inputs
from .registration import Alignment, align, carry
from .seen_contours import SeenContours
from .state import PHASE_TITLES, PHASES, Phase, PhaseChoice, other_phase


class Registrar(Protocol):
    """Aligns the neighborhood of a contour with the other phase, like `registration.align`."""

    def __call__(
        self, source: PhaseImage, mask: Mask, target: PhaseImage, report: Callable[[float, str], None] | None = None
    ) -> Alignment: ...


class Proposed(Protocol):
    """A contour that the user has not accepted yet, and what is said of it."""

    @property
    def target_phase(self) -> Phase: ...

    @property
    def mask(self) -> Mask: ...

    @property
    def sentence(self) -> str: ...

    @property
    def kind(self) -> str:
        """As of `ContourOrigin`."""

    @property
    def is_doubtful(self) -> bool:
        """Whether it may well be wrong."""


@dataclass(frozen=True)
class Proposal:
    """A contour carried across and how it was aligned, before the user accepts it."""

    source_phase: Phase
    mask: Mask
    alignment: Alignment

    @property
    def target_phase(self) -> Phase:
        return other_phase(self.source_phase)

    @property
    def kind(self) -> str:
        return "copied"

    @property
    def is_doubtful(self) -> bool:
        return self.alignment.doubt is not None

    @property
    def sentence(self) -> str:
        alignment = self.alignment
        moved = _(
            "Moved to the {phase} by {shift_mm} and {turn_degrees:.1f} degrees (correlation around "
            "the tumor {correlation_before:.2f} before, {correlation_after:.2f} after)"
        ).format(
            phase=PHASE_TITLES[self.target_phase],
            shift_mm=_offset(alignment.shift_mm),
            turn_degrees=alignment.turn_degrees,
            correlation_before=alignment.correlation_before,
            correlation_after=alignment.correlation_after,
        )
        if alignment.doubt is None:
            return _("{moved}: look at it, then accept or undo.").format(moved=moved)
        return _("This copy may be wrong: {doubt}. {moved}: undo and draw by hand, or correct it everywhere.").format(
            doubt=alignment.doubt, moved=moved
        )


def _offset(shift_mm: tuple[float, float, float]) -> str:
    """A shift in LPS mm in words; directions that round to nothing are left out."""
    pairs = ((_("left"), _("right")), (_("posterior"), _("anterior")), (_("superior"), _("inferior")))
    said = [
        f"{abs(shift):.1f} mm {towards if shift > 0 else away}"
        for shift, (towards, away) in zip(shift_mm, pairs, strict=True)
        if round(abs(shift), 1) > 0
    ]
    return ", ".join(said) or _("less than 0.1 mm")


def propose(
    source: PhaseImage,
    mask: Mask,
    target: PhaseImage,
    source_phase: Phase,
    report: Callable[[float, str], None] | None = None,
    registrar: Registrar = align,
) -> Proposal:
    """Carry a contour across; touches no scene, so that it may run off the user's thread."""
    mask = onto_grid(mask, source)[0]
    alignment = registrar(source, mask, target, report)
    return Proposal(source_phase, carry(mask, alignment, target), alignment)


@dataclass(frozen=True)
class _Shown:
    """A proposal in the scene: what it was added as, and what it took the place of."""

    proposal: Proposed
    added: PhaseChoice
    former: PhaseChoice
    accepted: bool = False

    @property
    def phase(self) -> Phase:
        return self.proposal.target_phase


@dataclass(frozen=True)
class _Undone:
    """A proposal that was undone, and what its contour held then."""

    shown: _Shown
    held: Mask


class ContourCopy:
    """The contour that was proposed last, shown in the scene in place of the former until it is accepted or undone.

    Attributes
    ----------
    changed : Signal
        Emitted without values.
    """

    def __init__(self, source: CaseSource, inputs: Inputs) -> None:
        self._source = source
        self._inputs = inputs
        self._shown: _Shown | None = None
        self._earlier: list[_Shown] = []
        self._undone: list[_Undone] = []
        self._accepted: dict[PhaseChoice, Proposed] = {}
        self._seen = SeenContours(source, inputs, self._waiting)
        self.changed = Signal()
        inputs.changed.connect(self._withdraw_strayed)

    @property
    def pending(self) -> Proposed | None:
        """The proposal that awaits the user's word."""
        return self._shown.proposal if self._shown and not self._shown.accepted else None

    @property
    def accepted(self) -> Proposed | None:
        """The proposal that was accepted last, while its contour is the chosen one: it can still be undone."""
        shown = self._shown
        return shown.proposal if shown and shown.accepted and self._is_chosen(shown) else None

    @property
    def is_undecided(self) -> bool:
        """Whether a proposal that awaits the user's word is the contour chosen for its phase."""
        return self._shown is not None and not self._shown.accepted and self._is_chosen(self._shown)

    @property
    def undecided(self) -> tuple[Phase, PhaseChoice] | None:
        """The phase whose contour is an undecided proposal, and what was chosen for it before; None without one."""
        if self._shown is None or not self.is_undecided:
            return None
        return self._shown.phase, self._present(self._shown.former)

    def show(self, proposal: Proposed) -> None:
        """Add the proposed contour to the scene and choose it for its phase; an older undecided one is undone."""
        if self.pending is not None:
            self.undo()
        phase = proposal.target_phase
        former = self._inputs.of(phase)
        if former.volume is None:
            raise InputError(_("Choose the volume of the {phase} first.").format(phase=PHASE_TITLES[phase]))
        self.forget_undone(phase)
        self._choose(_Shown(proposal, self._added(proposal.mask, former.volume), former))

    def exchange(self, undecided: PhaseChoice, former: PhaseChoice) -> None:
        """Hide a proposal that was saved undecided, and show what it took the place of."""
        self._set_shown(undecided, False)
        self._set_shown(former, True)

    def accept(self) -> None:
        """Keep the proposed contour as the one to be scored; the former one stays in the scene, hidden."""
        if self._shown is not None and not self._shown.accepted:
            shown = self._shown = replace(self._shown, accepted=True)
            self._accepted[shown.added] = shown.proposal
            if not self._is_chosen(shown):
                self._inputs.choose_contour(shown.phase, shown.added.segmentation, shown.added.segment)
            self.changed.emit()

    def with_origin(self, choice: PhaseChoice, image: PhaseImage, mask: Mask) -> Mask:
        """The contour of a choice with how it came about, for the record of the result."""
        proposal = self._accepted.get(choice)
        if proposal is None:
            return replace(mask, origin=ContourOrigin("drawn or imported"))
        proposed, now = onto_grid(proposal.mask, image)[0].array, onto_grid(mask, image)[0].array
        share = np.count_nonzero(proposed ^ now) / np.count_nonzero(proposed)
        return replace(mask, origin=ContourOrigin(proposal.kind, float(share)))

    def forget(self) -> None:
        """Drop proposals whose scene is gone; another scene may give their ids to other contours."""
        self._shown = None
        self._earlier = []
        self._undone = []
        self._accepted = {}
        self._seen.forget()

    def forget_undone(self, phase: Phase) -> None:
        """Something new was done on a phase: what was undone there before is not redone any more."""
        self._undone = [one for one in self._undone if one.shown.phase != phase]

    def refresh(self) -> None:
        """Forget a proposal whose contour was deleted; what was chosen before is chosen again if nothing else is."""
        present = self._source.segmentations()
        shown = self._shown
        if shown is None or shown.added.segmentation in present:
            return
        self._shown = None
        if not shown.accepted and self._inputs.of(shown.phase).segmentation is None:
            self._put_back(shown.phase, shown.former)
        self.changed.emit()

    def undoable(self, phase: Phase) -> list[tuple[Proposed, PhaseChoice]]:
        """The proposals that can be undone one after another on a phase's chosen contour, the latest first.

        Each with what is chosen again when it is undone.
        """
        return [(shown.proposal, shown.former) for shown in self._chain(phase)]

    def keeps_former(self, phase: Phase) -> bool:
        """Whether another contour made room for the latest of the proposals on a phase's chosen contour."""
        return any(self._present(shown.former).segmentation is not None for shown in self._chain(phase)[:1])

    def undo_on(self, phase: Phase) -> None:
        """Undo the latest of the proposals on a phase's chosen contour, whatever was proposed for the other since."""
        for shown in self._chain(phase)[:1]:
            self._undo(shown)

    def undo(self) -> None:
        """Choose again what was chosen before the proposal, which is removed; an accepted one is kept, hidden."""
        shown = self._shown
        if shown is not None and (not shown.accepted or self._is_chosen(shown)):
            self._undo(shown)

    def redoable(self, phase: Phase) -> PhaseChoice | None:
        """What the proposal was added as that `redo_on` brings back; None where there is none."""
        undone = self._last_undone(phase)
        return undone.shown.added if undone else None

    def redo_on(self, phase: Phase) -> None:
        """Bring back the proposal that was undone last on a phase: as it was then, and accepted if it was.

        One that was not accepted is added anew, and bears new ids.
        """
        undone = self._last_undone(phase)
        if undone is None:
            return
        if self.pending is not None:
            self.undo()
        self._undone = [one for one in self._undone if one is not undone]
        shown = undone.shown
        if not shown.accepted:
            shown = replace(shown, added=self._added(undone.held, str(shown.former.volume)))
        self._choose(shown)

    def _last_undone(self, phase: Phase) -> _Undone | None:
        """None, too, where something else is chosen now than when it was undone, or where its contour was deleted."""
        last = next((one for one in reversed(self._undone) if one.shown.phase == phase), None)
        if last is None or last.shown.former != self._inputs.of(phase):
            return None
        if last.shown.accepted and last.shown.added.segmentation not in self._source.segmentations():
            return None
        return last

    def _added(self, mask: Mask, volume: str) -> PhaseChoice:
        return PhaseChoice(volume, *self._source.add_contour(mask, mask.segment or "tumor", volume))

    def _choose(self, shown: _Shown) -> None:
        """Choose a proposal's contour in place of the former."""
        if self._shown is not None:
            self._earlier.append(self._shown)
        self._shown = shown
        self._inputs.choose_contour(shown.phase, shown.added.segmentation, shown.added.segment)
        self.changed.emit()

    def _withdraw_strayed(self) -> None:
        """Undo a proposal that waits while its volume or itself makes room for another: nobody looks at it there."""
        shown = self._shown
        if shown is None or shown.accepted:
            return
        chosen = self._inputs.of(shown.phase)
        if chosen.volume != shown.added.volume:
            self._inputs.keep(self._present(shown.former))
            self._seen.show_again(shown.former)
            self._undo(shown)
        elif chosen.segmentation not in (None, shown.added.segmentation):
            self._undo(shown)

    def _chain(self, phase: Phase) -> list[_Shown]:
        chain, volume, chosen = [], self._inputs.of(phase).volume, self._inputs.of(phase).segmentation
        for shown in reversed([*self._earlier, *([self._shown] if self._shown else [])]):
            if (shown.phase, shown.added.volume, shown.added.segmentation) == (phase, volume, chosen):
                chain.append(shown)
                chosen = shown.former.segmentation
        return chain

    def _undo(self, shown: _Shown) -> None:
        if shown is self._shown:
            self._shown = None
        self._earlier = [one for one in self._earlier if one is not shown]
        self._undone.append(_Undone(shown, self._held(shown)))
        for phase in PHASES:  # of the other one, where the volumes of the phases were exchanged
            chosen = self._inputs.of(phase)
            was_emptied = chosen.segmentation is None and phase == shown.phase and chosen.volume == shown.added.volume
            if was_emptied or chosen.segmentation == shown.added.segmentation:
                self._put_back(phase, shown.former)
        if shown.accepted:
            self._set_shown(shown.added, False)
        else:
            self._source.remove_contour(str(shown.added.segmentation))
        self.changed.emit()

    def _put_back(self, phase: Phase, former: PhaseChoice) -> None:
        """Choose again what made room, as far as it is still there and not of another volume."""
        here = self._inputs.of(phase).volume in (None, former.volume)
        former = self._present(former) if here else PhaseChoice()
        self._inputs.put_back(phase, former.segmentation, former.segment)
        if here and former.segmentation is None:
            self._inputs.keep(self._inputs.of(phase))

    def _present(self, choice: PhaseChoice) -> PhaseChoice:
        """What is left of a choice: its segment or its segmentation may have been deleted."""
        if choice.segmentation not in self._source.segmentations():
            return PhaseChoice(choice.volume)
        segment = choice.segment if choice.segment in self._source.segments(choice.segmentation) else None
        return replace(choice, segment=segment)

    def _held(self, shown: _Shown) -> Mask:
        """What a proposal's contour holds that is about to go; what was proposed where nothing of it is left."""
        added = shown.added
        if shown.accepted:  # its contour stays
            return shown.proposal.mask
        try:
            return self._source.mask(str(added.segmentation), str(added.segment), str(added.volume))
        except InputError:
            return shown.proposal.mask

    def _waiting(self) -> str | None:
        return self._shown.added.segmentation if self._shown and not self._shown.accepted else None

    def _is_chosen(self, shown: _Shown) -> bool:
        return self._inputs.of(shown.phase).segmentation == shown.added.segmentation

    def _set_shown(self, choice: PhaseChoice, shown: bool) -> None:
        """Show or hide a contour, if it is there."""
        if choice.segmentation is not None and choice.segment is not None:
            self._source.show_contour(choice.segmentation, choice.segment, shown)
