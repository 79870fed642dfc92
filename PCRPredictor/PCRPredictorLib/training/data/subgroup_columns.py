"""Columns that sort the patients into groups to be looked at one by one."""

from collections.abc import Sequence

from ...errors import InputError
from ...models.table import NO_ANSWER, FeatureTable, one_spelling

MOST_GROUPS = 20


def subgroup_columns(table: FeatureTable, columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The cells of each column, blanks trimmed, each number in one spelling; empty where missing (``NA``, ``nan``).

    Raises
    ------
    InputError
        No such column, the same value in every case, or too many different ones to be groups.
    """
    found = {}
    for column in columns:
        cells = tuple("" if cell.lower() in NO_ANSWER else cell for cell in one_spelling(table.cells(column)))
        different = len(set(cells))
        if different < 2:
            raise InputError(
                f"{table.source}: the subgroup '{column}' is '{cells[0]:.40}' in every case; name another."
            )
        if different > MOST_GROUPS:
            raise InputError(
                f"{table.source}: the subgroup '{column}' has {different} different values, more than {MOST_GROUPS}; "
                "group them first, such as ages into bands."
            )
        found[column] = cells
    return found
