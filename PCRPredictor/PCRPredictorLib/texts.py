"""Text for people: what headers and file names hold, made fit for a message, and sentences in the reader's language."""

import sys
from collections.abc import Callable

# From the file a sentence stands in, and the sentence in English, to the sentence in the reader's language.
Translator = Callable[[str, str], str]

_translator: Translator | None = None


def set_translator(translator: Translator | None) -> None:
    """Have `tr` ask this function from now on; a door that knows the reader's language sets it."""
    global _translator
    _translator = translator


def tr(text: str) -> str:
    """The text in the reader's language, or as it is where no door knows better.

    Imported as ``_`` and called with a constant, as Slicer's function of that name, whose tools then find the text in
    the source under the same context. Fields in braces are filled in afterwards, by ``format``.
    """
    if _translator is None:
        return text
    return _translator(sys._getframe(1).f_code.co_filename, text)


def readable(text: str) -> str:
    """Header text fit for a message: bytes that are no UTF-8 are read as Latin-1, control codes become ?."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "surrogateescape").decode("latin-1")
    return "".join(sign if sign.isprintable() else "?" for sign in text.strip(" \0"))
