"""Files and the sample patient into the scene; reading runs beside the event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from PCRPredictorLib.errors import InputError
from PCRPredictorLib.files import read_json
from PCRPredictorLib.imaging.phase_guess import guess_phase
from PCRPredictorLib.models.calibration_file import FORMAT as CALIBRATION_FORMAT
from PCRPredictorLib.models.model_file import FORMAT as MODEL_FORMAT
from PCRPredictorLib.presenter.messages import Message, Messages, message_from_error
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.sample import SAMPLE_NAMES, sample_patient
from PCRPredictorLib.presenter.patient.state import PHASE_TITLES, PHASES, Phase

from .browser_case import BrowserCase
from .open_questions import LABEL_MAP_ANSWERS, LABEL_MAP_WORDS, PHASE_ANSWERS, PHASE_WORDS, TAKEN_WORDS, OpenQuestions
from .opening import contoured_slices, contours_alone, label_kinds, open_contours, open_images, plain_name
from .session import Session
from .waiting_contours import ContourFile, WaitingContours

Result = TypeVar("Result")

CONTOUR = "contour"
CHOSEN_BY_FORMAT = {MODEL_FORMAT: "model", CALIBRATION_FORMAT: "calibration"}


class CaseOpener:
    """Opens what the user sends; whatever is wrong with it becomes a message.

    Parameters
    ----------
    messages : Messages
        Takes what is said of each file beside what was said of those before it.
    presenter : PredictionPresenter
    case : BrowserCase
    session : Session
    active_phase : callable
        The phase that a contour without a phase belongs to.
    questions : OpenQuestions
    """

    def __init__(
        self,
        messages: Messages,
        presenter: PredictionPresenter,
        case: BrowserCase,
        session: Session,
        active_phase: Callable[[], Phase],
        questions: OpenQuestions,
    ) -> None:
        self._messages = messages
        self._questions = questions
        self._presenter = presenter
        self._case = case
        self._session = session
        self._active_phase = active_phase
        self._waiting = WaitingContours(messages, presenter.inputs, case, self._open_waiting, session.forget)

    def begin(self) -> None:
        """Other files come; what was said of those before is done with, but for contours that wait."""
        self._messages.clear()
        self._waiting.tell()

    def forget(self) -> None:
        """The case is gone."""
        self._waiting.drop()
        self._messages.clear()

    async def open(self, path: Path, use: str = "") -> None:
        """Open a file or folder.

        Parameters
        ----------
        use : str
            ``contour`` for a contour of the active phase, ``contour-arterial`` or ``contour-portal`` for one of that
            phase, ``image`` for a CT though it looks like a label map, ``arterial`` or ``portal`` for the CT of that
            phase, ``model`` or ``calibration``; empty where the file itself has to tell, a contour by its name.
        """
        is_needed = False
        try:
            is_needed = await self._open(path, use)
        except Exception as error:
            # A reader may fail in ways it does not know itself; the page must live on.
            self._messages.add(message_from_error(error, about=path.name))
        finally:
            if not is_needed:
                self._session.forget(path)

    async def open_sample(self) -> None:
        """Open the simulated patient with contours, model and calibration, ready to predict."""
        patient = await _beside(sample_patient)
        for phase in PHASES:
            volume = self._case.add_image(getattr(patient, phase), SAMPLE_NAMES[phase])
            mask = getattr(patient, f"{phase}_mask")
            segmentation, segment = self._case.add_contour(mask, "tumor", volume)
            self._presenter.inputs.choose_volume(phase, volume)
            self._presenter.inputs.choose_contour(phase, segmentation, segment)
        self._presenter.model.choose_sample()
        self._messages.clear()
        self._presenter.messages.clear()

    async def _open(self, path: Path, use: str) -> bool:
        """Whether the file is still needed: images and contours are in the scene then, models are read again."""
        name = path.name.lower()
        if path.is_dir():
            return await self._open_folder(path, use)
        if use in CHOSEN_BY_FORMAT.values() or name.endswith(".json"):
            return self._choose_file(path, use)
        slices = await _beside(lambda: contoured_slices(path))
        if use.startswith(CONTOUR):
            told = next((phase for phase in PHASES if use == f"{CONTOUR}-{phase}"), None)
            return await self._open_contours(ContourFile(path, told or self._active_phase(), slices))
        if slices is not None or name.endswith((".seg.nrrd", ".seg.nhdr")):
            return await self._open_contours(self._placed(path, slices))
        return await self._open_images(path, use)

    def _placed(self, path: Path, slices: frozenset[str] | None) -> ContourFile:
        """A contour by what tells its phase: its name, the slices that it names, else what is worked on."""
        told = guess_phase(plain_name(path))
        volumes = [self._presenter.inputs.of(phase).volume for phase in PHASES]
        contour = ContourFile(path, told, slices)
        knows = slices and all(volume is None or self._case.image(volume).acquisition.series for volume in volumes)
        if told or self._waiting.phase_of(contour) or (knows and None in volumes):
            return contour
        return ContourFile(path, self._active_phase(), slices)

    async def _open_folder(self, folder: Path, use: str) -> bool:
        """Open the images of a folder, or, where it holds contours alone, each of these."""
        contours = await _beside(lambda: contours_alone(folder))
        needed = [await self._open(file, use) for file in contours]
        return any(needed) if contours else await self._open_images(folder, use)

    def _choose_file(self, path: Path, use: str) -> bool:
        if use not in CHOSEN_BY_FORMAT.values():
            content = read_json(path)
            use = CHOSEN_BY_FORMAT.get(str(content.get("format")), "") if isinstance(content, dict) else ""
        if use == "model":
            self._presenter.model.choose_model(str(path))
        elif use == "calibration":
            self._presenter.model.choose_calibration(str(path))
        else:
            raise InputError(f"{path} is neither a model nor a calibration of this program; choose another file.")
        return True

    async def _open_contours(self, contour: ContourFile) -> bool:
        """Whether the file is still needed, until its CT is there."""
        phase = self._waiting.phase_of(contour)
        if phase is not None:
            await self._add_contours(contour.path, phase)
            return False
        if contour.slices is None:  # what is none is better said now
            await _beside(lambda: open_contours(contour.path, self._session))
        self._waiting.hold(contour)
        return True

    async def _open_waiting(self, path: Path, phase: Phase) -> None:
        try:
            await self._add_contours(path, phase)
        except Exception as error:  # as in `open`
            self._messages.add(message_from_error(error, about=path.name))
        finally:
            self._session.forget(path)

    async def _add_contours(self, path: Path, phase: Phase) -> None:
        volume = str(self._presenter.inputs.of(phase).volume)
        image = self._case.image(volume)
        masks = await _beside(lambda: open_contours(path, self._session, image))
        segmentation, segment = self._case.add_contours(masks, plain_name(path), volume)
        self._presenter.inputs.choose_contour(phase, segmentation, segment)
        if segment is None:
            names = ", ".join(f"'{mask.segment}'" for mask in masks)
            self._messages.add(Message("info", f"{path.name} holds several contours ({names}); choose the tumor's."))

    async def _open_images(self, path: Path, use: str) -> bool:
        """Whether the file is still needed, until the user has said what it is."""
        series, left_out = await _beside(lambda: open_images(path, self._session))
        if use != "image" and len(series) == 1 and (kinds := await _beside(lambda: label_kinds(series[0].image))):
            self._ask_what_it_is(path, kinds)
            return True
        volumes = [self._case.add_image(one.image, one.name) for one in series]
        if use in PHASES and len(volumes) == 1:
            self._presenter.inputs.choose_volume("arterial" if use == "arterial" else "portal", volumes[0])
        self._presenter.scene_changed()
        said = [f"{path.name}: {reason}" for reason in left_out] + [
            f"{one.name}: {notice.message}" for one in series for notice in one.image.notices
        ]
        chosen = {self._presenter.inputs.of(phase).volume for phase in PHASES}
        if not chosen & set(volumes):
            if len(volumes) == 1:
                self._ask_phase(volumes[0], series[0].name)
            else:
                said.insert(0, f"{', '.join(one.name for one in series)}: choose which phase it is.")
        if said:
            self._messages.add(Message("info", " ".join(said)))
        return False

    def _ask_what_it_is(self, path: Path, kinds: int) -> None:
        async def then(answer: str) -> None:
            if answer:
                await self.open(path, answer)
            else:
                self._session.forget(path)

        self._questions.ask(LABEL_MAP_WORDS.format(name=path.name, count=kinds), LABEL_MAP_ANSWERS, then)

    def _ask_phase(self, volume: str, name: str) -> None:
        async def then(answer: str) -> None:
            if answer and volume in self._case.volumes():
                self._presenter.inputs.choose_volume("arterial" if answer == "arterial" else "portal", volume)

        told = guess_phase(name)
        words = PHASE_WORDS if told is None else TAKEN_WORDS
        self._questions.ask(words.format(name=name, phase=told and PHASE_TITLES[told]), PHASE_ANSWERS, then)


async def _beside(work: Callable[[], Result]) -> Result:
    """Run work on a thread and wait for it without holding up the loop."""
    done: Awaitable[Result] = asyncio.get_running_loop().run_in_executor(None, work)
    return await done
