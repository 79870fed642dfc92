"""The nomogram of a combined model: picture, and table of points."""

import math
from typing import TYPE_CHECKING, Any

from ...files import csv_text
from ...models.table import SIMULATED_COLUMN
from ...training.record.nomogram import SCORE, round_step
from .validation_charts import COLORS, INK, MUTED, literal, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...training.record.nomogram import Axis, Nomogram

ROW_INCHES = 0.75
INCHES_WIDE = 9.0
LEAST_APART = 1.5
"""Points between two ticks of a ruler; the table has all of them."""


def nomogram_chart(found: "Nomogram", title: str, simulated: bool = False) -> "Figure":
    """A ruler of points on top, a ruler for each variable, the total of points and the probability that it means."""
    figure, (axis,) = new_figure(1, simulated=simulated)
    figure.set_size_inches(INCHES_WIDE, ROW_INCHES * (len(found.axes) + 3) + 0.7)
    most = math.fsum(each.reach[1] for each in found.axes)
    scale = 100 / most  # totals are drawn on the width of 100 points
    _ruler(axis, 0, "Points", [(str(point), float(point)) for point in range(0, 101, 10)], (0.0, 100.0), INK)
    for number, each in enumerate(found.axes, start=1):
        name = f"{SCORE}\n(log odds)" if each.name == SCORE else literal(each.name)
        _ruler(axis, -number, name, [(f"{value:.4g}", at) for value, at in _apart(each)], each.reach, COLORS[0])
    below = -len(found.axes) - 1
    step = max(1, round(round_step(most, 12)))
    totals = [(str(total), total * scale) for total in range(0, int(most) + 1, step)]
    _ruler(axis, below, "Total points", totals, (0.0, 100.0), INK)
    shares = [(f"{value:.4g}", at * scale) for value, at in _apart(found.total)]
    low, high = found.total.reach
    _ruler(axis, below - 1, "Probability", shares, (low * scale, high * scale), INK)
    axis.set(xlim=(-32, 104), ylim=(below - 1.4, 0.6))
    axis.set_axis_off()
    axis.set_title(f"{literal(title)}: from points to probability", fontsize=10)
    return figure


def nomogram_table(found: "Nomogram", simulated: bool = False) -> str:
    """CSV of ``variable, value, points``; the last block gives the probability beside its total of points.

    That of simulated patients says so in a last column.
    """
    mark = ("true",) if simulated else ()
    rows = [("variable", "value", "points", *((SIMULATED_COLUMN,) if simulated else ()))]
    for axis in (*found.axes, found.total):
        rows += [(axis.name, f"{value:.6g}", f"{points:.2f}", *mark) for value, points in _pairs(axis)]
    return csv_text(rows)


def _pairs(axis: "Axis") -> list[tuple[float, float]]:
    return list(zip(axis.values, axis.points, strict=True))


def _apart(axis: "Axis") -> list[tuple[float, float]]:
    """The ticks that do not run into their neighbor."""
    kept: list[tuple[float, float]] = []
    for value, at in sorted(_pairs(axis), key=lambda pair: pair[1]):
        if not kept or at - kept[-1][1] >= LEAST_APART:
            kept.append((value, at))
    return kept


def _ruler(
    axis: Any, height: float, name: str, ticks: list[tuple[str, float]], reach: tuple[float, float], color: str
) -> None:
    axis.text(-4, height, name, ha="right", va="center", fontsize=9, color=INK)
    axis.plot(reach, [height, height], color=color, linewidth=1.4)
    last, above = float("-inf"), False
    for words, at in sorted(ticks, key=lambda tick: tick[1]):
        # Labels that would run into their neighbor change to the other side of the ruler.
        above = not above if at - last < 1.3 * len(words) + 1 else False
        axis.plot([at, at], [height, height + (0.12 if above else -0.12)], color=color, linewidth=1)
        axis.text(
            at,
            height + (0.16 if above else -0.16),
            words,
            ha="center",
            va="bottom" if above else "top",
            fontsize=7.5,
            color=MUTED,
        )
        last = at
