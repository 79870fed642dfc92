"""What was done to a phase's contour, undone and redone in one row: proposals, and the strokes made on them."""

from PCRPredictorLib.presenter.patient.contour_copy import ContourCopy
from PCRPredictorLib.presenter.patient.state import Phase

from .contour_tools import ContourTools

# What is undone, by how the contour came about.
STEPS = {"proposed": "Contour from the diameter", "copied": "Copied contour"}


class History:
    """The steps of the tools on the chosen contour come first, then that it was proposed, then those on the former."""

    def __init__(self, tools: ContourTools, proposals: ContourCopy) -> None:
        self._tools = tools
        self._proposals = proposals

    def steps(self, phase: Phase) -> list[str]:
        """What can be undone on the phase that the tools edit, the latest first."""
        steps = self._tools.steps
        for proposal, former in self._proposals.undoable(phase):
            steps = [*steps, STEPS[proposal.kind], *self._tools.steps_on(phase, former.segmentation)]
        return steps

    def can_redo(self, phase: Phase) -> bool:
        return self._tools.can_redo or self._proposals.redoable(phase) is not None

    def undo(self, phase: Phase) -> None:
        if self._tools.can_undo:
            self._tools.undo()
        else:
            self._proposals.undo_on(phase)

    def redo(self, phase: Phase) -> None:
        if self._tools.can_redo:
            self._tools.redo()
            return
        undone = self._proposals.redoable(phase)
        if undone is not None:
            self._proposals.redo_on(phase)
            self._tools.take_over_steps(str(undone.segmentation), str(undone.segment))
