"""The one way to the terminal, on which no foreign text can steer it."""

import errno
import sys

from ..errors import InputError


def say(text: str, err: bool = False) -> None:
    """Print `text`, with what the terminal would obey or cannot show written as escapes.

    Model and segment names, file names and cells of a table come from elsewhere: they may hold control characters,
    characters that turn the direction of writing, or halves of characters.

    Raises
    ------
    InputError
        The standard output cannot be written, as on a full disk.
    """
    stream = sys.stderr if err else sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        print(printable(text).encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader, such as `head`, has seen enough; click ends quietly
            raise
        raise InputError(
            f"The standard output cannot be written ({error.strerror or error}); free space or send it elsewhere."
        ) from error


def printable(text: str) -> str:
    """`text` with all characters but printable ones, line ends and no-break spaces as ``\\x1b`` or ``\\u202e``."""
    return "".join(
        char if char.isprintable() or char in "\n\xa0" else char.encode("unicode_escape").decode() for char in text
    )
