"""Marks and bars stand where the numbers say."""

import math
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import matplotlib
import pytest
from PCRPredictorLib.features.catalogue import CATALOGUE
from PCRPredictorLib.features.readable import readable
from PCRPredictorLib.models.contribution import Contribution
from PCRPredictorLib.models.quantiles import FeatureQuantiles
from PCRPredictorLib.report.drawing.dark import GROUND, on_dark
from PCRPredictorLib.report.drawing.scale import probability_scale
from PCRPredictorLib.report.drawing.svg import RAISES, WITH_PCR, WITHOUT_PCR
from PCRPredictorLib.report.drawing.wording import percent, probability_text, signed, significant
from PCRPredictorLib.report.patient import strip as strips
from PCRPredictorLib.report.patient.contributions import contribution_chart, strongest_first
from PCRPredictorLib.report.patient.strip import strip
from PIL import ImageFont

LETTER = 10.0
"""Height of a digit of these names, which are 13 high with their gaps."""
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
    """(words, left, right, fill) of every feature's row."""
    found = []
    for group in ElementTree.fromstring(drawing).findall(".//g[@class='row']"):
        rect = group.find("rect[@class='bar']")
        if rect is not None:
            left = float(rect.get("x"))
            found.append((group.find("text").text, left, left + float(rect.get("width")), rect.get("fill")))
    return found


def dots(drawing: str) -> list[float]:
    """Where the start and the end are marked."""
    return [float(dot.get("cx")) for dot in ElementTree.fromstring(drawing).findall(".//circle[@class='dot']")]


def test_bars_lead_from_the_start_to_the_end():
    """Intercept -1; -2 leads to -3, +1.5 to -1.5, +0.25 to -1.25, 0 stays: the total is -1.25."""
    drawing = contribution_chart(-1.0, TERMS, -1.25, 0.5)
    rows, (start, end) = bars(drawing), dots(drawing)
    assert [row[0] for row in rows] == ["P2  down", "A3  up", "A1  small", "A4  none"]
    unit = (start - rows[0][1]) / 2
    spans = [(-1 + (left - start) / unit, -1 + (right - start) / unit) for _, left, right, _ in rows]
    expected = [(-3, -1), (-3, -1.5), (-1.5, -1.25), (-1.25, -1.25)]
    for span, wanted in zip(spans, expected, strict=True):
        assert span == pytest.approx(wanted, abs=0.02)
    assert -1 + (end - start) / unit == pytest.approx(-1.25, abs=0.02)
    fills = [row[3] for row in rows]
    assert fills[0] == "url(#lowers)"
    assert fills[1] == fills[2] == RAISES != fills[0]


def test_no_upright_line_crosses_a_name_or_a_number():
    """A line through the digits of a contribution may be read as another digit."""
    chart = ElementTree.fromstring(contribution_chart(-1.0, TERMS, -1.25, 0.5))
    baselines = {float(words.get("y")) for words in chart.findall(".//g[@class='row']/text[@font-size='13']")}
    lines = [[float(line.get(key)) for key in ("x1", "x2", "y1", "y2")] for line in chart.iter("line")]
    uprights = [(top, bottom) for left, right, top, bottom in lines if left == right]
    assert len(baselines) == len(TERMS) + 2
    assert len(uprights) > len(TERMS)
    assert not [(y, top) for y in baselines for top, bottom in uprights if top < y and bottom > y - LETTER]


@pytest.mark.parametrize("size", [0.5, -0.000897, 5.07e-5, -1.23e-12])
def test_no_name_of_a_feature_is_cut_or_reaches_its_number(size):
    """In DejaVu Sans, a wide font, whose letters Pillow measures; left and right stand at the end of a name."""
    fonts = Path(matplotlib.get_data_path(), "fonts", "ttf")
    plain, bold = (ImageFont.truetype(fonts / f"DejaVuSans{style}.ttf", 1000) for style in ("", "-Bold"))
    terms = [Contribution(f"A{info.position}", info.name, "arterial", 1.0, 1.0, size, size) for info in CATALOGUE]
    chart = ElementTree.fromstring(contribution_chart(-1.0, terms, -1.0 + 396 * size, None))
    rows = [row.findall("./text")[:2] for row in chart.findall(".//g[@class='row']")][1:-1]
    assert len(rows) == 396
    for info, (name, number) in zip(strongest_first(terms), rows, strict=True):
        assert name.text == f"{info.label}  {readable(info.name, 'arterial').name}"
        assert 10 <= float(name.get("font-size")) <= 13
        end = float(name.get("x")) + float(name.get("font-size")) / 1000 * plain.getlength(name.text)
        assert end + 4 < float(number.get("x")) - 13 / 1000 * bold.getlength(number.text)


def test_a_column_of_any_length_is_cut_at_its_number():
    named = Contribution("", "serum_" * 30, None, 1.0, 1.0, 0.25, 0.25)
    chart = ElementTree.fromstring(contribution_chart(-1.0, [named], -0.75, None))
    name = chart.findall(".//g[@class='row']/text")[2]
    assert name.text.endswith("…")
    assert 80 < len(name.text) < 95


def test_start_and_end_are_said_as_probabilities():
    """1 / (1 + e) = 26.9 % and 1 / (1 + exp(1.25)) = 22.3 %, by hand."""
    drawing = contribution_chart(-1.0, TERMS, -1.25, None)
    assert "Start, before any feature: 26.9 %" in drawing
    assert "End, with all features: 22.3 %" in drawing


def test_cutoff_of_the_chart_stands_at_its_log_odds():
    """Log odds of 1 / (1 + e^1.25) are -1.25, where the chart ends."""
    cutoff = 1 / (1 + math.exp(1.25))
    drawing = contribution_chart(-1.0, TERMS, -1.25, cutoff)
    assert float(marked(drawing, "cutoff-mark").get("x1")) == pytest.approx(dots(drawing)[1], abs=0.01)
    assert marked(contribution_chart(-1.0, TERMS, -1.25, None), "cutoff-mark") is None


QUANTILES = (-1.5, -1.2, -0.6, 0.0, 0.6, 1.2, 1.5)
COHORT = FeatureQuantiles("A_up", QUANTILES, tuple(place + 0.5 for place in QUANTILES), QUANTILES)


@pytest.mark.parametrize("position", [-5.0, -1.0, 0.0, 2.5, 4.2])
def test_the_patient_is_marked_where_it_lies_among_the_cohort(position):
    """The axis runs from -3 to 3 standard deviations; what lies beyond stands at the edge with its number."""
    drawing = f"<svg>{strip(100.0, 0.0, position, COHORT)}</svg>"
    tip = float(re.match(r"M([\d.]+) ", marked(drawing, "patient-mark").get("d"))[1])
    assert tip == pytest.approx(100 + strips.WIDTH * (min(max(position, -3), 3) + 3) / 6, abs=0.01)
    assert (f"{abs(position):.1f} SD" in drawing) == (abs(position) > 3)


def test_bands_of_the_cohort_stand_by_outcome_where_that_is_known():
    """With and without pCR: 5 to 95 % and 25 to 75 % each; one pair of bands where the outcome is not told."""
    bands = list(ElementTree.fromstring(f"<svg>{strip(0.0, 0.0, 0.0, COHORT)}</svg>").iter("rect"))
    assert [rect.get("fill") for rect in bands] == [WITH_PCR, WITH_PCR, WITHOUT_PCR, WITHOUT_PCR]
    unit = strips.WIDTH / 6
    assert float(bands[0].get("x")) == pytest.approx((-1.0 + 3) * unit, abs=0.01)
    assert float(bands[0].get("width")) == pytest.approx(3.0 * unit, abs=0.01)
    assert float(bands[3].get("width")) == pytest.approx(1.2 * unit, abs=0.01)
    alone = replace(COHORT, with_pcr=None)
    assert len(list(ElementTree.fromstring(f"<svg>{strip(0.0, 0.0, 0.0, alone)}</svg>").iter("rect"))) == 2
    assert "cohort unknown" in strip(0.0, 0.0, None, None)


def test_the_scale_is_gray_where_it_is_too_close_to_call():
    drawing = probability_scale(0.4, 0.3, (0.2, 0.45))
    gray, mark = marked(drawing, "too-close"), marked(drawing, "probability-mark")
    left, right = float(gray.get("x")), float(gray.get("x")) + float(gray.get("width"))
    assert left < float(re.match(r"M([\d.]+) ", mark.get("d"))[1]) < right
    assert 'opacity="0.4"' in probability_scale(0.4, None, muted=True)


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


def luminance(color: str) -> float:
    """Relative luminance of sRGB, as WCAG 2 defines it."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "drawing", [contribution_chart(-1.0, TERMS, -1.25, 0.5), probability_scale(0.4, 0.3, (0.2, 0.35))]
)
def test_on_a_dark_ground_words_and_bars_can_be_read(drawing):
    top = ElementTree.fromstring(on_dark(drawing))
    assert contrast(top.get("fill"), GROUND) > 7, "words without a color of their own"
    for part in top.iter():
        least = 4.5 if part.tag == "text" else 3.0
        color = part.get("fill") or ""
        if color.startswith("#") and color != GROUND:
            assert contrast(color, GROUND) > least, (part.tag, color)
    assert len(on_dark(drawing)) - len(drawing) == len(' fill="#000000"'), "nothing but colors differs"
