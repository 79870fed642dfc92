"""Saving the case while it is worked on, and taking over one that a killed program left."""

import asyncio
import shutil
from collections.abc import Hashable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging.phase_image import SIMULATED_KEY
from PCRPredictorLib.mrml.segmentation_file import write_segmentation
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.state import Choices, Phase, PhaseChoice, choices_from_json
from PCRPredictorLib.presenter.signal import Signal

from .browser_case import BrowserCase
from .new_case import clear_case, has_case
from .saved_case import LIST, SavedCase, SavedContour, read_volume, write_list, write_volume
from .session import OFFERS_LEFT_CASES, Session

QUIET_SECONDS = 0.5
FILES = ("model", "calibration")


class CaseKeeper:
    """Keeps the session's case folder like the case.

    A volume is written once, a segmentation again whenever it has changed, both under a new name each time, so that
    the last whole case stays until the list names the new one.

    Attributes
    ----------
    saves : int
        How often the case was saved.
    saved : str
        When that was last, in words; empty where nothing is there that the next start would offer.
    changed : Signal
        Emitted without values after each save.
    """

    def __init__(self, presenter: PredictionPresenter, case: BrowserCase, session: Session) -> None:
        self._presenter = presenter
        self._case = case
        self._session = session
        self._volumes: dict[str, str] = {}
        self._contours: dict[str, tuple[Hashable, str]] = {}
        self._number = 0
        self._timer: asyncio.TimerHandle | None = None
        self._saving = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._has_failed = False
        self.saves = 0
        self.saved = ""
        self.changed = Signal()

    def note(self) -> None:
        """Something may have changed; it is saved when the burst of changes is over."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # the page is being built
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(QUIET_SECONDS, self._start)

    def _start(self) -> None:
        task = asyncio.get_running_loop().create_task(self._save_or_say())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _save_or_say(self) -> None:
        try:
            await self.save()
            self._has_failed = False
        except (InputError, OSError) as error:
            if not self._has_failed and self._session.case_folder.exists():
                self._presenter.messages.error(
                    InputError(
                        f"The case is not being saved ({error}); take contours away, and free space on the disk."
                    )
                )
            self._has_failed = True

    async def save(self) -> None:
        """Save what has changed; a proposed contour that nobody has accepted is not saved."""
        async with self._saving:
            if self._presenter.copy.is_undecided:
                return
            loop = asyncio.get_running_loop()
            folder = self._session.case_folder
            if not has_case(self._case):
                self._volumes, self._contours = {}, {}
                await loop.run_in_executor(None, _empty, folder)
                self._tell("")
                return
            # The scene belongs to the loop; only arrays, which nobody changes, and text go to the thread.
            names, images = self._case.volumes(), self._case.opened()
            contours = self._write_contours(folder)
            choices = self._presenter.choices
            unconfirmed = {name: sorted(getattr(self._presenter.inputs, name)) for name in ("guessed", "proposed")}
            new = {volume: self._next("volume", ".nrrd") for volume in images if volume not in self._volumes}

            def write() -> str:
                for volume, file in new.items():
                    write_volume(images[volume], folder / file)
                files = self._volumes | new
                listed = {volume: (names[volume], files[volume], image) for volume, image in images.items()}
                return write_list(folder, listed, contours, self._with_own_files(choices), unconfirmed)

            saved = await loop.run_in_executor(None, write)
            self._volumes = {volume: file for volume, file in (self._volumes | new).items() if volume in images}
            self.saves += 1
            self._tell(saved if OFFERS_LEFT_CASES else "")

    def _tell(self, saved: str) -> None:
        self.saved = saved
        self.changed.emit()

    def _write_contours(self, folder: Path) -> list[SavedContour]:
        """Write the segmentations that have changed."""
        written: dict[str, tuple[Hashable, str]] = {}
        saved = []
        for segmentation, name in self._case.segmentations().items():
            segments = self._case.segments(segmentation)
            node = self._case.node(segmentation)
            revision = tuple((one, self._case.contour_revision(segmentation, one)) for one in segments)
            before = self._contours.get(segmentation)
            file = before[1] if before and before[0] == revision else self._next("contour", ".seg.nrrd")
            if not (folder / file).exists():
                write_segmentation(node, folder / file, crop=True)
            written[segmentation] = (revision, file)
            simulated = node.GetAttribute(SIMULATED_KEY) == "true"
            saved.append(SavedContour(segmentation, name, file, self._case.drawn_on(segmentation), simulated))
        self._contours = written
        return saved

    def _next(self, kind: str, suffix: str) -> str:
        self._number += 1
        return f"{kind}-{self._number:06d}{suffix}"

    def _with_own_files(self, choices: Choices) -> dict[str, Any]:
        """The choices, with uploaded model and calibration beside them: their own place goes with the session."""
        content = choices.as_json()
        for kind in FILES:
            path = Path(content[kind] or "")
            if self._session.folder in path.parents:
                name = f"{kind}-{path.name}"
                if not (self._session.case_folder / name).exists():
                    shutil.copyfile(path, self._session.case_folder / name)
                content[kind] = name
        return content

    async def take_over(self, left: SavedCase) -> None:
        """Open a case that another program left, in place of all there is.

        Raises
        ------
        InputError
            A file of it cannot be read; nothing of it is opened then.
        """
        loop = asyncio.get_running_loop()
        images = [await loop.run_in_executor(None, partial(read_volume, left, entry)) for entry in left.volumes]
        choices = self._moved(left.folder, choices_from_json(left.choices))
        clear_case(self._presenter, self._case)
        volumes = {
            entry["id"]: self._case.add_image(image, entry["name"])
            for entry, image in zip(left.volumes, images, strict=True)
        }
        contours = {}
        for saved in left.contours:
            drawn_on = volumes.get(saved.drawn_on or "")
            path = left.folder / saved.file
            contours[saved.id] = self._case.add_saved_contour(path, saved.name, drawn_on, saved.simulated)

        def placed(phase: Phase) -> PhaseChoice:
            choice = choices.of(phase)
            return replace(
                choice,
                volume=volumes.get(choice.volume or ""),
                segmentation=contours.get(choice.segmentation or ""),
            )

        choices = replace(choices, arterial=placed("arterial"), portal=placed("portal"))
        self._presenter.restore({"choices": choices.as_json(), "prediction": None, "fingerprint": None})
        # What nobody had confirmed is not confirmed by a crash.
        for name in ("guessed", "proposed"):
            getattr(self._presenter.inputs, name).update(left.unconfirmed[name])
        self._presenter.scene_changed()
        await self.save()

    def _moved(self, folder: Path, choices: Choices) -> Choices:
        """The choices with the files beside them in this session's folder."""

        def place(name: str | None) -> str | None:
            file = folder / Path(name or "").name
            if not name or not file.is_file():
                return name
            return str(shutil.copyfile(file, self._session.new_folder() / file.name))

        return replace(choices, model=place(choices.model), calibration=place(choices.calibration))


def _empty(folder: Path) -> None:
    """Delete a saved case, its list first."""
    (folder / LIST).unlink(missing_ok=True)
    for path in folder.glob("*"):
        path.unlink()
