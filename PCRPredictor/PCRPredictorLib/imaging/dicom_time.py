"""Days and times as DICOM and people write them."""

import re
from datetime import date, time

_DAY = re.compile(r"(\d{4})([-.]?)(\d{2})\2(\d{2})", re.ASCII)
_WRITTEN = re.compile(r"(\d{4})(?:(\d\d)(\d\d)|([-./])(\d\d?)\4(\d\d?)|\s*年\s*(\d\d?)\s*月\s*(\d\d?)\s*日)", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_TIME = re.compile(r"(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d*)?)?", re.ASCII)


def dicom_day(text: str | None) -> date | None:
    """The day of a DA element, or None where it holds none.

    Notes
    -----
    ``YYYYMMDD`` by DICOM PS3.5, 6.2; ``YYYY.MM.DD`` by ACR-NEMA before it, and ``YYYY-MM-DD`` by ISO 8601. Six digits
    are no day: ``strptime`` would make the second of January of ``202412``.
    """
    found = _DAY.fullmatch((text or "").strip())
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None


def written_day(text: str) -> date | None:
    """The day that a cell of somebody's table begins with, year first; None where it begins with none.

    Notes
    -----
    What `dicom_day` reads, months and days of one digit beside a separator, ``2024/1/5`` and ``2024年1月5日``, alone
    or before a blank or ``T`` with the time. Days that begin with the day or the month are ambiguous and none here.
    """
    found = _WRITTEN.match(text.strip())
    if found is None or text.strip()[found.end() :][:1] not in ("", " ", "T"):
        return None
    year, month, day = (int(part) for part in found.groups() if part and part.isdigit())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_day_of_these_times(text: str) -> bool:
    """Whether a cell is a day of 1900 to 2100, and no number that only looks like one."""
    day = written_day(text)
    return day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR


def dicom_time(text: str | None) -> time | None:
    """The time of day of a TM element in whole seconds, or None where it holds none.

    Notes
    -----
    ``HHMM`` or ``HHMMSS`` with or without a fraction by DICOM PS3.5, 6.2, or the same with colons. An hour alone is
    too vague to be told apart from another phase, so it is none. ``strptime`` would make 09:03 of ``0930``.
    """
    found = _TIME.fullmatch((text or "").strip())
    try:
        return time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None
    except ValueError:
        return None
