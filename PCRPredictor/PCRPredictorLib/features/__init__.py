"""Radiomic features of one lesion in one phase."""

from .catalogue import CATALOGUE, FeatureInfo
from .extraction import Extraction, extract
from .feature_sets import FEATURE_SETS, default_profile, feature_names
from .profile import DEFAULT_PROFILE, AK396Profile, IbsiProfile, PyradiomicsProfile, load_profile

__all__ = [
    "CATALOGUE",
    "DEFAULT_PROFILE",
    "FEATURE_SETS",
    "AK396Profile",
    "Extraction",
    "FeatureInfo",
    "IbsiProfile",
    "PyradiomicsProfile",
    "default_profile",
    "extract",
    "feature_names",
    "load_profile",
]
