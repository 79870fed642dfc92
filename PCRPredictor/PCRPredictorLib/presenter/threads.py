"""An executor of plain threads whose callbacks the user interface collects."""

import queue
import threading
from collections.abc import Callable


class ThreadExecutor:
    """Runs work on daemon threads; the door calls `deliver` on its own thread from a timer.

    `deliver` may wait for a callback; waiting lets the worker run where the host holds Python's lock
    between two timer events, as desktop Slicer does.
    """

    def __init__(self) -> None:
        self._callbacks: queue.Queue[Callable[[], None]] = queue.Queue()

    def start(self, work: Callable[[], None]) -> None:
        threading.Thread(target=work, daemon=True, name="PCRPredictor").start()

    def on_main(self, callback: Callable[[], None]) -> None:
        self._callbacks.put(callback)

    def deliver(self, wait_seconds: float = 0.0) -> int:
        """Run the callbacks that have arrived, the first within `wait_seconds`; returns how many."""
        delivered = 0
        while True:
            try:
                waits = delivered == 0 and wait_seconds > 0
                callback = self._callbacks.get(block=waits, timeout=wait_seconds)
            except queue.Empty:
                return delivered
            delivered += 1
            callback()
