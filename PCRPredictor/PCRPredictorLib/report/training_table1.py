"""Table one of a study as a self-contained HTML page."""

from html import escape

from ..training.table1 import TableOne

_STYLE = (
    "body{font:14px system-ui,sans-serif;margin:2em auto;max-width:70em}table{border-collapse:collapse}"
    "th,td{padding:.25em .8em;text-align:left;border-bottom:1px solid #ddd}td.level{padding-left:2em}"
    "th{border-bottom:2px solid #333}p{color:#555}"
)


def table_one_html(table: TableOne, simulated: bool = False) -> str:
    """The table as an HTML page without any outside resource.

    Parameters
    ----------
    table : TableOne
    simulated : bool
        Whether any patient is simulated; the page then says so.
    """
    heading, *body = table.rows()
    lines = [_row(heading, "th"), *(_row(cells, "td") for cells in body)]
    warning = "<p><strong>Simulated data: no statement about patients.</strong></p>" if simulated else ""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Table one</title>'
        f"<style>{_STYLE}</style></head><body><h1>Table one</h1>{warning}<table>{''.join(lines)}</table>"
        "<p>Percentages are of the patients with a value. Research use only.</p></body></html>\n"
    )


def _row(cells: list[str], tag: str) -> str:
    first, *rest = cells
    kind = ' class="level"' if first.startswith("  ") else ""
    return f"<tr><{tag}{kind}>{escape(first.strip())}</{tag}>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in rest)}</tr>"
