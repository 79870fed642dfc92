"""The cases of a cohort report: pictures of both phases, volumes, voxel sizes, warnings."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ..drawing.wording import count
from .thumbnail import Thumbnail, thumbnail_svg

PHASES = ("arterial", "portal")
ODD_VOLUME_RATIO = 1.5
Thumbnails = Callable[[int, str], Thumbnail | None]

CASE_STYLE = """
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 12px; }
.tiles div { border: 1px solid var(--rule); border-radius: 8px; padding: 10px 12px; }
.tiles b { display: block; font-size: 22px; line-height: 1.2; }
.tiles span { color: var(--muted); font-size: 13px; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 14px; }
.card { border: 1px solid var(--rule); border-radius: 8px; padding: 10px 12px; break-inside: avoid; font-size: 13px; }
.card.failed { border: 2px solid #B34700; }
.card h3 { font-size: 15px; margin: 0 0 8px; }
.card .both { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; }
.card svg { width: 100%; max-width: 150px; border-radius: 5px; background: #000; }
.card .none { display: grid; place-items: center; aspect-ratio: 1; max-width: 150px; border-radius: 5px;
  background: #eaeef2; color: var(--muted); }
.card p { margin: 4px 0 0; }
.card ul { margin: 8px 0 0; padding-left: 18px; }
.card .muted { color: var(--muted); }
.wide td { overflow-wrap: normal; }
.pages { margin: 0 0 12px; }
"""


@dataclass(frozen=True)
class PhaseRow:
    """What was measured of one phase; voxel size as (column, row, slice) step, warnings as (code, message)."""

    volume_ml: float
    voxels: int
    spacing_mm: tuple[float, ...]
    warnings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportedCase:
    """One case of the report.

    Attributes
    ----------
    case_id : str
    phases : mapping of str to PhaseRow
        The phases that were measured.
    failures : tuple
        (phase, reason, remedy) of what was not.
    far : tuple
        (column, robust deviations) of outlying features, farthest first.
    """

    case_id: str
    phases: Mapping[str, PhaseRow]
    failures: tuple[tuple[str, str, str], ...]
    far: tuple[tuple[str, float], ...]


def case_cards(cases: Sequence[ReportedCase], thumbnail: Thumbnails) -> str:
    """A card for each case; `thumbnail` gives a picture by place and phase."""
    cards = "".join(_card(case, functools.partial(thumbnail, place)) for place, case in enumerate(cases))
    return f'<div class="cards">{cards}</div>'


def deviations_text(distance: float) -> str:
    """A robust deviation in words; beyond a thousand its size says nothing more."""
    if abs(distance) > 1000:
        return "above +1000" if distance > 0 else "below −1000"
    return f"{distance:+.1f}".replace("-", "−")


def _card(case: ReportedCase, thumbnail: Callable[[str], Thumbnail | None]) -> str:
    pictures = "".join(_phase(case, phase, thumbnail(phase)) for phase in PHASES)
    points = [f"Not measured, {phase}: {reason} {remedy}" for phase, reason, remedy in case.failures]
    points += _volume_point(case)
    for phase, row in case.phases.items():
        points += [f"{phase.capitalize()}: {message} ({code})" for code, message in row.warnings]
    if case.far:
        name, distance = case.far[0]
        points.append(f"{count(len(case.far), 'feature')} outlying, farthest {name} ({deviations_text(distance)})")
    listed = f"<ul>{''.join(f'<li>{escape(point)}</li>' for point in points)}</ul>" if points else ""
    head = f'<article class="card{" failed" if case.failures else ""}"><h3>{escape(case.case_id)}</h3>'
    return f'{head}<div class="both">{pictures}</div>{listed}</article>'


def _phase(case: ReportedCase, phase: str, picture: Thumbnail | None) -> str:
    shown = '<div class="none">no picture</div>'
    if picture is not None:
        shown = thumbnail_svg(picture, f"{case.case_id}, {phase} phase with contour")
    words = f"<p><strong>{phase.capitalize()}</strong></p>"
    if phase in case.phases:
        row = case.phases[phase]
        size = " × ".join(f"{step:.3g}" for step in row.spacing_mm)
        words += f'<p>{row.volume_ml:.2f} ml, {count(row.voxels, "voxel")}</p><p class="muted">{size} mm</p>'
    return f"<div>{shown}{words}</div>"


def _volume_point(case: ReportedCase) -> list[str]:
    if len(case.phases) < len(PHASES):
        return []
    small, large = sorted(row.volume_ml for row in case.phases.values())
    if large <= ODD_VOLUME_RATIO * small:
        return []
    return [f"The two contours differ in volume by a factor of {large / small:.1f}; check that they show one lesion."]
