"""One tab of the browser holds the case; another is told so, and may take it over."""

import time
from collections.abc import Callable
from typing import Any

from aiohttp import web
from wslink.websocket import LinkProtocol

# A tab that took the case over has to load its page first.
PROMISE_SECONDS = 30.0


class OneTab(LinkProtocol):
    """Lets the sockets of one tab talk to the program.

    What two tabs send would mix: a stroke of one in the contour of the other, the slices of both pulled to and fro. A
    tab keeps its name when it is loaded again, so that it is never a second one to itself, even where its old socket
    seems to be open still. Whoever has got as far as a socket has been asked for the token by the guard.

    Parameters
    ----------
    silence : callable
        Called with the name of a socket that is about to be ended, to which nothing must be sent any more.
    """

    def __init__(self, silence: Callable[[str], None]) -> None:
        super().__init__()
        self._silence = silence
        self._holder = ""
        self._promised_until = 0.0
        self._sockets: dict[str, web.Request] = {}

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/tab", self._tell)
        app.router.add_post("/tab", self._take_over)

    def onConnect(self, request: web.Request, client_id: str) -> None:
        name = request.query.get("tab", "")
        if self._is_elsewhere(name):
            _end(request)
            return
        self._hold(name)
        self._sockets[client_id] = request

    def onClose(self, client_id: str) -> None:
        self._sockets.pop(client_id, None)

    async def validateToken(self, _token: str, client_id: str) -> bool:
        """Whether a socket may talk; the page has forgotten the token when it is loaded again."""
        return client_id in self._sockets

    async def _tell(self, request: web.Request) -> web.Response:
        return web.json_response({"elsewhere": self._is_elsewhere(request.query.get("name", ""))})

    async def _take_over(self, request: web.Request) -> web.Response:
        self._hold(request.query.get("name", ""))
        self._promised_until = time.monotonic() + PROMISE_SECONDS
        return web.json_response({"elsewhere": False})

    def _is_elsewhere(self, name: str) -> bool:
        """Whether another tab than this one holds the case; one that is gone holds nothing."""
        return name != self._holder and (bool(self._sockets) or time.monotonic() < self._promised_until)

    def _hold(self, name: str) -> None:
        """Give the case to a tab; all sockets that there were are ended, its own old one too."""
        self._holder = name
        self._promised_until = 0.0
        for client_id, request in self._sockets.items():
            self._silence(client_id)
            _end(request)
        self._sockets.clear()


def _end(request: Any) -> None:
    if request.transport is not None:
        request.transport.close()
