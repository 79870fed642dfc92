"""Which parts of the lesion move the score: each part is left out of the contour, and the score is computed again.

It explains the model, not the tumor: a part that raises the score is one without which these features would be lower,
and nothing shows that the tissue there has responded.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..errors import InputError
from ..features.contour_series import ContourSeries
from ..features.extraction import measured_grid
from ..features.feature_sets import default_profile
from ..features.profile import AK396Profile, Profile
from ..imaging import Geometry, Mask, PhaseImage
from ..imaging.mask import widened
from ..imaging.orientation import to_lps
from ..texts import sentence as _
from .calibration_file import Calibration
from .model_file import PHASE_LETTERS, Model
from .scoring import Prediction, score
from .supervoxels import supervoxels

MOST_PARTS = 40
FEWEST_PARTS = 4
VOXELS_A_PART = 64
MOST_VOXELS_MEASURED = 4_000_000  # parts times voxels, which is what the time goes with


@dataclass(frozen=True, eq=False)
class PhaseMap:
    """The parts of the lesion in one phase, and what each does to the score.

    Attributes
    ----------
    box : tuple of slice
        Part of the grid that was measured, in array order, that holds the lesion.
    parts : numpy.ndarray
        int16 over `box`: 0 outside the lesion, else the number of the part, from 1.
    effects : tuple of float
        Of each part: log odds with it less log odds without it, so that positive raises the probability; NaN where the
        rest of the lesion cannot be scored.
    geometry : Geometry
        The grid that was measured.
    """

    box: tuple[slice, ...]
    parts: np.ndarray
    effects: tuple[float, ...]
    geometry: Geometry

    def as_image(self, image: PhaseImage) -> PhaseImage:
        """The effects, float32, in the patient's axes; 0 where there is no effect known.

        On the voxels of `image` that hold the lesion and one around it: all of a CT would take seconds to be shown.
        """
        by_part = np.nan_to_num(np.array([0.0, *self.effects], dtype=np.float32))
        around = widened(self.box, (1, 1, 1), self.geometry.shape)
        geometry = self.geometry.cut(around)
        array = np.zeros(geometry.shape, dtype=np.float32)
        lesion = tuple(
            slice(inner.start - outer.start, inner.stop - outer.start)
            for inner, outer in zip(self.box, around, strict=True)
        )
        array[lesion] = by_part[self.parts]
        return to_lps(replace(image, array=array, geometry=geometry, content_hash=""))

    def numbered(self, image: PhaseImage) -> PhaseImage:
        """The numbers of the parts over the voxels of `image`, in the patient's axes."""
        array = np.zeros(self.geometry.shape, dtype=self.parts.dtype)
        array[self.box] = self.parts
        return to_lps(replace(image, array=array, geometry=self.geometry, content_hash=""))


@dataclass(frozen=True, eq=False)
class ScoreMap:
    """What each part of the lesion does to the score.

    Attributes
    ----------
    phases : mapping
        ``"arterial"`` and ``"portal"``, those of the two that the model reads.
    """

    phases: Mapping[str, PhaseMap]

    @property
    def largest(self) -> float:
        """The largest effect of any part in any phase, in log odds without its sign; 0 where no part has any."""
        effects = [abs(effect) for phase in self.phases.values() for effect in phase.effects]
        return max((effect for effect in effects if math.isfinite(effect)), default=0.0)


def is_quick_to_map(model: Model, profile: Profile | None = None) -> bool:
    """Whether a map takes seconds: A.K. features without resampling, which `ContourSeries` computes fast."""
    profile = profile or default_profile(model.feature_set)
    return isinstance(profile, AK396Profile) and profile.resample_mm is None


def map_score(
    prediction: Prediction,
    arterial: PhaseImage,
    arterial_mask: Mask,
    portal: PhaseImage,
    portal_mask: Mask,
    model: Model,
    calibration: Calibration | None = None,
    *,
    profile: Profile | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> ScoreMap:
    """Leave each part of the lesion out of the contour of its phase, and score the rest.

    At most 40 parts a phase, fewer on a lesion of fewer than 2560 or of more than 100,000 voxels; two phases of 100,000
    voxels take 3 to 4 seconds.

    Parameters
    ----------
    prediction : Prediction
        What `predict_patient` gave for the same images, masks, model, calibration and profile.
    on_progress : callable, optional
        Called with (parts done, parts in all); what it raises ends the work.

    Raises
    ------
    InputError
        A mask is empty, or does not lie in its image.
    """
    profile = profile or default_profile(model.feature_set)
    unchanged = {
        feature.column: term.value for feature, term in zip(model.features, prediction.contributions, strict=True)
    }
    lesions = {}
    for phase, (image, mask) in {"arterial": (arterial, arterial_mask), "portal": (portal, portal_mask)}.items():
        names = [feature.name for feature in model.features if feature.phase == phase]
        if names:
            lesions[phase] = _Lesion.of(image, mask, profile, names)
    total, done = sum(lesion.count for lesion in lesions.values()), 0
    found = {}
    for phase, lesion in lesions.items():
        effects = []
        for number in range(1, lesion.count + 1):
            effects.append(_effect(lesion, number, unchanged, phase, model, calibration, prediction.linear_predictor))
            done += 1
            if on_progress is not None:
                on_progress(done, total)
        found[phase] = PhaseMap(lesion.box, lesion.parts, tuple(effects), lesion.geometry)
    return ScoreMap(found)


@dataclass(frozen=True, eq=False)
class _Lesion:
    """One phase, cut into parts."""

    box: tuple[slice, ...]
    parts: np.ndarray
    series: ContourSeries
    geometry: Geometry

    @property
    def count(self) -> int:
        return int(self.parts.max())

    @classmethod
    def of(cls, image: PhaseImage, mask: Mask, profile: Profile, names: list[str]) -> "_Lesion":
        image, mask, _notices = measured_grid(image, mask, profile)
        box = mask.box
        if box is None:
            raise InputError(
                _("{source} is empty; draw the lesion, or choose another segment.").format(source=mask.source)
            )
        inside = mask.array[box]
        voxels = int(inside.sum())
        most = min(MOST_PARTS, MOST_VOXELS_MEASURED // voxels, voxels // VOXELS_A_PART)
        parts = supervoxels(image.array[box], inside, image.geometry.spacing[::-1], max(FEWEST_PARTS, most))
        return cls(box, parts, ContourSeries(image, mask, box, profile, names), image.geometry)


def _effect(
    lesion: _Lesion,
    number: int,
    unchanged: Mapping[str, float],
    phase: str,
    model: Model,
    calibration: Calibration | None,
    linear_predictor: float,
) -> float:
    try:
        features = lesion.series.extract((lesion.parts > 0) & (lesion.parts != number))
    except InputError:  # what is left is too small or has one gray level
        return math.nan
    values = dict(unchanged) | {f"{PHASE_LETTERS[phase]}_{name}": value for name, value in features.items()}
    return linear_predictor - score(model, calibration, values).linear_predictor
