"""Which names of segments may be written: people name segments after patients."""

import re

WITHHELD = "name withheld"
_WORDS = re.compile(
    "a|and|arterial|artery|b|c|contour|copy|d|delayed|edited|first|gtv|hcc|hepatic|hepatocellular|carcinoma|"
    "index|inside|label|largest|left|lesion|lesions|liver|lobe|main|mask|mass|metastasis|neoplasm|nodule|"
    "nodules|of|phase|portal|primary|pre|post|proposal|proposed|pv|pvp|ap|reader|residual|right|roi|s|second|"
    "seg|segment|segmentation|tace|target|third|tumor|tumors|tumour|tumours|vein|venous|viable|volume|whole"
)
_LONGEST_NUMBER = 3
"""Numbers of segments are short, those of patients are not."""


def writable_name(name: str) -> str:
    """The name of a segment where all its words are words of anatomy and order, else `WITHHELD`; empty stays empty."""
    words = re.findall(r"[^\W\d_]+|\d+", name.casefold())
    harmless = all(len(word) <= _LONGEST_NUMBER if word.isdigit() else _WORDS.fullmatch(word) for word in words)
    return name if harmless and (words or not name) else WITHHELD
