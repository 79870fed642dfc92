"""What is said to the user, and how loudly."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..errors import InputError, Notice
from ..texts import tr as _
from .door_words import spoken
from .signal import Signal

Kind = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Message:
    """One sentence for the user.

    Attributes
    ----------
    code : str
        The notice's code where it came from one; empty otherwise.
    """

    kind: Kind
    text: str
    code: str = ""


def message_from_error(error: BaseException, about: str = "") -> Message:
    """An InputError is said as it stands; anything else is a fault of the program and says so.

    Parameters
    ----------
    about : str
        Name of what was worked on, which is put before a sentence that does not hold it.
    """
    if isinstance(error, InputError):
        text = spoken(error.sentence)
    else:
        text = _("The program failed ({kind}: {error}); nothing was changed. Please report this as a bug.").format(
            kind=type(error).__name__, error=error
        )
    return Message("error", text if about in text else f"{about}: {text}")


class Messages:
    """The messages that are shown now.

    Attributes
    ----------
    changed : Signal
        Emitted without values.
    """

    def __init__(self) -> None:
        self._shown: tuple[Message, ...] = ()
        self.changed = Signal()

    @property
    def shown(self) -> tuple[Message, ...]:
        return self._shown

    def clear(self) -> None:
        self._show(())

    def info(self, text: str) -> None:
        self._show((Message("info", text),))

    def add(self, *messages: Message) -> None:
        """Show these beside what is shown already, each once."""
        self._show(tuple(dict.fromkeys((*self._shown, *messages))))

    def drop(self, *messages: Message) -> None:
        """Show these no more."""
        self._show(tuple(message for message in self._shown if message not in messages))

    def error(self, *errors: BaseException) -> None:
        """Show what went wrong, in place of everything before it."""
        self._show(tuple(message_from_error(error) for error in errors))

    def warnings(self, notices: Iterable[Notice]) -> None:
        """Show the warnings of a result, in place of everything before them."""
        self._show(tuple(Message("warning", spoken(notice.message), notice.code) for notice in notices))

    def _show(self, messages: tuple[Message, ...]) -> None:
        if messages != self._shown:
            self._shown = messages
            self.changed.emit()
