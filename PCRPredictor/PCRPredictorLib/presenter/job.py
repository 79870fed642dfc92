"""One piece of work off the user's thread, with progress and cancel."""

from collections.abc import Callable
from typing import Any, Protocol

from .signal import Signal

Progress = Callable[[float, str], None]
Task = Callable[[Progress], Any]


class Executor(Protocol):
    """How a door runs work beside its user interface."""

    def start(self, work: Callable[[], None]) -> None:
        """Run `work` on another thread; it never raises."""

    def on_main(self, callback: Callable[[], None]) -> None:
        """Run `callback` on the user interface's thread, soon and in order; called from any thread."""

    def ask_main(self, question: Callable[[], Any]) -> Any:
        """What `question` gives, or raises, on the user interface's thread; called from inside `work` only.

        Two questions are never asked without other events being handled between them.
        """


class Cancelled(Exception):
    """Raised inside a task, by its next report of progress after cancel, to end it."""


class Job:
    """Runs one task at a time.

    Attributes
    ----------
    started, progressed, finished, failed, cancelled : Signal
        Emitted on the user interface's thread: ``started()``, ``progressed(fraction, text)``,
        ``finished(result)``, ``failed(exception)``, ``cancelled()``. Exactly one of the last three
        follows each start, and `running` is already False then.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._current: _Run | None = None
        self.started = Signal()
        self.progressed = Signal()
        self.finished = Signal()
        self.failed = Signal()
        self.cancelled = Signal()

    @property
    def running(self) -> bool:
        return self._current is not None

    def start(self, task: Task) -> None:
        """Start `task`, which is called with a function of (fraction 0 to 1, text) to report progress.

        Raises
        ------
        RuntimeError
            A task is still running.
        """
        if self._current is not None:
            raise RuntimeError("a task is still running")
        run = self._current = _Run(task)
        self.started.emit()
        self._executor.start(lambda: self._work(run))

    def cancel(self) -> None:
        """Drop the running task: its result is ignored from now on, and it ends at its next report of progress."""
        run, self._current = self._current, None
        if run is not None:
            run.is_cancelled = True
            self.cancelled.emit()

    def _work(self, run: "_Run") -> None:
        """On the worker's thread."""

        def report(fraction: float, text: str) -> None:
            if run.is_cancelled:
                raise Cancelled
            self._executor.on_main(lambda: self._if_current(run, self.progressed, fraction, text))

        try:
            result = run.task(report)
        except Cancelled:
            return
        except Exception as error:
            failure = error
            self._executor.on_main(lambda: self._end(run, self.failed, failure))
        else:
            self._executor.on_main(lambda: self._end(run, self.finished, result))

    def _end(self, run: "_Run", signal: Signal, value: Any) -> None:
        if run is self._current:
            self._current = None
            signal.emit(value)

    def _if_current(self, run: "_Run", signal: Signal, *values: Any) -> None:
        if run is self._current:
            signal.emit(*values)


class _Run:
    """A task and whether the user has given it up."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.is_cancelled = False
