"""Threads whose callbacks a Qt timer collects."""

from collections.abc import Callable

from ...presenter.threads import ThreadExecutor
from ..panel import timerOf

INTERVAL_MS = 1
WAIT_SECONDS = 0.02
LAST_WAIT_SECONDS = 2.0


class PolledThreads(ThreadExecutor):
    """Runs work beside Slicer's user interface (`presenter.job.Executor`).

    PythonQt has no QThread, and Slicer holds Python's lock while it handles events: the timer's short wait is when
    the worker runs Python. Between two waits all pending events are handled, so that the application answers.
    """

    def __init__(self) -> None:
        super().__init__()
        self._running = 0
        self._timer = timerOf(self._poll, INTERVAL_MS)

    def start(self, work: Callable[[], None]) -> None:
        def counted() -> None:
            try:
                work()
            finally:
                self.on_main(self._oneEnded)

        self._running += 1
        self._timer.start()
        super().start(counted)

    def stop(self) -> None:
        """Collect no more callbacks, and let what was given up come to its end."""
        self._timer.stop()
        self.close(LAST_WAIT_SECONDS)

    def _poll(self) -> None:
        self.deliver(wait_seconds=WAIT_SECONDS)

    def _oneEnded(self) -> None:
        self._running -= 1
        if self._running == 0:
            self._timer.stop()
