"""From one line over an image to a probability, by the hand in a headless Chromium."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PCRPredictorLib.formats import read_mask

from Testing.web.lesion import arterial_voxels, dice, longest_diameter, portal_voxels
from Testing.web.test_drawing import drag, milliliters, view
from Testing.web.test_journeys import Page

# Of the sample patient, whole in each view.
WIDTH_MM = 320


@pytest.fixture
def page(chromium: Any, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Page]:
    page = Page(chromium, request.getfixturevalue("address"))
    page.click("welcome-sample")
    page.part("reason").filter(has_text="Ready to predict").wait_for()
    page.press("Escape")
    yield page
    page._page.screenshot(path=tmp_path / "last.png")
    assert page.faults == []
    page._page.close()


def ends(page: Page, phase: str = "arterial") -> np.ndarray:
    """Where on the screen the lesion's longest diameter ends, once its slice is shown; left and below the middle."""
    show_slice(page, longest_diameter().number)
    box = view(page, phase)
    scale = box["width"] / WIDTH_MM
    return (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) + longest_diameter().ends * scale


def show_slice(page: Page, number: int) -> None:
    page.settled()
    shown = int(page.part("place-arterial").inner_text().split("/")[0])
    for _ in range(abs(number - shown)):
        page.press("ArrowUp" if number > shown else "ArrowDown")
    page.part("place-arterial").filter(has_text=re.compile(rf"^{number} / ")).wait_for()


def click(page: Page, place: np.ndarray) -> None:
    page._page.mouse.move(*map(float, place), steps=3)
    page._page.mouse.down()
    page._page.mouse.up()


def line_shown(page: Page, phase: str = "arterial") -> str:
    return page._page.locator(f".view-hand[data-phase={phase}] polyline").get_attribute("points") or ""


def is_asked_for(page: Page) -> Any:
    return page._page.get_by_text("Draw the lesion's longest diameter")


def test_one_line_gives_both_contours_and_a_probability(page: Page, tmp_path: Path) -> None:
    for phase in ("arterial", "portal"):
        page.click(f"new-{phase}")
        page.part(f"size-{phase}").wait_for(state="detached")
    start, end = ends(page)
    page.press("l")
    is_asked_for(page).wait_for()
    mouse = page._page.mouse
    mouse.move(*map(float, start))
    mouse.down()
    mouse.move(*map(float, end), steps=5)
    assert page._page.locator(".view-hand[data-phase=arterial] text").text_content() == "37 mm"
    page._page.screenshot(path=tmp_path / "line.png")
    mouse.up()
    page.part("proposed-arterial").wait_for()
    assert line_shown(page) == ""
    page._page.get_by_text("from a diameter of 37 mm").wait_for()
    page.part("size-arterial").wait_for()
    assert milliliters(page, "arterial") == pytest.approx(np.count_nonzero(arterial_voxels()) * 0.02, rel=0.3)
    page.picture("diameter-proposed")
    page.click("view-accept")
    page.part("proposed-portal").wait_for()
    page.picture("diameter-other-phase")
    page.click("view-accept")
    page.part("reason").filter(has_text="Ready to predict").wait_for()
    page.click("predict")
    page.part("percent").wait_for()
    page.picture("diameter-result")
    provenance = json.loads(page.take("json", tmp_path).read_text())["provenance"]["inputs"]
    assert [provenance[phase]["origin"] for phase in ("arterial", "portal")] == ["proposed"] * 2
    assert [provenance[phase]["changed_share"] for phase in ("arterial", "portal")] == [0.0] * 2
    for phase, truth in (("arterial", arterial_voxels()), ("portal", portal_voxels())):
        assert dice(read_mask(page.take(f"contour-{phase}", tmp_path)).array, truth) > 0.75


def test_two_clicks_draw_it_as_well_and_ctrl_z_takes_it_back(page: Page) -> None:
    own = milliliters(page, "arterial")
    start, end = ends(page)
    page.click("phase-portal")
    page.click("tool-diameter")
    is_asked_for(page).wait_for()
    click(page, start)
    page._page.mouse.move(*map(float, end), steps=3)
    assert line_shown(page) != "", "no button is pressed, and the line follows"
    click(page, end)
    page.part("proposed-arterial").wait_for()
    page.part("dashed-arterial").locator("path").wait_for(state="attached")
    page.click("view-accept")
    page.part("view-accept").wait_for(state="detached")
    assert milliliters(page, "arterial") != own
    proposed = milliliters(page, "arterial")
    page.press("Control+z")
    page.part("size-arterial").filter(has_text=f"Lesion {own:g}").wait_for()
    page.part("reason").filter(has_text="Ready to predict").wait_for()
    page.press("Control+y")
    page.part("size-arterial").filter(has_text=f"Lesion {proposed:g}").wait_for()
    assert page.part("view-accept").count() == 0, "it was accepted"


def grown_anew(page: Page, before: float) -> None:
    """Wait until another proposal than one of so many milliliters awaits the user's word."""
    page._page.wait_for_function(
        """before => {
          const held = (name) => window.trame.state.get(name);
          return held("can_correct") && held("proposal") && !held("arterial_size").startsWith(before);
        }""",
        arg=f"{before:g} ",
    )
    page.settled()


def test_a_proposal_is_corrected_by_a_line_across_and_a_stroke(page: Page) -> None:
    start, end = ends(page)
    page.press("l")
    is_asked_for(page).wait_for()
    drag(page, np.array([start, end]), 0.1)
    page.part("proposed-arterial").wait_for()
    grown = milliliters(page, "arterial")
    page.picture("hints")
    half = 0.3 * (end - start)[::-1] * (1, -1)
    page.press("a")
    page._page.get_by_text("Click both edges of the lesion across its longest diameter").wait_for()
    page.picture("hint-across")
    page.at_rest()
    strip = page._page.locator(".strip.settings").bounding_box()
    last = page.part("bar-tool-foreign").bounding_box()
    assert last["x"] + last["width"] <= strip["x"] + strip["width"], "no button is cut off"
    drag(page, np.array([(start + end) / 2 - half, (start + end) / 2 + half]), 0.1)
    grown_anew(page, grown)
    page.part("side-tool-foreign").focus()
    narrow = milliliters(page, "arterial")
    page.press("Enter")
    page._page.get_by_text("Click both ends of a stroke over what is no lesion").wait_for()
    assert page.part("side-tool-foreign").get_attribute("aria-pressed") == "true"
    page.settled()
    along = (end - start) / np.linalg.norm(end - start)
    click(page, end - 8 * along)
    page._page.mouse.move(*map(float, end - 14 * along), steps=3)
    assert line_shown(page) != ""
    click(page, end - 18 * along)
    grown_anew(page, narrow)
    assert milliliters(page, "arterial") < narrow
    page.part("proposed-arterial").wait_for()
    page._page.set_viewport_size({"width": 390, "height": 800})
    page.picture("hints-narrow")
    page._page.set_viewport_size({"width": 1280, "height": 800})
    page.click("view-accept")
    page.part("side-tool-across").wait_for(state="detached")


def test_a_short_line_is_refused_and_escape_puts_first_the_line_then_the_tool_away(page: Page) -> None:
    own = milliliters(page, "arterial")
    start, end = ends(page)
    page.press("l")
    is_asked_for(page).wait_for()
    drag(page, np.array([start, np.add(start, (5, 0))]), 0)
    page.message("mm long, and a lesion of 5 to 300 mm can be proposed")
    page.picture("diameter-refused")
    click(page, start)
    page._page.mouse.move(*map(float, end), steps=3)
    assert line_shown(page) != ""
    page.press("Escape")
    assert line_shown(page) == ""
    click(page, end)
    page._page.mouse.wheel(0, 100)
    page._page.mouse.move(*map(float, start), steps=3)
    assert line_shown(page) == "", "what was begun on another slice"
    click(page, start)
    page.click("fit")
    page._page.mouse.move(*map(float, end), steps=3)
    assert line_shown(page) == "", "a click beside the image is no second end"
    page.press("Escape")
    is_asked_for(page).wait_for(state="detached")
    page.settled()
    drag(page, np.array([start, end]), 0)
    page.settled()
    assert page.part("view-accept").count() == 0
    assert milliliters(page, "arterial") == own


def test_a_doubtful_proposal_is_marked_where_one_looks(page: Page) -> None:
    box = view(page, "arterial")
    page.press("l")
    is_asked_for(page).wait_for()
    middle = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    drag(page, np.array([middle, np.add(middle, (box["width"] / 10, 0))]), 0.1)
    page.part("proposed-arterial").filter(has_text="Doubtful: check every slice").wait_for()
    page._page.get_by_text("is doubtful, since the image does not show").wait_for()
    assert "doubtful" in page.part("proposed-arterial").get_attribute("class")
    page.picture("diameter-doubtful")
    page.click("view-undo")
    page.part("view-accept").wait_for(state="detached")
