"""A second tab changes nothing of the first; a tab that is loaded again, or is gone, is none."""

import asyncio
import contextlib
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from trame_client.module import vue3
from wslink.backends.aiohttp import create_webserver
from wslink.websocket import ServerProtocol

from PCRPredictorWeb import one_tab
from PCRPredictorWeb.front_page import front_page
from PCRPredictorWeb.one_tab import OneTab
from PCRPredictorWeb.quiet_sockets import QuietSockets
from Testing.web.test_uploads import drop

PATIENCE_MS = 60_000


class Transport:
    def __init__(self) -> None:
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


class Request:
    def __init__(self, tab: str) -> None:
        self.query = {"tab": tab}
        self.transport = Transport()


@pytest.fixture
def tabs():
    """The program's side, and how a socket of a tab fares with it."""
    kept = OneTab(lambda _client_id: None)

    def connect(tab: str, client: str) -> tuple[Request, bool]:
        request = Request(tab)
        kept.onConnect(request, client)
        return request, asyncio.run(kept.validateToken("wslink-secret", client))

    return kept, connect


def ask(kept, method, name):
    async def serve():
        app = web.Application()
        kept.add_to(app)
        async with TestClient(TestServer(app)) as client:
            return (await (await client.request(method, f"/tab?name={name}")).json())["elsewhere"]

    return asyncio.run(serve())


def test_the_first_tab_keeps_the_case_and_the_second_is_let_in_when_it_is_gone(tabs):
    kept, connect = tabs
    first, may_talk = connect("a", "1")
    assert may_talk
    second, may_talk = connect("b", "2")
    assert (may_talk, second.transport.is_closed, first.transport.is_closed) == (False, True, False)
    kept.onClose("2")
    assert (ask(kept, "get", "b"), ask(kept, "get", "a")) == (True, False)
    kept.onClose("1")
    assert not ask(kept, "get", "b")
    assert connect("b", "3")[1]


def test_a_tab_that_was_cut_off_or_loaded_again_replaces_its_own_old_socket(tabs):
    kept, connect = tabs
    old, _ = connect("a", "1")
    new, may_talk = connect("a", "2")
    assert (may_talk, old.transport.is_closed, new.transport.is_closed) == (True, True, False)
    kept.onClose("1")  # comes late
    assert ask(kept, "get", "b")


def test_nothing_is_sent_to_a_socket_that_is_ended():
    silenced = []
    kept = OneTab(silenced.append)
    request = Request("a")
    kept.onConnect(request, "1")
    kept.onConnect(Request("a"), "2")
    assert silenced == ["1"]
    assert request.transport.is_closed


def test_what_is_sent_to_a_closing_tab_is_dropped_and_other_faults_are_not():
    class Socket:
        fault: Exception = ConnectionResetError("Cannot write to closing transport")

        async def send_bytes(self, _piece):
            raise self.fault

    socket = Socket()
    QuietSockets(lambda: [SimpleNamespace(connections={"1": socket})]).onConnect(Request("a"), "1")
    asyncio.run(socket.send_bytes(b"x"))
    socket.fault = TypeError("no bytes")
    with pytest.raises(TypeError):
        asyncio.run(socket.send_bytes(b"x"))


def test_a_tab_that_is_gone_before_its_socket_is_open_is_no_fault(monkeypatch, caplog):
    async def is_gone(*_):
        raise ConnectionResetError("Cannot write to closing transport")

    monkeypatch.setattr(web.WebSocketResponse, "prepare", is_gone)

    async def serve():
        server = create_webserver({"ws": {"/ws": ServerProtocol()}})
        QuietSockets(lambda: server._ws_handlers).add_to(server.app)
        async with TestClient(TestServer(server.app)) as client:
            await client.get("/ws")
        assert [handler.connections for handler in server._ws_handlers] == [{}]

    asyncio.run(serve())
    assert caplog.text == ""


def test_a_case_that_was_taken_over_waits_for_its_new_tab_but_not_forever(tabs, monkeypatch):
    kept, connect = tabs
    first, _ = connect("a", "1")
    ask(kept, "post", "b")
    assert first.transport.is_closed
    assert ask(kept, "get", "a"), "the first must not take it back while the other loads"
    assert not connect("a", "2")[1]
    monkeypatch.setattr(one_tab.time, "monotonic", lambda: 1e9)
    assert connect("a", "3")[1]


def test_the_script_is_the_first_of_the_page():
    text = (Path(vue3.www) / "index.html").read_text()
    page = front_page(text, "own.js")
    assert page.index('<script src="own.js">') == page.index("<script")
    assert page.replace('<script src="own.js"></script>', "") == text
    with pytest.raises(ValueError, match="no base"):
        front_page("<html></html>")


def open_tab(context: Any, address: str) -> Any:
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    return page


def picture(page: Any, name: str) -> None:
    if folder := os.environ.get("PCR_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"web-{name}.png")


def test_a_second_tab_is_told_and_may_take_the_case_over(chromium: Any, address: str, tmp_path: Path) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    first = open_tab(context, address)
    first.locator("[data-testid=welcome-sample]").click()
    ready = first.locator("[data-testid=reason]").filter(has_text="Ready to predict")
    ready.wait_for()
    first.locator("[data-testid=tool-paint]").click()
    in_hand = first.locator("[data-testid=tool-paint].v-btn--active")
    in_hand.wait_for()

    second = open_tab(context, first.url)
    told = second.locator("#connection-lost")
    told.filter(has_text="open in another tab").wait_for()
    picture(second, "second-tab")
    second.reload()
    told.filter(has_text="open in another tab").wait_for()
    first.reload()  # is no second one to itself
    ready.wait_for()
    assert first.locator("#connection-lost").count() == 0
    in_hand.wait_for()

    second.locator("#use-here").click()
    second.locator("[data-testid=reason]").filter(has_text="Ready to predict").wait_for()
    first.locator("#connection-lost").filter(has_text="taken over in another tab").wait_for()
    picture(first, "taken-over")
    sent: list[str] = []
    first.on("request", lambda request: sent.append(request.url))
    dropped = tmp_path / "dropped.nrrd"
    dropped.write_bytes(b"x")
    drop(SimpleNamespace(_page=first), dropped)
    first.evaluate("() => new Promise((done) => setTimeout(done, 300))")  # by the page's own clock
    assert not [url for url in sent if "/room?" in url], "what falls on it is for the case of the other tab"
    second.close()
    first.locator("#use-here").click()
    first.locator("#connection-lost").wait_for(state="detached")
    ready.wait_for()
    context.close()


ELSEWHERE = "http://slow.example/"
GO_ELSEWHERE = (
    f"() => {{ trame.client.onConnectionClose(() => console.log('closed')); location.href = '{ELSEWHERE}'; }}"
)
SHORT_LEAVE = (
    "const soon = setTimeout; setTimeout = (run, ms, ...others) => soon(run, ms === 10000 ? 500 : ms, ...others);"
)


def test_a_page_that_is_left_does_not_call_the_slow_other_off(chromium: Any, address: str) -> None:
    """The framework has closed its connection by then."""
    page = open_tab(chromium.new_context(), address)
    page.locator("[data-testid=open]").wait_for()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    held: list[Any] = []
    page.route(ELSEWHERE, lambda route: held.append(route))
    with page.expect_event("console", lambda said: said.text == "closed"):
        page.evaluate(GO_ELSEWHERE)
    page.wait_for_timeout(1000)  # in which it would be called off
    assert sent == [ELSEWHERE]
    held[0].fulfill(body="there")
    page.wait_for_url(ELSEWHERE)
    page.context.close()


def test_a_page_that_was_left_for_nothing_goes_on(chromium: Any, address: str) -> None:
    context = chromium.new_context()
    context.add_init_script(SHORT_LEAVE)
    page = open_tab(context, address)
    page.locator("[data-testid=open]").wait_for()
    page.route(ELSEWHERE, lambda route: route.fulfill(status=204))
    with page.expect_event("load"):
        page.evaluate(GO_ELSEWHERE)
    page.locator("[data-testid=welcome-sample]:enabled").wait_for()
    context.close()


def test_another_browser_is_a_second_tab_and_a_crashed_one_none(chromium: Any, address: str) -> None:
    one, other = chromium.new_context(), chromium.new_context()
    first = open_tab(one, address)
    first.locator("[data-testid=open]").wait_for()
    second = open_tab(other, address)
    second.locator("#use-here").wait_for()
    with first.expect_event("crash"), contextlib.suppress(Exception):
        first.goto("chrome://crash")
    second.reload()
    second.locator("[data-testid=open]").wait_for()
    one.close()
    other.close()
