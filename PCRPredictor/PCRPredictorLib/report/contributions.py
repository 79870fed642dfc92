"""Why this number: where the patient lies among the cohort in each feature, and what that does to the score.

Narrow enough for the side panel of a module or a browser, so that every door shows the same drawing. The bars are in the
manner of Figure S1 C and F of Wen et al. 2024: one signed bar per feature. Each bar begins where the last one ended, so
that the eye can add them up, from the start before any feature to the end, which is the probability.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..features.readable import readable
from ..models.scoring import Contribution
from .strip import WIDTH as STRIP_WIDTH
from .strip import strip
from .svg import INK, LOWERS, MUTED, RAISES, RULE, WITH_PCR, WITHOUT_PCR, drawing, element, hatch, line, text
from .wording import percent, probability_text, round_percent, signed

WIDTH = 560.0
LEFT = 6.0
PLOT_LEFT = LEFT + STRIP_WIDTH + 22.0
PLOT_RIGHT = WIDTH - 10.0
TOP = 62.0
ROW = 48.0
NAME_BASELINE = 15.0
BAR_TOP = 22.0
BAR = 18.0
LEGEND = 66.0
LABEL_LETTERS = 68
PROBABILITY_TICKS = (0.0001, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999)
TICK_GAP = 44.0


@dataclass(frozen=True)
class _Row:
    name: str
    start: float
    end: float
    fill: str
    shown: str
    term: Contribution | None = None


@dataclass(frozen=True)
class _Axis:
    low: float
    high: float

    def at(self, score: float) -> float:
        return PLOT_LEFT + (score - self.low) / (self.high - self.low) * (PLOT_RIGHT - PLOT_LEFT)


def strongest_first(contributions: Sequence[Contribution]) -> list[Contribution]:
    """Contributions by falling size; equals in the order of their labels."""
    return sorted(contributions, key=lambda item: (-abs(item.contribution), item.label, item.name))


def contribution_chart(
    intercept: float, contributions: Sequence[Contribution], total: float, cutoff: float | None
) -> str:
    """SVG of the chart.

    Parameters
    ----------
    intercept, total : float
        Score (log odds) before the first and after the last feature.
    contributions : sequence of Contribution
        In any order; drawn by falling size.
    cutoff : float or None
        Probability at which the class changes; drawn as a dashed line at its log odds.
    """
    rows = _rows(intercept, contributions, total)
    bottom = TOP + ROW * len(rows)
    axis = _axis([value for row in rows for value in (row.start, row.end)], cutoff)
    parts = [hatch("lowers"), _heads(), _grid(axis, bottom)]
    if cutoff is not None and 0 < cutoff < 1:
        x = axis.at(_log_odds(cutoff))
        mark = {"stroke": INK, "stroke_width": 1.6, "stroke_dasharray": "5 4", "class_": "cutoff-mark"}
        parts.append(line(x, TOP - 4, x, bottom, **mark))
        place = min(max(x, PLOT_LEFT + 30), PLOT_RIGHT - 30)
        words = f"cut-off {round_percent(cutoff)}"
        parts.append(text(place, bottom + 16, words, text_anchor="middle", font_size=12, font_weight=600))
    for number, row in enumerate(rows):
        parts.append(_drawn(axis, row, TOP + ROW * number, last=number == len(rows) - 1))
    parts.append(_legend(bottom + 38))
    described = (
        f"Score from the intercept {signed(intercept)} to the total {signed(total)}; "
        + "; ".join(f"{row.name} {row.shown}" for row in rows[1:-1])
        + "."
    )
    return drawing("contributions", WIDTH, bottom + LEGEND, "Why this number, feature by feature", described, *parts)


def _rows(intercept: float, contributions: Sequence[Contribution], total: float) -> list[_Row]:
    rows = [_Row(f"Start, before any feature: {percent(_probability(intercept))}", 0.0, intercept, MUTED, signed(intercept))]
    reached = intercept
    for item in strongest_first(contributions):
        fill = RAISES if item.contribution >= 0 else "url(#lowers)"
        end = reached + item.contribution
        name = f"{item.label}  {readable(item.name, item.phase).name}"
        rows.append(_Row(name, reached, end, fill, signed(item.contribution), item))
        reached = end
    rows.append(_Row(f"End, with all features: {percent(_probability(total))}", 0.0, total, INK, signed(total)))
    return rows


def _axis(values: Sequence[float], cutoff: float | None) -> _Axis:
    shown = [0.0, *values]
    if cutoff is not None and 0 < cutoff < 1:
        shown.append(_log_odds(cutoff))
    low, high = min(shown), max(shown)
    margin = 0.04 * (high - low) or 1.0
    return _Axis(low - margin, high + margin)


def _heads() -> str:
    heads = {"font_size": 13, "font_weight": 600}
    return text(LEFT, 16, "Among the reference cohort", **heads) + text(
        PLOT_LEFT, 16, "Effect on the probability", **heads
    )


def _grid(axis: _Axis, bottom: float) -> str:
    parts = [line(axis.at(0.0), TOP - 4, axis.at(0.0), bottom, stroke=MUTED)]
    reached = -math.inf
    for probability in PROBABILITY_TICKS:
        x = axis.at(_log_odds(probability))
        if PLOT_LEFT + TICK_GAP / 2 <= x <= PLOT_RIGHT - TICK_GAP / 2 and x - reached >= TICK_GAP:
            reached = x
            parts.append(line(x, TOP - 9, x, bottom, stroke=RULE))
            words = f"{100 * probability:.6g} %"
            parts.append(text(x, TOP - 14, words, text_anchor="middle", font_size=12, fill=MUTED))
    return "".join(reversed(parts))


def _drawn(axis: _Axis, row: _Row, y: float, last: bool) -> str:
    left, right = sorted((axis.at(row.start), axis.at(row.end)))
    stroke = LOWERS if row.fill.startswith("url") else row.fill
    weight = 400 if row.term else 700
    words = row.name if len(row.name) <= LABEL_LETTERS else row.name[: LABEL_LETTERS - 1] + "…"
    top = y + BAR_TOP
    bar = {"y": top, "height": BAR, "fill": row.fill, "stroke": stroke, "class_": "bar"}
    parts = [
        text(LEFT, y + NAME_BASELINE, words, font_size=13.5, font_weight=weight),
        element("rect", x=left, width=max(right - left, 1.0), **bar),
        text(WIDTH - 4, y + NAME_BASELINE, row.shown, text_anchor="end", font_size=13.5, font_weight=600),
    ]
    if row.term:
        parts.append(strip(LEFT, top - 2, row.term.position, row.term.cohort))
    if not last:
        end = axis.at(row.end)
        parts.append(line(end, top + BAR, end, top + ROW, stroke=MUTED))
    return element("g", *parts, class_="row")


def _legend(y: float) -> str:
    small = {"font_size": 12, "fill": MUTED}
    boxes = {"width": 20, "height": 10}
    parts = [
        element("path", d=f"M{LEFT + 8:.2f} {y:.2f}l-4.5 -7h9z", fill=INK),
        text(LEFT + 20, y, "this patient", **small),
        element("rect", x=LEFT, y=y + 8, fill=WITH_PCR, **boxes),
        text(LEFT + 26, y + 17, "with pCR", **small),
        element("rect", x=LEFT + 92, y=y + 8, fill=WITHOUT_PCR, **boxes),
        text(LEFT + 118, y + 17, "without, or all", **small),
        element("rect", x=PLOT_LEFT, y=y - 9, fill=RAISES, **boxes),
        text(PLOT_LEFT + 26, y, "raises the probability", **small),
        element("rect", x=PLOT_LEFT + 164, y=y - 9, fill="url(#lowers)", stroke=LOWERS, **boxes),
        text(PLOT_LEFT + 190, y, "lowers it", **small),
        text(PLOT_LEFT, y + 17, "Each bar begins where the one above ends.", **small),
    ]
    return element("g", *parts, class_="legend")


def _probability(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-score)) if score > -700.0 else 0.0


def _log_odds(probability: float) -> float:
    return math.log(probability) - math.log1p(-probability)
