"""The report on a cohort: what a person should see before trusting its table of features."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ...files import write_text
from ..drawing.page import page, section
from ..drawing.wording import count
from .cases import CASE_STYLE, ReportedCase, Thumbnails, case_cards, deviations_text

CASES_A_PAGE = 250
UNSTATED = "not stated"
MOST_LISTED = 60
MANY_FAR_SHARE = 0.05


@dataclass(frozen=True)
class ScannerGroup:
    """Images of one phase from one scanner with one slice spacing, and the range of their pixel spacing."""

    phase: str
    scanner: str
    slice_spacing_mm: float
    cases: int
    least_pixel_mm: float
    most_pixel_mm: float


@dataclass(frozen=True)
class CohortReport:
    """What the report tells.

    Attributes
    ----------
    cases : sequence of ReportedCase
    scanners : sequence of ScannerGroup
    duplicates : sequence of tuple of str
        Images with the same pixels, each as ``case, phase``.
    warnings : mapping of str to int
        How often each code of warning occurs.
    features : int
        Columns of the table.
    profile : str
        The extraction profile, in words.
    far_deviations : float or None
        From which robust deviation on a feature counts as outlying; None where there are too few cases to say.
    simulated : int
        How many cases are simulated.
    rim_mm : float or None
        Width of the ring around the lesion whose features are in the table, too.
    """

    cases: Sequence[ReportedCase]
    scanners: Sequence[ScannerGroup]
    duplicates: Sequence[tuple[str, ...]]
    warnings: Mapping[str, int]
    features: int
    profile: str
    far_deviations: float | None
    simulated: int
    rim_mm: float | None = None


def write_cohort_report(path: Path, report: CohortReport, thumbnail: Thumbnails) -> None:
    """Write the report; a large cohort is continued on pages named ``cohort-report-2.html`` and so on.

    Parameters
    ----------
    path : pathlib.Path
    report : CohortReport
    thumbnail : callable
        Picture of a case, by its place in `report.cases` and the phase; None where there is none.

    Raises
    ------
    InputError
        A page cannot be written.
    """
    pages = max(1, -(-len(report.cases) // CASES_A_PAGE))
    for number in range(1, pages + 1):
        write_text(_page_path(path, number), _page(path, report, thumbnail, number, pages))


def _page_path(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")


def _page(path: Path, report: CohortReport, thumbnail: Thumbnails, number: int, pages: int) -> str:
    first = (number - 1) * CASES_A_PAGE
    shown = report.cases[first : first + CASES_A_PAGE]
    links = _links(path, number, pages)
    parts = [f"<style>{CASE_STYLE}</style>", "<header><h1>Quality of the cohort</h1><p>PCRPredictor</p></header>"]
    if number == 1:
        parts += [_overview(report), _failures(report), _duplicates(report), _scanners(report), _warnings(report)]
        parts.append(_outliers(report))
    parts.append(
        section(
            f"Cases {first + 1} to {first + len(shown)} of {len(report.cases)}",
            links,
            case_cards(shown, lambda place, phase: thumbnail(first + place, phase)),
            links,
            '<p class="note">Largest axial slice of the lesion; window W 350 L 60 for CT; the yellow line runs along '
            "the edges of the voxels that were measured.</p>",
            key="cases",
        )
    )
    parts.append("<footer>Research use only. Not a medical device; not for decisions on treatment.</footer>")
    simulated = f"{report.simulated} of {count(len(report.cases), 'case')}." if report.simulated else None
    return page("PCRPredictor: quality of the cohort", "\n".join(parts), simulated)


def _links(path: Path, number: int, pages: int) -> str:
    if pages == 1:
        return ""
    links = [
        f"<strong>{other}</strong>"
        if other == number
        else f'<a href="{escape(_page_path(path, other).name)}#cases">{other}</a>'
        for other in range(1, pages + 1)
    ]
    return f'<p class="pages">Page {" ".join(links)}</p>'


def _overview(report: CohortReport) -> str:
    measured = sum(not case.failures for case in report.cases)
    warned = sum(any(row.warnings for row in case.phases.values()) for case in report.cases)
    tiles = [
        (f"{measured} of {len(report.cases)}", "cases measured"),
        (str(len(report.cases) - measured), "cases failed"),
        (str(warned), "cases with warnings"),
        (str(len(_outlying(report))), "cases with many outlying features"),
        (str(len(report.duplicates)), "duplicate images"),
        (str(len({group.scanner for group in report.scanners} - {UNSTATED})), "scanners stated"),
    ]
    shown = "".join(f"<div><b>{escape(number)}</b><span>{escape(words)}</span></div>" for number, words in tiles)
    ring = "" if report.rim_mm is None else f", half of them of a ring of {report.rim_mm:g} mm around the lesion"
    note = f'<p class="note">{report.features} features a case{ring}, profile {escape(report.profile)}.</p>'
    return section("Overview", f'<div class="tiles">{shown}</div>', note)


def _failures(report: CohortReport) -> str:
    rows = [(case.case_id, *failure) for case in report.cases for failure in case.failures]
    if not rows:
        return ""
    return section(
        f"Not measured ({len(rows)})",
        _table(("Case", "Phase", "Reason", "What to do"), rows),
        key="failures",
        class_="warnings",
    )


def _duplicates(report: CohortReport) -> str:
    if not report.duplicates:
        return ""
    rows = [(" = ".join(group),) for group in report.duplicates]
    return section(
        f"Same image more than once ({len(rows)})",
        "<p>These hold the same pixels. Under two ids, one patient would count twice, and could be on both sides of a "
        "split.</p>",
        _table(("Case and phase",), rows),
        class_="warnings",
    )


def _outliers(report: CohortReport) -> str:
    if report.far_deviations is None:
        return section("Outlying features", "<p>Too few cases to say what is far from the others.</p>")
    body = [
        (case, str(len(far)), ", ".join(f"{name} ({deviations_text(distance)})" for name, distance in far[:3]))
        for case, far in _outlying(report)
    ]
    return section(
        f"Outlying features ({count(len(body), 'case')})",
        _table(("Case", f"Features of {report.features}", "Farthest (robust deviations)"), body),
        f'<p class="note">Cases with more than {MANY_FAR_SHARE:.0%} of the features further than '
        f"{report.far_deviations:g} robust standard deviations (1.4826 x median absolute deviation) from the cohort's "
        "median. Texture features are skewed, so a few are always far; each case below tells its own.</p>",
    )


def _outlying(report: CohortReport) -> list[tuple[str, tuple[tuple[str, float], ...]]]:
    """Case and outlying features of the cases that have many of them, most first."""
    many = [(case.case_id, case.far) for case in report.cases if len(case.far) > MANY_FAR_SHARE * report.features]
    return sorted(many, key=lambda row: (-len(row[1]), row[0]))


def _scanners(report: CohortReport) -> str:
    rows = [
        (
            group.phase,
            group.scanner,
            f"{group.slice_spacing_mm:g}",
            f"{group.least_pixel_mm:.3g}"
            + ("" if group.most_pixel_mm == group.least_pixel_mm else f" to {group.most_pixel_mm:.3g}"),
            str(group.cases),
        )
        for group in report.scanners
    ]
    return section(
        "Scanner groups",
        _table(("Phase", "Scanner", "Slice spacing (mm)", "Pixel spacing (mm)", "Cases"), rows),
        '<p class="note">Texture features change with scanner and voxel size: compare the groups before pooling.</p>',
    )


def _warnings(report: CohortReport) -> str:
    rows = [(code, str(number)) for code, number in sorted(report.warnings.items(), key=lambda row: (-row[1], row[0]))]
    if not rows:
        return section("Warnings", "<p>None.</p>")
    return section("Warnings", _table(("Code", "Phases"), rows), '<p class="note">Each case below lists its own.</p>')


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(f"<th>{escape(name)}</th>" for name in head)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows[:MOST_LISTED])
    more = len(rows) - MOST_LISTED
    rest = f'<p class="note">And {more} more; each is with its case below.</p>' if more > 0 else ""
    table = f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"
    return f'<div class="wide">{table}</div>{rest}'
