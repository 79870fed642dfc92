"""The manifest: which images and contours belong to which case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..formats.content_hash import content_hash_of
from ..models.acquisition import ACQUISITION_COLUMNS, PHASES
from ..models.table import (
    BOOLEANS,
    FEATURE_PREFIXES,
    ID_COLUMN,
    PROFILE_COLUMN,
    SIMULATED_COLUMN,
    identifiers,
    missing_column,
    read_rows,
)

CONFIRMED_COLUMN = "confirmed"
REVIEWED_COLUMN = "reviewed"
CONFIRMED_WORDS = {"yes": True, "no": False, "": False}
REVIEW_COLUMNS = ("arterial_reason", "portal_reason", REVIEWED_COLUMN)
FILE_COLUMNS = tuple(f"{phase}{kind}" for phase in PHASES for kind in ("", "_mask"))
FORMULA_SIGNS = ("=", "+", "-", "@")
SEGMENT_COLUMNS = tuple(f"{phase}_segment" for phase in PHASES)


@dataclass(frozen=True)
class PhaseFiles:
    """Image and contour of one phase; an empty `segment` takes the only one there is."""

    image: Path
    mask: Path
    segment: str = ""


@dataclass(frozen=True)
class Case:
    """One row of the manifest.

    Attributes
    ----------
    case_id : str
    phases : mapping of str to PhaseFiles
        ``"arterial"`` and ``"portal"``.
    carried : mapping of str to str
        Cells of the further columns, as written.
    simulated : bool
        Whether the manifest says so.
    confirmed : bool
        Whether it says that the phases are right, whatever speaks against it.
    """

    case_id: str
    phases: Mapping[str, PhaseFiles]
    carried: Mapping[str, str]
    simulated: bool = False
    confirmed: bool = False


@dataclass(frozen=True)
class Manifest:
    """Cases in the order of the file.

    Attributes
    ----------
    cases : tuple of Case
    carried : tuple of str
        Names of the further columns.
    content_hash : str
        SHA-256 of the file.
    """

    cases: tuple[Case, ...]
    carried: tuple[str, ...]
    content_hash: str


def read_manifest(path: Path | str) -> Manifest:
    """Read a manifest: ``case_id``, image and mask of both phases, segments where needed, ``confirmed``, further
    columns.

    Paths are relative to the manifest's folder; whether the files are there is left to the run.

    Raises
    ------
    InputError
        The file is no table (see `models.table.read_rows`), a column is missing or has a name that the feature table
        keeps for itself, a cell is empty, a case is named twice or by what a spreadsheet would obey (the row is told),
        or a row was made from DICOM headers and not reviewed.
    """
    path = Path(path)
    header, rows = read_rows(path)
    for name in (ID_COLUMN, *FILE_COLUMNS):
        if name not in header:
            raise InputError(missing_column(str(path), name, header))
    known = {ID_COLUMN, SIMULATED_COLUMN, CONFIRMED_COLUMN, *FILE_COLUMNS, *SEGMENT_COLUMNS, *REVIEW_COLUMNS}
    carried = tuple(name for name in header if name not in known)
    for name in carried:
        if name.startswith(FEATURE_PREFIXES) or name in (PROFILE_COLUMN, *ACQUISITION_COLUMNS):
            raise InputError(f"{path} has the column '{name}', which the feature table fills itself; rename it.")
    cells = {name: tuple(row[index] for row in rows) for index, name in enumerate(header)}
    case_ids = identifiers(cells, None, len(rows), str(path))
    lines = [dict(zip(header, row, strict=True)) for row in rows]
    cases = tuple(
        _case(case_id, line, carried, path, number)
        for number, (case_id, line) in enumerate(zip(case_ids, lines, strict=True), start=1)
    )
    return Manifest(cases, carried, content_hash_of([path]))


def _case(case_id: str, line: Mapping[str, str], carried: Sequence[str], path: Path, number: int) -> Case:
    where = f"{path}, row {number}"
    if not case_id.isprintable() or case_id.startswith(FORMULA_SIGNS):
        raise InputError(
            f"{where}: {case_id!r:.60} is no case id; use letters, digits and ordinary punctuation, and begin with "
            f"none of {' '.join(FORMULA_SIGNS)}, which spreadsheets take for a formula."
        )
    for name in FILE_COLUMNS:
        if not line[name]:
            raise InputError(f"{where}: '{name}' is empty; give its path or delete the row.")
    if line.get(REVIEWED_COLUMN, "yes").lower() != "yes":
        raise InputError(
            f"{where} was guessed and is not reviewed; check its files and write yes in the column '{REVIEWED_COLUMN}'."
        )
    confirmed = line.get(CONFIRMED_COLUMN, "").lower()
    if confirmed not in CONFIRMED_WORDS:
        raise InputError(f"{where}: '{CONFIRMED_COLUMN}' must be yes, no or empty, not '{confirmed:.40}'.")
    simulated = line.get(SIMULATED_COLUMN, "").lower()
    if simulated not in BOOLEANS:
        raise InputError(f"{where}: '{SIMULATED_COLUMN}' must be true or false, not '{simulated:.40}'.")
    folder = path.parent
    phases = {
        phase: PhaseFiles(folder / line[phase], folder / line[f"{phase}_mask"], line.get(f"{phase}_segment", ""))
        for phase in PHASES
    }
    return Case(
        case_id, phases, {name: line[name] for name in carried}, BOOLEANS[simulated], CONFIRMED_WORDS[confirmed]
    )
