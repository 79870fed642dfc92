"""All features of both phases, for a table or a file."""

from collections.abc import Callable, Mapping
from typing import Any

from ...features import extract
from ...features.feature_sets import default_profile
from ...imaging import Mask, PhaseImage
from ...texts import tr as _
from ..job import Progress
from .export import CaseFeatures
from .state import PHASE_TITLES, PHASES, Phase


def extract_case(
    phases: Mapping[Phase, tuple[PhaseImage, Mask]],
    feature_set: str,
    report: Progress,
    extract: Callable[..., Any] = extract,
) -> CaseFeatures:
    """Extract every feature of a feature set from both phases with its default profile.

    Raises
    ------
    InputError
        An image or contour cannot be measured.
    """
    profile = default_profile(feature_set)
    features: dict[Phase, Mapping[str, float]] = {}
    for number, phase in enumerate(PHASES):
        report(number / len(PHASES), _("Extracting the features of the {phase}").format(phase=PHASE_TITLES[phase]))
        features[phase] = extract(*phases[phase], profile=profile).features
    simulated = any(image.acquisition.simulated or mask.simulated for image, mask in phases.values())
    return CaseFeatures(features, profile.hash, simulated)
