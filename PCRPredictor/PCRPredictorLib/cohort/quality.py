"""What a person should look at before trusting the table: outlying features, duplicates, odd volumes, warnings."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..features.profile import Profile
from ..models.acquisition import PHASES
from ..report.cohort.cases import PhaseRow, ReportedCase
from ..report.cohort.cohort_report import UNSTATED, CohortReport, ScannerGroup, write_cohort_report
from ..report.cohort.thumbnail import Thumbnail
from .result_file import read_result
from .tables import MeasuredCase

FAR_DEVIATIONS = 6.0
FEWEST_CASES = 8
NORMAL_CONSISTENCY = 1.4826


def write_quality(
    output: Path,
    cases: Sequence[MeasuredCase],
    columns: Sequence[str],
    matrix: np.ndarray,
    profile: Profile,
    results: Path,
    rim_mm: float | None = None,
) -> None:
    """Write ``cohort-report.html``.

    Parameters
    ----------
    cases : sequence of MeasuredCase
        All cases, in the order of the manifest.
    columns : sequence of str
        Names of the features.
    matrix : numpy.ndarray
        Features of the measured ones among them.
    profile : Profile
    results : pathlib.Path
        Folder of what was measured of each phase.
    rim_mm : float, optional
        Width of the ring that was measured beside the lesion.
    """
    far = iter(far_features(matrix, columns))
    reported = [_reported(case, next(far) if case.measured else ()) for case in cases]

    def thumbnail(case: int, phase: str) -> Thumbnail | None:
        key = cases[case].keys.get(phase)
        content = read_result(results, key) if key else None
        return Thumbnail(**content["thumbnail"]) if content else None

    report = CohortReport(
        cases=reported,
        scanners=_scanner_groups(cases),
        duplicates=duplicate_images(cases),
        warnings=Counter(
            warning["code"] for case in cases for facts in case.facts.values() for warning in facts["warnings"]
        ),
        features=len(columns),
        profile=f"{profile.name} ({profile.hash[:12]})",
        rim_mm=rim_mm,
        far_deviations=FAR_DEVIATIONS if len(matrix) >= FEWEST_CASES else None,
        simulated=sum(case.simulated for case in cases),
    )
    write_cohort_report(output / "cohort-report.html", report, thumbnail)


def far_features(matrix: np.ndarray, columns: Sequence[str]) -> list[tuple[tuple[str, float], ...]]:
    """Features of each case that lie far from the cohort's middle, farthest first.

    The distance is (x - median) / (1.4826 median |x - median|) (Iglewicz & Hoaglin 1993); features whose median
    absolute deviation is 0 are left out, and so is everything in a cohort of fewer than eight cases.

    Parameters
    ----------
    matrix : numpy.ndarray
        Shape (cases, columns).
    """
    if len(matrix) < FEWEST_CASES:
        return [()] * len(matrix)
    deviation = matrix - np.median(matrix, axis=0)
    spread = NORMAL_CONSISTENCY * np.median(np.abs(deviation), axis=0)
    distance = np.divide(deviation, spread, out=np.zeros_like(deviation), where=spread > 0)
    found = []
    for row in distance:
        far = np.flatnonzero(np.abs(row) > FAR_DEVIATIONS)
        ordered = far[np.argsort(-np.abs(row[far]), kind="stable")]
        found.append(tuple((columns[place], float(row[place])) for place in ordered))
    return found


def duplicate_images(cases: Sequence[MeasuredCase]) -> list[tuple[str, ...]]:
    """Groups of ``case, phase`` whose images hold the same pixels."""
    places = defaultdict(list)
    for case in cases:
        for phase in PHASES:
            if phase in case.facts:
                places[case.facts[phase]["pixel_hash"]].append(f"{case.case.case_id}, {phase}")
    return [tuple(group) for group in places.values() if len(group) > 1]


def _reported(case: MeasuredCase, far: tuple[tuple[str, float], ...]) -> ReportedCase:
    rows = {}
    for phase, facts in case.facts.items():
        rows[phase] = PhaseRow(
            facts["volume_ml"],
            facts["voxels"],
            tuple(facts["spacing_mm"]),
            tuple((warning["code"], warning["message"]) for warning in facts["warnings"]),
        )
    failures = tuple((one.phase, one.reason, one.remedy) for one in case.failures)
    return ReportedCase(case.case.case_id, rows, failures, far)


def _scanner_groups(cases: Sequence[MeasuredCase]) -> list[ScannerGroup]:
    """Cases by scanner and slice spacing of each phase, largest group first."""
    groups: dict[tuple[str, str, float], list[dict[str, Any]]] = defaultdict(list)
    for case in cases:
        for phase, facts in case.facts.items():
            described = facts["acquisition"]
            scanner = described.get(f"{phase}_scanner", UNSTATED)
            groups[phase, scanner, round(described[f"{phase}_slice_spacing_mm"], 2)].append(described)
    found = [
        ScannerGroup(
            phase,
            scanner,
            step,
            len(members),
            min(one[f"{phase}_pixel_spacing_mm"] for one in members),
            max(one[f"{phase}_pixel_spacing_mm"] for one in members),
        )
        for (phase, scanner, step), members in groups.items()
    ]
    return sorted(found, key=lambda group: (group.phase, -group.cases, group.scanner, group.slice_spacing_mm))
