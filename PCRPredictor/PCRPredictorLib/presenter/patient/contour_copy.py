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
from .state import PHASE_TITLES, Phase, PhaseChoice, other_phase


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
    pairs = (("left", "right"), ("posterior", "anterior"), ("superior", "inferior"))
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
    """A proposal in the scene: what it was added as, and what it took the place of.

    Attributes
    ----------
    former_was_shown : bool
        Whether the former contour was seen before it made room.
    """

    proposal: Proposed
    added: PhaseChoice
    former: PhaseChoice
    former_was_shown: bool
    accepted: bool = False

    @property
    def phase(self) -> Phase:
        return self.proposal.target_phase


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
        self._accepted: dict[PhaseChoice, Proposed] = {}
        self.changed = Signal()

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
    def keeps_former(self) -> bool:
        """Whether another contour made room for the proposal."""
        return self._shown is not None and self._shown.former.segmentation is not None

    @property
    def is_undecided(self) -> bool:
        """Whether a proposal that awaits the user's word is the contour chosen for its phase."""
        return self._shown is not None and not self._shown.accepted and self._is_chosen(self._shown)

    @property
    def undecided(self) -> tuple[Phase, PhaseChoice] | None:
        """The phase whose contour is an undecided proposal, and what was chosen for it before; None without one."""
        return (self._shown.phase, self._shown.former) if self._shown and self.is_undecided else None

    def show(self, proposal: Proposed) -> None:
        """Add the proposed contour to the scene and choose it for its phase; an older undecided one is undone."""
        if self.pending is not None:
            self.undo()
        phase = proposal.target_phase
        former = self._inputs.of(phase)
        if former.volume is None:
            raise InputError(_("Choose the volume of the {phase} first.").format(phase=PHASE_TITLES[phase]))
        name = proposal.mask.segment or "tumor"
        added = PhaseChoice(former.volume, *self._source.add_contour(proposal.mask, name, former.volume))
        if self._shown is not None:
            self._earlier.append(self._shown)
        self._shown = _Shown(proposal, added, former, self._set_shown(former, False))
        self._inputs.choose_contour(phase, added.segmentation, added.segment)
        self.changed.emit()

    def exchange(self, undecided: PhaseChoice, former: PhaseChoice) -> None:
        """Hide a proposal that was saved undecided, and show what it took the place of."""
        self._set_shown(undecided, False)
        self._set_shown(former, True)

    def accept(self) -> None:
        """Keep the proposed contour; the former one stays in the scene, hidden."""
        if self._shown is not None and not self._shown.accepted:
            self._shown = replace(self._shown, accepted=True)
            self._accepted[self._shown.added] = self._shown.proposal
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
        self._accepted = {}

    def refresh(self) -> None:
        """Forget a proposal whose contour was deleted; what was chosen before is chosen again if nothing else is."""
        present = self._source.segmentations()
        shown = self._shown
        if shown is None or shown.added.segmentation in present:
            return
        self._shown = None
        if not shown.accepted:
            self._set_shown(shown.former, shown.former_was_shown)
            if self._inputs.of(shown.phase).segmentation is None and shown.former.segmentation in present:
                self._inputs.choose_contour(shown.phase, shown.former.segmentation, shown.former.segment)
        self.changed.emit()

    def undoable(self, phase: Phase) -> list[Proposed]:
        """The proposals that can be undone one after another on a phase's chosen contour, the latest first."""
        return [shown.proposal for shown in self._chain(phase)]

    def undo_on(self, phase: Phase) -> None:
        """Undo the latest of the proposals on a phase's chosen contour, whatever was proposed for the other since."""
        for shown in self._chain(phase)[:1]:
            self._undo(shown)

    def undo(self) -> None:
        """Choose again what was chosen before the proposal, which is removed; an accepted one is kept, hidden."""
        shown = self._shown
        if shown is not None and (not shown.accepted or self._is_chosen(shown)):
            self._undo(shown)

    def _chain(self, phase: Phase) -> list[_Shown]:
        chain, chosen = [], self._inputs.of(phase).segmentation
        for shown in reversed([*self._earlier, *([self._shown] if self._shown else [])]):
            if shown.phase == phase and shown.added.segmentation == chosen:
                chain.append(shown)
                chosen = shown.former.segmentation
        return chain

    def _undo(self, shown: _Shown) -> None:
        if shown is self._shown:
            self._shown = None
        self._earlier = [one for one in self._earlier if one is not shown]
        self._set_shown(shown.former, shown.former_was_shown)
        self._inputs.choose_contour(shown.phase, shown.former.segmentation, shown.former.segment)
        if shown.accepted:
            self._set_shown(shown.added, False)
        else:
            self._source.remove_contour(str(shown.added.segmentation))
        self.changed.emit()

    def _is_chosen(self, shown: _Shown) -> bool:
        return self._inputs.of(shown.phase).segmentation == shown.added.segmentation

    def _set_shown(self, choice: PhaseChoice, shown: bool) -> bool:
        """Show or hide a contour, if it is there; returns whether it was shown before."""
        if choice.segmentation is None or choice.segment is None:
            return False
        return self._source.show_contour(choice.segmentation, choice.segment, shown)
