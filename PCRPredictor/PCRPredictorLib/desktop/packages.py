"""Installing what only some features need, after one question that names it and its size."""

import slicer
from slicer.i18n import tr as _

from ..optional import MissingPackage

MEGABYTES = {
    "imbalanced-learn": 60,
    "joblib": 3,
    "matplotlib": 40,
    "pandas": 90,
    "pyarrow": 170,
    "pyradiomics-bhklab": 15,
    "scikit-learn": 60,
}


class Packages:
    """Asks once a session for each package; nothing that predicts with the published models needs one."""

    def __init__(self) -> None:
        self._asked: set[str] = set()

    def offer(self, error: Exception) -> bool:
        """Where `error` says that a package is missing, ask, and install it; returns whether it is there now."""
        if not isinstance(error, MissingPackage) or error.package in self._asked:
            return False
        self._asked.add(error.package)
        if not slicer.util.confirmYesNoDisplay(_question(error.package), windowTitle=_("Install a package?")):
            return False
        _install(error.package)
        return True


def _question(package: str) -> str:
    size = MEGABYTES.get(package)
    if size is None:
        return _("This needs the Python package {package} from pypi.org (its size is not known). Install it?").format(
            package=package
        )
    return _(
        "This needs the Python package {package} from pypi.org, about {size} MB on the disk with what it needs itself. "
        "Install it?"
    ).format(package=package, size=size)


def _install(package: str) -> None:
    try:
        from slicer.packaging import pip_ensure
    except ImportError:  # Slicer 5.10
        slicer.util.pip_install(package)
    else:
        pip_ensure(package, prompt_install=False, requester="PCR Predictor")
