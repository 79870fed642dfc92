"""From result files to the feature table and the list of failures."""

import csv
import importlib.util
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from ..features.feature_sets import feature_names
from ..features.profile import Profile
from ..files import csv_text, guarded, replacing, write_text
from ..models.acquisition import ACQUISITION_COLUMNS, PHASES
from ..models.model_file import PHASE_LETTERS, RIM_LETTER
from ..models.model_table import RIM_COLUMN
from ..models.table import BOOLEANS, ID_COLUMN, PROFILE_COLUMN, SIMULATED_COLUMN, parse_number
from .manifest import Case, Manifest
from .result_file import read_result
from .unit import Outcome

FAILURE_COLUMNS = (ID_COLUMN, "phase", "reason", "remedy")
COUNTS = ("_rows", "_columns")
WHOLE_NUMBER = re.compile(r"[+-]?\d+", re.ASCII)
LIGHT = ("warnings", "acquisition", "voxels", "volume_ml", "spacing_mm", "pixel_hash", "simulated")


@dataclass(frozen=True)
class MeasuredCase:
    """One case of the manifest and what became of it.

    Attributes
    ----------
    case : Case
    keys : dict of str to str
        Phase to the name of its result file, for the phases that were measured.
    facts : dict of str to dict
        Phase to what its result file holds beside features and picture.
    features : dict of str to numpy.ndarray
        Phase to its features, float64, in the order of the feature set.
    failures : tuple of Outcome
        Why it is not in the table; empty where it is.
    rim : dict of str to numpy.ndarray
        The features of the ring around the lesion; empty where none was asked for.
    """

    case: Case
    keys: Mapping[str, str]
    facts: Mapping[str, Mapping[str, Any]]
    features: Mapping[str, np.ndarray]
    failures: tuple[Outcome, ...]
    rim: Mapping[str, np.ndarray] = field(default_factory=dict)

    @property
    def measured(self) -> bool:
        return not self.failures

    @property
    def simulated(self) -> bool:
        return self.case.simulated or any(facts["simulated"] for facts in self.facts.values())

    @property
    def acquisition(self) -> dict[str, Any]:
        """The acquisition columns of both phases."""
        return {name: value for facts in self.facts.values() for name, value in facts["acquisition"].items()}


def collect(manifest: Manifest, outcomes: Mapping[tuple[str, str], Outcome], results: Path) -> list[MeasuredCase]:
    """The cases in the order of the manifest; the two phases are checked against each other here.

    Raises
    ------
    InputError
        A result file vanished or changed since it was written.
    """
    return [_collect_case(case, outcomes, results) for case in manifest.cases]


def _collect_case(case: Case, outcomes: Mapping[tuple[str, str], Outcome], results: Path) -> MeasuredCase:
    failures = [outcomes[case.case_id, phase] for phase in PHASES if outcomes[case.case_id, phase].status == "failed"]
    keys, facts, features, rim = {}, {}, {}, {}
    for phase in PHASES:
        outcome = outcomes[case.case_id, phase]
        if outcome.status != "failed":
            keys[phase] = outcome.key
            content = must_read(results, outcome.key)
            facts[phase] = {name: content[name] for name in LIGHT}
            facts[phase]["warnings"] = [*content["warnings"], *outcome.warnings]
            features[phase] = np.array(list(content["features"].values()), dtype=np.float64)
            if "rim" in content:
                rim[phase] = np.array(list(content["rim"].values()), dtype=np.float64)
    if len(facts) == len(PHASES):
        arterial, portal = (facts[phase] for phase in PHASES)
        if arterial["pixel_hash"] == portal["pixel_hash"]:
            failures.append(
                replace(
                    outcomes[case.case_id, "portal"],
                    status="failed",
                    reason="Both phases are the same image.",
                    remedy="Give the arterial and the portal phase.",
                )
            )
        elif arterial["simulated"] != portal["simulated"]:
            message = "Only one of the two phases is marked as simulated."
            portal["warnings"].append({"code": "mixed-simulated", "message": message})
    return MeasuredCase(case, keys, facts, features, tuple(failures), rim)


def must_read(results: Path, key: str) -> dict[str, Any]:
    """The result file of a unit that was written a moment ago."""
    content = read_result(results, key)
    if content is None:
        raise InputError(f"A result in {results} vanished or changed during the run; run the same command again.")
    return content


def write_failures(path: Path, cases: Iterable[MeasuredCase]) -> None:
    """One row for each phase that failed: case, phase, reason, remedy."""
    rows = [(one.case_id, one.phase, one.reason, one.remedy) for case in cases for one in case.failures]
    write_text(path, csv_text([FAILURE_COLUMNS, *rows]))


def feature_columns_of(profile: Profile, with_rim: bool = False) -> list[str]:
    """``A_<name>`` of all features, then ``P_<name>``; then ``AR_<name>`` and ``PR_<name>`` of the ring, if any."""
    prefixes = [f"{PHASE_LETTERS[phase]}{place}_" for place in ("", RIM_LETTER)[: 1 + with_rim] for phase in PHASES]
    return [f"{prefix}{name}" for prefix in prefixes for name in feature_names(profile)]


def feature_matrix(cases: Sequence[MeasuredCase], columns: Sequence[str]) -> np.ndarray:
    """Features of measured cases, shape (cases, columns), those of `feature_columns_of`."""
    rows = [np.concatenate([*case.features.values(), *case.rim.values()]) for case in cases]
    return np.array(rows).reshape(len(cases), len(columns))


def write_features(
    output: Path,
    cases: Sequence[MeasuredCase],
    carried: Sequence[str],
    profile: Profile,
    features: Sequence[str],
    matrix: np.ndarray,
    rim_mm: float | None = None,
) -> None:
    """Write ``features.csv`` and ``features.parquet``, the latter where pyarrow is installed.

    Columns: ``case_id``, features, ``profile_hash``, ``rim_mm`` where a ring was measured, those the manifest
    carries, the acquisition, and ``simulated`` where any case is. In the Parquet twin a column behind the features has
    numbers where every cell is one.
    """
    behind: dict[str, list[str]] = {PROFILE_COLUMN: [profile.hash] * len(cases)}
    behind |= {name: [case.case.carried[name] for case in cases] for name in carried}
    if rim_mm is not None:
        behind[RIM_COLUMN] = [f"{rim_mm:g}"] * len(cases)
    acquisitions = [case.acquisition for case in cases]
    for name in ACQUISITION_COLUMNS:
        if any(name in acquisition for acquisition in acquisitions):
            behind[name] = [_text(name, acquisition.get(name, "")) for acquisition in acquisitions]
    if any(case.simulated for case in cases):
        behind[SIMULATED_COLUMN] = ["true" if case.simulated else "false" for case in cases]
    case_ids = [case.case.case_id for case in cases]
    with replacing(output / "features.csv") as temporary, temporary.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(guarded([ID_COLUMN, *features, *behind]))
        for case_id, values, *cells in zip(case_ids, matrix, *behind.values(), strict=True):
            lines.writerow([*guarded([case_id]), *map(repr, values.tolist()), *guarded(cells)])
    if importlib.util.find_spec("pyarrow") is not None:
        by_feature = dict(zip(features, matrix.T, strict=True))
        typed = {name: typed_cells(name, cells) for name, cells in behind.items()}
        _write_parquet(output / "features.parquet", {ID_COLUMN: case_ids, **by_feature, **typed})


def _text(name: str, cell: Any) -> str:
    """A cell as text; counts of rows and columns are whole numbers."""
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:.0f}" if name.endswith(COUNTS) else repr(cell)


def typed_cells(name: str, cells: Sequence[str]) -> list[str] | list[int] | list[float] | list[bool]:
    """The cells of a column as whole numbers or numbers where every one is, of ``simulated`` as booleans.

    Whole numbers beyond 64 bits are identifiers, which must keep their digits.
    """
    if name == SIMULATED_COLUMN:
        return [BOOLEANS[cell] for cell in cells]
    numbers = [number for cell in cells if (number := parse_number(cell)) is not None and math.isfinite(number)]
    if len(numbers) < len(cells):
        return list(cells)
    if not all(WHOLE_NUMBER.fullmatch(cell) for cell in cells):
        return numbers
    wholes = [int(cell) for cell in cells]
    return wholes if all(abs(whole) < 2**63 for whole in wholes) else list(cells)


def _write_parquet(path: Path, columns: Mapping[str, Any]) -> None:
    import pyarrow
    import pyarrow.parquet

    with replacing(path) as temporary, temporary.open("wb") as stream:  # pyarrow takes no path that is no Unicode
        pyarrow.parquet.write_table(pyarrow.table(dict(columns)), stream)
