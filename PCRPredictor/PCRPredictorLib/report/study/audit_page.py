"""The page on what became of predictions: one file, no script, nothing fetched."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ...numerals import count
from ..drawing.page import page, section
from ..drawing.svg import INK, MUTED, RAISES, drawing, element, line, text
from .calibration_table import ROWS_TOGETHER
from .training_markup import text_table, with_warnings

SIDE, MARGIN = 340.0, 46.0
MOST_LISTED = 50


def audit_page(summary: Mapping[str, Any]) -> str:
    """The page for the content of ``audit.json``."""
    body = "\n".join(
        [
            "<header><h1>What became of the predictions</h1></header>",
            with_warnings(_answer(summary), summary["warnings"]),
            _calibration(summary),
            _domain(summary),
            *_drift("By month", summary["date_column"], summary["by_month"]),
            *_drift("By scanner", summary["scanner_column"], summary["by_scanner"]),
            _unmatched(summary),
            "<footer>Research use only.</footer>",
        ]
    )
    simulated = "patients: nothing on this page holds for real ones." if summary["simulated"] else None
    return page("What became of the predictions", body, simulated)


def _answer(summary: Mapping[str, Any]) -> str:
    measured = summary["o_e"]
    findings = summary["findings"] or ["Nothing stands out beyond chance in these numbers."]
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in findings)
    return section(
        f"{summary['with_outcome']} of {summary['scored']} scored cases{of_patients(summary)} have an outcome",
        f'<p class="headline"><span class="number">{measured["observed"]} : {measured["expected"]:.1f}</span>'
        '<span class="research">Research use only</span></p>',
        f"<p>Responses observed and expected; ratio {_with_interval(measured['ratio'], measured['ratio_ci'])}.</p>",
        f"<ul>{items}</ul>",
        class_="answer",
    )


def of_patients(summary: Mapping[str, Any]) -> str:
    """`` of 40 patients``, of those with an outcome, where the patients were named."""
    return "" if summary["patients"] is None else f" of {count(summary['patients']['with_outcome'], 'patient')}"


def _calibration(summary: Mapping[str, Any]) -> str:
    groups = [("All with an outcome", summary)]
    if summary["inside_domain"] is not None:
        groups.append(("Inside what calibration or training has seen", summary["inside_domain"]))
    rows = [(name, *_measures(found)) for name, found in groups]
    heading = ("Cases", "Observed : expected", "Ratio (95 %)", "AUC (95 %)", "Slope (95 %)", "In the large", "Brier")
    parts = [text_table(heading, rows)]
    reason = (summary["calibration"] or {}).get("missing")
    if reason:
        parts.append(f'<p class="note">{escape(reason)}</p>')
    if summary["calls"] is not None:
        calls = summary["calls"]
        parts.append(
            f"<p>Of {calls['cases']} cases that were given a class: sensitivity {_share(calls['sensitivity'])}, "
            f"specificity {_share(calls['specificity'])}.</p>"
        )
    together = "" if summary["patients"] is None else ROWS_TOGETHER
    if summary["calibration_curve"]:
        parts.append(f'<div style="max-width: 420px">{_curve(summary["calibration_curve"])}</div>')
    parts.append(
        '<p class="note">Perfect: ratio 1, slope 1, in the large 0. Intervals: of the count '
        f"({'Fay and Feuer' if together else 'Garwood'}), DeLong, Wald; of shares Wilson.{together}</p>"
    )
    return section("Discrimination and calibration", *parts)


def _measures(found: Mapping[str, Any]) -> tuple[str, ...]:
    measured, calibration = found["o_e"], found["calibration"] or {}
    slope, large = calibration.get("slope"), calibration.get("in_the_large")
    brier = calibration.get("brier")
    return (
        f"{measured['observed']} : {measured['expected']:.1f}",
        _with_interval(measured["ratio"], measured["ratio_ci"]),
        _with_interval(found["auc"], found["auc_ci"]),
        _with_interval(slope and slope["value"], slope and (slope["low"], slope["high"])),
        _with_interval(large and large["value"], large and (large["low"], large["high"])),
        "-" if brier is None else f"{brier:.3f}",
    )


def _curve(points: Sequence[Mapping[str, Any]]) -> str:
    """Observed share against mean probability in groups of equal size, with Wilson intervals."""
    size = SIDE + 2 * MARGIN

    def across(value: float) -> float:
        return MARGIN + SIDE * value

    def up(value: float) -> float:
        return MARGIN + SIDE * (1 - value)

    parts = [line(across(0), up(0), across(1), up(1), stroke=MUTED, stroke_dasharray="4 4")]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts += [
            line(across(tick), up(0), across(tick), up(1)),
            line(across(0), up(tick), across(1), up(tick)),
            text(across(tick), up(0) + 18, f"{100 * tick:.0f}", text_anchor="middle", font_size=12, fill=MUTED),
            text(across(0) - 8, up(tick) + 4, f"{100 * tick:.0f}", text_anchor="end", font_size=12, fill=MUTED),
        ]
    for point in points:
        x, observed = across(point["predicted"]), point["observed"]
        parts += [
            line(x, up(observed["low"]), x, up(observed["high"]), stroke=RAISES, stroke_width=2),
            element("circle", cx=x, cy=up(observed["value"]), r=5, fill=RAISES),
        ]
    parts += [
        text(across(0.5), size - 8, "Mean probability (%)", text_anchor="middle", font_size=13, fill=INK),
        text(
            14,
            up(0.5),
            "Observed responses (%)",
            text_anchor="middle",
            font_size=13,
            fill=INK,
            transform=f"rotate(-90 14 {up(0.5):g})",
        ),
    ]
    spoken = "; ".join(f"{100 * p['predicted']:.0f} %: {100 * p['observed']['value']:.0f} %" for p in points)
    return drawing("curve", size, size, "Calibration", f"Mean probability and observed share: {spoken}", *parts)


def _domain(summary: Mapping[str, Any]) -> str:
    found = summary["domain"]
    said = "The scores do not tell." if not found["total"] else f"{_share(found)} of the scored cases."
    return section("Outside what calibration or training has seen", f"<p>{escape(said)}</p>")


def _drift(title: str, column: str | None, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    if column is None:
        return []
    heading = (
        "",
        "Scored",
        "Mean probability",
        "With outcome",
        "Observed : expected",
        "Ratio (95 %)",
        "Outside (95 %)",
    )
    cells = [
        (
            row["name"],
            str(row["scored"]),
            f"{100 * row['mean_probability']:.1f} %",
            str(row["with_outcome"]),
            f"{row['observed']} : {row['expected']:.1f}" if row["with_outcome"] else "-",
            _with_interval(row["ratio"], row["ratio_ci"]),
            _share(row["outside"]),
        )
        for row in rows
    ]
    return [section(f"{title} (column '{column}')", text_table(heading, cells))]


def _unmatched(summary: Mapping[str, Any]) -> str:
    parts = []
    for what, names in (
        ("Scored, without an outcome", summary["pending"]),
        ("With an outcome, never scored", summary["without_score"]),
    ):
        listed = ", ".join(names[:MOST_LISTED]) or "none"
        more = f" and {len(names) - MOST_LISTED} more, all in audit.json" if len(names) > MOST_LISTED else ""
        parts.append(f"<h3>{what}: {len(names)}</h3><p>{escape(listed + more)}</p>")
    return section("Cases that are in one table only", *parts)


def _with_interval(value: float | None, interval: Sequence[float] | None) -> str:
    return "-" if value is None or interval is None else f"{value:.2f} ({interval[0]:.2f} to {interval[1]:.2f})"


def _share(found: Mapping[str, Any]) -> str:
    if not found["total"]:
        return "-"
    low, high = 100 * found["low"], 100 * found["high"]
    return f"{found['successes']:g} of {found['total']:g}, {100 * found['value']:.0f} % ({low:.0f} to {high:.0f})"
