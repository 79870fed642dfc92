"""Columns that name the patient or the batch of each row."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from .rows_of_patients import with_several_rows
from .table import MISSING, FeatureTable, one_spelling


def named_rows(table: FeatureTable, column: str | None, use: str) -> tuple[str, ...]:
    """The patient or the batch of each case, as a column names it; nothing where there is no column.

    Raises
    ------
    InputError
        There is no such column, or a cell is empty.
    """
    if column is None:
        return ()
    cells = table.cells(column)
    for case, cell in zip(table.case_ids, cells, strict=True):
        if cell.lower() in MISSING:
            raise InputError(
                f"{table.source}, case {case}: the {use} '{column}' is {cell or 'empty'}; name it for every case."
            )
    return tuple(one_spelling(cells))


def groups_of(names: Sequence[str]) -> NDArray[np.int64] | None:
    """A number for each row, the same for rows of one name; None where there are no names, or each names one row.

    So whoever names patients of one row each gets, to the last digit, what he gets without naming them.
    """
    if not names:
        return None
    return with_several_rows(np.unique(np.array(names), return_inverse=True)[1].astype(np.int64))


def rows_in_words(rows: int, patients: int) -> str:
    """``60 patients``, or ``60 rows of 30 patients``."""
    return f"{patients} patients" if patients == rows else f"{rows} rows of {patients} patients"
