"""How long an error is shown: it was said of what was chosen then."""

from collections.abc import Callable

from ..job import Job
from ..messages import Message, Messages
from .state import Choices


class PassingErrors:
    """Drops errors once other inputs or another model are chosen, of which they are not true, or something is begun.

    Parameters
    ----------
    messages : Messages
        What is shown.
    choices : callable
        Gives what is chosen now.
    job : Job
        What is begun; how that goes is said anew.
    """

    def __init__(self, messages: Messages, choices: Callable[[], Choices], job: Job) -> None:
        self._messages = messages
        self._choices = choices
        self._said_of: Choices | None = None
        messages.changed.connect(self._note)
        job.started.connect(self._drop)

    def look(self) -> None:
        """What is chosen may have changed."""
        if self._said_of not in (None, self._choices()):
            self._drop()

    def keep(self) -> None:
        """The errors shown now are of no choice, but of a scene that was opened: its volumes are yet to be guessed."""
        self._said_of = None

    def _note(self) -> None:
        self._said_of = self._choices() if self._shown() else None

    def _drop(self) -> None:
        self._messages.drop(*self._shown())

    def _shown(self) -> list[Message]:
        return [message for message in self._messages.shown if message.kind == "error"]
