"""Contours that are proposed to the user: copied from the other phase, or grown from the lesion's longest diameter."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ...errors import InputError
from ...imaging import Mask
from ...imaging.contour_proposal import ContourProposal
from ...imaging.growing import Grow
from ...imaging.lesion_hints import NO_HINTS, HintKind, LesionHints
from ...imaging.lesion_line import LesionLine, Stroke
from ...texts import tr as _
from ..job import Job
from .contour_copy import ContourCopy, Proposed, Registrar
from .current_case import Ask, CurrentCase
from .inputs import Inputs
from .readiness import Readiness, refuse
from .state import PHASE_TITLES, Choices, Phase, PhaseChoice, other_phase
from .tasks import carrying_line, copying, growing


@dataclass(frozen=True)
class LineProposal:
    """A contour grown from a line, before the user accepts it.

    Attributes
    ----------
    hints : LesionHints
        What the user has added to the line.
    is_carried : bool
        Whether the line was drawn on the other phase.
    """

    target_phase: Phase
    line: LesionLine
    proposal: ContourProposal
    hints: LesionHints = NO_HINTS
    is_carried: bool = False

    @property
    def mask(self) -> Mask:
        return self.proposal.mask

    @property
    def kind(self) -> str:
        return "proposed"

    @property
    def is_doubtful(self) -> bool:
        return self.proposal.is_doubtful

    @property
    def sentence(self) -> str:
        length = self.line.length_mm
        if self.is_doubtful:
            return _(
                "This contour from a diameter of {length:.0f} mm is doubtful, since the image does not show where the "
                "lesion ends: undo and draw by hand, or correct it everywhere."
            ).format(length=length)
        return _(
            "Proposed from a diameter of {length:.0f} mm: look at it on every slice, then accept, correct or undo."
        ).format(length=length)


class ContourProposals:
    """Starts what proposes contours; `ContourCopy` shows them and takes the user's word.

    When a contour from a line is accepted and the other phase has none, or an empty one, that phase's contour is
    proposed from the aligned line and its own image.
    """

    def __init__(
        self,
        case: CurrentCase,
        inputs: Inputs,
        shown: ContourCopy,
        job: Job,
        ask: Ask,
        registrar: Registrar,
        choices: Callable[[], Choices],
        readiness: Callable[[], Readiness],
    ) -> None:
        self._case = case
        self._inputs = inputs
        self._shown = shown
        self._job = job
        self._ask = ask
        self._registrar = registrar
        self._choices = choices
        self._readiness = readiness
        self._grow: Grow | None = None
        self._carried: list[LineProposal] = []

    @property
    def can_be_corrected(self) -> bool:
        """Whether the proposal that awaits the user's word was grown from a line, and may be grown anew."""
        return isinstance(self._shown.pending, LineProposal) and not self._job.running

    def copy(self, source_phase: Phase) -> None:
        """Start carrying the contour of one phase to the other.

        Raises
        ------
        InputError
            It cannot be started now; the sentence says why.
        """
        refuse(self._readiness().copy_from(source_phase))
        target = other_phase(source_phase)
        copy = copying(self._case, self._choices(), self._ask, source_phase, self._registrar)
        self._start(copy, target)

    def from_line(self, phase: Phase, line: LesionLine, grow: Grow) -> None:
        """Start growing the lesion of a phase from its longest diameter, LPS mm.

        Raises
        ------
        InputError
            It cannot be started now; the sentence says why.
        """
        self._require_idle()
        if self._inputs.of(phase).volume is None:
            raise InputError(_("Choose the volume of the {phase} first.").format(phase=PHASE_TITLES[phase]))
        self._grow = grow
        grown = growing(self._case, self._choices(), self._ask, phase, line, grow, NO_HINTS)
        self._start(lambda report: LineProposal(phase, line, grown(report)), phase)

    def correct(self, kind: HintKind, stroke: Stroke) -> None:
        """Start growing the undecided proposal anew, with a second line or a stroke; it takes the place of the former.

        Raises
        ------
        InputError
            It cannot be started now; the sentence says why.
        """
        self._require_idle()
        pending = self._shown.pending
        if not isinstance(pending, LineProposal) or self._grow is None:
            raise InputError(_("Propose a contour from the longest diameter first, then correct it."))
        hints = pending.hints.with_one(kind, stroke)
        phase, line = pending.target_phase, pending.line
        grown = growing(self._case, self._choices(), self._ask, phase, line, self._grow, hints)

        def show(corrected: LineProposal, volume: str | None) -> None:
            if self._shown.pending is pending:  # else it was accepted, undone or replaced meanwhile: nothing to correct
                self._show(corrected, volume)

        self._start(lambda report: replace(pending, proposal=grown(report), hints=hints), phase, show)

    def carry_accepted_line(self) -> None:
        """Propose the other phase's contour where one from a line was just accepted and the other phase has none."""
        accepted = self._shown.accepted
        if not isinstance(accepted, LineProposal) or accepted.is_carried or self._job.running:
            return
        if any(accepted is one for one in self._carried):  # accepted once more by redoing it
            return
        target = other_phase(accepted.target_phase)
        chosen = self._inputs.of(target)
        if chosen.volume is None or self._grow is None or self._is_contoured(chosen):
            return
        self._carried.append(accepted)
        carried = carrying_line(
            *(self._case, self._choices(), self._ask, accepted.target_phase, accepted.line, accepted.hints),
            *(accepted.mask, self._grow, self._registrar),
        )
        self._start(lambda report: LineProposal(target, *carried(report), is_carried=True), target)

    def _require_idle(self) -> None:
        if self._job.running:
            raise InputError(_("A computation is running; wait for it or cancel it."))

    def _is_contoured(self, choice: PhaseChoice) -> bool:
        if not choice.complete:
            return choice.segmentation is not None  # with several segments, of which none is chosen yet
        try:
            self._case.mask(choice)
        except InputError:
            return False
        return True

    def _start(
        self, task: Callable[..., Any], target: Phase, show: Callable[[Any, str | None], None] | None = None
    ) -> None:
        volume = self._inputs.of(target).volume
        self._job.start(lambda report: partial(show or self._show, task(report), volume))

    def _show(self, proposal: Proposed, volume: str | None) -> None:
        if self._inputs.of(proposal.target_phase).volume != volume:
            raise InputError(
                _("The volume was changed while the contour was being proposed; propose or copy it again.")
            )
        self._shown.show(proposal)
