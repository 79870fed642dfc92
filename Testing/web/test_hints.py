"""Correcting a contour proposed from the diameter: line across, belongs, does not belong, as in the Slicer module."""

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PCRPredictorLib.imaging.contour_proposal import propose_contour
from PCRPredictorLib.imaging.lesion_hints import LesionHints
from PCRPredictorLib.mrml.grow_cut import grow_cut

from PCRPredictorWeb.diameter import HINTS
from PCRPredictorWeb.panels.hints import HINT_WORDS, THEN, TITLES
from Testing.web.lesion import longest_diameter
from Testing.web.test_contour_tools import mask, size_of_view, stroke
from Testing.web.test_diameter import draw_diameter, said

FORM = Path(__file__).resolve().parents[2] / "PCRPredictor" / "Resources" / "UI" / "PCRPredictorContours.ui"


def across():
    """Ends of a line across the longest diameter, 0.7 times as long, in mm as `longest_diameter` gives them."""
    start, end = longest_diameter().ends
    half = 0.35 * (end - start)[::-1] * (1, -1)
    return np.array([(start + end) / 2 - half, (start + end) / 2 + half])


def shares(page, ends):
    return (0.5 + np.asarray(ends) / size_of_view(page)).tolist()


async def correct(page, kind, ends):
    page.do.choose_tool(kind)
    assert (page["tool"], page["follows_hand"]) == (kind, True)
    stroke(page, shares(page, ends))
    assert page["tool"] == "", "one at a time"
    await page.until(lambda: not page["running"])


def in_hints(image, ends):
    """The ends in LPS mm, by the image's own middle."""
    middle = image.geometry.index_to_world @ [*((np.array(image.array.shape[::-1]) - 1) / 2), 1]
    height = image.geometry.index_to_world @ [0, 0, longest_diameter().number - 1, 1]
    return [(middle[0] + x, middle[1] + y, height[2]) for x, y in ends]


def test_the_words_are_those_of_the_slicer_module():
    for kind, title in TITLES.items():
        button = ElementTree.parse(FORM).find(f".//widget[@name='{kind}Button']")
        told = {one.get("name"): one.findtext("string") for one in button.findall("property")}
        assert (title, HINT_WORDS[kind] + THEN) == (told["text"], told["toolTip"])
    assert tuple(TITLES) == HINTS


def test_a_proposal_is_grown_anew_from_what_was_drawn(page):
    async def scenario():
        await page.app.open_sample()
        own = page["arterial_contour"]
        assert not page["can_correct"]
        await draw_diameter(page)
        assert (page["proposal_grown"], page["can_correct"]) == (True, True)
        image = page.app.case.image(page["arterial_volume"])
        line = page.presenter.copy.pending.line
        start, end = longest_diameter().ends
        along = (end - start) / longest_diameter().length
        drawn = {
            "across": across(),
            "belongs": [end + 6 * along, end + 8 * along],
            "foreign": [start + 4 * along, start + 6 * along],
        }
        before = mask(page)
        for kind, ends in drawn.items():
            await correct(page, kind, ends)
            assert said(page) == []
            hints = page.presenter.copy.pending.hints
            held = hints.across if kind == "across" else getattr(hints, kind)[-1]
            np.testing.assert_allclose([held.start, held.end], in_hints(image, ends), atol=1.6)  # a pixel of the view
            expected = propose_contour(image, line, grow_cut, hints).mask.array
            now = mask(page)
            np.testing.assert_array_equal(now, expected)
            assert not np.array_equal(now, before)
            before = now
        assert page.presenter.copy.pending.hints != LesionHints()
        assert "from a diameter of 37 mm" in page["proposal"]
        assert page["undo_steps"] == ["Contour from the diameter"]
        page.do.undo()
        assert page["arterial_contour"] == own
        page.do.redo()
        np.testing.assert_array_equal(mask(page), before)
        page.do.accept_copy()
        assert (page["proposal_grown"], page["can_correct"]) == (False, False)

    page.run(scenario)


@pytest.mark.parametrize("kind", HINTS)
def test_a_hint_is_for_a_contour_grown_from_a_line_and_in_its_view_only(page, kind):
    async def scenario():
        await page.app.open_sample()
        page.do.choose_tool(kind)
        assert page["tool"] == "", "nothing was proposed"
        page.do.copy_contour()
        await page.until(lambda: not page["running"])
        page.app.gestures.choose_tool(kind)
        assert page["tool"] == "", "a copy is corrected by the tools"
        page.do.undo_copy()
        page.do.turn_to("arterial")
        await draw_diameter(page)
        page.do.turn_to("portal")
        page.app.gestures.choose_tool(kind)
        assert (page["tool"], page["active_phase"]) == (kind, "arterial")
        size_of_view(page, "portal")
        pending = page.presenter.copy.pending
        stroke(page, shares(page, across()), "portal")
        assert (page["running"], page["tool"], page.presenter.copy.pending) == (False, kind, pending)
        page.app.gestures.choose_tool(kind)
        assert page["tool"] == ""
        page.do.choose_tool(kind)
        page.do.accept_copy()
        assert page["tool"] == "", "there is nothing more to correct"

    page.run(scenario)


def test_a_line_that_does_not_cross_is_refused_and_the_proposal_kept(page):
    async def scenario():
        await page.app.open_sample()
        await draw_diameter(page)
        before = mask(page)
        await correct(page, "across", longest_diameter().ends * 0.9)
        (sentence,) = said(page)
        assert re.search("does not cross the first", sentence)
        np.testing.assert_array_equal(mask(page), before)
        assert page["can_correct"]

    page.run(scenario)
