"""The volumes and contours that are chosen now, copied and fingerprinted only when they change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ...errors import InputError
from ...imaging import Mask, PhaseImage
from ...models.calibration_file import Calibration
from ...models.model_file import Model
from .case_source import CaseSource
from .staleness import combined_fingerprint, image_fingerprint, mask_fingerprint
from .state import PHASE_TITLES, PHASES, Choices, Phase, PhaseChoice

Content = TypeVar("Content")


class CurrentCase:
    """Reads the source on the user interface's thread, each volume and contour once a revision."""

    def __init__(self, source: CaseSource) -> None:
        self._source = source
        self._images: _Recent[PhaseImage] = _Recent(image_fingerprint)
        self._masks: _Recent[Mask] = _Recent(mask_fingerprint)

    def image(self, choice: PhaseChoice) -> PhaseImage:
        """The chosen volume.

        Raises
        ------
        InputError
            None is chosen, or it cannot be used.
        """
        return self._image(choice).content

    def phase(self, choice: PhaseChoice) -> tuple[PhaseImage, Mask]:
        """The chosen volume and contour.

        Raises
        ------
        InputError
            One is not chosen, or cannot be used.
        """
        return self.image(choice), self._mask(choice).content

    def contour_reasons(self, choices: Choices) -> dict[Phase, str]:
        """Why the chosen contour of a phase cannot be measured, an empty one say; absent where it can."""
        reasons: dict[Phase, str] = {}
        for phase in PHASES:
            choice = choices.of(phase)
            if choice.complete:
                try:
                    self._mask(choice)
                except InputError as error:
                    reasons[phase] = f"{PHASE_TITLES[phase].capitalize()}: {error}"
        return reasons

    def fingerprint(
        self,
        choices: Choices,
        model: Model | None,
        calibration: Calibration | None,
        clinical: Mapping[str, float | None],
    ) -> str | None:
        """Fingerprint of all that a result depends on; None where something is missing or cannot be used."""
        if model is None:
            return None
        parts: dict[str, object] = {
            "model": model.hash,
            "calibration": calibration.hash if calibration else None,
            "clinical": dict(clinical),
        }
        try:
            for phase in PHASES:
                choice = choices.of(phase)
                parts[f"{phase} image"] = self._image(choice).fingerprint
                parts[f"{phase} mask"] = self._mask(choice).fingerprint
        except InputError:
            return None
        return combined_fingerprint(parts)

    def _image(self, choice: PhaseChoice) -> "_Read[PhaseImage]":
        volume = choice.volume
        if volume is None:
            raise InputError("No volume is chosen; choose one for each phase.")
        return self._images.read((volume,), (self._source.volume_revision(volume),), lambda: self._source.image(volume))

    def _mask(self, choice: PhaseChoice) -> "_Read[Mask]":
        volume, segmentation, segment = choice.volume, choice.segmentation, choice.segment
        if volume is None or segmentation is None or segment is None:
            raise InputError("No contour is chosen; choose or draw one on each phase.")
        revision = (self._source.volume_revision(volume), self._source.contour_revision(segmentation, segment))
        return self._masks.read(
            (volume, segmentation, segment), revision, lambda: self._source.mask(segmentation, segment, volume)
        )


@dataclass(frozen=True)
class _Read(Generic[Content]):
    """A content that was read at some revision, and its fingerprint."""

    revision: tuple[int, ...]
    content: Content
    fingerprint: str


class _Recent(Generic[Content]):
    """The two contents read last: one a phase; more would only fill the memory."""

    def __init__(self, fingerprint: Callable[[Content], str]) -> None:
        self._fingerprint = fingerprint
        self._read: dict[tuple[str, ...], _Read[Content]] = {}

    def read(self, key: tuple[str, ...], revision: tuple[int, ...], load: Callable[[], Content]) -> _Read[Content]:
        """What was read of `key` at this revision, else what `load` gives."""
        known = self._read.pop(key, None)
        if known is None or known.revision != revision:
            content = load()
            known = _Read(revision, content, self._fingerprint(content))
        latest = list(self._read.items())[-1:]
        self._read = {**dict(latest), key: known}
        return known
