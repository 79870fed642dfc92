"""Whether the slices of a series are of one scan: by acquisition number and time, in the order of position."""

from itertools import groupby

import numpy as np

from ..errors import InputError, Notice
from .dicom_slice import ACQUISITION_NUMBER, DicomSlice

TIME_TOLERANCE_S = 0.5  # two phases of one liver lie seconds apart; neighbors of one rotation may be noted out of order


def check_acquisitions(slices: list[DicomSlice], folder: object) -> tuple[Notice, ...]:
    """Check that acquisitions lie one after the other, in position as in time.

    Parameters
    ----------
    slices : list of DicomSlice
        In the order of position.

    Returns
    -------
    tuple of Notice
        ``several-acquisitions`` where there are more than one.

    Raises
    ------
    InputError
        Slices of two acquisitions, or of two times, overlap or alternate.
    """
    blocks = [(number, list(members)) for number, members in groupby(slices, lambda one: one.text(ACQUISITION_NUMBER))]
    numbers = list(dict.fromkeys(number for number, _ in blocks))
    if len(blocks) > len(numbers):
        listed = ", ".join(
            f"{number or 'not stated'} in {sum(len(members) for name, members in blocks if name == number)} files"
            for number in sorted(numbers)[:6]
        )
        raise InputError(
            f"{folder} mixes acquisitions whose slices lie among each other (acquisition number {listed}); put the "
            "files of the one to score into a folder of its own."
        )
    timed = [(seconds, one) for one in slices if (seconds := one.acquired_s) is not None]
    _require_order_of_time(timed, folder)
    if len(numbers) < 2:
        return ()
    apart = f", {timed[-1][0] - timed[0][0]:+.0f} s from first to last slice" if timed else ""
    message = (
        f"The series is made of {len(numbers)} acquisitions that follow each other along its axis (numbers "
        f"{', '.join(number or 'not stated' for number in numbers[:6])}{apart}); contrast may differ between them."
    )
    return (Notice("several-acquisitions", message),)


def _require_order_of_time(timed: list[tuple[float, DicomSlice]], folder: object) -> None:
    if len(timed) < 2:
        return
    seconds = np.array([one for one, _ in timed])
    back = np.maximum.accumulate(seconds) - seconds
    forth = seconds - np.minimum.accumulate(seconds)
    if min(back.max(), forth.max()) <= TIME_TOLERANCE_S:
        return
    place = int(np.argmax(back if back.max() <= forth.max() else forth))
    before, one = timed[place - 1][1], timed[place][1]
    raise InputError(
        f"{folder} mixes slices of different acquisition times that lie among each other ({before.path.name} of "
        f"{_clock(before)} and {one.path.name} of {_clock(one)} are neighbors, and the times neither rise nor fall "
        "along the series); put the files of one acquisition into a folder of its own."
    )


def described_acquisition(one: DicomSlice) -> str:
    """``" of acquisition 2 at 10:15:40"``, as far as the header tells."""
    number = one.text(ACQUISITION_NUMBER)
    words = f" of acquisition {number}" if number else ""
    return words + (f" at {_clock(one)}" if one.acquired else "")


def _clock(one: DicomSlice) -> str:
    return (one.acquired or "").rpartition("T")[2]
