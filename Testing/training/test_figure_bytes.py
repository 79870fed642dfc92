"""Figures hold letters of any script, or leave them to the reader's browser, and say nothing on the way."""

import base64
import warnings

import pytest
from matplotlib import rcParams
from PCRPredictorLib.report.study.figure_bytes import png_of, svg_of
from PCRPredictorLib.report.study.training_markup import picture
from PCRPredictorLib.report.study.validation_charts import new_figure

UNKNOWN = "\u533b\u9662 \ue000"
"""A hospital in Chinese, and a letter for private use that no font should have."""


@pytest.fixture(autouse=True)
def usual_font(monkeypatch):
    monkeypatch.setitem(rcParams, "font.family", ["DejaVu Sans"])
    monkeypatch.setattr("PCRPredictorLib.report.study.figure_bytes.OTHER_SCRIPTS", ("DejaVu Serif",))


def figure_of(label):
    figure, (axis,) = new_figure(1)
    axis.set_xlabel(label)
    return figure


@pytest.mark.parametrize(("label", "complete"), [("f0", True), ("Gr\u00f6\u00dfe", True), (UNKNOWN, False)])
def test_a_page_holds_a_drawing_with_every_letter(label, complete):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        image, whole = png_of(figure_of(label), 50)
        assert whole is complete
        assert image.startswith(b"\x89PNG")
        assert label in svg_of(figure_of(label), "one").decode()
        page = picture("one", "A chart", figure_of(label))
    kind, data = page.split("data:image/")[1].split('"')[0].split(";base64,")
    assert kind == ("png" if complete else "svg+xml")
    assert (label in base64.b64decode(data).decode("utf-8", "replace")) is not complete


def test_the_same_figure_gives_the_same_bytes():
    assert svg_of(figure_of(UNKNOWN), "one") == svg_of(figure_of(UNKNOWN), "one")
    assert png_of(figure_of("f0"), 50) == png_of(figure_of("f0"), 50)
