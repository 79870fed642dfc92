"""Text for people: what headers and file names hold, made fit for a message, and sentences in the reader's language.

The library below the presenter speaks English, whatever the door: its sentences go into files and reports too. They are
made by `sentence`, so that a door that shows one can still say it `in_readers_language`. Presenter and doors speak that
at once, by `tr`.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from pathlib import PurePath

# From the file a sentence stands in, and the sentence in English, to the sentence in the reader's language.
Translator = Callable[[str, str], str]

_translator: Translator | None = None
_made: dict[str, "Sentence"] = {}


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


class Sentence(str):
    """English text that remembers its file, the template it was made of, and what was filled in in turn."""

    file: str
    template: str
    fillings: tuple[Mapping[str, object], ...]

    def __new__(
        cls, text: str, file: str = "", template: str = "", fillings: tuple[Mapping[str, object], ...] = ()
    ) -> "Sentence":
        made = super().__new__(cls, text)
        made.file, made.template, made.fillings = file, template, fillings
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return Sentence, (str(self), self.file, self.template, self.fillings)

    def format(self, *_none: object, **values: object) -> "Sentence":
        """The sentence with its fields filled in; values that are sentences stay sentences."""
        return Sentence(str.format(self, **values), self.file, self.template, (*self.fillings, values))

    def renamed(self, former: str, name: str) -> "Sentence":
        """The sentence with another name in place of the former one, wherever that was filled in."""
        fillings = tuple(
            {key: _renamed(value, former, name) for key, value in filling.items()} for filling in self.fillings
        )
        return Sentence(self.replace(former, name), self.file, self.template, fillings)

    def capitalized(self) -> "Sentence":
        """The sentence with a capital letter, where the language has them."""
        return Sentence(self[:1].upper() + self[1:], self.file, self.template, self.fillings)


def sentence(text: str) -> Sentence:
    """A sentence of the library, in English; imported as ``_`` and called as `tr` is."""
    return _made.setdefault(text, Sentence(text, sys._getframe(1).f_code.co_filename, text))


_ = sentence


def listing(parts: Iterable[str], between: str = ", ") -> Sentence:
    """Parts of a sentence one after the other, each of which stays what it is."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    template = between.join(f"{{{name}}}" for name in values)
    return Sentence(template, "", template).format(**values)


def either(parts: Iterable[str]) -> str:
    """``a or b or c``."""
    return reduce(lambda one, other: _("{one} or {other}").format(one=one, other=other), parts)


def both(parts: Iterable[str]) -> str:
    """``a and b and c``."""
    return reduce(lambda one, other: _("{one} and {other}").format(one=one, other=other), parts)


def in_readers_language(text: str) -> str | None:
    """A sentence of the library as the door's translator says it; None for any other text, or where it does not.

    One without fields is known again when it was kept in a file and read from there.
    """
    text = text if isinstance(text, Sentence) else _made.get(text, text)
    if _translator is None or not isinstance(text, Sentence):
        return None
    said = _translator(text.file, text.template) if text.file else text.template
    known = said != text.template
    for filling in text.fillings:
        values = {name: _value_in_readers_language(value) for name, value in filling.items()}
        known = known or any(values[name] is not value for name, value in filling.items())
        said = said.format(**values)
    return said if known else None


def _value_in_readers_language(value: object) -> object:
    return (in_readers_language(value) or value) if isinstance(value, Sentence) else value


def _renamed(value: object, former: str, name: str) -> object:
    if isinstance(value, Sentence):
        return value.renamed(former, name)
    return str(value).replace(former, name) if isinstance(value, str | PurePath) else value


def readable(text: str) -> str:
    """Header text fit for a message: bytes that are no UTF-8 are read as Latin-1, control codes become ?."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "surrogateescape").decode("latin-1")
    return "".join(sign if sign.isprintable() else "?" for sign in text.strip(" \0"))
