"""The volumes and contours that are chosen now, copied and fingerprinted only when they change."""

import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ...errors import InputError
from ...imaging import Mask, PhaseImage
from ...models.calibration_file import Calibration
from ...models.model_file import Model
from ...texts import tr as _
from ..door_words import spoken
from .case_source import CaseSource
from .staleness import combined_fingerprint, image_fingerprint, mask_fingerprint
from .state import PHASE_TITLES, PHASES, Choices, Phase, PhaseChoice

Content = TypeVar("Content")
Ask = Callable[[Callable[[], Any]], Any]
TRIES = 5


@dataclass(frozen=True)
class CaseContent:
    """What a computation works on, and the fingerprints of its parts by name."""

    phases: Mapping[Phase, tuple[PhaseImage, Mask]]
    parts: Mapping[str, str]


class CurrentCase:
    """Reads each volume and contour once a revision.

    Contours are small and read at once. Volumes are copied in short steps on the user interface's thread and
    fingerprinted by a worker, which asks for the steps: `executor.ask_main` is its `ask`.
    """

    def __init__(self, source: CaseSource) -> None:
        self._source = source
        self._images: _Recent[PhaseImage] = _Recent()
        self._masks: _Recent[Mask] = _Recent()
        self._one_reader = threading.Lock()

    def forget(self) -> None:
        """Keep no copy of a scene that is gone."""
        self._images, self._masks = _Recent(), _Recent()

    def reader(self, choices: Choices) -> Callable[[Ask, Callable[[], None]], CaseContent]:
        """Read both contours as they are now; returns what a worker calls to have the volumes too.

        A volume that was read before is taken at once: to ask for it later would wait for all that is being drawn.

        Raises
        ------
        InputError
            Something is not chosen, or a contour cannot be used; of a volume, only when it is read.
        """
        masks = {phase: self._mask(choices.of(phase)) for phase in PHASES}
        known = {phase: self._known_now(choices.of(phase)) for phase in PHASES}

        def read(ask: Ask, between: Callable[[], None]) -> CaseContent:
            images = {phase: known[phase] or self._read_image(choices.of(phase), ask, between) for phase in PHASES}
            parts = {f"{phase} image": images[phase].fingerprint for phase in PHASES}
            parts |= {f"{phase} mask": masks[phase].fingerprint for phase in PHASES}
            return CaseContent({phase: (images[phase].content, masks[phase].content) for phase in PHASES}, parts)

        return read

    def mask(self, choice: PhaseChoice) -> Mask:
        """The chosen contour; InputError where none is chosen or it cannot be used."""
        return self._mask(choice).content

    def image(self, choice: PhaseChoice, ask: Ask, between: Callable[[], None]) -> PhaseImage:
        """The chosen volume, for a worker.

        Parameters
        ----------
        between : callable
            Called between two steps of the copy; what it raises ends it.

        Raises
        ------
        InputError
            None is chosen, or it cannot be used.
        """
        return self._read_image(choice, ask, between).content

    def is_unread(self, choices: Choices) -> bool:
        """Whether a chosen volume has to be read before the fingerprint can be told."""
        volumes = self._source.volumes()
        chosen = [choices.of(phase).volume for phase in PHASES]
        return all(chosen) and any(volume in volumes and self._known(volume) is None for volume in chosen)

    def contour_reasons(self, choices: Choices) -> dict[Phase, str]:
        """Why the chosen contour of a phase cannot be measured, an empty one say; absent where it can."""
        reasons: dict[Phase, str] = {}
        for phase in PHASES:
            choice = choices.of(phase)
            if choice.complete:
                try:
                    self._mask(choice)
                except InputError as error:
                    reasons[phase] = f"{PHASE_TITLES[phase].capitalize()}: {spoken(error.sentence)}"
        return reasons

    def parts(self, choices: Choices) -> Mapping[str, str] | None:
        """Fingerprints of volumes and contours by name; None where one is missing, unread or cannot be used."""
        parts: dict[str, str] = {}
        try:
            for phase in PHASES:
                choice = choices.of(phase)
                known = self._known(choice.volume) if choice.volume else None
                if known is None:
                    return None
                parts[f"{phase} image"] = known.fingerprint
                parts[f"{phase} mask"] = self._mask(choice).fingerprint
        except InputError:
            return None
        return parts

    def _known(self, volume: str) -> "_Read[PhaseImage] | None":
        return self._images.known((volume,), self._source.volume_revision(volume))

    def _known_now(self, choice: PhaseChoice) -> "_Read[PhaseImage] | None":
        """The chosen volume with what is said of it now, where it was read before."""
        volume = choice.volume
        read = self._known(volume) if volume else None
        if volume is None or read is None:
            return None
        return _Read(read.revision, self._source.described(volume, read.content), read.fingerprint)

    def _read_image(self, choice: PhaseChoice, ask: Ask, between: Callable[[], None]) -> "_Read[PhaseImage]":
        """On a worker's thread; a second worker waits and then finds what the first one read."""
        volume = choice.volume
        if volume is None:
            raise InputError(_("No volume is chosen; choose one for each phase."))
        with self._one_reader:
            for _attempt in range(TRIES):
                read: _Read[PhaseImage] | None = ask(lambda: self._known_now(choice))
                if read is not None:
                    return read
                self._copy(volume, ask, between)
        raise InputError(
            _("A volume is changed again and again while it is read; stop what changes it, and try again.")
        )

    def _copy(self, volume: str, ask: Ask, between: Callable[[], None]) -> None:
        revision: Hashable = ask(lambda: self._source.volume_revision(volume))
        steps = ask(lambda: self._source.image_in_steps(volume))
        image: PhaseImage | None = None
        while image is None:
            between()
            image = ask(lambda: next(steps))
        # If it was changed meanwhile, nobody will find it under this revision.
        read = _Read(revision, image, image_fingerprint(image))
        ask(lambda: self._images.keep((volume,), read))

    def _mask(self, choice: PhaseChoice) -> "_Read[Mask]":
        volume, segmentation, segment = choice.volume, choice.segmentation, choice.segment
        if volume is None or segmentation is None or segment is None:
            raise InputError(_("No contour is chosen; choose or draw one on each phase."))
        key = (volume, segmentation, segment)
        revision = (self._source.volume_revision(volume), self._source.contour_revision(segmentation, segment))
        known = self._masks.known(key, revision)
        if known is None:
            mask = self._source.mask(segmentation, segment, volume)
            known = _Read(revision, mask, mask_fingerprint(mask))
        self._masks.keep(key, known)
        return known


def whole_fingerprint(
    parts: Mapping[str, str] | None,
    model: Model | None,
    calibration: Calibration | None,
    clinical: Mapping[str, float | None],
) -> str | None:
    """Fingerprint of all that a result depends on; None where something is missing."""
    if model is None or parts is None:
        return None
    used = {"model": model.hash, "calibration": calibration.hash if calibration else None, "clinical": dict(clinical)}
    return combined_fingerprint({**used, **parts})


@dataclass(frozen=True)
class _Read(Generic[Content]):
    """A content that was read at some revision, and its fingerprint."""

    revision: Hashable
    content: Content
    fingerprint: str


class _Recent(Generic[Content]):
    """The two contents kept last: one a phase; more would only fill the memory."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, ...], _Read[Content]] = {}

    def known(self, key: tuple[str, ...], revision: Hashable) -> _Read[Content] | None:
        """What was read of `key` at this revision."""
        read = self._read.get(key)
        return read if read is not None and read.revision == revision else None

    def keep(self, key: tuple[str, ...], read: _Read[Content]) -> None:
        others = {known: content for known, content in self._read.items() if known != key}
        self._read = {**dict(list(others.items())[-1:]), key: read}
