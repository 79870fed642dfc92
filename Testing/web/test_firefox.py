"""The main journey in Firefox: open, contour by hand, copy, predict, see why."""

import asyncio
import os
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from PCRPredictorWeb.launch import write_redirect
from Testing.web.firefox import Tab, firefox_here, opened

RADIUS = 60
VOXEL_ML = 2 * 2 * 5 / 1000
ESCAPE = "\ue00c"  # as WebDriver writes it


@pytest.fixture
def in_firefox(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Callable[[Tab], Coroutine]], None]:
    """Run a journey on the page in a Firefox of its own."""
    executable = firefox_here()
    if executable is None:
        pytest.skip("no Firefox here: apt-get install firefox-esr")
    address = request.getfixturevalue("address")

    def run(journey: Callable[[Tab], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            profile = tmp_path / "profile"
            profile.mkdir()
            async with opened(executable, profile) as tab:
                await tab.open(write_redirect(address, tmp_path).as_uri())  # as the program itself opens it
                await tab.until("document.querySelector('[data-testid=open]')")
                try:
                    await journey(tab)
                finally:
                    await tab.picture(tmp_path / "last.png")
                assert tab.faults == []

        asyncio.run(whole())

    return run


def test_from_the_sample_patient_to_a_number(in_firefox: Callable) -> None:
    async def journey(tab: Tab) -> None:
        await tab.click("welcome-sample")
        await tab.until("trame.state.get('predict_reason') === '' && trame.state.get('arterial_size')")
        await picture(tab, "opened")
        await tab.until("[...document.querySelectorAll('img.image-display-area')].every(one => one.naturalWidth > 100)")

        await tab.click("new-arterial")
        await tab.until("!trame.state.get('arterial_size')")
        await tab.press("d")
        await tab.until("trame.state.get('tool') === 'draw'")
        box = await tab.box(".view-hand[data-phase=arterial]")
        angles = np.linspace(0, 2 * np.pi, 60)
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        places = middle + RADIUS * np.column_stack([np.cos(angles), np.sin(angles)])
        await tab.drag([(float(x), float(y)) for x, y in places])
        await tab.until("trame.state.get('arterial_size')")
        drawn = float(re.search(r"([\d.]+) ml", await tab.text("size-arterial"))[1])
        voxels = np.pi * (RADIUS * 160 / box["width"]) ** 2  # 160 voxels of 2 mm fill the view's width
        assert drawn / VOXEL_ML == pytest.approx(voxels, rel=0.02)
        await picture(tab, "drawn")

        await tab.press(ESCAPE)
        await tab.click("copy")
        await tab.until("document.querySelector('[data-testid=view-accept]')")
        await picture(tab, "copy")
        await tab.click("view-undo")
        await tab.click("predict")
        await tab.until("document.querySelector('[data-testid=percent]')")
        assert re.fullmatch(r"\d+ %", await tab.text("percent"))
        # Firefox shows bars where Chromium hides them, and white ones unless it is told.
        assert await tab.ask("getComputedStyle(document.querySelector('.side-body')).scrollbarColor") != "auto"
        await picture(tab, "result")
        await tab.click("why")
        await tab.until("document.querySelector('.v-dialog.v-overlay--active table.terms')")
        await picture(tab, "why")

    in_firefox(journey)


async def picture(tab: Tab, name: str) -> None:
    """Kept where they are asked for, as in the journeys in Chromium."""
    if folder := os.environ.get("PCR_SCREENSHOTS"):
        await asyncio.sleep(1)
        await tab.picture(Path(folder) / f"firefox-{name}.png")
