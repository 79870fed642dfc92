"""Whether two images can be the arterial and the portal phase of one examination."""

from datetime import date, datetime

import numpy as np

from ..errors import InputError, Notice
from .orientation import to_lps
from .phase_image import Acquisition, PhaseImage

SECONDS_A_DAY = 86400
LONGEST_SECONDS_APART = SECONDS_A_DAY / 2
"""Beyond it, two acquisitions are two examinations; below it, midnight may lie between."""
USUAL_SECONDS_APART = 600
"""Arterial and portal venous phase follow each other within a minute or two of one injection."""


def check_pair(arterial: PhaseImage, portal: PhaseImage) -> tuple[Notice, ...]:
    """Check that two images can be two phases of one patient's examination, as far as their headers tell.

    Different grids are no fault: each phase is scored on its own.

    Returns
    -------
    tuple of Notice
        ``different-studies`` for two studies of one date, ``different-names`` for two names under one patient
        identifier, ``same-acquisition-time`` for two images of one moment, ``phases-far-apart`` for two that lie more
        than ten minutes apart, ``mixed-simulated`` where only one image is simulated.

    Raises
    ------
    InputError
        The same image was given twice, the images are of different patients (by their identifiers, or where one
        has none by their names) or study dates, were acquired more than half a day apart, or the portal image was
        acquired before the arterial one.
    """
    if _same_pixels(arterial, portal):
        raise InputError(
            f"{arterial.source} and {portal.source} are the same image; give the arterial and the portal phase."
        )
    return check_acquisitions(arterial.acquisition, portal.acquisition, (arterial.source, portal.source))


def check_acquisitions(first: Acquisition, second: Acquisition, sources: tuple[str, str]) -> tuple[Notice, ...]:
    """The checks of `check_pair` that need headers only.

    Parameters
    ----------
    first, second : Acquisition
        Of the arterial and of the portal image.
    sources : tuple of str
        What to call them in errors; notices travel with results and name the phases only.
    """
    _require_one_patient(first, second, sources)
    _require_one_study_date(first, second, sources)
    _require_order(first, second, sources)
    notices: list[Notice] = []
    if _differ(first.study_key, second.study_key):
        notices.append(
            Notice("different-studies", "The two phases come from different studies; check that they belong together.")
        )
    if first.patient_key and second.patient_key and _differ(first.name_key, second.name_key):
        notices.append(
            Notice(
                "different-names",
                "The two phases have one patient identifier and two names; check that they are of one patient.",
            )
        )
    seconds = _seconds_between(first.acquisition_time, second.acquisition_time)
    if seconds is not None and seconds > USUAL_SECONDS_APART:
        notices.append(
            Notice(
                "phases-far-apart",
                f"The two phases were acquired {seconds / 60:.0f} minutes apart; arterial and portal venous phase of "
                "one injection follow each other within two, so check that they belong together.",
            )
        )
    if seconds == 0:
        notices.append(
            Notice(
                "same-acquisition-time",
                "The two phases were acquired at the same time by their headers; check that they are two phases, "
                "not two reconstructions of one.",
            )
        )
    if first.simulated != second.simulated:
        simulated, other = ("arterial", "portal") if first.simulated else ("portal", "arterial")
        notices.append(
            Notice("mixed-simulated", f"Only the {simulated} phase is marked as simulated; the {other} phase is not.")
        )
    return tuple(notices)


def _same_pixels(arterial: PhaseImage, portal: PhaseImage) -> bool:
    if arterial.content_hash and arterial.content_hash == portal.content_hash:
        return True
    one, other = to_lps(arterial).array, to_lps(portal).array
    return bool(np.array_equal(one, other, equal_nan=_may_hold_nan(arterial, portal)))


def _may_hold_nan(*images: PhaseImage) -> bool:
    return all(np.issubdtype(image.array.dtype, np.floating) for image in images)


def _require_one_patient(first: Acquisition, second: Acquisition, sources: tuple[str, str]) -> None:
    by_name = not (first.patient_key and second.patient_key)
    keys = [one.name_key if by_name else one.patient_key for one in (first, second)]
    if _differ(*keys):
        raise InputError(f"{sources[0]} and {sources[1]} are of different patients; give two phases of one patient.")


def _require_one_study_date(first: Acquisition, second: Acquisition, sources: tuple[str, str]) -> None:
    dates = _date(first.study_date), _date(second.study_date)
    if dates[0] and dates[1] and dates[0] != dates[1]:
        raise InputError(
            f"{sources[0]} and {sources[1]} are {abs((dates[1] - dates[0]).days)} days apart by their study dates; "
            "give two phases of one examination."
        )


def _differ(first: str | None, second: str | None) -> bool:
    """Whether both are known and not the same."""
    return bool(first and second and first != second)


def _require_order(first: Acquisition, second: Acquisition, sources: tuple[str, str]) -> None:
    seconds = _seconds_between(first.acquisition_time, second.acquisition_time)
    if seconds is not None and abs(seconds) > LONGEST_SECONDS_APART:
        raise InputError(
            f"{sources[0]} and {sources[1]} were acquired {abs(seconds) / 3600:.0f} hours apart; give two phases of "
            "one examination."
        )
    if seconds is not None and seconds < 0:
        raise InputError(
            f"{sources[1]}, given as portal phase, was acquired {-seconds:.0f} s before {sources[0]}, given as "
            "arterial phase; exchange the two."
        )


def _date(text: str | None) -> date | None:
    try:
        return datetime.strptime(text or "", "%Y%m%d").date()
    except ValueError:
        return None


def _seconds_between(first: str | None, second: str | None) -> float | None:
    """Seconds from one acquisition to another; None where a time is unknown or only one of them has a date.

    Two times without a date are taken to lie within half a day of each other, since midnight may lie between.
    """
    for pattern in ("%Y-%m-%dT%H:%M:%S", "%H:%M:%S"):
        try:
            seconds = (
                datetime.strptime(second or "", pattern) - datetime.strptime(first or "", pattern)
            ).total_seconds()
        except ValueError:
            continue
        if "%Y" in pattern:
            return seconds
        return (seconds + LONGEST_SECONDS_APART) % SECONDS_A_DAY - LONGEST_SECONDS_APART
    return None
