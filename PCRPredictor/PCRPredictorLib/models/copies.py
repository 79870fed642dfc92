"""One patient told twice under two names, found by the feature values."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import Notice
from ..texts import sentence as _

_TELLING_VALUES, _TELLING_COLUMNS = 10, 3
"""Equal rows mean one patient where so many columns hold more than so many values; else they may be chance."""
_NEAR_COPY = 0.999
"""Correlation of two patients' standardized features from which on they are taken for one: a lesion measured twice."""
_NEAR_IN_RANKS = 0.95
"""Correlation of near copies' ranks. Where tails are heavy, one extreme patient sets the scale of a column, and all the
ordinary ones lie alike, close below its mean; their ranks tell them apart."""
_COLUMNS_OF_A_NEAR_COPY = 20
"""Over fewer columns two patients correlate as closely by chance, where few causes move all columns."""
_COLUMNS_OF_A_POSSIBLE_COPY = 8
"""From here on chance makes a pair of near ranks, too, in at most 2 of 100 tables of 200 patients; of five columns that
two causes move, in 70."""
_FARTHEST_RANKS = 0.1
"""Share of the patients that may lie between possible copies in any column."""


def copies_of_one_patient(values: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs of rows that are one patient, the earlier first, in the order of the later.

    These are rows with the very same feature values (in tables of at least three columns of measured values, since in
    others rows are equal by chance), and rows whose features, standardized by column, correlate above 0.999 (over at
    least 20 such columns), and whose ranks in the columns do above 0.95.

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
        pairs.update(_near_copies(values[:, complete]))
    return sorted((pair for pair in pairs if pair[0] != pair[1]), key=lambda pair: pair[::-1])


def possible_copies(values: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs of rows that may be one patient, in tables of too few columns to be sure: 8 to 19 with measured values.

    Their features, standardized by column, correlate above 0.999, and in no column does more than a tenth of the
    patients lie between them. Rows with the very same values are none: :func:`copies_of_one_patient` finds those.
    """
    complete = [np.unique(column).size > _TELLING_VALUES and np.isfinite(column).all() for column in values.T]
    told = values[:, complete]
    if not _COLUMNS_OF_A_POSSIBLE_COPY <= told.shape[1] < _COLUMNS_OF_A_NEAR_COPY:
        return []
    alike = np.argwhere(np.triu(_correlations(told) > _NEAR_COPY, 1))
    if not alike.size:
        return []
    from scipy.stats import rankdata

    ranks, rows = rankdata(told, axis=0), row_bytes(values)
    return [
        (int(first), int(second))
        for first, second in alike
        if np.abs(ranks[first] - ranks[second]).max() <= _FARTHEST_RANKS * len(told) and rows[first] != rows[second]
    ]


def of_two_patients(pairs: Iterable[tuple[int, int]], groups: NDArray[np.int64] | None = None) -> list[tuple[int, int]]:
    """Those of some pairs of rows that are not of one patient by `groups`."""
    return [(first, second) for first, second in pairs if groups is None or groups[first] != groups[second]]


def copies_notices(
    values: NDArray[np.float64], case_ids: Sequence[str], groups: NDArray[np.int64] | None = None
) -> tuple[Notice, ...]:
    """A notice where a patient stands in a table under two names: what is measured on it counts them twice.

    Rows of one patient by `groups` are no such copies: every interval takes them together.
    """
    copies = of_two_patients(copies_of_one_patient(values), groups)
    if not copies:
        return ()
    first, second = copies[0]
    return (
        Notice(
            "patient-twice",
            _(
                "Cases such as {first} and {second} have the same feature values, as one patient under two names "
                "has (such pairs: {copies}); they count twice, and every interval is too narrow."
            ).format(copies=len(copies), first=case_ids[first], second=case_ids[second]),
        ),
    )


def row_bytes(values: NDArray[np.float64]) -> list[bytes]:
    """Each row as bytes, by which equal rows are known."""
    # Adding 0 makes -0 and 0 the same bytes.
    return [row.tobytes() for row in values + 0.0]


def _near_copies(values: NDArray[np.float64]) -> list[tuple[int, int]]:
    alike = _correlations(values) > _NEAR_COPY
    if np.triu(alike, 1).any():
        from scipy.stats import rankdata

        alike &= _correlations(rankdata(values, axis=0)) > _NEAR_IN_RANKS
    first, second = np.nonzero(np.triu(alike, 1))
    return list(zip(first.tolist(), second.tolist(), strict=True))


def _correlations(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Between patients, over their features as each is standardized."""
    centered = values - values.mean(axis=0)
    centered /= np.abs(centered).max(axis=0)  # squares of values near 1e-300 are 0
    correlations: NDArray[np.float64] = np.corrcoef(centered / centered.std(axis=0))
    return correlations
