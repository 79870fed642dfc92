"""The probability on a scale from 0 to 1 with the cut-off marked."""

from collections.abc import Callable

from ...models.answer import PROBABILITY_OF
from ...texts import sentence as _
from .svg import INK, LOWERS, MUTED, RAISES, drawing, element, line, text
from .wording import probability_text, round_percent

WIDTH = 520.0
HEIGHT = 128.0
LEFT = 14.0
RIGHT = WIDTH - 14.0
BAR_TOP = 56.0
BAR_HEIGHT = 22.0
CUTOFF_CLEARANCE = 28.0
MUTED_OPACITY = 0.4


def probability_scale(
    probability: float,
    cutoff: float | None,
    interval: tuple[float, float] | None = None,
    *,
    muted: bool = False,
    say: Callable[[str], str] = str,
) -> str:
    """SVG of the scale; without a cut-off there is no mark and no colored side.

    Parameters
    ----------
    probability, cutoff : float
        On the scale 0 to 1; `cutoff` None where none is valid.
    interval : (float, float), optional
        Of the cut-off: too close to call between its ends, which is drawn gray.
    muted : bool
        Whether the number must not catch the eye.
    say : callable
        Puts what is written into the words of a door.
    """
    bottom = BAR_TOP + BAR_HEIGHT
    x = _position(probability)
    parts = [_sides(cutoff), _between(interval), _ticks(bottom, cutoff)]
    words = round_percent(probability, cutoff, *(interval or ()))
    parts.append(element("path", d=f"M{x:.2f} {BAR_TOP - 1}l-9 -14h18z", fill=INK, class_="probability-mark"))
    parts.append(line(x, BAR_TOP - 2, x, bottom, stroke=INK, stroke_width=3))
    parts.append(text(_keep_inside(x, 54), 32, words, text_anchor="middle", font_size=19, font_weight=700))
    if cutoff is not None:
        parts.append(_cutoff_mark(cutoff, probability, bottom, say))
    described = f"The probability is {probability_text(probability, cutoff)} on a scale from 0 to 1; " + (
        f"the cut-off is {probability_text(cutoff, probability)}." if cutoff is not None else "no cut-off applies."
    )
    shown = [element("g", *parts, opacity=MUTED_OPACITY)] if muted else parts
    return drawing("scale", WIDTH, HEIGHT, PROBABILITY_OF, described, *shown)


def _position(probability: float) -> float:
    return LEFT + probability * (RIGHT - LEFT)


def _keep_inside(x: float, half_width: float) -> float:
    return min(max(x, half_width), WIDTH - half_width)


def _sides(cutoff: float | None) -> str:
    outline = element("rect", x=LEFT, y=BAR_TOP, width=RIGHT - LEFT, height=BAR_HEIGHT, fill="none", stroke=MUTED, rx=3)
    if cutoff is None:
        return element("rect", x=LEFT, y=BAR_TOP, width=RIGHT - LEFT, height=BAR_HEIGHT, fill="#eaeef2", rx=3) + outline
    x = _position(cutoff)
    below = element("rect", x=LEFT, y=BAR_TOP, width=x - LEFT, height=BAR_HEIGHT, fill=LOWERS, fill_opacity=0.22)
    above = element("rect", x=x, y=BAR_TOP, width=RIGHT - x, height=BAR_HEIGHT, fill=RAISES, fill_opacity=0.3)
    return below + above + outline


def _between(interval: tuple[float, float] | None) -> str:
    if interval is None:
        return ""
    left, right = (_position(end) for end in interval)
    return element(
        "rect",
        x=left,
        y=BAR_TOP + 1,
        width=right - left,
        height=BAR_HEIGHT - 2,
        fill=MUTED,
        fill_opacity=0.45,
        class_="too-close",
    )


def _ticks(bottom: float, cutoff: float | None) -> str:
    parts = []
    for percentage in (0, 25, 50, 75, 100):
        x = _position(percentage / 100)
        anchor = {0: "start", 100: "end"}.get(percentage, "middle")
        shift = {0: -LEFT + 2, 100: LEFT - 2}.get(percentage, 0)
        parts.append(line(x, bottom, x, bottom + 5, stroke=MUTED))
        if cutoff is None or abs(x - _position(cutoff)) > CUTOFF_CLEARANCE:
            parts.append(text(x + shift, bottom + 19, f"{percentage} %", text_anchor=anchor, font_size=12, fill=MUTED))
    return "".join(parts)


def _cutoff_mark(cutoff: float, probability: float, bottom: float, say: Callable[[str], str]) -> str:
    x = _position(cutoff)
    words = say(_("cut-off {cutoff}").format(cutoff=round_percent(cutoff, probability)))
    mark = line(
        x, BAR_TOP - 7, x, bottom + 26, stroke=INK, stroke_width=2, stroke_dasharray="4 3", class_="cutoff-mark"
    )
    return mark + text(_keep_inside(x, 56), bottom + 41, words, text_anchor="middle", font_size=13, font_weight=600)
