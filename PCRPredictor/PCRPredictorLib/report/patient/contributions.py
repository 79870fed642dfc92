"""Why this number: where the patient lies among the cohort in each feature, and what that does to the score.

Narrow enough for the side panel of a module or a browser, so that every door shows the same drawing. The bars are in
the manner of Figure S1 C and F of Wen et al. 2024: one signed bar per feature. Each begins where the last one ended, so
that the eye can add them up, from the start before any feature to the end, which is the probability.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from ...features.readable import readable
from ...models.contribution import Contribution
from ...texts import sentence as _
from ..drawing.svg import (
    INK,
    LOWERS,
    MUTED,
    RAISES,
    RULE,
    WITH_PCR,
    WITHOUT_PCR,
    Attribute,
    drawing,
    element,
    hatch,
    line,
    text,
)
from ..drawing.wording import percent, round_percent, signed
from .strip import WIDTH as STRIP_WIDTH
from .strip import strip

WIDTH = 560.0
LEFT = 6.0
PLOT_LEFT = LEFT + STRIP_WIDTH + 22.0
PLOT_RIGHT = WIDTH - 10.0
TOP = 62.0
ROW = 48.0
NAME_BASELINE = 15.0
BAR_TOP = 22.0
BAR = 18.0
OVERHANG = 4.0
"""How far upright lines reach beyond a bar; what stands between the bars, names and numbers, is left free of them."""
LEGEND = 66.0
NAME_SIZE = 13.0
LEAST_NAME_SIZE = 10.0
LETTER, DIGIT = 0.52, 0.7
"""Width of a letter of a name and of a bold digit, in sizes of the font; a wide one, DejaVu Sans."""
NAME_GAP = 8.0
"""Between a name and the number behind it."""
LOW_TICKS = (0.0001, 0.001, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
PROBABILITY_TICKS = (*LOW_TICKS, 0.5, *(1.0 - share for share in reversed(LOW_TICKS)))
TICK_GAP = 44.0
DOT = 6.0


@dataclass(frozen=True)
class _Row:
    name: str
    start: float
    end: float
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
    intercept: float,
    contributions: Sequence[Contribution],
    total: float,
    cutoff: float | None,
    say: Callable[[str], str] = str,
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
    say : callable
        Puts what is written into the words of a door.
    """
    rows = _rows(intercept, contributions, total, say)
    bottom = TOP + ROW * len(rows)
    axis = _axis([value for row in rows for value in (row.start, row.end)], cutoff)
    parts = [hatch("lowers"), _heads(say), *_grid(axis, len(rows))]
    if cutoff is not None and 0 < cutoff < 1:
        x = axis.at(_log_odds(cutoff))
        dashes: dict[str, Attribute] = {"stroke": INK, "stroke_width": 1.6, "stroke_dasharray": "5 4"}
        parts += _upright(x, len(rows), class_="cutoff-mark", **dashes)
        place = min(max(x, PLOT_LEFT + 30), PLOT_RIGHT - 30)
        words = say(_("cut-off {cutoff}").format(cutoff=round_percent(cutoff)))
        parts.append(text(place, bottom + 14, words, text_anchor="middle", font_size=12, font_weight=600))
    for number, row in enumerate(rows):
        parts.append(_drawn(axis, row, TOP + ROW * number, last=number == len(rows) - 1, say=say))
    parts.append(_legend(bottom + 38, say))
    described = (
        f"Score from the intercept {signed(intercept)} to the total {signed(total)}; "
        + "; ".join(f"{row.name} {row.shown}" for row in rows[1:-1])
        + "."
    )
    return drawing("contributions", WIDTH, bottom + LEGEND, "Why this number, feature by feature", described, *parts)


def _rows(
    intercept: float, contributions: Sequence[Contribution], total: float, say: Callable[[str], str]
) -> list[_Row]:
    start = _("Start, before any feature: {share}").format(share=percent(_probability(intercept)))
    rows = [_Row(say(start), intercept, intercept, signed(intercept))]
    reached = intercept
    for item in strongest_first(contributions):
        end = reached + item.contribution
        name = f"{item.label}  {say(readable(item.name, item.phase).name)}"
        rows.append(_Row(name, reached, end, signed(item.contribution), item))
        reached = end
    ended = _("End, with all features: {share}").format(share=percent(_probability(total)))
    rows.append(_Row(say(ended), total, total, signed(total)))
    return rows


def _axis(values: Sequence[float], cutoff: float | None) -> _Axis:
    shown = list(values)
    if cutoff is not None and 0 < cutoff < 1:
        shown.append(_log_odds(cutoff))
    low, high = min(shown), max(shown)
    margin = 0.06 * (high - low) or 1.0
    return _Axis(low - margin, high + margin)


def _heads(say: Callable[[str], str]) -> str:
    heads: dict[str, Attribute] = {"font_size": 13, "font_weight": 600}
    among, effect = say(_("Among the cohort")), say(_("Effect on the probability"))
    return text(LEFT, 16, among, **heads) + text(PLOT_LEFT, 16, effect, **heads)


def _grid(axis: _Axis, rows: int) -> list[str]:
    parts = []
    reached = -math.inf
    for probability in PROBABILITY_TICKS:
        x = axis.at(_log_odds(probability))
        if PLOT_LEFT + TICK_GAP / 2 <= x <= PLOT_RIGHT - TICK_GAP / 2 and x - reached >= TICK_GAP:
            reached = x
            parts += _upright(x, rows, stroke=RULE)
            words = f"{100 * probability:.6g} %"
            parts.append(text(x, TOP - 10, words, text_anchor="middle", font_size=12, fill=MUTED))
    return parts


def _upright(x: float, rows: int, **attributes: Attribute) -> list[str]:
    """A vertical line that leaves the names of the rows free."""
    tops = [TOP + ROW * number + BAR_TOP - OVERHANG for number in range(rows)]
    return [line(x, top, x, top + BAR + 2 * OVERHANG, **attributes) for top in tops]


def _drawn(axis: _Axis, row: _Row, y: float, last: bool, say: Callable[[str], str]) -> str:
    words, size = _fitted(row.name, row.shown)
    top, end = y + BAR_TOP, axis.at(row.end)
    bold = 400 if row.term else 700
    parts = [
        text(LEFT, y + NAME_BASELINE, words, font_size=size, font_weight=bold),
        text(WIDTH - 4, y + NAME_BASELINE, row.shown, text_anchor="end", font_size=NAME_SIZE, font_weight=600),
    ]
    if row.term:
        left, right = sorted((axis.at(row.start), end))
        raises = row.term.contribution >= 0
        color: dict[str, Attribute] = {
            "fill": RAISES if raises else "url(#lowers)",
            "stroke": RAISES if raises else LOWERS,
        }
        width = max(right - left, 1.0)
        parts.append(element("rect", x=left, y=top, width=width, height=BAR, class_="bar", **color))
        parts.append(strip(LEFT, top - 2, row.term.position, row.term.cohort, say))
    else:
        parts.append(element("circle", cx=end, cy=top + BAR / 2, r=DOT, fill=INK, class_="dot"))
    if not last:
        below = top + BAR + (0 if row.term else DOT - BAR / 2)
        parts.append(line(end, below, end, top + BAR + OVERHANG, stroke=MUTED))
        parts.append(line(end, top + ROW - OVERHANG, end, top + ROW, stroke=MUTED))
    return element("g", *parts, class_="row")


def _fitted(name: str, shown: str) -> tuple[str, float]:
    """A name as large as there is room beside its number, cut only where it would be too small to read.

    What tells two features apart, such as a direction, stands at the end.
    """
    room = WIDTH - 4 - DIGIT * NAME_SIZE * len(shown) - NAME_GAP - LEFT
    letters = len(name) + len([letter for letter in name if east_asian_width(letter) in "FW"])
    size = math.floor(10 * room / (LETTER * letters)) / 10
    if size >= LEAST_NAME_SIZE:
        return name, min(NAME_SIZE, size)
    most = int(room / (LETTER * LEAST_NAME_SIZE * letters / len(name)))
    return f"{name[: most - 1]}…", LEAST_NAME_SIZE


def _legend(y: float, say: Callable[[str], str]) -> str:
    small: dict[str, Attribute] = {"font_size": 12, "fill": MUTED}
    boxes: dict[str, Attribute] = {"width": 20, "height": 10}
    parts = [
        element("path", d=f"M{LEFT + 8:.2f} {y:.2f}l-4.5 -7h9z", fill=INK),
        text(LEFT + 20, y, say(_("this patient")), **small),
        element("rect", x=LEFT, y=y + 8, fill=WITH_PCR, **boxes),
        text(LEFT + 26, y + 17, say(_("with pCR")), **small),
        element("rect", x=LEFT + 92, y=y + 8, fill=WITHOUT_PCR, **boxes),
        text(LEFT + 118, y + 17, say(_("without, or all")), **small),
        element("rect", x=PLOT_LEFT, y=y - 9, fill=RAISES, **boxes),
        text(PLOT_LEFT + 26, y, say(_("raises the probability")), **small),
        element("rect", x=PLOT_LEFT + 164, y=y - 9, fill="url(#lowers)", stroke=LOWERS, **boxes),
        text(PLOT_LEFT + 190, y, say(_("lowers it")), **small),
        text(PLOT_LEFT, y + 17, say(_("Each bar begins where the one above ends.")), **small),
    ]
    return element("g", *parts, class_="legend")


def _probability(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-score)) if score > -700.0 else 0.0


def _log_odds(probability: float) -> float:
    return math.log(probability) - math.log1p(-probability)
