"""A signal in plain Python."""

from collections.abc import Callable
from typing import Any


class Signal:
    """Calls its listeners, in the order in which they connected, each time it is emitted.

    A listener that is connected twice is called once; one that disconnects, itself or another, while the
    signal is being emitted is not called after that.
    """

    def __init__(self) -> None:
        self._listeners: list[Callable[..., Any]] = []
        self._depth = 0

    @property
    def is_emitting(self) -> bool:
        """Whether some listener may still not know."""
        return self._depth > 0

    def connect(self, listener: Callable[..., Any]) -> None:
        if listener not in self._listeners:
            self._listeners.append(listener)

    def disconnect(self, listener: Callable[..., Any]) -> None:
        """Forget a listener; one that is not connected is no error, so that clean-up may run twice."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def emit(self, *values: Any) -> None:
        self._depth += 1
        try:
            for listener in tuple(self._listeners):
                if listener in self._listeners:
                    listener(*values)
        finally:
            self._depth -= 1
