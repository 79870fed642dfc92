"""Where a line may end in a narrow panel: within long names, but not between a number and its percent sign."""

import re

LONGEST = 32
"""Letters that fit into the narrowest panel."""
BREAK = "\N{ZERO WIDTH SPACE}"
_LONG = re.compile(rf"[^\s{BREAK}&;<>]{{{LONGEST + 1},}}")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PERCENT = re.compile(r"(?<=\d) %")


def breakable(text: str) -> str:
    """Let a line end within words of more than `LONGEST` letters, where nothing is seen; markup stays as it is.

    Signs that turn the direction of reading are left out: in a name they would turn the rest of the sentence, too.
    """
    text = _PERCENT.sub("\N{NO-BREAK SPACE}%", _DIRECTIONS.sub("", text))
    return _LONG.sub(lambda word: BREAK.join(_pieces(word.group())), text)


def _pieces(word: str) -> list[str]:
    return [word[start : start + LONGEST] for start in range(0, len(word), LONGEST)]
