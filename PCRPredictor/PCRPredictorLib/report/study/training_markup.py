"""Markup that the training pages share."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from ..drawing.page import section
from .figure_bytes import png_of, svg_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure


LONG_NAME = 30


def text_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of plain-text cells; a first cell that begins with two blanks is indented."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in heading)
    body = "".join(_row(cells) for cells in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def picture(name: str, caption: str, figure: "Figure") -> str:
    """A section that holds the figure itself; as SVG where letters are wanting here, since a browser has more."""
    image, complete = png_of(figure, 110)
    kind, content = ("png", image) if complete else ("svg+xml", svg_of(figure, name))
    data = base64.b64encode(content).decode()
    return section(
        caption, f'<img alt="{escape(caption)}" style="max-width:100%" src="data:image/{kind};base64,{data}">', key=name
    )


def with_warnings(answer: str, warnings: Sequence[Mapping[str, str]]) -> str:
    """The section that holds the number, beside it the section of what to know before believing it."""
    if not warnings:
        return answer
    items = "".join(
        f'<li>{escape(notice["message"])} <span class="code">{escape(notice["code"])}</span></li>'
        for notice in warnings
    )
    beside = section(f"Warnings ({len(warnings)})", f"<ul>{items}</ul>", key="warnings", class_="warnings")
    return f'<div class="first">{answer}{beside}</div>'


def _row(cells: Sequence[str]) -> str:
    first, *rest = cells
    indent = "&emsp;" if first.startswith("  ") else ""
    others = "".join(f"<td>{_breakable(cell)}</td>" for cell in rest)
    return f"<tr><td>{indent}{_breakable(first.strip())}</td>{others}</tr>"


def _breakable(cell: str) -> str:
    """A cell whose line may break behind an underscore of a long name, and never inside a number."""
    return escape(cell).replace("_", "_<wbr>") if len(cell) > LONG_NAME else escape(cell)
