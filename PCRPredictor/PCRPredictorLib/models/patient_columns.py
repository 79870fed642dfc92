"""Which column of a table names the patients, where some of them have several rows."""

from collections.abc import Container, Mapping, Sequence

from .column_words import names_cases
from .table import MISSING

_MOST_ROWS_OF_A_PATIENT = 5
"""On average; a column with fewer different values numbers something else, such as the lesions of each patient."""


def patient_column(columns: Mapping[str, Sequence[str]], used: Container[str]) -> tuple[str, int] | None:
    """A column that seems to name the patients of whom some have several rows, unless it is `used`, and how many.

    It is called as one of patients is, and holds some of its values twice, as their rows would.
    """
    for name, cells in columns.items():
        told = [cell for cell in cells if cell.lower() not in MISSING]
        different = len(set(told))
        several = len(told) > different >= len(cells) / _MOST_ROWS_OF_A_PATIENT
        if name not in used and names_cases(name) and several:
            return name, different
    return None
