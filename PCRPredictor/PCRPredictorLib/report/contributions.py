"""The contribution chart: from the intercept, feature by feature, to the total score.

In the manner of Figure S1 C and F of Wen et al. 2024: one signed horizontal bar per feature. Each bar
begins where the last one ended, so that the eye can add them up.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..models.scoring import Contribution
from .svg import INK, LOWERS, MUTED, RAISES, RULE, drawing, element, hatch, line, text
from .wording import probability_text, signed

WIDTH = 1160.0
PLOT_LEFT = 470.0
PLOT_RIGHT = 1066.0
TOP = 58.0
ROW = 27.0
BAR = 17.0
LABEL_LETTERS = 60
PROBABILITY_TICKS = (0.0001, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999)
TICK_GAP = 44.0


@dataclass(frozen=True)
class _Row:
    label: str
    name: str
    start: float
    end: float
    fill: str
    shown: float


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
    parts = [hatch("lowers"), _grid(axis, bottom)]
    if cutoff is not None and 0 < cutoff < 1:
        x = axis.at(_log_odds(cutoff))
        parts.append(
            line(x, TOP - 4, x, bottom, stroke=INK, stroke_width=1.6, stroke_dasharray="5 4", class_="cutoff-mark")
        )
        parts.append(
            text(x, 16, f"cut-off {probability_text(cutoff)}", text_anchor="middle", font_size=13, font_weight=600)
        )
    for number, row in enumerate(rows):
        parts.append(_bar(axis, row, TOP + ROW * number, last=number == len(rows) - 1))
    described = (
        f"Score from the intercept {signed(intercept)} to the total {signed(total)}; "
        + "; ".join(f"{row.label} {signed(row.shown)}" for row in rows[1:-1])
        + "."
    )
    return drawing("contributions", WIDTH, bottom + 44, "Contribution of each feature to the score", described, *parts)


def _rows(intercept: float, contributions: Sequence[Contribution], total: float) -> list[_Row]:
    rows = [_Row("Intercept", "", 0.0, intercept, MUTED, intercept)]
    reached = intercept
    for item in strongest_first(contributions):
        fill = RAISES if item.contribution >= 0 else "url(#lowers)"
        rows.append(_Row(item.label, item.name, reached, reached + item.contribution, fill, item.contribution))
        reached += item.contribution
    rows.append(_Row("Total score", "", 0.0, total, INK, total))
    return rows


def _axis(values: Sequence[float], cutoff: float | None) -> _Axis:
    shown = [0.0, *values]
    if cutoff is not None and 0 < cutoff < 1:
        shown.append(_log_odds(cutoff))
    low, high = min(shown), max(shown)
    margin = 0.04 * (high - low) or 1.0
    return _Axis(low - margin, high + margin)


def _grid(axis: _Axis, bottom: float) -> str:
    parts = [text(PLOT_LEFT - 10, TOP - 12, "probability", text_anchor="end", font_size=12, fill=MUTED)]
    parts.append(text(PLOT_LEFT - 10, bottom + 22, "score (log odds)", text_anchor="end", font_size=12, fill=MUTED))
    step = _tick_step((axis.high - axis.low) / 7)
    for index in range(math.ceil(axis.low / step), math.floor(axis.high / step) + 1):
        x = axis.at(index * step)
        shade = MUTED if index == 0 else RULE
        parts.append(line(x, TOP - 4, x, bottom + 6, stroke=shade))
        words = f"{index * step:.6g}".replace("-", "−")
        parts.append(text(x, bottom + 22, words, text_anchor="middle", font_size=12, fill=MUTED))
    reached = -math.inf
    for probability in PROBABILITY_TICKS:
        x = axis.at(_log_odds(probability))
        if PLOT_LEFT + TICK_GAP / 2 <= x <= PLOT_RIGHT and x - reached >= TICK_GAP:
            reached = x
            parts.append(line(x, TOP - 9, x, TOP - 4, stroke=MUTED))
            words = f"{100 * probability:.6g} %"
            parts.append(text(x, TOP - 12, words, text_anchor="middle", font_size=12, fill=MUTED))
    return "".join(parts)


def _bar(axis: _Axis, row: _Row, y: float, last: bool) -> str:
    left, right = sorted((axis.at(row.start), axis.at(row.end)))
    width = max(right - left, 1.0)
    stroke = LOWERS if row.fill.startswith("url") else row.fill
    weight = 400 if row.name else 700
    top = y + (ROW - BAR) / 2
    baseline = y + ROW / 2 + 4.5
    words = f"{row.label}  {row.name}".strip()
    shown = words if len(words) <= LABEL_LETTERS else words[: LABEL_LETTERS - 1] + "…"
    parts = [
        text(PLOT_LEFT - 10, baseline, shown, text_anchor="end", font_size=13, font_weight=weight),
        element("rect", x=left, y=top, width=width, height=BAR, fill=row.fill, stroke=stroke, class_="bar"),
        text(WIDTH - 8, baseline, signed(row.shown), text_anchor="end", font_size=13, font_weight=weight),
    ]
    if not last:
        end = axis.at(row.end)
        parts.append(line(end, top + BAR, end, top + ROW, stroke=MUTED))
    return element("g", *parts)


def _tick_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


def _log_odds(probability: float) -> float:
    return math.log(probability) - math.log1p(-probability)
