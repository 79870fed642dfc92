"""A table of scores and a table of outcomes, matched case by case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ...errors import InputError
from ...imaging.dicom_time import written_day
from ...models.answer import OUTSIDE_CODE
from ...models.call import CALLS, NEGATIVE, POSITIVE, class_of
from ...models.category_codes import CODE_NOT_IN_TRAINING
from ...models.outcomes import DRAWN_FROM_COLUMN, binary_outcome
from ...models.own_cases import OWN_CASES
from ...models.patient_columns import patient_column
from ...models.table import (
    BOOLEANS,
    ID_COLUMN,
    MISSING,
    SIMULATED_COLUMN,
    any_simulated,
    identifiers,
    missing_column,
    one_spelling,
    parse_number,
    read_columns,
)

PROBABILITY_COLUMN, DOMAIN_COLUMN, CLASS_COLUMN = "probability", "domain_within", "predicted_class"
DATE_COLUMNS = ("date", "study_date", "scan_date")
SCANNER_COLUMNS = ("scanner", "arterial_scanner", "portal_scanner", "scanner_model", "manufacturer")
CALL_COLUMN = "call"
WARNINGS_COLUMN = "warnings"
CALLED = {POSITIVE.lower(): True, NEGATIVE.lower(): False}
UNKNOWN = "not stated"


@dataclass(frozen=True)
class AuditCase:
    """One scored case.

    Attributes
    ----------
    probability : float
    outcome : int or None
        None while it is not known.
    within : bool or None
        Whether it lies inside what the calibration has seen; None where the table does not tell.
    called : bool or None
        Whether pCR was called; None where no class was.
    month : str
        ``YYYY-MM``, or `UNKNOWN`.
    scanner : str
    own : bool
        Whether its score was warned of as that of a case of the calibration or the training.
    coded : bool
        Whether it lies outside for nothing but a code of a category that the model was not trained on.
    patient : str
        Whom it is of; the case itself unless a column tells.
    """

    case_id: str
    probability: float
    outcome: int | None
    within: bool | None
    called: bool | None
    month: str
    scanner: str
    own: bool
    coded: bool = False
    patient: str = ""


@dataclass(frozen=True)
class AuditCases:
    """All scored cases in the order of their table, and what did not fit.

    Attributes
    ----------
    without_score : tuple of str
        Cases of the table of outcomes that nobody scored.
    date_column, scanner_column : str or None
        Where month and scanner came from.
    drawn_outcomes : bool
        Whether the outcomes were drawn from a model's own scores.
    perhaps_patients : tuple of (str, str, int, int), or None
        A column that seems to name patients of several rows: its table, its name, its different values, its rows.
    patient_column : str or None
        The column that does, where one was named.
    """

    cases: tuple[AuditCase, ...]
    without_score: tuple[str, ...]
    date_column: str | None
    scanner_column: str | None
    simulated: bool
    drawn_outcomes: bool
    perhaps_patients: tuple[str, str, int, int] | None = None
    patient_column: str | None = None

    @property
    def known(self) -> tuple[AuditCase, ...]:
        return tuple(case for case in self.cases if case.outcome is not None)

    @property
    def pending(self) -> tuple[str, ...]:
        return tuple(case.case_id for case in self.cases if case.outcome is None)


def match_cases(
    scores: Path,
    outcomes: Path,
    outcome: str = "outcome",
    positive: str | None = None,
    id_column: str | None = None,
    date_column: str | None = None,
    scanner_column: str | None = None,
    patient: str | None = None,
) -> AuditCases:
    """Read both tables and put them together by the cases' identifiers.

    Parameters
    ----------
    scores : path
        CSV as ``predict --table`` writes it: an identifier, ``probability``, and where known ``domain_within``,
        ``predicted_class`` and ``warnings``.
    outcomes : path
        CSV with the same identifiers and the outcome, empty where it is not known yet.
    outcome, positive : str
        Column of outcomes, and the value that means a response.
    id_column : str, optional
        ``case_id`` unless told; in both tables.
    date_column, scanner_column : str, optional
        In either table; unless told the first of the usual names that is there.
    patient : str, optional
        Column, in either table, that names the patient, where one has several rows; a case that this table lacks is a
        patient of its own.

    Raises
    ------
    InputError
        A table cannot be read, lacks a column, names a case twice, or a patient not at all; a probability, date or flag
        that is none; an outcome of more than two values; no case in both tables, or no outcome known.
    """
    key = id_column or ID_COLUMN
    scored, known = read_columns(scores), read_columns(outcomes)
    for cells, path, wanted in ((scored, scores, (key, PROBABILITY_COLUMN)), (known, outcomes, (key, outcome))):
        for name in wanted:
            if name not in cells:
                raise InputError(missing_column(str(path), name, cells))
    case_ids = identifiers(scored, key, len(scored[key]), str(scores))
    other_ids = identifiers(known, key, len(known[key]), str(outcomes))
    rows = {case: number for number, case in enumerate(other_ids)}
    if not any(case in rows for case in case_ids):
        raise InputError(
            f"No case of {scores} stands in {outcomes}; the column '{key}' must name the cases alike in both."
        )
    events = _events(known[outcome], outcome, positive, outcomes)
    tables = ((scored, scores, {case: number for number, case in enumerate(case_ids)}), (known, outcomes, rows))
    month_of, dated_by = _cells_by_case(tables, date_column, DATE_COLUMNS)
    scanner_of, scanned_by = _cells_by_case(tables, scanner_column, SCANNER_COLUMNS)
    patient_of = _patients_by_case(tables, patient, (key, outcome))
    cases = []
    for number, case in enumerate(case_ids):
        where = f"{scores}, row {number + 1}"
        warned = scored[WARNINGS_COLUMN][number].split() if WARNINGS_COLUMN in scored else []
        cases.append(
            AuditCase(
                case,
                _probability(scored[PROBABILITY_COLUMN][number], where),
                events[rows[case]] if case in rows else None,
                _flag(scored, DOMAIN_COLUMN, number, where),
                _called(scored, number, where),
                _month(month_of.get(case, ""), f"the date of case '{case}'"),
                scanner_of.get(case, "") or UNKNOWN,
                not OWN_CASES.isdisjoint(warned),
                CODE_NOT_IN_TRAINING in warned and OUTSIDE_CODE not in warned,
                patient_of.get(case, f"case {case}"),
            )
        )
    found = AuditCases(
        tuple(cases),
        tuple(case for case in other_ids if case not in set(case_ids)),
        dated_by,
        scanned_by,
        any(any_simulated(cells.get(SIMULATED_COLUMN, ()), str(path)) for cells, path, _ in tables),
        any(map(str.strip, known.get(DRAWN_FROM_COLUMN, ()))),
        None
        if patient is not None
        else next(filter(None, (_perhaps_patients(cells, path, (key, outcome)) for cells, path, _ in tables)), None),
        patient,
    )
    if not found.known:
        raise InputError(f"No scored case has an outcome in '{outcome}' of {outcomes}; wait for the outcomes.")
    return found


Table = tuple[Mapping[str, Sequence[str]], Path, Mapping[str, int]]


def _perhaps_patients(
    cells: Mapping[str, Sequence[str]], path: Path, used: Sequence[str]
) -> tuple[str, str, int, int] | None:
    found = patient_column(cells, used)
    return None if found is None else (path.name, *found, len(cells[found[0]]))


def _patients_by_case(tables: Sequence[Table], column: str | None, used: Sequence[str]) -> dict[str, str]:
    """The patient of each case of the table that has the column; an empty cell there is refused."""
    if column is None:
        return {}
    if column in used:
        raise InputError(f"The column '{column}' names the cases or the outcomes, so it cannot name the patients, too.")
    named, _ = _cells_by_case(tables, column, ())
    path, rows = next((path, rows) for cells, path, rows in tables if column in cells)
    for case in rows:
        if case not in named:
            raise InputError(f"{path}, case {case}: the patient '{column}' is empty; name it for every case.")
    return dict(zip(named, (f"patient {name}" for name in one_spelling(tuple(named.values()))), strict=True))


def _events(cells: Sequence[str], column: str, positive: str | None, path: Path) -> list[int | None]:
    """Outcomes as 0 and 1, None where missing; one class alone is no fault here."""
    stated = [cell for cell in cells if cell.lower() not in MISSING]
    if not stated:
        return [None] * len(cells)
    read = binary_outcome(stated, column, positive, str(path), one_class=True)
    numbers = iter(int(value) for value in read)
    return [None if cell.lower() in MISSING else next(numbers) for cell in cells]


def _cells_by_case(
    tables: Sequence[Table], wanted: str | None, usual: Sequence[str]
) -> tuple[dict[str, str], str | None]:
    """The cells of a column by case, of the first table that has it; and the column's name."""
    for name in (wanted,) if wanted is not None else usual:
        for cells, _, rows in tables:
            if name in cells:
                found = {case: cells[name][number] for case, number in rows.items()}
                return {case: cell for case, cell in found.items() if cell.lower() not in MISSING}, name
    if wanted is not None:
        paths = " nor ".join(str(path) for _, path, _ in tables)
        raise InputError(f"Neither {paths} has the column '{wanted}'; check its name.")
    return {}, None


def _probability(cell: str, where: str) -> float:
    number = parse_number(cell)
    if number is None or not 0.0 <= number <= 1.0:
        raise InputError(f"{where}: the probability '{cell:.40}' is no number from 0 to 1; score the case again.")
    return number


def _flag(cells: Mapping[str, Sequence[str]], column: str, number: int, where: str) -> bool | None:
    cell = cells[column][number].lower() if column in cells else ""
    if cell in MISSING:
        return None
    if cell not in BOOLEANS:
        raise InputError(f"{where}: '{column}' must be true, false or empty, not '{cell:.40}'.")
    return BOOLEANS[cell]


def _called(cells: Mapping[str, Sequence[str]], number: int, where: str) -> bool | None:
    """Whether pCR was called; a word that no door writes, or a class that its call does not carry, is refused."""
    told = {name: cells[name][number] for name in (CALL_COLUMN, CLASS_COLUMN) if name in cells}
    called, call = told.get(CLASS_COLUMN, ""), told.get(CALL_COLUMN, "")
    if call.lower() not in (*CALLS, *MISSING):
        raise InputError(f"{where}: the call '{call:.40}' is none of {', '.join(CALLS)}; score the case again.")
    if called.lower() not in (*CALLED, *MISSING):
        raise InputError(
            f"{where}: the class '{called:.40}' is neither {POSITIVE} nor {NEGATIVE} nor empty; score the case again."
        )
    if call.lower() in CALLS and CLASS_COLUMN in cells and (class_of(call.lower()) or "").lower() != _told(called):
        raise InputError(
            f"{where}: the call '{call}' does not go with the class '{called}'; score the case again instead of "
            "editing its row."
        )
    return CALLED.get(called.lower())


def _told(cell: str) -> str:
    return "" if cell.lower() in MISSING else cell.lower()


def _month(cell: str, what: str) -> str:
    if not cell:
        return UNKNOWN
    day = written_day(cell) or written_day(f"{cell}-01")
    if day is None:
        raise InputError(f"{what.capitalize()} is '{cell:.40}'; write it as 2024-12-31.")
    found = f"{day:%Y-%m}"
    if found > f"{datetime.now() + timedelta(days=1):%Y-%m}":
        raise InputError(f"{what.capitalize()} is '{cell:.40}', which lies in the future; correct it.")
    return found
