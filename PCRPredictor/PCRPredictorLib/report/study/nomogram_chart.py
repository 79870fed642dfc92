"""The nomogram of a combined model: picture, and table of points."""

import csv
import io
import math
from typing import TYPE_CHECKING, Any

from ...training.record.nomogram import round_step
from .validation_charts import COLORS, INK, MUTED, literal, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...training.record.nomogram import Axis, Nomogram

ROW_INCHES = 0.75
INCHES_WIDE = 9.0


def nomogram_chart(found: "Nomogram", title: str, simulated: bool = False) -> "Figure":
    """A ruler of points on top, a ruler for each variable, the total of points and the probability that it means."""
    figure, (axis,) = new_figure(1, simulated=simulated)
    figure.set_size_inches(INCHES_WIDE, ROW_INCHES * (len(found.axes) + 3) + 0.7)
    most = math.fsum(max(each.points) for each in found.axes)
    scale = 100 / most  # totals are drawn on the width of 100 points
    rows = [("Points", [(str(point), float(point)) for point in range(0, 101, 10)])]
    rows += [(each.name, [(f"{value:.4g}", at) for value, at in _pairs(each)]) for each in found.axes]
    step = max(1, round(round_step(most, 12)))
    totals = range(0, int(most) + 1, step)
    rows.append(("Total points", [(str(total), total * scale) for total in totals]))
    rows.append(("Probability", [(f"{value:g}", at * scale) for value, at in _pairs(found.total)]))
    for number, (name, ticks) in enumerate(rows):
        _ruler(axis, -number, name, ticks, COLORS[0] if 0 < number <= len(found.axes) else INK)
    axis.set(xlim=(-32, 104), ylim=(0.6 - len(rows), 0.6))
    axis.set_axis_off()
    axis.set_title(title, fontsize=10)
    return figure


def nomogram_table(found: "Nomogram") -> str:
    """CSV of ``variable, value, points``; the last block gives the probability beside its total of points."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(("variable", "value", "points"))
    for axis in (*found.axes, found.total):
        table.writerows((axis.name, f"{value:.6g}", f"{points:.2f}") for value, points in _pairs(axis))
    return stream.getvalue()


def _pairs(axis: "Axis") -> list[tuple[float, float]]:
    return list(zip(axis.values, axis.points, strict=True))


def _ruler(axis: Any, height: float, name: str, ticks: list[tuple[str, float]], color: str) -> None:
    axis.text(-4, height, literal(name), ha="right", va="center", fontsize=9, color=INK)
    places = [at for _, at in ticks]
    if not places:
        return
    axis.plot([min(places), max(places)], [height, height], color=color, linewidth=1.4)
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
