"""Work in a process of its own: started, followed line by line, ended when the user wishes."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ...errors import InputError
from ...texts import tr as _
from ..signal import Signal


class ChildProcess(Protocol):
    """How a door runs ``PCRPredictorLib.cli.child``; the callbacks come on the user interface's thread."""

    def start(
        self, request: Mapping[str, Any], on_line: Callable[[str], None], on_end: Callable[[int, str], None]
    ) -> None:
        """Start a process with this request.

        `on_line` gets each line that it answers, then `on_end` its exit code and what stands on its standard error.

        Raises
        ------
        InputError
            The process cannot be started.
        """

    def end(self) -> None:
        """Ask the process to end; `on_end` follows as soon as it has."""


@dataclass(frozen=True)
class Step:
    """How far the work is."""

    stage: str
    done: int
    total: int
    seconds_left: float | None

    @property
    def fraction(self) -> float:
        return self.done / self.total if self.total else 0.0

    @property
    def text(self) -> str:
        counted = _("{stage}: {done} of {total}").format(stage=self.stage, done=self.done, total=self.total)
        if self.seconds_left is None:
            return counted
        if self.seconds_left >= 90:
            return _("{counted}, about {seconds_left:.0f} min left").format(
                counted=counted, seconds_left=self.seconds_left / 60
            )
        return _("{counted}, about {seconds_left:.0f} s left").format(counted=counted, seconds_left=self.seconds_left)


class ChildJob:
    """Runs one process at a time.

    Attributes
    ----------
    changed : Signal
        Emitted without values when it starts, proceeds, is asked to end, or ended.
    finished, failed, cancelled : Signal
        ``finished(answer)``, ``failed(exception)`` or ``cancelled()`` follows each start; `running` is False by then.
    step : Step or None
        How far the running process is; after its end how far it came.
    """

    def __init__(self, process: ChildProcess, clock: Callable[[], float] = time.monotonic) -> None:
        self._process = process
        self._clock = clock
        self._answer: dict[str, Any] = {}
        self._first, self._stage_began = 0, 0.0
        self.running = False
        self.ending = False
        self.step: Step | None = None
        self.changed = Signal()
        self.finished = Signal()
        self.failed = Signal()
        self.cancelled = Signal()

    def start(self, request: Mapping[str, Any]) -> None:
        """Start the work that a request asks for.

        Raises
        ------
        InputError
            The process cannot be started.
        RuntimeError
            One is still running.
        """
        if self.running:
            raise RuntimeError("a process is still running")
        self._answer, self.step = {}, None
        self._process.start(request, self._take_line, self._take_end)
        self.running = True
        self.changed.emit()

    def cancel(self) -> None:
        """Ask the running process to end."""
        if self.running and not self.ending:
            self.ending = True
            self._process.end()
            self.changed.emit()

    def _take_line(self, line: str) -> None:
        answer = json.loads(line)
        if "progress" in answer:
            self._take_progress(*answer["progress"])
        else:
            self._answer = answer

    def _take_progress(self, stage: str, done: int, total: int) -> None:
        now = self._clock()
        if self.step is None or self.step.stage != stage:
            self._first, self._stage_began = done, now
        counted = done - self._first
        left = (now - self._stage_began) / counted * (total - done) if counted else None
        self.step = Step(stage, done, total, left)
        self.changed.emit()

    def _take_end(self, code: int, errors: str) -> None:
        cancelled = self.ending
        self.running = self.ending = False
        self.changed.emit()
        if "done" in self._answer:
            self.finished.emit(self._answer["done"])
        elif "refused" in self._answer:
            self.failed.emit(InputError(self._answer["refused"]))
        elif cancelled:
            self.cancelled.emit()
        else:
            self.failed.emit(_death(code, errors))


def _death(code: int, errors: str) -> Exception:
    """What to say of a process that ended without an answer."""
    lines = errors.strip().splitlines()
    if lines:
        return RuntimeError(lines[-1])
    return InputError(
        _(
            "The process that computes ended without a word (code {code}), most often because memory "
            "ran out; start it again, what was computed before is kept."
        ).format(code=code)
    )
