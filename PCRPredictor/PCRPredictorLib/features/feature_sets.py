"""The feature sets one may choose, and their names."""

from ..errors import InputError
from .catalogue import NAMES
from .profile import PROFILES, AK396Profile, Profile
from .pyradiomics_set import PYRADIOMICS_NAMES

FEATURE_SETS: tuple[str, ...] = tuple(PROFILES)


def default_profile(feature_set: str) -> Profile:
    """The default settings of ``"ak396"`` or ``"pyradiomics"``.

    Raises
    ------
    InputError
        There is no such set.
    """
    if feature_set not in PROFILES:
        raise InputError(f"'{feature_set}' is no feature set; choose one of {', '.join(FEATURE_SETS)}.")
    return PROFILES[feature_set]()


def feature_names(profile: Profile) -> tuple[str, ...]:
    """Names of the features of a profile's set, in order."""
    return NAMES if isinstance(profile, AK396Profile) else PYRADIOMICS_NAMES
