"""The one way to the terminal, on which no foreign text can steer it."""

import errno
import os
import sys
from typing import TextIO

from ..errors import InputError


def say(text: str) -> None:
    """Print on standard output what was asked for.

    Nothing happens where that stream is closed, or its reader, such as ``head``, has seen enough.

    Raises
    ------
    InputError
        The standard output cannot be written, as on a full disk.
    """
    try:
        _print(text, sys.stdout)
    except (OSError, ValueError) as error:
        _stop_writing(sys.stdout)
        if isinstance(error, OSError) and error.errno != errno.EPIPE:
            raise InputError(
                f"The standard output cannot be written ({error.strerror or error}); free space or send it elsewhere."
            ) from error


def tell(text: str) -> None:
    """Print on standard output, or else on standard error, what is worth knowing beside a result that is written.

    A terminal that cannot be written does not undo the result.
    """
    try:
        say(text)
    except InputError as error:
        warn(text)
        warn(str(error))


def warn(text: str) -> None:
    """Print on standard error; where that cannot be written nobody can be told."""
    try:
        _print(text, sys.stderr)
    except (OSError, ValueError):
        _stop_writing(sys.stderr)


def _print(text: str, stream: TextIO | None) -> None:
    """Print `text`, with what the terminal would obey or cannot show written as escapes.

    Model and segment names, file names and cells of a table come from elsewhere: they may hold control characters,
    characters that turn the direction of writing, or halves of characters.
    """
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    print(printable(text).encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)


def _stop_writing(stream: TextIO | None) -> None:
    """Send the rest nowhere, so that Python does not complain of it once more at the end."""
    try:
        if stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):  # the stream is closed, or has no file below it
        return


def printable(text: str) -> str:
    """`text` with all characters but printable ones, line ends and no-break spaces as ``\\x1b`` or ``\\u202e``."""
    return "".join(
        char if char.isprintable() or char in "\n\xa0" else char.encode("unicode_escape").decode() for char in text
    )
