"""Table one of a study as a self-contained HTML page."""

from html import escape

from ..training.table1 import TableOne
from .page import page, section


def table_one_html(table: TableOne, simulated: bool = False) -> str:
    """The table as an HTML page without any outside resource.

    Parameters
    ----------
    table : TableOne
    simulated : bool
        Whether any patient is simulated; the page then says so.
    """
    heading, *body = table.rows()
    head = "".join(f"<th>{escape(cell)}</th>" for cell in heading)
    lines = "".join(_row(cells) for cells in body)
    return page(
        "Table one",
        section(
            "Characteristics of the patients by group",
            f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>',
            '<p class="note">Percentages are of the patients with a value. Research use only.</p>',
        ),
        "patients: no statement about real ones." if simulated else None,
    )


def _row(cells: list[str]) -> str:
    first, *rest = cells
    name = f"<td>&emsp;{escape(first.strip())}</td>" if first.startswith("  ") else f"<th>{escape(first)}</th>"
    return f"<tr>{name}{''.join(f'<td>{escape(cell)}</td>' for cell in rest)}</tr>"
