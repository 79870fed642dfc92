"""A tab that is closed while something is sent to it, or before its socket is open, is no fault."""

import contextlib
from collections.abc import Callable, Iterable
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from wslink.websocket import LinkProtocol


class QuietSockets(LinkProtocol):
    """Drops what is sent to a socket that is closing.

    wslink would print it as a failure, and the page that is loaded next would show it as one.

    Parameters
    ----------
    handlers : callable
        Gives wslink's handlers, which know the sockets by their names.
    """

    def __init__(self, handlers: Callable[[], Iterable[Any]]) -> None:
        super().__init__()
        self._handlers = handlers

    def add_to(self, app: web.Application) -> None:
        """Say nothing of sockets that are gone before they are open; wslink takes each for one that was."""
        app.middlewares.append(_forgive_the_gone)
        for handler in self._handlers():
            _close_opened_alone(handler)

    def silence(self, client_id: str) -> None:
        """Send nothing more to a socket; wslink would go on until it learns that it is closed."""
        for handler in self._handlers():
            handler.authentified_client_ids.discard(client_id)

    def onConnect(self, _request: Any, client_id: str) -> None:
        for handler in self._handlers():
            if client_id in handler.connections:
                _quieten(handler.connections[client_id])


def _quieten(socket: Any) -> None:
    send = socket.send_bytes

    async def send_if_open(piece: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            await send(piece)

    socket.send_bytes = send_if_open


def _close_opened_alone(handler: Any) -> None:
    close = handler.onClose

    async def close_if_opened(client_id: str) -> None:
        if client_id in handler.unchunkers:
            await close(client_id)

    handler.onClose = close_if_opened


@web.middleware
async def _forgive_the_gone(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except ConnectionError:
        return web.Response(status=400)  # which nobody is there to read
