"""The feature sets one may choose, and their names."""

from importlib.metadata import PackageNotFoundError, version

from ..errors import InputError
from . import ibsi_set, pyradiomics_set
from .catalogue import NAMES
from .ibsi_set import IBSI_NAMES
from .profile import PROFILES, Profile
from .pyradiomics_set import PYRADIOMICS_NAMES

FEATURE_SETS: tuple[str, ...] = tuple(PROFILES)
LIBRARIES = {"pyradiomics": "pyradiomics-bhklab", "ibsi": "mirp"}
"""The package that computes a set, where it is not this library."""
_NAMES = {"ak396": NAMES, "pyradiomics": PYRADIOMICS_NAMES, "ibsi": IBSI_NAMES}


def default_profile(feature_set: str) -> Profile:
    """The default settings of ``"ak396"``, ``"pyradiomics"`` or ``"ibsi"``.

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
    return _NAMES[profile.feature_set]


def library_of(profile: Profile) -> dict[str, str]:
    """The package that computes a profile's set and its version; empty where it is this library, or not installed."""
    package = LIBRARIES.get(profile.feature_set)
    if package is None:
        return {}
    try:
        return {package: version(package)}
    except PackageNotFoundError:
        return {}


def require_library(profile: Profile) -> None:
    """Raise MissingPackage where the package that computes a profile's set is not installed."""
    if profile.feature_set == "ibsi":
        ibsi_set.library()
    elif profile.feature_set == "pyradiomics":
        pyradiomics_set.library()
