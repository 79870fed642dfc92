"""Installing what only some features need, after one question that names it and its size."""

import re
from collections.abc import Sequence

import slicer
from slicer.i18n import tr as _

from ...errors import InputError
from ...optional import MissingPackage
from ...resources import resource_folder

MEGABYTES = {
    "highdicom": 20,
    "imbalanced-learn": 60,
    "joblib": 3,
    "matplotlib": 40,
    "pyarrow": 170,
    "pyradiomics-bhklab": 15,
    "scikit-learn": 60,
    "weasyprint": 70,
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
        _install([error.package])
        return True


def askAndInstall(packages: Sequence[str]) -> bool:
    """Ask once for all of these packages, and install them; returns whether they are there now.

    Raises
    ------
    InputError
        They could not be installed.
    """
    if not slicer.util.confirmYesNoDisplay(_questionOfSeveral(packages), windowTitle=_("Install packages?")):
        return False
    try:
        _install(packages)
    except Exception as error:  # of pip, by way of Slicer: of many kinds
        raise InputError(
            _("{packages} could not be installed ({error}); check the network, or ask whoever runs it.").format(
                packages=", ".join(packages), error=error
            )
        ) from error
    return True


def _questionOfSeveral(packages: Sequence[str]) -> str:
    listed = "\n".join(
        _("  {package}, about {size} MB").format(package=package, size=MEGABYTES[package]) for package in packages
    )
    return _("This needs these Python packages from pypi.org, once:\n\n{listed}\n\nInstall them?").format(listed=listed)


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


def _install(packages: Sequence[str]) -> None:
    """Install packages in the versions this module was tried with."""
    bounds = requirements()
    wanted = " ".join(bounds.get(package, package) for package in packages)
    try:
        from slicer.packaging import pip_ensure
    except ImportError:  # Slicer 5.10
        slicer.util.pip_install(wanted)
    else:
        pip_ensure(wanted, prompt_install=False, requester="PCRPredictor")


def requirements() -> dict[str, str]:
    """Each package of ``Resources/requirements.txt`` with its bounds, by its name."""
    lines = (
        line.partition("#")[0].strip() for line in (resource_folder("") / "requirements.txt").read_text().splitlines()
    )
    return {re.split("[<>=!~]", line, maxsplit=1)[0]: line for line in lines if line}
