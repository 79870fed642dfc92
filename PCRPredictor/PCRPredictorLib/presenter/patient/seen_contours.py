"""What is scored is seen: the chosen contour of a phase, and none that was scored on its volume before."""

from collections.abc import Callable, Collection

from .case_source import CaseSource
from .inputs import Inputs
from .state import PHASES, Phase, PhaseChoice


class SeenContours:
    """Shows each contour that is newly chosen, and hides those that were and no longer are, on their volume.

    A contour belongs to the volume it was drawn on, and to each that it was chosen with. While no phase has that
    volume nobody sees it, so it is hidden only where the volume is shown. Segments of one segmentation are left to the
    user: a liver or vessels beside the tumor are no rivals of it.

    Parameters
    ----------
    waiting : callable
        The segmentation of a proposal that one is asked to look at, also while none is chosen; None without one.
    """

    def __init__(self, source: CaseSource, inputs: Inputs, waiting: Callable[[], str | None]) -> None:
        self._source = source
        self._inputs = inputs
        self._waiting = waiting
        self._chosen: dict[Phase, PhaseChoice] = {}
        self._shown: set[PhaseChoice] = set()
        self._follow()
        inputs.changed.connect(self._follow)

    def forget(self) -> None:
        """Whatever is chosen in another scene is shown there."""
        self._chosen, self._shown = {}, set()

    def show_again(self, choice: PhaseChoice) -> None:
        """Show a contour that made room for one that is gone, unless another stands on its volume now."""
        self._show(choice)
        self._hide_former(self._chosen.values())

    def _follow(self) -> None:
        choices = {phase: self._inputs.of(phase) for phase in PHASES}
        fresh = [choice for phase, choice in choices.items() if choice != self._chosen.get(phase)]
        self._chosen = choices
        if not fresh:
            return
        self._hide_former(choices.values())
        for choice in fresh:
            self._show(choice)

    def _show(self, choice: PhaseChoice) -> None:
        if choice.complete:
            self._shown.add(choice)
            self._source.show_contour(str(choice.segmentation), str(choice.segment), True)

    def _hide_former(self, choices: Collection[PhaseChoice]) -> None:
        in_use = {choice.segmentation for choice in choices} | {self._waiting()}
        volumes = {choice.volume for choice in choices} - {None}
        drawn_on = self._inputs.origins()
        for former in set(self._shown):
            if former.segmentation not in in_use and volumes & {former.volume, drawn_on.get(str(former.segmentation))}:
                self._shown.discard(former)
                self._source.show_contour(str(former.segmentation), str(former.segment), False)
