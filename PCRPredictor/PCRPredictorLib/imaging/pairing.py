"""Whether two images can be the arterial and the portal phase of one examination."""

from datetime import date, datetime

import numpy as np

from ..errors import InputError, Notice
from .phase_image import Acquisition, PhaseImage

SECONDS_A_DAY = 86400


def check_pair(arterial: PhaseImage, portal: PhaseImage) -> tuple[Notice, ...]:
    """Check that two images can be two phases of one patient's examination, as far as their headers tell.

    Different grids are no fault: each phase is scored on its own.

    Returns
    -------
    tuple of Notice
        ``different-studies`` for two studies of one date, ``same-acquisition-time`` for two images of one moment,
         ``mixed-simulated`` where only one image is simulated.

    Raises
    ------
    InputError
        The same image was given twice, the images are of different patients or study dates, or the portal image
        was acquired before the arterial one.
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
    if first.study_key and second.study_key and first.study_key != second.study_key:
        notices.append(
            Notice("different-studies", "The two phases come from different studies; check that they belong together.")
        )
    if _seconds_between(first.acquisition_time, second.acquisition_time) == 0:
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
    return bool(np.array_equal(arterial.array, portal.array, equal_nan=_may_hold_nan(arterial, portal)))


def _may_hold_nan(*images: PhaseImage) -> bool:
    return all(np.issubdtype(image.array.dtype, np.floating) for image in images)


def _require_one_patient(first: Acquisition, second: Acquisition, sources: tuple[str, str]) -> None:
    if first.patient_key and second.patient_key and first.patient_key != second.patient_key:
        raise InputError(f"{sources[0]} and {sources[1]} are of different patients; give two phases of one patient.")


def _require_one_study_date(first: Acquisition, second: Acquisition, sources: tuple[str, str]) -> None:
    dates = _date(first.study_date), _date(second.study_date)
    if dates[0] and dates[1] and dates[0] != dates[1]:
        raise InputError(
            f"{sources[0]} and {sources[1]} are {abs((dates[1] - dates[0]).days)} days apart by their study dates; "
            "give two phases of one examination."
        )


def _require_order(first: Acquisition, second: Acquisition, sources: tuple[str, str]) -> None:
    seconds = _seconds_between(first.acquisition_time, second.acquisition_time)
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
        return (seconds + SECONDS_A_DAY / 2) % SECONDS_A_DAY - SECONDS_A_DAY / 2
    return None
