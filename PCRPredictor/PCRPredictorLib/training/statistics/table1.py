"""Table one of a study: the characteristics of the patients by group, with tests."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, ldexp, log10

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...files import csv_text
from ...imaging.dicom_time import is_day_of_these_times
from ...models.csv_rows import odd_number
from ...models.table import (
    NO_ANSWER,
    are_own_values,
    missing_column,
    one_spelling,
    parse_number,
)
from .group_tests import GroupTest, compare_counts, compare_numbers, is_normal

COUNT_HEADER = ("variable", "level")
MOST_NUMERIC_CATEGORIES = 5
"""A column of numbers with more distinct values than this is summarized as a number, not as categories."""
MOST_DECIMALS, LARGEST_WRITTEN_OUT, MOST_SIGNIFICANT = 8, 1e10, 15
LARGEST_VALUE = 1e100
"""Beyond any measurement; sums of squares of such values are still numbers."""
MOST_DIGITS = 9
WRITTEN_DATE = re.compile(r"(\d{1,2}([./-])\d{1,2}\2(\d{4}|\d{2})|\d{1,2}[. -]{1,2}[^\W\d_]{3,9}[. -]{1,2}\d{4})\b")
"""Day first or month first, it is open which, or the month as a word; :func:`.written_day` reads the others."""
WITHHELD_DATES = "not listed: dates tell who a patient is"
WITHHELD_VALUES = "not listed: more than half of the patients have a value of their own"


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One block of the table.

    Attributes
    ----------
    name : str
        The column's name, with what its numbers are (``"age: mean (SD)"``).
    summary : tuple of str
        Total and each group, for a number; empty for categories.
    levels : tuple of (str, tuple of str)
        Each category with ``count(percent)`` in total and in each group; empty for a number.
    test : GroupTest
    missing : int
        Patients without a value; they are in no count, percentage or test.
    """

    name: str
    summary: tuple[str, ...]
    levels: tuple[tuple[str, tuple[str, ...]], ...]
    test: GroupTest
    missing: int


@dataclass(frozen=True, slots=True)
class TableOne:
    """Characteristics of the patients, in total and by group."""

    headings: tuple[str, ...]
    characteristics: tuple[Characteristic, ...]

    def rows(self) -> list[list[str]]:
        """Heading and body: name, total, each group, P, test, missing; categories are indented by two blanks."""
        columns = len(self.headings)
        lines = [["Characteristic", *self.headings, "P", "Test", "Missing"]]
        for item in self.characteristics:
            test = f"{item.test.name} ({item.test.caveat})" if item.test.caveat else item.test.name
            summary = item.summary or ("",) * columns
            lines.append([item.name, *summary, format_p(item.test.p_value), test, str(item.missing)])
            lines.extend([f"  {level}", *cells, "", "", ""] for level, cells in item.levels)
        return lines

    def as_csv(self, simulated: bool = False) -> str:
        """The rows as CSV text; those of simulated patients say so in a last column."""
        heading, *body = self.rows()
        if not simulated:
            return csv_text([heading, *body])
        return csv_text([[*heading, "Simulated"], *([*row, "true"] for row in body)])


def format_p(p_value: float | None) -> str:
    """P to three decimals, ``<0.001`` below that, empty where nothing was tested."""
    if p_value is None:
        return ""
    return "<0.001" if p_value < 0.001 else f"{p_value:.3f}"


def table_one(
    columns: Mapping[str, Sequence[str]], group: str, source: str = "the table", order: Sequence[str] = ()
) -> TableOne:
    """Summarize every column by group.

    A column is a number if at least half of its values are, with more than five distinct ones or all distinct; any
    other value in it is refused, since it would turn a measurement into categories. Of a number: mean (SD) where every
    group looks normal, else median (i.q.r.), with one decimal or as many as show two digits of SD or range. Any other
    column is categories: count (percent). :mod:`.group_tests` chooses the test. Dates (half of the cells will do), and
    words that are a patient's own such as names, are counted and not listed.

    Parameters
    ----------
    columns : mapping of str to sequence of str
        Cells as written, such as the columns of a table; blank, ``NA`` and the like are missing.
    group : str
        Column that names each patient's group; it must hold at least two and no missing.
    source : str
        The table, for messages.
    order : sequence of str
        Groups to tell first; the others follow as the rows name them.

    Raises
    ------
    InputError
        `group` does not exist, a patient has no group, there are fewer than two groups, or a column of numbers holds a
        cell that is none, such as ``<2.0``.
    """
    if group not in columns:
        raise InputError(missing_column(source, group, columns))
    labels = one_spelling(columns[group])
    without = [number for number, label in enumerate(labels, start=1) if _is_missing(label)]
    if without:
        raise InputError(
            f"{source}, row {without[0]}: the group '{group}' is empty; complete it or remove the patient."
        )
    groups = tuple(dict.fromkeys((*(name for name in order if name in labels), *labels)))
    if len(groups) < 2:
        raise InputError(
            f"{source}: the column '{group}' holds the one group '{groups[0]}'; a comparison needs two or more."
        )
    members = np.array([[label == name for label in labels] for name in groups])
    headings = (
        f"Total (n={len(labels)})",
        *(f"{name} (n={rows.sum()})" for name, rows in zip(groups, members, strict=True)),
    )
    described = (
        _characteristic(name, one_spelling(cells), members, source) for name, cells in columns.items() if name != group
    )
    return TableOne(headings, tuple(described))


def table_one_of_counts(columns: Mapping[str, Sequence[str]], source: str = "the table") -> TableOne:
    """The table where no patient's row is at hand but the counts, as a publication prints them.

    Parameters
    ----------
    columns : mapping of str to sequence of str
        ``variable``, ``level``, and one column of counts for each group. A group has as many patients as the largest
        total of any variable; where the levels of another add up to fewer, the rest are missing.
    source : str

    Raises
    ------
    InputError
        A column is missing, a cell is no whole number, a level stands twice, or there are fewer than two groups.
    """
    for name in COUNT_HEADER:
        if name not in columns:
            raise InputError(missing_column(source, name, columns))
    groups = [name for name in columns if name not in COUNT_HEADER]
    if len(groups) < 2:
        raise InputError(f"{source} has {len(groups)} columns of counts; a comparison needs two groups or more.")
    blocks: dict[str, dict[str, list[int]]] = {}
    for row, (variable, level) in enumerate(zip(*(columns[name] for name in COUNT_HEADER), strict=True)):
        where = f"{source}, row {row + 1}"
        if not variable or not level or level in blocks.get(variable, {}):
            raise InputError(f"{where}: variable '{variable}' and level '{level}' must be there, and each pair once.")
        blocks.setdefault(variable, {})[level] = [_whole(columns[name][row], where, name) for name in groups]
    totals = {variable: np.array(list(levels.values())).sum(axis=0) for variable, levels in blocks.items()}
    patients = np.max(list(totals.values()), axis=0)
    headings = (f"Total (n={patients.sum()})", *(f"{name} (n={n})" for name, n in zip(groups, patients, strict=True)))
    described = (
        _counted(variable, tuple(levels), np.array(list(levels.values())), int((patients - totals[variable]).sum()))
        for variable, levels in blocks.items()
    )
    return TableOne(headings, tuple(described))


def _whole(cell: str, where: str, group: str) -> int:
    if not cell.isascii() or not cell.isdigit() or len(cell) > MOST_DIGITS:
        raise InputError(
            f"{where}: '{group}' holds '{cell:.40}'; write how many patients as a whole number, 0 to "
            f"{10**MOST_DIGITS - 1}."
        )
    return int(cell)


def _characteristic(name: str, texts: Sequence[str], members: NDArray[np.bool_], source: str) -> Characteristic:
    present = np.array([not _is_missing(text) for text in texts])
    missing = int((~present).sum())
    dates = [text for text, there in zip(texts, present, strict=True) if there and _is_date(text)]
    if dates and len(dates) >= present.sum() / 2:
        return _categories(name, [WITHHELD_DATES] * len(texts), members & present, missing)
    numbers = _numbers(texts, present, f"{source}, column '{name}'")
    if numbers is None:
        return _categories(name, texts, members & present, missing)
    # Squares of very small numbers are 0, so all is reckoned near 1; a power of two rounds nothing.
    power = int(np.frexp(np.abs(numbers[present]).max())[1])
    scaled = np.ldexp(numbers, -power)
    cohorts = [scaled[rows] for rows in (present, *(rows & present for rows in members))]
    normal = is_normal(cohorts[1:])
    describe, kind = (_mean_sd, "mean (SD)") if normal else (_median_iqr, "median (i.q.r.)")
    described = [describe(values) for values in cohorts]
    in_units = [[ldexp(figure, power) for figure in figures] for _, figures, _ in described]
    write = _writer(in_units, [ldexp(spread, power) for _, _, spread in described])
    return Characteristic(
        name=f"{name}: {kind}",
        summary=tuple(
            text.format(*map(write, figures)) for (text, _, _), figures in zip(described, in_units, strict=True)
        ),
        levels=(),
        test=compare_numbers(cohorts[1:], normal),
        missing=missing,
    )


def _categories(name: str, texts: Sequence[str], members: NDArray[np.bool_], missing: int) -> Characteristic:
    values = np.array(texts, dtype=object)
    present = members.any(axis=0)
    levels = _in_order({str(text) for text in values[present]})
    if are_own_values(len(levels), int(present.sum())):
        values, levels = np.full(len(values), WITHHELD_VALUES, dtype=object), [WITHHELD_VALUES]
    counts = np.array([[(values[rows] == level).sum() for rows in members] for level in levels]).reshape(
        -1, len(members)
    )
    return _counted(name, levels, counts, missing)


def _counted(name: str, levels: Sequence[str], counts: NDArray[np.int64], missing: int) -> Characteristic:
    """A block of counts, shape (levels, groups)."""
    totals = [counts.sum(), *counts.sum(axis=0)]
    lines = tuple(
        (level, tuple(_count(int(n), int(of)) for n, of in zip([of_level.sum(), *of_level], totals, strict=True)))
        for level, of_level in zip(levels, counts, strict=True)
    )
    return Characteristic(name, (), lines, compare_counts(counts), missing)


def _is_missing(text: str) -> bool:
    return text.strip().lower() in NO_ANSWER


def _is_date(text: str) -> bool:
    """Whether a cell is a day of these times, as DICOM, ISO 8601 or people write it."""
    return is_day_of_these_times(text) or WRITTEN_DATE.match(text.strip()) is not None


def _numbers(texts: Sequence[str], present: NDArray[np.bool_], where: str) -> NDArray[np.float64] | None:
    """The column as numbers (NaN where missing), or None if it is better told as categories.

    Raises
    ------
    InputError
        It is a number by most of its cells, but one holds none.
    """
    values = [parse_number(text) if there else None for text, there in zip(texts, present, strict=True)]
    told = np.flatnonzero(present).tolist()
    odd = [row for row in told if not _is_measured(values[row])]
    meant = [texts[row] for row in told if values[row] is not None or odd_number(texts[row]) is not None]
    few = len(set(meant)) <= MOST_NUMERIC_CATEGORIES
    if (few and not 2 < len(set(meant)) == len(told)) or len(meant) < present.sum() / 2:
        return None
    if odd:
        text = texts[odd[0]]
        value = values[odd[0]]
        reason = odd_number(text) or ("it is a word" if value is None else "it is infinite, or beyond any measurement")
        raise InputError(
            f"{where}, row {odd[0] + 1} holds '{text:.40}', which is no number ({reason}) in a column of numbers, one "
            f"of {len(odd)} such cells; write a plain number, or leave the cell empty where it is not known."
        )
    return np.array([np.nan if value is None else value for value in values])


def _is_measured(value: float | None) -> bool:
    return value is not None and abs(value) <= LARGEST_VALUE  # of NaN, no


def _in_order(levels: Iterable[str]) -> list[str]:
    """Numbers by size, anything else by the alphabet."""
    try:
        return sorted(levels, key=float)
    except ValueError:
        return sorted(levels)


def _count(count: int, of: int) -> str:
    return f"{count}({count / of:.1%})" if of else "0"


def _writer(figures: Iterable[Iterable[float]], spreads: Sequence[float]) -> Callable[[float], str]:
    """How to write the figures of one line: one decimal, or as many as show two significant digits of every spread.

    Rounding errors are no spread. Numbers too large or too small to be read so are written with a power of ten.
    """
    told = [spread for spread in spreads if spread > 1e-9 * max(spreads)]
    place = 1 - floor(log10(min(told))) if told else 1
    if place <= MOST_DECIMALS and max(abs(each) for of_group in figures for each in of_group) < LARGEST_WRITTEN_OUT:
        return lambda figure: f"{figure:z.{max(1, place)}f}"

    def with_power(figure: float) -> str:
        digits = floor(log10(abs(figure))) + place if figure else 0
        return f"{figure:z.{min(max(digits, 1), MOST_SIGNIFICANT)}e}" if figure else "0"

    return with_power


def _mean_sd(values: NDArray[np.float64]) -> tuple[str, tuple[float, ...], float]:
    """How to write it, the figures, and their spread."""
    deviation = float(values.std(ddof=1))
    return "{0}({1})", (float(values.mean()), deviation), deviation


def _median_iqr(values: NDArray[np.float64]) -> tuple[str, tuple[float, ...], float]:
    if values.size == 0:
        return "", (), 0.0
    low, middle, high = (float(quantile) for quantile in np.quantile(values, [0.25, 0.5, 0.75]))
    return "{0} ({1},{2})", (middle, low, high), high - low or float(np.ptp(values))
