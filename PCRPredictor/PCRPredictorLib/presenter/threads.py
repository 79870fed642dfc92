"""An executor of plain threads whose callbacks the user interface collects."""

import queue
import threading
from collections.abc import Callable
from typing import Any

from .waiting import ask


class ThreadExecutor:
    """Runs work on daemon threads; the door calls `deliver` on its own thread from a timer.

    `deliver` may wait for a callback; waiting lets the worker run where the host holds Python's lock
    between two timer events, as desktop Slicer does.
    """

    def __init__(self) -> None:
        self._callbacks: queue.Queue[Callable[[], None]] = queue.Queue()
        self._closed = False

    def start(self, work: Callable[[], None]) -> None:
        threading.Thread(target=work, daemon=True, name="PCRPredictor").start()

    def on_main(self, callback: Callable[[], None]) -> None:
        self._callbacks.put(callback)

    def ask_main(self, question: Callable[[], Any]) -> Any:
        return ask(self.on_main, question, lambda: self._closed)

    def close(self) -> None:
        """Nothing is delivered any more: no worker waits for an answer."""
        self._closed = True

    def deliver(self, wait_seconds: float = 0.0) -> int:
        """Run the callbacks that have arrived, the first within `wait_seconds`; returns how many.

        What arrives meanwhile is left to the next call, so that a worker that asks again and again does not hold
        the user interface.
        """
        try:
            first = self._callbacks.get(block=wait_seconds > 0, timeout=wait_seconds)
        except queue.Empty:
            return 0
        callbacks = [first, *(self._callbacks.get() for _ in range(self._callbacks.qsize()))]
        for callback in callbacks:
            callback()
        return len(callbacks)
