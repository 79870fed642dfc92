"""A cut connection: the page says so, waits, and comes back with the case as it was; and New case in a browser."""

import re
import time
from pathlib import Path
from typing import Any

from PCRPredictorWeb.launch import write_redirect

PATIENCE_MS = 60_000


def test_a_cut_connection_comes_back_with_the_case(chromium: Any, address: str, tmp_path: Path) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE_MS)
    sockets: list[Any] = []

    def through(socket: Any) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page.route_web_socket(re.compile("/ws"), through)
    page.goto(write_redirect(address, tmp_path).as_uri())  # as the program itself opens it
    page.locator("[data-testid=welcome-sample]").dblclick()
    ready = page.locator("[data-testid=reason]").filter(has_text="Ready to predict")
    ready.wait_for()
    assert page.locator("[data-testid=question]").count() == 0, "a double click replaces nothing"

    page.route("**/tab?*", lambda route: route.abort())
    sockets[-1].close()
    lost = page.locator("#connection-lost")
    lost.filter(has_text="While the program runs, it holds the case").wait_for()
    assert "safe" not in lost.inner_text(), "the page cannot know that"
    page.unroute("**/tab?*")
    lost.wait_for(state="detached")
    ready.wait_for()
    assert len(sockets) == 2
    assert lost.count() == 0

    page.locator("[data-testid=sample]").click()
    page.locator("[data-testid=keep-case]").click()
    ready.wait_for()
    page.locator("[data-testid=new-case]").click()
    page.locator("[data-testid=begin-again]").click()
    page.locator("[data-testid=welcome-sample]").wait_for()
    page.close()


def test_the_page_is_light_and_usable_on_a_slow_laptop(chromium: Any, address: str) -> None:
    """At 10 Mbit/s with a four times slower processor; the clock's limit leaves room for other tests on the machine."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    line = page.context.new_cdp_session(page)
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda loaded: sizes.append(loaded["encodedDataLength"]))
    line.send("Network.enable")
    speed = 10e6 / 8
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 20, "downloadThroughput": speed, "uploadThroughput": speed},
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    begun = time.monotonic()
    page.goto(address)
    page.locator("[data-testid=welcome-sample]").wait_for(timeout=PATIENCE_MS)
    seconds = time.monotonic() - begun
    page.wait_for_load_state("networkidle")
    print(f"{sum(sizes) / 1e6:.3f} MB, usable after {seconds:.1f} s")
    assert 0.3e6 < sum(sizes) < 0.6e6
    page.close()
