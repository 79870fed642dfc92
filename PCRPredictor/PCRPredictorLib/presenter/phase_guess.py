"""Which series is the arterial and which the portal venous phase, where its description says so."""

import re
from collections.abc import Mapping

from .state import Phase

_WORDS: dict[Phase, re.Pattern[str]] = {
    "arterial": re.compile(r"arter|(?<![a-z])(art|hap)(?![a-z])|动脉"),
    "portal": re.compile(r"portal|portov|venous|veine|venös|venoes|venos|(?<![a-z])(pv|pvp|vp|ven)(?![a-z])|门脉|静脉"),
}
_OTHER_PHASES = re.compile(r"delay|equilibr|nativ|non.?contrast|unenhanced|without|plain|平扫|延迟|平衡")


def guess_phase(description: str) -> Phase | None:
    """The phase that a series description names; None where it names none, both, or another one."""
    text = description.lower()
    if _OTHER_PHASES.search(text):
        return None
    named: list[Phase] = [phase for phase, words in _WORDS.items() if words.search(text)]
    return named[0] if len(named) == 1 else None


def guess_pair(descriptions: Mapping[str, str]) -> dict[Phase, str]:
    """Ids of the series that alone name a phase.

    Parameters
    ----------
    descriptions : mapping
        Series id to its description.

    Returns
    -------
    dict
        Phase to id. A phase that no series or several series name is absent: the user chooses.
    """
    named: dict[Phase, list[str]] = {"arterial": [], "portal": []}
    for series, description in descriptions.items():
        phase = guess_phase(description)
        if phase is not None:
            named[phase].append(series)
    return {phase: series[0] for phase, series in named.items() if len(series) == 1}
