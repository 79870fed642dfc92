"""The cells of a CSV file, as spreadsheets of any country write them, and the cells that only look like numbers."""

import csv
import gzip
import io
import re
import zlib
from itertools import chain
from pathlib import Path

from ..errors import InputError
from ..files import open_inflated, unguarded
from ..texts import sentence as _

SEPARATOR_LINE = re.compile(r'"?sep=([,;])"?', re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")
DECIMAL_POINT = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d+)?")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
POINT_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_MORE_DECIMALS = _(
    "write a column with four decimals ({number}0), or export it with commas between cells and decimal points"
)
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")
"""Characters that nobody sees, so that two names or identifiers look alike and are not."""
_UNITS = (
    r"[kmµμn]g|[cm]m|cm[23²³]|mm[23²³]|[mcdµμ]l|[kmµμnp]?g/[md]?l|m?iu/m?l|u/l|[mµμn]mol/l|hu|mmhg|kv|ma"
    "|days?|weeks?|months?|years?|yrs?|岁|天|周|月|年"
)
"""What follows the numbers of clinical tables; of one letter none, since ``2m`` may be a stage."""
ODD_NUMBERS = (
    (re.compile(r"[+-]?\d{1,3}((,\d{3})+\.\d*|(,\d{3}){2,})"), _("its commas divide thousands")),
    (re.compile(r"[+-]?\d{1,3}((\.\d{3})+,\d*|(\.\d{3}){2,})"), _("its points divide thousands")),
    (
        re.compile(r"[+-]?\d{1,3}([ \u00a0\u2009\u202f'\u2019]\d{3})+([.,]\d*)?"),
        _("its blanks or apostrophes divide thousands"),
    ),
    (re.compile(r"[\u2212\u2012\u2013]\s*\d+([.,]\d+)?([eE][+-]?\d+)?"), _("its minus is a dash")),
    (DECIMAL_COMMA, _("it has a comma")),
    (re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?\s*%"), _("it is a percentage")),
    (re.compile(rf"[+-]?\d+([.,]\d+)?\s*({_UNITS})", re.IGNORECASE), _("it has a unit")),
    (re.compile(r"[<>]=?\s*\d+([.,]\d+)?|[≤≥]\s*\d+([.,]\d+)?"), _("it is a limit")),
)


def read_rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file, cells stripped; empty lines and lines of empty cells are left out.

    So are the columns without name and cells that a spreadsheet adds on the right.
    A file compressed by gzip is read as what is in it, whatever its name. The apostrophe that keeps a spreadsheet from
    taking a cell for a formula is taken away. A line ``sep=`` on top, as a spreadsheet
    writes it, is obeyed; else a header with semicolons and no comma makes it a table of semicolons. Only in such a
    table can numbers have decimal commas, and only where none has a decimal point; they are handed on with points.

    Raises
    ------
    InputError
        No such file, a damaged one, no header, a repeated or nameless column, a short or long row, no row at all;
        characters that nobody sees; numbers with commas and others with points, or commas that may divide thousands.
    """
    try:
        with open_inflated(path) as content, io.TextIOWrapper(content, "utf-8-sig", newline="") as stream:
            first = stream.readline()
            stated = SEPARATOR_LINE.fullmatch(first.strip())
            first = stream.readline() if stated else first
            separator = stated[1] if stated else _separator(first)
            lines = csv.reader(chain([first], stream), strict=True, delimiter=separator)
            header = [unguarded(name.strip()) for name in next(lines, [])]
            width = len(header)
            while header and not header[-1]:
                header.pop()
            _check_header(header, path)
            rows = []
            for cells in lines:
                # In a table of one column a blank is a missing cell.
                if not any(map(str.strip, cells)) and (len(header) > 1 or not cells):
                    continue
                if len(cells) != width:
                    raise InputError(
                        _(
                            "{path}, line {line} has {cells} cells where the header has {width}; put "
                            "'{separator}' inside a cell between quotes."
                        ).format(
                            path=path,
                            line=lines.line_num + bool(stated),
                            cells=len(cells),
                            width=width,
                            separator=separator,
                        )
                    )
                if any(map(str.strip, cells[len(header) :])):
                    raise InputError(
                        _(
                            "{path}: column {column} has no name, but line {line} holds something there; name "
                            "it or leave it out."
                        ).format(
                            path=path,
                            column=_first_cell(cells, len(header)),
                            line=lines.line_num + bool(stated),
                        )
                    )
                if unseen := next(filter(UNSEEN.search, cells), None):
                    raise InputError(
                        _(
                            "{path}, line {line}, column '{column}' holds {cell!a} with a character that nobody "
                            "sees; remove it."
                        ).format(
                            path=path,
                            line=lines.line_num + bool(stated),
                            column=header[cells.index(unseen)],
                            cell=unseen[:40],
                        )
                    )
                rows.append([unguarded(cell.strip()) for cell in cells[: len(header)]])
    except FileNotFoundError:
        raise InputError(_("{path} does not exist; check the path.").format(path=path)) from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise InputError(
            _("{path} is damaged: its gzip data do not unpack; copy or compress it again.").format(path=path)
        ) from None
    except OSError as error:
        raise InputError(
            _("{path} cannot be read: {reason}; check the path and its rights.").format(
                path=path, reason=error.strerror or error
            )
        ) from error
    except UnicodeDecodeError:
        raise InputError(
            _("{path} is not UTF-8 text; export the table as CSV with UTF-8 encoding.").format(path=path)
        ) from None
    except csv.Error as error:
        raise InputError(
            _("{path}, line {line} is not valid CSV ({error}); export it again.").format(
                path=path, line=lines.line_num, error=error
            )
        ) from error
    if not rows:
        raise InputError(_("{path} has a header but no rows; choose a table with one row a case.").format(path=path))
    return header, rows if separator != ";" else _with_points(rows, path)


def _first_cell(cells: list[str], after: int) -> int:
    """Number of the first cell behind so many that holds anything, counted from one."""
    return next(number for number, cell in enumerate(cells, start=1) if number > after and cell.strip())


def _separator(header: str) -> str:
    return ";" if ";" in header and "," not in header else ","


def _with_points(rows: list[list[str]], path: Path) -> list[list[str]]:
    """The rows with decimal points, where the whole table writes commas."""
    commas = [cell for row in rows for cell in row if DECIMAL_COMMA.fullmatch(cell)]
    points = [cell for row in rows for cell in row if DECIMAL_POINT.fullmatch(cell)]
    if not commas and points and all(POINT_THOUSANDS.fullmatch(cell) for cell in points):
        raise InputError(
            _(
                "{path} holds '{number}', and nothing shows whether such points are decimal ones or divide thousands, "
                "as they do where semicolons part the cells; {remedy}."
            ).format(path=path, number=points[0], remedy=_MORE_DECIMALS.format(number=points[0]))
        )
    if not commas:
        return rows
    if points:
        point = points[0]
        raise InputError(
            _(
                "{path} holds numbers with a decimal comma ('{number}') and others with a decimal point ('{point}'); "
                "export it with one of them."
            ).format(path=path, number=commas[0], point=point)
        )
    if all(THOUSANDS.fullmatch(cell) for cell in commas):
        raise InputError(
            _(
                "{path} holds '{number}', and nothing shows whether such commas are decimal ones or divide thousands; "
                "{remedy}."
            ).format(path=path, number=commas[0], remedy=_MORE_DECIMALS.format(number=commas[0]))
        )
    return [[cell.replace(",", ".") if DECIMAL_COMMA.fullmatch(cell) else cell for cell in row] for row in rows]


def odd_number(text: str) -> str | None:
    """Why a cell that is meant as a number is none, in words for a message; None where it is not so meant."""
    if text.lower() in ("true", "false"):
        return _("it is a truth value")
    return next((words for pattern, words in ODD_NUMBERS if pattern.fullmatch(text)), None)


def _check_header(header: list[str], path: Path) -> None:
    if not header:
        raise InputError(
            _("{path} is empty or begins with an empty line; choose a CSV table with a header on top.").format(
                path=path
            )
        )
    if any("\0" in name for name in header):
        raise InputError(_("{path} is no UTF-8 text; export the table as CSV with UTF-8 encoding.").format(path=path))
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise InputError(
            _("{path} is not separated by commas; export it as CSV with commas and decimal points.").format(path=path)
        )
    for position, name in enumerate(header, start=1):
        if not name:
            raise InputError(
                _("{path}: column {position} has no name; name it or leave it out.").format(
                    path=path, position=position
                )
            )
        if UNSEEN.search(name):
            raise InputError(
                _(
                    "{path}: the name of column {position}, {name!a}, holds a character that nobody sees; remove it."
                ).format(path=path, position=position, name=name[:40])
            )
        if header.index(name) != position - 1:
            raise InputError(
                _("{path} has the column '{name}' twice; rename or drop one.").format(path=path, name=name)
            )
