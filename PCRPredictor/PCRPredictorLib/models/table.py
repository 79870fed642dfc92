"""A cohort table read from CSV: strict, so that no cell turns into a number by accident."""

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..features.former_profiles import FORMER, is_former
from ..texts import Sentence, either
from ..texts import sentence as _
from .csv_rows import odd_number, read_rows

ID_COLUMN = "case_id"
PROFILE_COLUMN = "profile_hash"
SIMULATED_COLUMN = "simulated"
FEATURE_PREFIXES = ("A_", "P_", "AR_", "PR_")
"""Of the lesion in both phases, and of the ring around it."""
MISSING = ("", "na", "n/a", "nan", "null", "none")
NO_ANSWER = frozenset(MISSING) - {"none"}
"""In a characteristic such as vascular invasion or earlier therapy, none is an answer."""
_FEWEST_OWN_VALUES, _MOST_OWN_SHARE = 10, 0.5
_SILENT_ZEROS = re.compile(r"^(-?\d+(?=\.0*$)|-?\d+\.\d*[1-9](?=0+$))[.0]*$")
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
    id_column : str
        The column of the identifiers, where the file has it.
    """

    case_ids: tuple[str, ...]
    columns: dict[str, np.ndarray]
    carried: dict[str, tuple[str, ...]] = field(default_factory=dict)
    profile_hash: str | None = None
    simulated: bool = False
    source: str = "the table"
    header: tuple[str, ...] = ()
    id_column: str = ID_COLUMN

    def __len__(self) -> int:
        return len(self.case_ids)

    @property
    def file_name(self) -> str:
        """Of the source, without its folders."""
        return Path(self.source).name

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
                _(
                    "{source}: the column '{name}' holds identifiers or features, so it cannot serve here; name "
                    "another column."
                ).format(source=self.source, name=name)
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
    if_missing: str = _("complete the cell or drop the case"),
) -> FeatureTable:
    """Read a cohort table.

    Parameters
    ----------
    path : path
        CSV with a header, UTF-8, commas and decimal points, or semicolons (:mod:`.csv_rows`); as it is or gzipped.
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
    candidates = list(only) if only is not None else _candidates(cells, clinical, {*taken, *exclude}, source)
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
        id_column=key,
    )


def _candidates(
    cells: Mapping[str, Sequence[str]], clinical: Sequence[str], unused: set[str], source: str
) -> list[str]:
    """The columns that the contract calls features."""
    prefixed = [name for name in cells if name.startswith(FEATURE_PREFIXES)]
    if prefixed:
        return [*prefixed, *(name for name in clinical if name not in prefixed)]
    return [name for name, column in cells.items() if name not in unused and _looks_numeric(column, name, source)]


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
            raise InputError(
                _("{source}, row {number}: '{name}' is empty; give every case an identifier.").format(
                    source=source, number=number, name=name
                )
            )
        if case in first_row:
            raise InputError(
                _("{source}, rows {first_row} and {number} have the same '{name}'; keep one row for each case.").format(
                    source=source, first_row=first_row[case], number=number, name=name
                )
            )
        first_row[case] = number
    return tuple(cells[name])


def _looks_numeric(values: Sequence[str], name: str, source: str) -> bool:
    """Whether any cell is a number: a column with some numbers is meant as numeric, and its other cells are errors.

    Raises
    ------
    InputError
        No cell is a number, but all are what a spreadsheet makes of one; such a column must not vanish silently.
    """
    if any(parse_number(value) is not None for value in values):
        return True
    told = [(row, value) for row, value in enumerate(values, start=1) if value.lower() not in MISSING]
    kinds = {odd_number(value) for _row, value in told}
    if told and None not in kinds:
        row, value = told[0]
        raise InputError(
            _(
                "{source}, row {row}, column '{name}' holds '{value:.40}', which is no number ({reason}); write "
                "plain numbers with decimal points (1 and 0 for true and false) or leave the column out."
            ).format(source=source, row=row, name=name, value=value, reason=odd_number(value))
        )
    return False


def parse_number(text: str) -> float | None:
    """The number a cell holds (NaN and infinity included), or None where it holds none."""
    if text.lower() in MISSING or "_" in text:  # float() accepts 1_000
        return None
    try:
        return float(text)
    except ValueError:
        return None


def one_spelling(texts: Sequence[str]) -> list[str]:
    """The cells of a column that names groups, decimal numbers without zeros that say nothing: ``1.0`` is ``1``.

    Tables that were put together from several programs' hold both. Digits are not read as a number: long identifiers
    stay apart, and ``01`` is not ``1``. ``-0.0`` is ``0``.
    """
    spelled = (_SILENT_ZEROS.sub(r"\1", text) for text in texts)
    return ["0" if text == "-0" else text for text in spelled]


def are_own_values(different: int, patients: int) -> bool:
    """Whether so many patients have so many different words that these name them rather than describe them."""
    return different > max(_FEWEST_OWN_VALUES, _MOST_OWN_SHARE * patients)


def _numbers(values: Sequence[str], name: str, source: str, if_missing: str | None) -> np.ndarray:
    """The cells as numbers; a missing one is refused with the advice `if_missing`, or NaN where there is none."""
    numbers = np.empty(len(values))
    for index, text in enumerate(values):
        if text.lower() in MISSING:
            if if_missing is not None:
                raise InputError(
                    _("{where} is missing; {if_missing}.").format(
                        where=_cell(source, index + 1, name), if_missing=if_missing
                    )
                )
            numbers[index] = math.nan
            continue
        number = parse_number(text)
        if number is None:
            reason = _(" ({reason})").format(reason=odd_number(text)) if odd_number(text) else ""
            raise InputError(
                _(
                    "{where} holds '{text:.40}', which is no number{reason}; correct it, write categories as 0 and 1, "
                    "or leave the column out."
                ).format(where=_cell(source, index + 1, name), text=text, reason=reason)
            )
        if not math.isfinite(number):
            raise InputError(
                _("{where} holds '{text:.40}', which is not finite; correct it or drop the case.").format(
                    where=_cell(source, index + 1, name), text=text
                )
            )
        numbers[index] = number
    return numbers


def _cell(source: str, row: int, column: str) -> Sentence:
    return _("{source}, row {row}, column '{column}'").format(source=source, row=row, column=column)


def _one_profile(values: Sequence[str], source: str) -> str | None:
    found = [value for value in values if value]
    for index, value in enumerate(values):
        if found and value != found[0]:
            raise InputError(
                _(
                    "{source}, row {row}: profile_hash {value} differs from {found}; extract all cases with one "
                    "profile."
                ).format(source=source, row=index + 1, value=value[:12] or _("empty"), found=found[0][:12])
            )
    if found and is_former(found[0]):
        raise InputError(
            _("{source} was extracted {former}; run  pcr-predictor cohort  on its images again.").format(
                source=source, former=FORMER
            )
        )
    return found[0] if found else None


def any_simulated(values: Sequence[str], source: str) -> bool:
    """Whether the column `simulated` marks any row; anything but true and false in it is refused."""
    for index, value in enumerate(values):
        if value.lower() not in BOOLEANS:
            raise InputError(
                _("{source}, row {row}: 'simulated' must be true or false, not '{value:.40}'.").format(
                    source=source, row=index + 1, value=value
                )
            )
    return any(BOOLEANS[value.lower()] for value in values)


def missing_column(source: str, name: str, present: Iterable[str]) -> str:
    """The sentence for a column that is not there, with near names."""
    near = difflib.get_close_matches(name, list(present), n=3)
    hint = _("did you mean {near}?").format(near=either(near)) if near else _("check the header.")
    return _("{source} has no column '{name}'; {hint}").format(source=source, name=name, hint=hint)
