"""What is said on the page: of each of the files that were sent together, and of whatever else was done last."""

from collections.abc import Callable

from PCRPredictorLib.presenter.messages import Messages


class PageMessages:
    """All of it stays until it is dropped; the presenter's also until something else is said, chosen or begun.

    Parameters
    ----------
    said : Messages
        The presenter's.
    without_folders : callable
        Takes the places of the session's own files out of a text.

    Attributes
    ----------
    files : Messages
        What is said of files, one beside the other, until others are sent.
    """

    def __init__(self, said: Messages, without_folders: Callable[[str], str]) -> None:
        self.files = Messages()
        self._both = self.files, said
        self._without_folders = without_folders

    def state(self) -> list[dict[str, str]]:
        """What the page shows; warnings stand with the result."""
        shown = [message for messages in self._both for message in messages.shown if message.kind != "warning"]
        return [{"kind": message.kind, "text": self._without_folders(message.text)} for message in shown]

    def clear(self) -> None:
        for messages in self._both:
            messages.clear()

    def drop(self, text: str) -> None:
        """Say no more what the page shows as this text."""
        for messages in self._both:
            messages.drop(*(one for one in messages.shown if self._without_folders(one.text) == text))
