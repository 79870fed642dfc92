"""Columns of a table that a training run makes no use of, named so that nothing is left out in silence."""

from collections.abc import Sequence

from ...errors import Notice
from ...models.acquisition import ACQUISITION_COLUMNS
from ...models.model_table import RIM_COLUMN
from ...models.outcomes import DRAWN_FROM_COLUMN
from ...models.patient_columns import patient_column
from ...models.table import FEATURE_PREFIXES, PROFILE_COLUMN, SIMULATED_COLUMN, FeatureTable

MOST_NAMED = 10
UNUSED_CODES = ("columns-unused", "no-feature")
_NEVER_FEATURES = {PROFILE_COLUMN, SIMULATED_COLUMN, RIM_COLUMN, DRAWN_FROM_COLUMN, *ACQUISITION_COLUMNS}


def unused_columns(table: FeatureTable, used: set[str], patient: str | None = None) -> tuple[Notice, ...]:
    """What is to be said of the columns that are neither a feature nor `used` for anything else.

    Where a table has ``A_*`` or ``P_*`` columns these are all others, numbers among them: a feature whose name lacks
    the letter of its phase, or a clinical variable that nobody asked for. Else every numeric column is a feature, and
    columns without a number are left. Where no column names the `patient`, one that seems to is told first.
    """
    left_out = [name for name in table.carried if name not in {*_NEVER_FEATURES, *table.columns, *used}]
    found = () if patient else perhaps_patients(table, [name for name in table.carried if name not in left_out])
    return (*found, _left_out(table, left_out)) if left_out else found


def perhaps_patients(table: FeatureTable, used: Sequence[str]) -> tuple[Notice, ...]:
    """A notice of a column that seems to name the patients of whom some have several rows, unless it is `used`."""
    found = patient_column(table.carried, used)
    return () if found is None else (_rows_of_patients(table, *found),)


def _left_out(table: FeatureTable, columns: list[str]) -> Notice:
    more = f" and {len(columns) - MOST_NAMED} more" if len(columns) > MOST_NAMED else ""
    names = ", ".join(columns[:MOST_NAMED]) + more
    if any(name.startswith(FEATURE_PREFIXES) for name in table.columns):
        return Notice(
            "columns-unused",
            f"Columns of {table.file_name} that nothing uses: {names}. Where some columns begin with A_ or P_ every "
            "feature must, and a clinical variable is named (--clinical).",
        )
    return Notice(
        "no-feature",
        f"Columns of {table.file_name} without a number are no features: {names}; "
        "to use one write its categories as 0 and 1, a column for each.",
    )


def _rows_of_patients(table: FeatureTable, name: str, people: int) -> Notice:
    return Notice(
        "rows-perhaps-of-patients",
        f"The column '{name}' of {table.file_name} has {people} different values in {len(table)} rows; if it names the "
        f"patients, say so (--patient {name}): rows of one patient are no further patients, neither in the intervals "
        "nor on the other side of a fold.",
    )
