"""Table one of a study as a self-contained HTML page."""

from ...training.statistics.table1 import TableOne
from ..drawing.page import page, section
from .training_markup import text_table


def table_one_html(table: TableOne, simulated: bool = False) -> str:
    """The table as an HTML page without any outside resource.

    Parameters
    ----------
    table : TableOne
    simulated : bool
        Whether any patient is simulated; the page then says so.
    """
    heading, *body = table.rows()
    return page(
        "Table one",
        section(
            "Characteristics of the patients by group",
            text_table(heading, body),
            '<p class="note">Percentages are of the patients with a value. Research use only.</p>',
        ),
        "patients: no statement about real ones." if simulated else None,
    )
