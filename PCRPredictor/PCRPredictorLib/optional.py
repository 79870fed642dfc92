"""Packages that only some features need."""

import importlib
import shlex
from types import ModuleType

from .errors import InputError
from .texts import sentence as _


class MissingPackage(InputError):
    """A feature was asked for whose package is not installed."""

    def __init__(self, package: str, purpose: str, extra: str) -> None:
        super().__init__(
            _(
                "{purpose} needs the package '{package}': install it with  pip install {quoted}  (in a checkout: pip "
                "install '.[{extra}]')."
            ).format(purpose=purpose, package=package, quoted=shlex.quote(package), extra=extra)
        )
        self.package = package
        self.extra = extra


def require(module: str, *, purpose: str, extra: str, package: str | None = None) -> ModuleType:
    """Import an optional module, or say which feature needs it and how to install it.

    Parameters
    ----------
    module : str
        Import name, such as ``"sklearn.linear_model"``.
    purpose : str
        The feature, as the subject of a sentence: ``"Training a model"``.
    extra : str
        The extra of ``pyproject.toml`` that installs it.
    package : str, optional
        Name on PyPI where it differs from the first part of `module`.

    Raises
    ------
    MissingPackage
        The module is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        top_level = module.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != top_level:
            raise
        raise MissingPackage(package or top_level, purpose, extra) from None
