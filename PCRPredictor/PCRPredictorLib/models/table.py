"""A cohort table read from CSV: strict, so that no cell turns into a number by accident."""

import csv
import difflib
import gzip
import io
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..files import open_inflated, unguarded

ID_COLUMN = "case_id"
PROFILE_COLUMN = "profile_hash"
SIMULATED_COLUMN = "simulated"
FEATURE_PREFIXES = ("A_", "P_")
MISSING = ("", "na", "n/a", "nan", "null", "none")
BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}


@dataclass(frozen=True, eq=False)
class FeatureTable:
    """Cases and their features.

    Attributes
    ----------
    case_ids : tuple of str
        One identifier a row, unique; the row number where the file has no id column.
    columns : dict of str to numpy.ndarray
        Numeric columns in file order, float64, one value a case; NaN only where missing values were allowed.
    carried : dict of str to tuple of str
        The cells as written of every column but the id, ``A_*`` and ``P_*``: outcome, split, scanner, ...
    profile_hash : str or None
        Extraction profile of all rows; None where the table tells none.
    simulated : bool
        Whether any row is simulated.
    source : str
        The file, for messages.
    header : tuple of str
        The names of all columns of the file.
    """

    case_ids: tuple[str, ...]
    columns: dict[str, np.ndarray]
    carried: dict[str, tuple[str, ...]] = field(default_factory=dict)
    profile_hash: str | None = None
    simulated: bool = False
    source: str = "the table"
    header: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.case_ids)

    def row(self, index: int, names: Iterable[str]) -> dict[str, float]:
        """The values of one case, by column."""
        return {name: float(self.columns[name][index]) for name in names}

    def matrix(self, names: Sequence[str]) -> np.ndarray:
        """The columns `names` side by side, shape (cases, len(names)).

        Raises
        ------
        InputError
            A column is missing.
        """
        for name in names:
            if name not in self.columns:
                raise InputError(missing_column(self.source, name, self.columns))
        return np.column_stack([self.columns[name] for name in names])

    def cells(self, name: str) -> tuple[str, ...]:
        """The cells of a carried column as they are written.

        Raises
        ------
        InputError
            There is no such column, or it holds identifiers or features.
        """
        if name in self.header and name not in self.carried:
            raise InputError(
                f"{self.source}: the column '{name}' holds identifiers or features, so it cannot serve here; "
                "name another column."
            )
        if name not in self.carried:
            raise InputError(missing_column(self.source, name, self.carried))
        return self.carried[name]


def read_table(
    path: str | Path,
    id_column: str | None = None,
    *,
    only: Sequence[str] | None = None,
    clinical: Sequence[str] = (),
    exclude: Sequence[str] = (),
    allow_missing: bool = False,
    if_missing: str = "complete the cell or drop the case",
) -> FeatureTable:
    """Read a cohort table.

    Parameters
    ----------
    path : path
        CSV with a header, comma-separated, UTF-8, decimal points; as it is or compressed by gzip.
    id_column : str, optional
        Column of the identifiers; by default ``case_id`` where there is one, else the row number.
    only : sequence of str, optional
        The columns to read as numbers, no others; by default those that the contract calls features, and `clinical`.
    clinical : sequence of str
        Further numeric columns, beside ``A_*`` and ``P_*``.
    exclude : sequence of str
        Columns that are no features (outcome, split, batch) where the table has no ``A_*`` or ``P_*``.
    allow_missing : bool
        Read an empty or NA cell as NaN instead of refusing it.
    if_missing : str
        What the refusal of such a cell advises.

    Raises
    ------
    InputError
        No such file, no header, a repeated or nameless column, a short or long row, a repeated or empty identifier, a
        cell that is missing, not a number or infinite (row and column are named), several profile hashes in one table.
    """
    cells = read_columns(path)
    header, rows, source = list(cells), len(next(iter(cells.values()))), str(path)
    for name in (*exclude, *clinical, *(only or ())):
        if name not in cells:
            raise InputError(missing_column(source, name, cells))
    case_ids = identifiers(cells, id_column, rows, source)
    taken = {id_column or ID_COLUMN, PROFILE_COLUMN, SIMULATED_COLUMN}
    if only is None:
        prefixed = [name for name in header if name.startswith(FEATURE_PREFIXES)]
        candidates = (
            [*prefixed, *(name for name in clinical if name not in prefixed)]
            if prefixed
            else [name for name in header if name not in taken and name not in exclude and _looks_numeric(cells[name])]
        )
    else:
        candidates = list(only)
    numbers = {name: _numbers(cells[name], name, source, None if allow_missing else if_missing) for name in candidates}
    key = id_column or ID_COLUMN
    return FeatureTable(
        case_ids=case_ids,
        columns=numbers,
        carried={
            name: values for name, values in cells.items() if name != key and not name.startswith(FEATURE_PREFIXES)
        },
        profile_hash=_one_profile(cells.get(PROFILE_COLUMN, ()), source),
        simulated=any_simulated(cells.get(SIMULATED_COLUMN, ()), source),
        source=source,
        header=tuple(header),
    )


def feature_columns(table: FeatureTable, exclude: Iterable[str] = (), clinical: Iterable[str] = ()) -> tuple[str, ...]:
    """The columns of a table that are features, by the contract's rule.

    Where any ``A_*`` or ``P_*`` column exists only those count, and `clinical`; else every numeric column but `exclude`
    (outcome, split, batch).
    """
    excluded = set(exclude)
    wanted = set(clinical)
    prefixed = any(name.startswith(FEATURE_PREFIXES) for name in table.columns)
    return tuple(
        name
        for name in table.columns
        if name not in excluded and (not prefixed or name.startswith(FEATURE_PREFIXES) or name in wanted)
    )


def read_columns(path: str | Path) -> dict[str, tuple[str, ...]]:
    """The cells of each column of a CSV file as they are written, in file order; refuses what `read_rows` refuses."""
    header, rows = read_rows(Path(path))
    return {name: tuple(row[index] for row in rows) for index, name in enumerate(header)}


def read_rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file, cells stripped; empty lines and lines of blanks are left out.

    A file compressed by gzip is read as what is in it, whatever its name. The apostrophe that keeps a spreadsheet from
    taking a cell for a formula is taken away.

    Raises
    ------
    InputError
        No such file, a damaged one, no header, a repeated or nameless column, a short or long row, no row at all.
    """
    try:
        with open_inflated(path) as content, io.TextIOWrapper(content, "utf-8-sig", newline="") as stream:
            lines = csv.reader(stream, strict=True)
            header = [unguarded(name.strip()) for name in next(lines, [])]
            _check_header(header, path)
            rows = []
            for cells in lines:
                if not cells or (len(cells) < len(header) and not any(map(str.strip, cells))):
                    continue
                if len(cells) != len(header):
                    raise InputError(
                        f"{path}, line {lines.line_num} has {len(cells)} cells where the header has {len(header)}; "
                        "put commas inside a cell between quotes."
                    )
                rows.append([unguarded(cell.strip()) for cell in cells])
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; check the path.") from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise InputError(f"{path} is damaged: its gzip data do not unpack; copy or compress it again.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text; export the table as CSV with UTF-8 encoding.") from None
    except csv.Error as error:
        raise InputError(f"{path}, line {lines.line_num} is not valid CSV ({error}); export it again.") from error
    if not rows:
        raise InputError(f"{path} has a header but no rows; choose a table with one row a case.")
    return header, rows


def _check_header(header: list[str], path: Path) -> None:
    if not header:
        raise InputError(f"{path} is empty; choose a CSV table with a header.")
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise InputError(f"{path} is not separated by commas; export it as CSV with commas and decimal points.")
    for position, name in enumerate(header, start=1):
        if not name:
            raise InputError(f"{path}: column {position} has no name; name it or leave it out.")
        if header.index(name) != position - 1:
            raise InputError(f"{path} has the column '{name}' twice; rename or drop one.")


def identifiers(cells: Mapping[str, Sequence[str]], id_column: str | None, rows: int, source: str) -> tuple[str, ...]:
    """The identifiers of a table, unique and not empty; row numbers where there is no such column."""
    if id_column is not None and id_column not in cells:
        raise InputError(missing_column(source, id_column, cells))
    name = id_column or ID_COLUMN
    if name not in cells:
        return tuple(str(number) for number in range(1, rows + 1))
    first_row: dict[str, int] = {}
    for number, case in enumerate(cells[name], start=1):
        if not case:
            raise InputError(f"{source}, row {number}: '{name}' is empty; give every case an identifier.")
        if case in first_row:
            raise InputError(
                f"{source}, rows {first_row[case]} and {number} have the same '{name}'; keep one row for each case."
            )
        first_row[case] = number
    return tuple(cells[name])


def _looks_numeric(values: Sequence[str]) -> bool:
    """Whether any cell is a number: a column with some numbers is meant as numeric, and its other cells are errors."""
    return any(parse_number(value) is not None for value in values)


def parse_number(text: str) -> float | None:
    """The number a cell holds (NaN and infinity included), or None where it holds none."""
    if text.lower() in MISSING or "_" in text:  # float() accepts 1_000
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _numbers(values: Sequence[str], name: str, source: str, if_missing: str | None) -> np.ndarray:
    """The cells as numbers; a missing one is refused with the advice `if_missing`, or NaN where there is none."""
    numbers = np.empty(len(values))
    for index, text in enumerate(values):
        where = f"{source}, row {index + 1}, column '{name}'"
        if text.lower() in MISSING:
            if if_missing is not None:
                raise InputError(f"{where} is missing; {if_missing}.")
            numbers[index] = math.nan
            continue
        number = parse_number(text)
        if number is None:
            raise InputError(f"{where} holds '{text:.40}', which is no number; correct it or leave the column out.")
        if not math.isfinite(number):
            raise InputError(f"{where} holds '{text:.40}', which is not finite; correct it or drop the case.")
        numbers[index] = number
    return numbers


def _one_profile(values: Sequence[str], source: str) -> str | None:
    found = [value for value in values if value]
    for index, value in enumerate(values):
        if found and value != found[0]:
            raise InputError(
                f"{source}, row {index + 1}: profile_hash {value[:12] or 'empty'} differs from {found[0][:12]}; "
                "extract all cases with one profile."
            )
    return found[0] if found else None


def any_simulated(values: Sequence[str], source: str) -> bool:
    """Whether the column `simulated` marks any row; anything but true and false in it is refused."""
    for index, value in enumerate(values):
        if value.lower() not in BOOLEANS:
            raise InputError(f"{source}, row {index + 1}: 'simulated' must be true or false, not '{value:.40}'.")
    return any(BOOLEANS[value.lower()] for value in values)


def missing_column(source: str, name: str, present: Iterable[str]) -> str:
    """The sentence for a column that is not there, with near names."""
    near = difflib.get_close_matches(name, list(present), n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "check the header."
    return f"{source} has no column '{name}'; {hint}"
