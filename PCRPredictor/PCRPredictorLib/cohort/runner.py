"""A run: every case of a manifest to one table, resumable at any moment."""

import platform
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import fsum
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..features.feature_sets import library_of
from ..features.profile import DEFAULT_PROFILE, Profile
from ..file_sets import filled_folder, made_folder, new_folder
from ..files import PART_PREFIX, write_json, write_text
from ..formats.content_hash import content_hash_of
from ..imaging.perturbation import PerturbationSettings
from ..imaging.rim import LARGEST_RIM_MM
from ..models.acquisition import PHASES
from .executors import Executor
from .manifest import Case, Manifest
from .output_files import PART_SUFFIX, README, RESULTS_FOLDER, refuse_foreign_files
from .quality import write_quality
from .result_file import SUFFIX
from .sole_run import sole_run, sweep
from .stability import write_stability
from .tables import MeasuredCase, collect, feature_columns_of, feature_matrix, write_failures, write_features
from .unit import Outcome, Unit, library_version

OUTPUT_FILES = (
    "features.csv",
    "features.parquet",
    "failures.csv",
    "perturbed.npz",
    "stability.csv",
    "cohort-report.html",
    "run.json",
)
FURTHER_PAGES = "cohort-report-[0-9]*.html"
PATTERNS = (FURTHER_PAGES, "cohort-report.pdf", "cohort-report-[0-9]*.pdf", *OUTPUT_FILES)
"""All that a run may leave beside its results of single phases, its record last."""
DEFAULT_TIMEOUT_S = 900.0
DEFAULT_MEMORY_GB = 8.0
LONGEST_TIMEOUT_S = 1e7
MOST_MEMORY_GB = 1e6
Recorder = Callable[[str], Mapping[str, Any]]
"""The record of a run, given the hash of its table."""
LEAST_MEMORY_GB = 0.25  # below it NumPy's algebra library ends the process itself, without an exception


@dataclass(frozen=True)
class CohortSettings:
    """What is computed of each case, and within which limits.

    Attributes
    ----------
    profile : extraction profile
    perturbations : int
        Perturbed contours to measure beside the drawn one; 0 or at least 2.
    perturbation : PerturbationSettings
    timeout_s, memory_gb : float
        Limits for one phase of a case. They do not depend on the machine, so that neither does the table.
    rim_mm : float or None
        Width of the ring around the lesion to measure, too.
    """

    profile: Profile = DEFAULT_PROFILE
    perturbations: int = 0
    perturbation: PerturbationSettings = field(default_factory=PerturbationSettings)
    timeout_s: float = DEFAULT_TIMEOUT_S
    memory_gb: float = DEFAULT_MEMORY_GB
    rim_mm: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.timeout_s <= LONGEST_TIMEOUT_S:
            raise InputError(f"A timeout of {self.timeout_s:g} s is none; give 0 to {LONGEST_TIMEOUT_S:g} s.")
        if not LEAST_MEMORY_GB <= self.memory_gb <= MOST_MEMORY_GB:
            raise InputError(
                f"{self.memory_gb:g} GB of memory is no limit; give {LEAST_MEMORY_GB:g} to {MOST_MEMORY_GB:g} GB."
            )
        if self.perturbations < 0 or self.perturbations == 1:
            raise InputError(f"{self.perturbations} perturbations show no stability; ask for at least 2.")
        if self.rim_mm is not None and not 0 < self.rim_mm <= LARGEST_RIM_MM:
            raise InputError(
                f"A ring of {self.rim_mm:g} mm is none; give a width above 0 and up to {LARGEST_RIM_MM:g} mm."
            )
        if self.rim_mm is not None and self.perturbations:
            raise InputError(
                "Perturbed contours are measured without a ring; run once with --rim, and once with --perturb into "
                "another folder."
            )


@dataclass(frozen=True)
class CohortSummary:
    """How a run ended: cases in all and measured, failed units, and units computed now and kept from earlier runs.

    `first_failure` says which one it was and why; it is empty where none failed.
    """

    cases: int
    measured: int
    failures: int
    computed: int
    kept: int
    simulated: bool
    first_failure: str = ""


def run_cohort(
    manifest: Manifest,
    output: Path | str,
    settings: CohortSettings,
    executor: Executor,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    finish: Callable[[Path], None] | None = None,
    tables: Path | None = None,
) -> CohortSummary:
    """Measure every case and write ``features.csv``, its Parquet twin, ``failures.csv``, ``cohort-report.html`` and
    ``run.json``; with perturbations also ``perturbed.npz`` and ``stability.csv``.

    What was measured before with the same inputs, profile and version is kept. The files are replaced together, each
    atomically, once all cases are done; where none could be measured the table is a header. It has the same bytes
    whatever the executor, the order and the number of interruptions.

    Parameters
    ----------
    manifest : Manifest
    output : path
        Folder; made where it is not there.
    settings : CohortSettings
    executor : Executor
    on_progress : callable, optional
        Called with (units done, units in all).
    finish : callable, optional
        Called with the folder of the new files before they take their places, to add others such as
        ``cohort-report.pdf``.
    tables : path, optional
        New folder for the files, in place of `output`, which then gets results of single phases only.

    Raises
    ------
    InputError
        The folder cannot be written, holds files of these names that are no run's, another run works in it, or no case
        at all could be measured.
    """
    output = Path(output).absolute()
    refuse_foreign_files(output, OUTPUT_FILES)
    is_new, results = not output.exists(), output / RESULTS_FOLDER

    def write(cases: Sequence[MeasuredCase], record: Recorder) -> None:
        with filled_folder(output, PATTERNS, suffix=PART_SUFFIX) if tables is None else new_folder(tables) as folder:
            _write_tables(folder, cases, manifest.carried, settings, results)
            write_json(folder / "run.json", record(content_hash_of([folder / "features.csv"])))
            if finish is not None:
                finish(folder)

    with made_folder(results):
        try:
            with sole_run(results):
                _tidy(output, results)
                summary = _run(manifest, results, settings, executor, on_progress, write)
                _tidy(output, results)
        except BaseException:
            if is_new and not any(results.glob(f"*{SUFFIX}")):
                shutil.rmtree(output, ignore_errors=True)
            raise
    if not summary.measured:
        where = f"{output / 'failures.csv'} says why." if tables is None else f"the first, {summary.first_failure}"
        raise InputError(f"None of the {summary.cases} cases could be measured; {where}")
    return summary


def _tidy(output: Path, results: Path) -> None:
    """Remove what processes left that were killed while they wrote."""
    sweep(results, [f"{PART_PREFIX}*"])
    sweep(output, [f"{PART_PREFIX}*{suffix}" for suffix in (PART_SUFFIX, *OUTPUT_FILES)])


def _run(
    manifest: Manifest,
    results: Path,
    settings: CohortSettings,
    executor: Executor,
    on_progress: Callable[[int, int], None] | None,
    write: Callable[[Sequence[MeasuredCase], Recorder], None],
) -> CohortSummary:
    write_text(results / README, "Results of single phases; the run keeps them. Delete them to compute all again.\n")
    started, began = datetime.now(UTC), time.monotonic()
    units = [unit_of(case, phase, settings, results) for case in manifest.cases for phase in PHASES]
    outcomes = _compute(units, executor, on_progress)
    computing_s = time.monotonic() - began
    cases = collect(manifest, outcomes, results)
    summary = _summary(cases, outcomes)

    def record(table_hash: str) -> dict[str, Any]:
        return _record(manifest, settings, executor, summary, outcomes) | {
            "features_sha256": table_hash,
            "started": started.isoformat(timespec="seconds"),
            "seconds": {
                "computing": round(computing_s, 3),
                "writing": round(time.monotonic() - began - computing_s, 3),
                "of_workers": round(fsum(outcome.seconds for outcome in outcomes.values()), 3),
            },
        }

    write(cases, record)
    return summary


def _write_tables(
    folder: Path, cases: Sequence[MeasuredCase], carried: Sequence[str], settings: CohortSettings, results: Path
) -> None:
    measured = [case for case in cases if case.measured]
    columns = feature_columns_of(settings.profile, settings.rim_mm is not None)
    matrix = feature_matrix(measured, columns)
    write_failures(folder / "failures.csv", cases)
    write_features(folder, measured, carried, settings.profile, columns, matrix, settings.rim_mm)
    if settings.perturbations:
        write_stability(folder, measured, settings.profile, results)
    write_quality(folder, cases, columns, matrix, settings.profile, results, settings.rim_mm)


def _summary(cases: Sequence[MeasuredCase], outcomes: Mapping[tuple[str, str], Outcome]) -> CohortSummary:
    measured = [case for case in cases if case.measured]
    failures = [failure for case in cases for failure in case.failures]
    said = [f"{one.case_id}, {one.phase}: {one.reason} {one.remedy}" for one in failures]
    return CohortSummary(
        len(cases),
        len(measured),
        len(failures),
        sum(outcome.status == "computed" for outcome in outcomes.values()),
        sum(outcome.status == "kept" for outcome in outcomes.values()),
        any(case.simulated for case in measured),
        said[0] if said else "",
    )


def unit_of(case: Case, phase: str, settings: CohortSettings, results: Path) -> Unit:
    """One phase of a case as a unit of work."""
    files, arterial = case.phases[phase], case.phases["arterial"]
    return Unit(
        case_id=case.case_id,
        phase=phase,
        image=str(files.image.absolute()),
        mask=str(files.mask.absolute()),
        segment=files.segment,
        partner=str(arterial.image.absolute()) if phase == "portal" else "",
        partner_mask=str(arterial.mask.absolute()) if phase == "portal" else "",
        confirmed=case.confirmed,
        profile=settings.profile.as_json(),
        perturbations=settings.perturbations,
        perturbation=settings.perturbation.as_json(),
        results=str(results),
        timeout_s=settings.timeout_s,
        memory_gb=settings.memory_gb,
        library=library_version(),
        rim_mm=settings.rim_mm,
    )


def _compute(
    units: list[Unit], executor: Executor, on_progress: Callable[[int, int], None] | None
) -> dict[tuple[str, str], Outcome]:
    outcomes: dict[tuple[str, str], Outcome] = {}
    running = executor.run(units)
    try:
        for outcome in running:
            if outcome.status == "unwritable":
                raise InputError(outcome.reason)
            outcomes[outcome.case_id, outcome.phase] = outcome
            if on_progress is not None:
                on_progress(len(outcomes), len(units))
    finally:
        running.close()  # type: ignore[attr-defined]
    return outcomes


def _record(
    manifest: Manifest,
    settings: CohortSettings,
    executor: Executor,
    summary: CohortSummary,
    outcomes: dict[tuple[str, str], Outcome],
) -> dict[str, Any]:
    import numpy
    import scipy
    import SimpleITK

    return {
        "library": library_version(),
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scipy": scipy.__version__,
            "SimpleITK": SimpleITK.Version.VersionString(),
            **library_of(settings.profile),
        },
        "platform": platform.platform(),
        "manifest_sha256": manifest.content_hash,
        "profile": settings.profile.as_json(),
        "profile_hash": settings.profile.hash,
        "perturbations": settings.perturbations,
        "perturbation": settings.perturbation.as_json() if settings.perturbations else None,
        "rim_mm": settings.rim_mm,
        "executor": executor.description,
        "limits": {"timeout_s": settings.timeout_s, "memory_gb": settings.memory_gb},
        "cases": summary.cases,
        "measured": summary.measured,
        "failures": summary.failures,
        "units": {
            "computed": summary.computed,
            "kept": summary.kept,
            "slowest_s": round(max((outcome.seconds for outcome in outcomes.values()), default=0.0), 3),
        },
        "simulated": summary.simulated,
        "research_use_only": "Research use only: not for decisions on patients.",
    }
