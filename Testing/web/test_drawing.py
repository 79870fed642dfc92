"""Journeys of the hand: what is drawn is what was drawn, whatever else the machine has to do."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from Testing.web.test_journeys import Page

RADIUS = 60
# Of the sample patient, in ml.
VOXEL_ML = 2 * 2 * 5 / 1000


@pytest.fixture
def page(chromium: Any, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Page]:
    page = Page(chromium, request.getfixturevalue("address"))
    page.click("welcome-sample")
    page.part("reason").filter(has_text="Ready to predict").wait_for()
    yield page
    page._page.screenshot(path=tmp_path / "last.png")
    assert page.faults == []
    page._page.close()


@contextmanager
def both_cores_loaded() -> Iterator[None]:
    """Two programs that do nothing else than to compute."""
    programs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    try:
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


def view(page: Page, phase: str) -> dict[str, float]:
    return page._page.locator(f".view-hand[data-phase={phase}]").bounding_box()


def drag(page: Page, places: np.ndarray, seconds: float) -> None:
    mouse = page._page.mouse
    mouse.move(*map(float, places[0]))
    mouse.down()
    for place in places[1:]:
        mouse.move(*map(float, place))
        time.sleep(seconds / len(places))
    mouse.up()


def circle(box: dict[str, float], radius: float, corners: int) -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, corners)
    middle = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    return middle + radius * np.column_stack([np.cos(angles), np.sin(angles)])


def milliliters(page: Page, phase: str) -> float:
    return float(re.search(r"Lesion ([\d.]+) ml", page.part(f"size-{phase}").inner_text())[1])


def test_circles_hold_their_area_at_any_speed_and_under_load(page: Page) -> None:
    box = view(page, "arterial")
    # 160 voxels of 2 mm fill the view's width.
    voxels = np.pi * (RADIUS * 160 / box["width"]) ** 2
    page.click("new-arterial")
    page.part("size-arterial").wait_for(state="detached")
    page.press("d")
    for surroundings in (nullcontext(), both_cores_loaded()):
        with surroundings:
            # Points and seconds of a slow, a usual and a quick hand.
            for corners, seconds in ((240, 2.0), (90, 0.4), (40, 0.0)):
                step = 2 * np.pi / (corners - 1)
                share = np.sin(step) / step  # of the circle that these corners enclose
                drag(page, circle(box, RADIUS, corners), seconds)
                page.part("size-arterial").wait_for()
                assert milliliters(page, "arterial") / VOXEL_ML == pytest.approx(voxels * share, rel=0.02)
                page.press("Control+z")
                page.part("size-arterial").wait_for(state="detached")


def test_a_quick_flick_cuts_where_it_went_and_an_escaped_line_nowhere(page: Page) -> None:
    box = view(page, "arterial")
    before = milliliters(page, "arterial")
    page.press("s")
    page.part("tool-scissors").wait_for()
    left, top, right, bottom = box["x"] + 5, box["y"] + 5, box["x"] + box["width"] - 5, box["y"] + box["height"] - 5
    # All of the view, in four moves without a pause: everything is kept.
    drag(page, np.array([(left, top), (right, top), (right, bottom), (left, bottom)]), 0)
    page.settled()
    assert milliliters(page, "arterial") == before
    # A corner without a lesion: nothing is kept, and undo brings it back.
    drag(page, np.array([(left, top), (left + 20, top), (left + 20, top + 20)]), 0)
    page.part("size-arterial").wait_for(state="detached")
    page.press("Control+z")
    page.part("size-arterial").wait_for()
    assert milliliters(page, "arterial") == before
    page.press("d")
    places = circle(box, RADIUS, 20)
    mouse = page._page.mouse
    mouse.move(*map(float, places[0]))
    mouse.down()
    for place in places[1:]:
        mouse.move(*map(float, place))
    page.press("Escape")
    mouse.up()
    page.settled()
    assert milliliters(page, "arterial") == before
    assert page.part("undo").is_disabled()


# What the server tells comes late, on a slow line; answers to calls, which carry nothing, do not.
LATE_STATE = """
    const receive = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
    Object.defineProperty(WebSocket.prototype, "onmessage", { ...receive, set(handler) {
        let before = Promise.resolve();
        receive.set.call(this, async (event) => {
            if (!(await event.data.text()).includes("publish:trame.state")) return handler.call(this, event);
            const due = new Promise((done) => setTimeout(done, 400));
            before = before.then(() => due).then(() => handler.call(this, event));
        });
    } });
"""


def test_no_line_is_lost_while_its_tool_or_an_earlier_line_is_answered(page: Page) -> None:
    page._page.add_init_script(LATE_STATE)
    page.reload()
    page.part("size-arterial").wait_for()
    page.settled()
    box = view(page, "arterial")
    before = milliliters(page, "arterial")
    corner = np.array([box["x"] + 8, box["y"] + box["height"] / 2 - 80])  # inside the CT, far from the lesion
    page.press("d")
    square = np.array([(0, 0), (20, 0), (20, 20), (0, 20)])
    for number in range(4):
        drag(page, np.add(corner, (0, 40 * number)) + square, 0)
        time.sleep(0.15)
    page.settled()
    drawn = 4 * (20 * 320 / box["width"]) ** 2 * 5 / 1000
    assert milliliters(page, "arterial") - before == pytest.approx(drawn, rel=0.1)
    page.press("Escape")
    page.press("s")
    drag(page, np.array([box["x"] + 5, box["y"] + 5]) + square, 0)
    page.part("size-arterial").wait_for(state="detached")


def test_what_is_chosen_goes_ahead_of_what_is_clicked_on_a_slow_line(page: Page) -> None:
    """Else the question whether to remove the case would reach the program behind its answer, and be asked again."""
    only_state = 'if (!(await event.data.text()).includes("publish:trame.state")) return handler.call(this, event);'
    assert only_state in LATE_STATE
    page._page.add_init_script(LATE_STATE.replace(only_state, ""))
    page.reload()
    page.part("size-arterial").wait_for()
    box = view(page, "arterial")
    page._page.mouse.move(box["x"] + 100, box["y"] + 300)  # whose answer is awaited
    page.click("new-case")
    page.click("begin-again")
    page.part("welcome-sample").wait_for()
    page.settled()
    page.part("question").wait_for(state="detached")


def test_the_images_are_read_as_at_a_workstation(page: Page) -> None:
    box = view(page, "arterial")
    mouse = page._page.mouse
    mouse.move(box["x"] + 100, box["y"] + 300)
    page.part("look-arterial").filter(has_text=re.compile(r"-?\d+ HU +[RL] \d+ +[AP] \d+ +[SI] \d+")).wait_for()
    page.part("cross-portal").wait_for()
    page.picture("looking")
    drag(page, np.array([(box["x"] + 100, box["y"] + 300), (box["x"] + 150, box["y"] + 320)]), 0)
    # 50 pixels to the right widen by 100 HU, 20 down darken by raising the level by 40.
    page.part("window-text").filter(has_text=re.compile(r"W 450 +L 100")).wait_for()
    page.press("p")
    page.press("]")
    page._page.get_by_text("13.8 mm").wait_for()
    mouse.move(box["x"] + 100, box["y"] + 300)
    page._page.keyboard.down("Shift")
    mouse.wheel(0, 100)
    page._page.keyboard.up("Shift")
    page._page.get_by_text("12 mm", exact=True).wait_for()
    page.press("Escape")
    number = page.part("place-arterial").inner_text()
    page.press("ArrowUp")
    page.part("place-arterial").filter(has_not_text=number).wait_for()
    page.press("?")
    page.part("keys").wait_for()
    page.picture("keys")
    page.press("Escape")
    page.choose("orientation", "Coronal")
    page.part("place-arterial").filter(has_text=re.compile(r"/ 120\s+[AP] ")).wait_for()
    page.picture("coronal")


def test_a_copy_is_decided_where_one_looks_at_it(page: Page) -> None:
    page.click("copy")
    page.part("view-accept").wait_for()
    # What is proposed and how it is drawn come one after the other.
    page.part("dashed-portal").locator("path").wait_for(state="attached")
    assert page.part("dashed-portal").locator("path").count() == 1
    assert page._page.locator(".view-cover").count() == 0
    page.picture("copy")
    page.click("view-accept")
    page.part("view-accept").wait_for(state="detached")
    page.part("dashed-portal").wait_for(state="detached")


def test_a_small_window_keeps_every_control_and_the_body_in_view(page: Page) -> None:
    page.press("t")
    page.part("apply").wait_for()
    page.part("tool-islands").hover()
    tip = page._page.locator(".v-tooltip.v-overlay--active .v-overlay__content")
    tip.wait_for()
    page.at_rest()
    place = tip.bounding_box()
    assert place["y"] + place["height"] <= page.part("tool-islands").bounding_box()["y"] + 1, "it covers no settings"
    # The smallest window, and one of 1280 x 800 at 150 %.
    for width, height in ((1024, 700), (853, 533)):
        page._page.set_viewport_size({"width": width, "height": height})
        page._page.mouse.move(width / 2, 5)
        page._page.locator(".v-tooltip .v-overlay__content").locator("visible=true").first.wait_for(state="detached")
        page._page.wait_for_function(WHOLE_VOLUME_SHOWN)
        page.at_rest()
        keeps_everything_in_view(page, width, height)


# By the ruler, which the program draws anew once it knows the window's new size; the volume is 320 mm wide.
WHOLE_VOLUME_SHOWN = """() => {
  const width = (where) => document.querySelector(where).getBoundingClientRect().width;
  const ruler = "[data-testid=ruler-arterial]";
  const millimeters = parseFloat(document.querySelector(ruler).innerText);
  return (millimeters * width(".view-hand[data-phase=arterial]")) / width(ruler) >= 318;
}"""


def keeps_everything_in_view(page: Page, width: int, height: int) -> None:
    names = ["phase-portal", "tool-smoothing", "copy", "keys-button", "from-brush", "apply", "orientation", "window"]
    for name in [*names, "predict", "window-text", "place-portal"]:
        place = page.part(name).bounding_box()
        assert place["x"] >= 0, name
        assert place["y"] + place["height"] <= height, name
        covering = page.part(name).evaluate(
            "part => { const box = part.getBoundingClientRect();"
            "const seen = (x) => document.elementFromPoint(x, box.top + box.height / 2);"
            "return [box.left + 3, box.right - 3].map(seen).filter(one => !part.contains(one) && !one?.contains(part))"
            ".map(one => one ? one.outerHTML.slice(0, 90) : 'outside'); }"
        )
        assert covering == [], name
    page.picture(f"small-{width}")
