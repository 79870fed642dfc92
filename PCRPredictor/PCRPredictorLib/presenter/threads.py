"""An executor of plain threads whose callbacks the user interface collects."""

import queue
import threading
import time
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
        self._threads: list[threading.Thread] = []

    def start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True, name="PCRPredictor")
        self._threads = [*filter(threading.Thread.is_alive, self._threads), thread]
        thread.start()

    def on_main(self, callback: Callable[[], None]) -> None:
        self._callbacks.put(callback)

    def ask_main(self, question: Callable[[], Any]) -> Any:
        return ask(self.on_main, question, lambda: self._closed)

    def close(self, wait_seconds: float = 0.0) -> None:
        """Nothing is delivered any more: no worker waits for an answer.

        Parameters
        ----------
        wait_seconds : float
            How long to wait at most for work that was given up. A thread that is inside C++ code when Python ends
            takes the whole application down.
        """
        self._closed = True
        end = time.monotonic() + wait_seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

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
        # One that raises keeps none of the others from being run: that a worker has ended may be among them.
        errors = []
        for callback in callbacks:
            try:
                callback()
            except Exception as error:
                errors.append(error)
        if errors:
            raise errors[0] if len(errors) == 1 else ExceptionGroup("several callbacks failed", errors)
        return len(callbacks)
