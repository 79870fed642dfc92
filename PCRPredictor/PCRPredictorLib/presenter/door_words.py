"""The library's sentences in the words of the door: in the reader's language, or with its buttons in place of commands.

The library says one sentence everywhere, with the option or command that helps on the command line. A door that has
buttons sets their names once, by `use`; without that every sentence stays as it is. A translation names the buttons
itself, since only doors with buttons are translated.
"""

import re
from collections.abc import Mapping

from ..texts import in_readers_language

COMMANDS = ("calibrate", "cohort", "train")
ELSEWHERE = "only the command line can change that"

_OPTION = r"(?<![\w-])--[a-z][a-z-]*"
_COMMAND = re.compile(rf" *pcr-predictor +({'|'.join(COMMANDS)})\b(?: +{_OPTION}(?: [^\s-]\S*)?)* *")
_IN_BRACKETS = re.compile(rf" *\([^()]*{_OPTION}[^()]*\)")
_CHOSEN = re.compile(rf"pass it with {_OPTION} \S+\.json")
_LAST_CLAUSE = re.compile(rf"; [^;]*{_OPTION}[^;]*?(?=\.?$|\. [A-Z])")
_FIRST = re.compile(r"^--([a-z]+) ")
_buttons: dict[str, str] = {}


def use(buttons: Mapping[str, str]) -> None:
    """Set the door's words for the commands of `COMMANDS`; none to leave sentences as they are.

    Parameters
    ----------
    buttons : mapping
        Command to what stands on the door's button, as it is to be read after "with" or "run".
    """
    _buttons.clear()
    _buttons.update(buttons)


def spoken(text: str) -> str:
    """A sentence of the library in the door's words, and in its language where it is translated."""
    translated = in_readers_language(text)
    if translated is not None:
        return translated
    if not _buttons or ("--" not in text and "pcr-predictor" not in text):
        return text
    said = _COMMAND.sub(lambda found: f" {_buttons[found[1]]} ", text)
    said = _CHOSEN.sub("choose it", said)
    said = _IN_BRACKETS.sub("", said)
    said = _LAST_CLAUSE.sub(f"; {ELSEWHERE}", said)
    said = _FIRST.sub(lambda found: f"{found[1].capitalize()} ", said)
    return text if said == text else re.sub(r" +([.,;])", r"\1", re.sub(r" {2,}", " ", said)).strip()
