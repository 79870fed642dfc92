"""When to score again by itself."""

from enum import Enum


class Decision(Enum):
    """What to do after an event."""

    NOTHING = "nothing"
    START = "start"
    LATER = "later"


class LiveRescoring:
    """Decides after each finished edit; edits during a computation are answered by one more computation.

    Attributes
    ----------
    enabled : bool
        Whether the user wants live scores.
    """

    def __init__(self) -> None:
        self.enabled = False
        self._again = False

    def edit_finished(self, *, ready: bool, running: bool, stale: bool) -> Decision:
        """After a finished edit of a contour.

        Parameters
        ----------
        ready : bool
            Whether a prediction could start now, were none running.
        running : bool
            Whether a computation is running, which then works on an older contour.
        stale : bool
            Whether the contour differs from the one last scored; an undone edit does not.
        """
        if not self.enabled:
            return Decision.NOTHING
        if running:
            self._again = True
            return Decision.LATER
        return Decision.START if ready and stale else Decision.NOTHING

    def computation_ended(self, *, ready: bool, stale: bool) -> Decision:
        """After a computation finished or failed."""
        again, self._again = self._again, False
        return Decision.START if again and self.enabled and ready and stale else Decision.NOTHING

    def computation_cancelled(self) -> None:
        """After the user cancelled: what was waiting is dropped too."""
        self._again = False
