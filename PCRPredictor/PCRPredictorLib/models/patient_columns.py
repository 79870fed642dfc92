"""Which column of a table names the patients, where some of them have several rows."""

from collections.abc import Container

from .column_words import names_cases
from .table import MISSING, FeatureTable

_MOST_ROWS_OF_A_PATIENT = 5
"""On average; a column with fewer different values numbers something else, such as the lesions of each patient."""


def patient_column(table: FeatureTable, used: Container[str]) -> tuple[str, int] | None:
    """A column that seems to name the patients of whom some have several rows, unless it is `used`, and how many."""
    for name, cells in table.carried.items():
        if name not in used and _names_patients(name, cells, len(table)):
            return name, len(set(cells))
    return None


def _names_patients(name: str, cells: tuple[str, ...], rows: int) -> bool:
    """Whether a column is called as one of patients is and holds some of its values twice, as their rows would."""
    told = [cell for cell in cells if cell.lower() not in MISSING]
    different = len(set(told))
    return names_cases(name) and len(told) > different >= rows / _MOST_ROWS_OF_A_PATIENT
