"""Contours that came before the CT they were drawn on: held until that is open."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from PCRPredictorLib.presenter.messages import Message, Messages
from PCRPredictorLib.presenter.patient.inputs import Inputs
from PCRPredictorLib.presenter.patient.state import PHASE_TITLES, PHASES, Phase

from .browser_case import BrowserCase


@dataclass(frozen=True)
class ContourFile:
    """A file of contours.

    Attributes
    ----------
    phase : {"arterial", "portal"} or None
        Whose CT it was drawn on, where the user or its name told.
    slices : frozenset of str or None
        UIDs of those that it says it was drawn on; None where it is no DICOM file.
    """

    path: Path
    phase: Phase | None
    slices: frozenset[str] | None = None

    @property
    def waits(self) -> Message:
        which = f"of the {PHASE_TITLES[self.phase]}" if self.phase else "that it was drawn on"
        return Message("info", f"{self.path.name} waits for the CT {which}: open that, and the contour comes with it.")


class WaitingContours:
    """
    Parameters
    ----------
    messages : Messages
        Says which contours wait.
    open_on : callable
        Awaited with a file and its phase once the CT of that is there.
    forget : callable
        Called with the path of each that is dropped.
    """

    def __init__(
        self,
        messages: Messages,
        inputs: Inputs,
        case: BrowserCase,
        open_on: Callable[[Path, Phase], Awaitable[None]],
        forget: Callable[[Path], None],
    ) -> None:
        self._messages = messages
        self._inputs = inputs
        self._case = case
        self._open_on = open_on
        self._forget = forget
        self._waiting: list[ContourFile] = []
        self._tasks: set[asyncio.Future[None]] = set()
        inputs.changed.connect(self._take_up)

    def phase_of(self, contour: ContourFile) -> Phase | None:
        """The phase whose CT it was drawn on; None while that CT is not there."""
        volumes = {phase: self._inputs.of(phase).volume for phase in PHASES}
        if contour.phase is not None:
            return contour.phase if volumes[contour.phase] else None
        for phase, volume in volumes.items():
            series = self._case.image(volume).acquisition.series if volume else None
            if series is not None and contour.slices and contour.slices & series.instances:
                return phase
        return None

    def hold(self, contour: ContourFile) -> None:
        self._waiting.append(contour)
        self.tell()

    def tell(self) -> None:
        """Say of each that it waits."""
        self._messages.add(*(contour.waits for contour in self._waiting))

    def drop(self) -> None:
        """The case is gone, and they with it."""
        while self._waiting:
            self._forget(self._waiting.pop().path)

    def _take_up(self) -> None:
        for contour in list(self._waiting):
            phase = self.phase_of(contour)
            if phase is not None:
                self._waiting.remove(contour)
                self._messages.drop(contour.waits)
                task = asyncio.ensure_future(self._open_on(contour.path, phase))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
