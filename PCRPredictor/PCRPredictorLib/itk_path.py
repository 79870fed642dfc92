"""File names for SimpleITK, which ends the whole process at one that is no UTF-8."""

from pathlib import Path

from .errors import InputError
from .texts import readable


def itk_path(path: Path) -> str:
    """The path as text.

    Raises
    ------
    InputError
        Its name holds bytes that are no UTF-8.
    """
    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        raise InputError(f"{readable(name)} has a name that is no UTF-8 text; rename the file or folder.") from None
    return name
