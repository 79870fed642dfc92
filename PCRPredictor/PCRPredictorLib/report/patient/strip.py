"""Where a patient lies among the reference cohort, feature by feature: bands of the cohort, a mark for the patient."""

from collections.abc import Callable

from ...models.quantiles import LEVELS, FeatureQuantiles
from ...texts import sentence as _
from ..drawing.svg import INK, MUTED, RULE, WITH_PCR, WITHOUT_PCR, element, line, text

WIDTH = 190.0
HEIGHT = 22.0
REACH = 3.0  # standard deviations to either side; what lies further is marked at the edge with its number
BAND = 8.0
MARK_TOP = 2.0
LOW, LOWER, MIDDLE, UPPER, HIGH = (LEVELS.index(level) for level in (0.05, 0.25, 0.5, 0.75, 0.95))


def strip(
    left: float, top: float, position: float | None, cohort: FeatureQuantiles | None, say: Callable[[str], str] = str
) -> str:
    """Markup of a strip of `WIDTH` x `HEIGHT`.

    Each band runs from the 5th to the 95th percentile, darker from the 25th to the 75th, with a line at the median: one
    band for patients with pCR above one for those without, or one for everyone where outcomes are unknown or too few.

    Parameters
    ----------
    left, top : float
        Where it begins in the drawing.
    position : float or None
        Of the patient, in standard deviations of the transformed feature.
    cohort : FeatureQuantiles or None
        None where the cohort is unknown; the strip then says so.
    say : callable
        Puts what is written into the words of a door.
    """
    if position is None or cohort is None:
        return text(left, top + 16, say(_("cohort unknown")), font_size=12, fill=MUTED)
    middle = top + HEIGHT / 2
    parts = [line(left, middle, left + WIDTH, middle, stroke=RULE)]
    if cohort.with_pcr is not None and cohort.without_pcr is not None:
        parts.append(_band(left, middle - BAND - 0.5, cohort.with_pcr, WITH_PCR))
        parts.append(_band(left, middle + 0.5, cohort.without_pcr, WITHOUT_PCR))
    else:
        parts.append(_band(left, middle - BAND / 2, cohort.everyone, WITHOUT_PCR))
    parts.append(_mark(left, top, position))
    return element("g", *parts, class_="strip")


def position_at(left: float, position: float) -> float:
    """Where a position is drawn; what lies beyond `REACH` is drawn at the edge."""
    return left + WIDTH / 2 * (1 + min(max(position / REACH, -1.0), 1.0))


def _band(left: float, top: float, quantiles: tuple[float, ...], color: str) -> str:
    places = [position_at(left, quantile) for quantile in quantiles]

    def bar(first: int, last: int, opacity: float) -> str:
        width = max(places[last] - places[first], 1.0)
        return element("rect", x=places[first], y=top, width=width, height=BAND, fill=color, fill_opacity=opacity)

    median = line(places[MIDDLE], top, places[MIDDLE], top + BAND, stroke="#ffffff", stroke_width=1.6)
    return bar(LOW, HIGH, 0.35) + bar(LOWER, UPPER, 1.0) + median


def _mark(left: float, top: float, position: float) -> str:
    x = position_at(left, position)
    mark = element("path", d=f"M{x:.2f} {top + MARK_TOP + 5:.2f}l-4.5 -6h9z", fill=INK, class_="patient-mark")
    parts = [mark, line(x, top + MARK_TOP, x, top + HEIGHT, stroke=INK, stroke_width=2)]
    if abs(position) > REACH:
        inward, anchor = (-8, "end") if position > 0 else (8, "start")
        words = f"{'+' if position > 0 else '−'}{abs(position):.1f} SD"
        ground = x + inward - (62 if position > 0 else 2)
        parts.append(element("rect", x=ground, y=top - 1, width=64, height=13, fill="#ffffff", fill_opacity=0.8))
        parts.append(text(x + inward, top + 9, words, text_anchor=anchor, font_size=12, font_weight=600))
    return "".join(parts)
