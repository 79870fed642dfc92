"""Which phase of contrast a series is, where its description says so."""

import re
from typing import Literal

_WORDS: dict[Literal["arterial", "portal"], re.Pattern[str]] = {
    "arterial": re.compile(r"arter|(?<![a-z])(art|hap)(?![a-z])|动脉"),
    "portal": re.compile(r"portal|portov|venous|veine|venös|venoes|venos|(?<![a-z])(pv|pvp|vp|ven)(?![a-z])|门脉|静脉"),
}
_OTHER_PHASES = re.compile(r"delay|equilibr|nativ|non.?contrast|unenhanced|without|plain|平扫|延迟|平衡")


def guess_phase(description: str) -> Literal["arterial", "portal"] | None:
    """The phase that a series description names; None where it names none, both, or another one."""
    text = description.lower()
    if names_other_phase(text):
        return None
    named = [phase for phase, words in _WORDS.items() if words.search(text)]
    return named[0] if len(named) == 1 else None


def names_other_phase(description: str) -> bool:
    """Whether the description names a scan without contrast or a late phase."""
    return bool(_OTHER_PHASES.search(description.lower()))
