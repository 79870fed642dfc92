"""Connections that ask for nothing: clients that send half a request and wait would hold the server's sockets."""

import asyncio
import time
from collections.abc import Collection
from typing import Any

from aiohttp import web

PATIENCE_S = 30.0


class SlowClients:
    """Ends connections without a request in work for longer than `patience`.

    Browsers open a new connection where an idle one was ended. A request is in work until its answer has been sent, be
    the line as slow as it may; an open socket of the page is one as well.

    Parameters
    ----------
    patience : float
        Seconds.
    """

    def __init__(self, patience: float = PATIENCE_S) -> None:
        self._patience = patience
        self._idle_since: dict[Any, float] = {}

    async def watch(self, server: web.Server) -> None:
        """End idle connections until cancelled."""
        while True:
            self._end_idle(server.connections, time.monotonic())
            await asyncio.sleep(self._patience / 6)

    def _end_idle(self, connections: Collection[Any], now: float) -> None:
        # aiohttp tells a middleware when an answer is made, and nobody else when it has been sent.
        idle = [one for one in connections if one.transport is not None and not one._request_in_progress]
        self._idle_since = {one: self._idle_since.get(one, now) for one in idle}
        for connection, since in self._idle_since.items():
            if now - since > self._patience:
                connection.transport.abort()
