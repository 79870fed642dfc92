"""The page for who sees little, listens to it, or uses no mouse: axe-core in every state, keys alone, zoom."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from Testing.web.test_diameter_journey import ends
from Testing.web.test_drawing import drag, view
from Testing.web.test_journeys import Page

GRAVE = ("serious", "critical")
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
SLIDERS = "[...document.querySelectorAll('.v-slider')].map(one => one.offsetWidth).filter(Boolean)"
LEFT_CASE = {"saved": "28 Nov 2026, 14:00", "contours": 2, "volumes": ["arterial", "portal"]}
OPEN_QUESTION = {"words": "Which phase is it?", "answers": [{"title": "Arterial phase", "value": "arterial"}]}
UPLOAD = {"name": "liver arterial.nrrd", "words": "40 % of 25.2 MB, 8 s left", "share": 40, "waiting": 2}

# Why the focus cannot be seen, as text; empty where it can.
UNSEEN_FOCUS = """() => {
  const part = document.activeElement;
  if (part === document.body) return "";
  const seen = [part, part.closest(".v-field, .v-selection-control__input")].some((one) => {
    if (!one) return false;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    let opacity = 1;
    for (let above = one; above; above = above.parentElement) opacity *= getComputedStyle(above).opacity;
    const inside = box.left >= -1 && box.top >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && opacity > 0.6 && inside;
  });
  return seen ? "" : part.outerHTML.slice(0, 120);
}"""


@pytest.fixture
def page(chromium: Any, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Page]:
    page = Page(chromium, request.getfixturevalue("address"))
    yield page
    page._page.screenshot(path=tmp_path / "last.png")
    assert page.faults == []
    page._page.close()


def grave_faults(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    from axe_playwright_python.sync_playwright import Axe

    page.at_rest()  # contrasts are those after the page's own fading
    found = Axe().run(page._page, options=AXE).response["violations"]
    faults = [f"{one['id']}: {part['html'][:150]}" for one in found if one["impact"] in GRAVE for part in one["nodes"]]
    return faults + [f"a slider of {width} pixels" for width in page._page.evaluate(SLIDERS) if width < 80]


def in_every_state(page: Page, tmp_path: Path) -> Iterator[str]:
    """Lead the page from one state to the next, and name each."""
    yield "empty"
    page.click("welcome-sample")
    page.part("reason").filter(has_text="Ready to predict").wait_for()
    yield "opened"
    for tool in ("paint", "draw", "scissors", "threshold", "islands", "smoothing"):
        page.click(f"tool-{tool}")
        yield tool
    page.click("tool-smoothing")
    page.click("copy")
    page.part("view-accept").wait_for()
    yield "a proposal"
    page.click("view-undo")
    yield from proposals_from_a_diameter(page)
    page.click("predict")
    page.part("percent").wait_for()
    yield "a result"
    page.click("map")
    page.part("map-words").filter(has_text="It explains the model").wait_for()
    yield "a map"
    for button, name in (("why", "why"), ("card", "the model card"), ("keys-button", "the keys"), ("about", "about")):
        if button == "card":
            page.click("tab-case")
        page.click(button)
        yield name
        page.press("Escape")
        page._page.locator(".v-overlay__scrim").wait_for(state="detached")
    page.click("model")
    yield "a list"
    page.press("Escape")
    page.click("new-case")
    yield "a question"
    page.click("keep-case")
    for state, content in (("left_case", LEFT_CASE), ("open_question", OPEN_QUESTION), ("upload", UPLOAD)):
        page._page.evaluate("([name, content]) => trame.state.set(name, content)", [state, content])
        yield state
        page._page.evaluate("name => trame.state.set(name, null)", state)
    yield from until_outside(page)
    text = tmp_path / "text.nii.gz"
    text.write_text("this is no image")
    page.send("open", text)
    page.message("text.nii.gz is no NRRD")
    yield "a message"
    for width, height in ((1024, 700), (390, 844)):
        page._page.set_viewport_size({"width": width, "height": height})
        yield f"{width} pixels wide"
    page._page.evaluate("upload => trame.state.set('upload', upload)", UPLOAD)
    page.part("cancel-upload").wait_for()
    yield "an upload in a small window"
    yield from without_the_case(page)


def proposals_from_a_diameter(page: Page) -> Iterator[str]:
    """Draw a line where the image shows no lesion's edge, then the lesion's own diameter."""
    box = view(page, "arterial")
    middle = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    for line, words in (
        (lambda: (middle, np.add(middle, (box["width"] / 10, 0))), "Doubtful"),
        (lambda: ends(page), "Proposed"),
    ):
        drawn = np.array(line())
        page.press("l")
        page._page.get_by_text("Draw the lesion's longest diameter").wait_for()
        drag(page, drawn, 0.1)
        page.part("proposed-arterial").filter(has_text=words).wait_for()
        yield f"{words} from the diameter"
        page.click("bar-tool-belongs")
        page._page.get_by_text("Click both ends of a stroke over lesion that was left out").wait_for()
        yield f"a stroke on {words} from the diameter"
        page.press("Escape")
        page.click("view-undo")
        page.part("view-accept").wait_for(state="detached")


def without_the_case(page: Page) -> Iterator[str]:
    """Give the case to another tab, whose word is held back: cut off, taken over, and a second tab from the start."""
    held: list[Any] = []
    page._page.route("**/tab?name=*", lambda route: held.append(route) if held == [] else route.continue_())
    page._page.request.post(page._page.url.partition("index.html")[0] + "tab?name=other")
    lost = page._page.locator("#connection-lost")
    lost.filter(has_text="While the program runs, it holds the case").wait_for()
    yield "cut off"
    held[0].continue_()
    lost.filter(has_text="taken over in another tab").wait_for()
    yield "taken over"
    page._page.reload()
    lost.filter(has_text="is open in another tab").wait_for()
    yield "a second tab"
    # What the framework's client says of a socket that was ended under it.
    page.faults[:] = [fault for fault in page.faults if fault != "Object"]


def until_outside(page: Page) -> Iterator[str]:
    """Contour everything bright, which no calibration has seen."""
    page.click("tool-threshold")
    page.choose("threshold_region", "In the whole CT")
    page.type_number("threshold_low", "95")
    page.click("apply")
    page.part("question").filter(has_text="voxels by").wait_for()
    yield "asks before it replaces"
    page.click("replace")
    page.click("tab-result")
    page.part("stale-mark").filter(has_text="Out of date").wait_for()
    yield "out of date"
    page.click("predict")
    page._page.locator(".lead.outside").wait_for()
    yield "outside the calibration"


def test_no_state_of_the_page_keeps_anybody_out(page: Page, tmp_path: Path) -> None:
    found = {name: grave_faults(page) for name in in_every_state(page, tmp_path)}
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert any("icons.css" in url for url in page.requests)
    assert not any("materialdesignicons" in url for url in page.requests), "an icon is not in the page's own font"


def test_the_page_can_be_enlarged_with_two_fingers(page: Page) -> None:
    asked = page._page.locator("meta[name=viewport]").get_attribute("content")
    assert "maximum-scale" not in asked
    assert "user-scalable" not in asked


def reach(page: Page, name: str) -> None:
    """Press Tab until a part has the focus, which is seen all the way."""
    for _ in range(90):
        page.press("Tab")
        assert page._page.evaluate(UNSEEN_FOCUS) == ""
        if page._page.evaluate("document.activeElement.closest('[data-testid]')?.dataset.testid") == name:
            return
    pytest.fail(f"{name} is not reached by Tab")


def is_in_dialog(page: Page, name: str) -> None:
    """Wait until a dialog has taken the focus, which it does when it has come in."""
    dialog = page._page.get_by_role("dialog", name=name).or_(page._page.get_by_role("alertdialog", name=name))
    dialog.locator("css=:focus").or_(dialog.and_(page._page.locator(":focus"))).wait_for()


def comes_back_to(page: Page, name: str) -> None:
    """Wait until the focus is back, for good: also when the dialog has gone."""
    for _ in range(2):
        page.part(name).and_(page._page.locator(":focus")).wait_for()
        page._page.locator(".v-overlay__scrim").wait_for(state="detached")


def test_the_focus_comes_back_from_every_dialog(page: Page) -> None:
    page.click("welcome-sample")
    page.part("reason").filter(has_text="Ready to predict").wait_for()
    for opener, name in (
        ("about", "About PCR Predictor"),
        ("card", "Model card"),
        ("keys-button", "Mouse and keys"),
        ("new-case", "Remove the case?"),
    ):
        for leave in (lambda: page.press("Escape"), lambda: page._page.mouse.click(3, 300)):
            page.part(opener).focus()
            page.press("Enter")
            is_in_dialog(page, name)
            leave()
            comes_back_to(page, opener)


def test_the_journey_needs_no_mouse(page: Page, tmp_path: Path) -> None:
    reach(page, "welcome-sample")
    page.press("Enter")
    page.part("reason").filter(has_text="Ready to predict").wait_for()
    size = page.part("size-arterial").inner_text()
    reach(page, "tool-threshold")
    page.press("Enter")
    reach(page, "apply")
    page.press("Enter")
    page.part("size-arterial").filter(has_not_text=size).wait_for()
    page.press("Control+z")
    page.part("size-arterial").filter(has_text=size).wait_for()
    reach(page, "predict")
    page.press("Enter")
    page.part("percent").wait_for()
    number = page.part("percent").inner_text()
    heard = page.part("heard")
    assert heard.get_attribute("role") == "status"
    assert number in heard.inner_text()
    assert "Simulated" in heard.inner_text()
    reach(page, "why")
    page.press("Enter")
    is_in_dialog(page, "Why this number")
    page.press("Escape")
    comes_back_to(page, "why")
    reach(page, "take-report")
    with page._page.expect_download() as download:
        page.press("Enter")
    download.value.save_as(tmp_path / "report.html")
    assert number in (tmp_path / "report.html").read_text(encoding="utf-8")
