"""The packages that training and validation need beside those that every Slicer has, in the extra `training`."""

from collections.abc import Mapping

from ..optional import require

LEARNERS = {"sklearn": "scikit-learn", "imblearn": "imbalanced-learn"}
PACKAGES = {**LEARNERS, "matplotlib": "matplotlib"}


def require_packages(packages: Mapping[str, str] = PACKAGES) -> None:
    """Raise MissingPackage where one of them (import name to name on PyPI) is not installed."""
    for module, package in packages.items():
        require(module, purpose="Training and validating models", extra="training", package=package)
