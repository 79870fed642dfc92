"""A cut connection: the page says so, waits, and comes back with the case as it was; and New case in a browser."""

import re
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
    page.locator("[data-testid=welcome-sample]").click()
    ready = page.locator("[data-testid=reason]").filter(has_text="Ready to predict")
    ready.wait_for()

    page.route("**/index.html", lambda route: route.abort() if route.request.method == "HEAD" else route.continue_())
    sockets[-1].close()
    lost = page.locator("#connection-lost")
    lost.filter(has_text="The case is safe").wait_for()
    page.unroute("**/index.html")
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
