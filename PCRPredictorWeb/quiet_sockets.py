"""A tab that is closed while something is sent to it is no fault."""

import contextlib
from collections.abc import Callable, Iterable
from typing import Any

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
