"""Which phase of contrast a series is, where its description says so."""

import re
import unicodedata
from typing import Literal

_WORDS: dict[Literal["arterial", "portal"], re.Pattern[str]] = {
    "arterial": re.compile(r"arter|artér|(?<![a-z])(art|hap)(?![a-z])|动脉|動脈|동맥"),
    "portal": re.compile(
        r"portal|portov|venous|veine|venös|venoes|venos|(?<![a-z])(pv|pvp|vp|ven)(?![a-z])"
        r"|门脉|静脉|門脈|門靜脈|靜脈|静脈|문맥|정맥"
    ),
}
_OTHER_PHASES = re.compile(
    r"delay|equilibr|équilibr|nativ|non.?contrast|unenhanced|without|plain|sans.(inject|contrast)|sin.contrast"
    r"|senza.contrast|tardi|平扫|延迟|平衡|平掃|延遲|単純|遅延|造影前|지연|평형|조영.?전"
)

_BEFORE_CONTRAST = re.compile(
    r"(?<![a-z])pre(?![a-z])(?!.?(tace|op|treat|therap|ablat|embol|transpl|interv|surg|chemo))"
)
"""'PRE LIVER' is the scan before contrast; 'pre TACE' says when the patient was examined."""


def guess_phase(description: str) -> Literal["arterial", "portal"] | None:
    """The phase that a series description names; None where it names none, both, or another one."""
    text = _plain(description)
    if names_other_phase(text):
        return None
    named = [phase for phase, words in _WORDS.items() if words.search(text)]
    return named[0] if len(named) == 1 else None


def names_other_phase(description: str) -> bool:
    """Whether the description names a scan without contrast or a late phase."""
    text = _plain(description)
    if _OTHER_PHASES.search(text):
        return True
    return bool(_BEFORE_CONTRAST.search(text)) and not any(words.search(text) for words in _WORDS.values())


def _plain(description: str) -> str:
    """Small letters in one form: half-width katakana, full-width Latin and split accents are common in headers."""
    return unicodedata.normalize("NFKC", description).lower()
