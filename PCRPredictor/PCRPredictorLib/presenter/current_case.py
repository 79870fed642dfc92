"""The volumes and contours that are chosen now, copied and fingerprinted only when they change."""

from collections.abc import Mapping

from ..errors import InputError
from ..imaging import Mask, PhaseImage
from ..models.calibration_file import Calibration
from ..models.model_file import Model
from .case_source import CaseSource
from .staleness import combined_fingerprint, image_fingerprint, mask_fingerprint
from .state import PHASES, Choices, PhaseChoice


class CurrentCase:
    """Reads the source on the user interface's thread, each volume once a revision."""

    def __init__(self, source: CaseSource) -> None:
        self._source = source
        self._images: dict[str, tuple[int, PhaseImage, str]] = {}

    def image(self, choice: PhaseChoice) -> PhaseImage:
        """The chosen volume.

        Raises
        ------
        InputError
            None is chosen, or it cannot be used.
        """
        return self._image_and_fingerprint(choice)[0]

    def phase(self, choice: PhaseChoice) -> tuple[PhaseImage, Mask]:
        """The chosen volume and contour.

        Raises
        ------
        InputError
            One is not chosen, or cannot be used.
        """
        return self.image(choice), self._mask(choice)

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
                parts[f"{phase} image"] = self._image_and_fingerprint(choice)[1]
                parts[f"{phase} mask"] = mask_fingerprint(self._mask(choice))
        except InputError:
            return None
        return combined_fingerprint(parts)

    def _image_and_fingerprint(self, choice: PhaseChoice) -> tuple[PhaseImage, str]:
        if choice.volume is None:
            raise InputError("No volume is chosen; choose one for each phase.")
        revision = self._source.volume_revision(choice.volume)
        known = self._images.get(choice.volume)
        if known is None or known[0] != revision:
            image = self._source.image(choice.volume)
            # Two phases are all that is ever compared; older volumes would only fill the memory.
            others = [item for item in self._images.items() if item[0] != choice.volume]
            self._images = dict(others[-1:])
            known = self._images[choice.volume] = (revision, image, image_fingerprint(image))
        return known[1], known[2]

    def _mask(self, choice: PhaseChoice) -> Mask:
        if choice.volume is None or choice.segmentation is None or choice.segment is None:
            raise InputError("No contour is chosen; choose or draw one on each phase.")
        return self._source.mask(choice.segmentation, choice.segment, choice.volume)
