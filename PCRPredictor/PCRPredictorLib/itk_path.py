"""File names for SimpleITK, which ends the whole process at one that is no UTF-8."""

import os
from pathlib import Path

from .errors import InputError
from .texts import readable
from .texts import sentence as _


def itk_path(path: Path) -> str:
    """The path as text that encodes to the bytes of its name, also where the locale is not UTF-8.

    Raises
    ------
    InputError
        Its name holds bytes that are no UTF-8.
    """
    try:
        return os.fsencode(path).decode()
    except UnicodeDecodeError:
        raise InputError(
            _("{path} has a name that is no UTF-8 text; rename the file or folder.").format(path=readable(str(path)))
        ) from None
