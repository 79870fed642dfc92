"""Copying a contour to the other phase: propose, look, accept or undo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ...errors import InputError
from ...imaging import Mask, PhaseImage
from ...imaging.resampling import onto_grid
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
    def sentence(self) -> str:
        left, posterior, superior = self.alignment.shift_mm
        return (
            f"Moved to the {PHASE_TITLES[self.target_phase]} by {left:+.1f} mm left, {posterior:+.1f} mm posterior, "
            f"{superior:+.1f} mm superior and {self.alignment.turn_degrees:.1f} degrees (correlation around the tumor "
            f"{self.alignment.correlation_before:.2f} before, {self.alignment.correlation_after:.2f} after): look at "
            "it, then accept or undo."
        )


def propose(
    source: PhaseImage,
    mask: Mask,
    target: PhaseImage,
    source_phase: Phase,
    report: Callable[[float, str], None] | None = None,
    registrar: Registrar = align,
) -> Proposal:
    """Carry a contour across; touches no scene, so that it may run off the user's thread."""
    mask, _ = onto_grid(mask, source)
    alignment = registrar(source, mask, target, report)
    return Proposal(source_phase, carry(mask, alignment, target), alignment)


class ContourCopy:
    """The contour that was proposed last, shown in the scene until it is accepted or undone.

    Attributes
    ----------
    changed : Signal
        Emitted without values.
    """

    def __init__(self, source: CaseSource, inputs: Inputs) -> None:
        self._source = source
        self._inputs = inputs
        self._proposal: Proposal | None = None
        self._before = PhaseChoice()
        self._added = ""
        self.changed = Signal()

    @property
    def pending(self) -> Proposal | None:
        """The proposal that awaits the user's word."""
        return self._proposal

    @property
    def is_undecided(self) -> bool:
        """Whether a proposal that awaits the user's word is the contour chosen for its phase."""
        proposal = self._proposal
        return proposal is not None and self._inputs.of(proposal.target_phase).segmentation == self._added

    @property
    def undecided(self) -> tuple[Phase, PhaseChoice] | None:
        """The phase whose contour is an undecided proposal, and what was chosen for it before; None without one."""
        return (self._proposal.target_phase, self._before) if self._proposal and self.is_undecided else None

    def show(self, proposal: Proposal) -> None:
        """Add the proposed contour to the scene and choose it for its phase; an older proposal is undone."""
        self.undo()
        phase = proposal.target_phase
        before = self._inputs.of(phase)
        if before.volume is None:
            raise InputError(f"Choose the volume of the {PHASE_TITLES[phase]} first.")
        name = proposal.mask.segment or "tumor"
        segmentation, segment = self._source.add_contour(proposal.mask, name, before.volume)
        self._before = before
        self._proposal = proposal
        self._added = segmentation
        self._inputs.choose_contour(phase, segmentation, segment)
        self.changed.emit()

    def accept(self) -> None:
        """Keep the proposed contour."""
        if self._proposal is not None:
            self._proposal = None
            self.changed.emit()

    def forget(self) -> None:
        """Drop a proposal whose scene is gone; another scene may give its ids to other contours."""
        self._proposal = None

    def refresh(self) -> None:
        """Forget a proposal whose contour was deleted; what was chosen before is chosen again if nothing else is."""
        present = self._source.segmentations()
        if self._proposal is None or self._added in present:
            return
        phase, self._proposal = self._proposal.target_phase, None
        if self._inputs.of(phase).segmentation is None and self._before.segmentation in present:
            self._inputs.choose_contour(phase, self._before.segmentation, self._before.segment)
        self.changed.emit()

    def undo(self) -> None:
        """Remove the proposed contour and choose again what was chosen before."""
        if self._proposal is None:
            return
        phase, self._proposal = self._proposal.target_phase, None
        self._inputs.choose_contour(phase, self._before.segmentation, self._before.segment)
        self._source.remove_contour(self._added)
        self.changed.emit()
