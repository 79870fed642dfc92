"""Features of a phase that are known already: a stroke changes one phase, and the other need not be measured again."""

import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from ...features import extract
from ...features.extraction import Extraction
from ...features.profile import Profile
from ...imaging import Mask, PhaseImage
from ...models.patient import predict_patient
from ...models.scoring import Prediction

PHASES_KEPT = 2


@dataclass(frozen=True, eq=False)
class _Known:
    """A measurement, and what it was made of; the volume is not kept alive for it."""

    volume: "weakref.ref[np.ndarray]"
    contour: np.ndarray
    described: tuple[object, ...]
    extraction: Extraction

    def is_of(self, image: PhaseImage, mask: Mask, described: tuple[object, ...]) -> bool:
        """Whether the very same voxels were measured; copies are not compared, since that would read them all."""
        return self.volume() is image.array and self.contour is mask.array and self.described == described


class KnownFeatures:
    """Measures as `features.extract`, and keeps the measurements of the two phases that were asked for last."""

    def __init__(self) -> None:
        self._known: list[_Known] = []

    def __call__(self, image: PhaseImage, mask: Mask, profile: Profile, only: Iterable[str]) -> Extraction:
        names = tuple(only)
        described = _described(image, mask, profile, names)
        found = next((known for known in self._known if known.is_of(image, mask, described)), None)
        if found is None:
            extraction = extract(image, mask, profile=profile, only=names)
            found = _Known(weakref.ref(image.array), mask.array, described, extraction)
        others = [known for known in self._known if known is not found]
        self._known = [*others, found][-PHASES_KEPT:]
        return found.extraction


def _described(image: PhaseImage, mask: Mask, profile: Profile, names: tuple[str, ...]) -> tuple[object, ...]:
    """What a measurement depends on beside the voxels."""
    return (
        *(image.geometry, image.acquisition, image.source, image.padding_hu, image.notices),
        *(mask.geometry, mask.source, mask.notices),
        *(profile, names),
    )


def remembering_prediction() -> Callable[..., Prediction]:
    """`predict_patient`, measuring only what has changed since it was asked last."""
    return partial(predict_patient, measure=KnownFeatures())
