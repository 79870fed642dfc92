"""Marks and bars stand where the numbers say."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from PCRPredictorLib.models.contribution import Contribution
from PCRPredictorLib.report.contributions import contribution_chart, strongest_first
from PCRPredictorLib.report.scale import probability_scale
from PCRPredictorLib.report.wording import percent, probability_text, signed, significant

TERMS = tuple(
    Contribution(label, name, None, 1.0, 1.0, size, size)
    for label, name, size in (("A1", "small", 0.25), ("P2", "down", -2.0), ("A3", "up", 1.5), ("A4", "none", 0.0))
)


def marked(drawing: str, mark: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing).find(f".//*[@class='{mark}']")


@pytest.mark.parametrize("probability", [0.0, 0.1, 0.5, 0.9999, 1.0])
def test_probability_and_cutoff_divide_the_bar_in_their_proportion(probability):
    drawing = probability_scale(probability, 0.25)
    below, above = (
        rect for rect in ElementTree.fromstring(drawing).iter("rect") if rect.get("fill-opacity") is not None
    )
    left, width = float(below.get("x")), float(below.get("width")) + float(above.get("width"))
    assert float(below.get("width")) / width == pytest.approx(0.25, abs=1e-5)
    cutoff = marked(drawing, "cutoff-mark")
    assert float(cutoff.get("x1")) == pytest.approx(left + 0.25 * width, abs=0.01)
    tip = float(re.match(r"M([\d.]+) ", marked(drawing, "probability-mark").get("d"))[1])
    assert tip == pytest.approx(left + probability * width, abs=0.01)


def bars(drawing: str) -> list[tuple[str, float, float, str]]:
    """(words, left, right, fill) of every row."""
    found = []
    for group in ElementTree.fromstring(drawing).iter("g"):
        rect = group.find("rect[@class='bar']")
        left = float(rect.get("x"))
        found.append((group.find("text").text, left, left + float(rect.get("width")), rect.get("fill")))
    return found


def test_bars_lead_from_the_intercept_to_the_total():
    """Intercept -1; -2 leads to -3, +1.5 to -1.5, +0.25 to -1.25, 0 stays: the total is -1.25."""
    rows = bars(contribution_chart(-1.0, TERMS, -1.25, 0.5))
    assert [row[0] for row in rows] == ["Intercept", "P2  down", "A3  up", "A1  small", "A4  none", "Total score"]
    zero, unit = rows[0][2], rows[0][2] - rows[0][1]
    spans = [((left - zero) / unit, (right - zero) / unit) for _, left, right, _ in rows]
    expected = [(-1, 0), (-3, -1), (-3, -1.5), (-1.5, -1.25), (-1.25, -1.25), (-1.25, 0)]
    for span, wanted in zip(spans, expected, strict=True):
        assert span == pytest.approx(wanted, abs=0.01)
    fills = [row[3] for row in rows]
    assert fills[1] == "url(#lowers)"
    assert fills[2] == fills[3] != fills[1]


def test_cutoff_of_the_chart_stands_at_its_log_odds():
    """Log odds of 0.5 are 0, where the intercept's bar begins."""
    drawing = contribution_chart(-1.0, TERMS, -1.25, 0.5)
    assert float(marked(drawing, "cutoff-mark").get("x1")) == pytest.approx(bars(drawing)[0][2], abs=0.01)
    assert marked(contribution_chart(-1.0, TERMS, -1.25, None), "cutoff-mark") is None


def test_strongest_come_first():
    assert [term.label for term in strongest_first(TERMS)] == ["P2", "A3", "A1", "A4"]


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "< 0.1 %"), (1e-9, "< 0.1 %"), (0.0345, "3.5 %"), (0.5, "50.0 %"), (0.9999, "> 99.9 %"), (1.0, "> 99.9 %")],
)
def test_percent(probability, words):
    assert percent(probability) == words


@pytest.mark.parametrize(
    ("probability", "words"),
    [(1e-9, "1 × 10⁻⁹"), (1.234e-5, "1.23 × 10⁻⁵"), (1 - 1e-6, "1 − 1 × 10⁻⁶"), (0.9999, "0.9999"), (0.25, "0.2500")],
)
def test_probability_text(probability, words):
    assert probability_text(probability) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "+0.000"), (-2.5, "−2.500"), (0.125, "+0.125"), (-1.5e-7, "−1.5 × 10⁻⁷"), (3e8, "+3 × 10⁸")],
)
def test_signed(value, words):
    assert signed(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(-12.5, "−12.5"), (1.5e-9, "1.5 × 10⁻⁹"), (-2e12, "−2 × 10¹²"), (123456.789, "123457")]
)
def test_significant(value, words):
    assert significant(value) == words
