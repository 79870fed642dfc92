"""One patient told twice under two names, found by the feature values."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import Notice
from ..texts import sentence as _

_TELLING_VALUES, _TELLING_COLUMNS = 10, 3
"""Equal rows mean one patient where so many columns hold more than so many values; else they may be chance."""
_NEAR_COPY = 0.999
"""Correlation of two patients' standardized features from which on they are taken for one: a lesion measured twice."""
_COLUMNS_OF_A_NEAR_COPY = 20
"""Over fewer columns two patients correlate as closely by chance."""


def copies_of_one_patient(values: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs of rows that are one patient, the earlier first, in the order of the later.

    These are rows with the very same feature values (in tables of at least three columns of measured values, since in
    others rows are equal by chance), and rows whose features, standardized by column, correlate above 0.999 (over at
    least 20 such columns).

    Parameters
    ----------
    values : ndarray, shape (patients, features)
        May hold NaN.
    """
    telling = np.array([np.unique(column).size > _TELLING_VALUES for column in values.T])
    if telling.sum() < _TELLING_COLUMNS:
        return []
    seen: dict[bytes, int] = {}
    pairs = {(seen.setdefault(row, number), number) for number, row in enumerate(row_bytes(values))}
    complete = telling & np.isfinite(values).all(axis=0)
    if complete.sum() >= _COLUMNS_OF_A_NEAR_COPY:
        alike = np.corrcoef(_standardized(values[:, complete])) > _NEAR_COPY
        pairs.update(zip(*(rows.tolist() for rows in np.nonzero(np.triu(alike, 1))), strict=True))
    return sorted((pair for pair in pairs if pair[0] != pair[1]), key=lambda pair: pair[::-1])


def copies_notices(values: NDArray[np.float64], case_ids: Sequence[str]) -> tuple[Notice, ...]:
    """A notice where a patient stands in a table under two names: what is measured on it counts them twice."""
    copies = copies_of_one_patient(values)
    if not copies:
        return ()
    first, second = copies[0]
    return (
        Notice(
            "patient-twice",
            _(
                "{copies} pairs of cases, such as {first} and {second}, have the same feature values, as "
                "one patient under two names has; they count twice, and every interval is too narrow."
            ).format(copies=len(copies), first=case_ids[first], second=case_ids[second]),
        ),
    )


def row_bytes(values: NDArray[np.float64]) -> list[bytes]:
    """Each row as bytes, by which equal rows are known."""
    # Adding 0 makes -0 and 0 the same bytes.
    return [row.tobytes() for row in values + 0.0]


def _standardized(values: NDArray[np.float64]) -> NDArray[np.float64]:
    centered = values - values.mean(axis=0)
    return centered / centered.std(axis=0)
