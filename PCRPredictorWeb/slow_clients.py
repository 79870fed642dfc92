"""Connections that ask for nothing: clients that send half a request and wait would hold the server's sockets."""

import asyncio
import time
from collections.abc import Collection
from typing import Any
from weakref import WeakKeyDictionary

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

PATIENCE_S = 30.0


class SlowClients:
    """Ends connections without a request in work for longer than `patience`.

    Browsers open a new connection where an idle one was ended; an open socket of the page is a request in work.

    Parameters
    ----------
    patience : float
        Seconds.
    """

    def __init__(self, patience: float = PATIENCE_S) -> None:
        self._patience = patience
        self._at_work: WeakKeyDictionary[Any, int] = WeakKeyDictionary()
        self._idle_since: WeakKeyDictionary[Any, float] = WeakKeyDictionary()

    async def watch(self, server: web.Server) -> None:
        """End idle connections until cancelled."""
        while True:
            self.end_idle([connection.transport for connection in server.connections], time.monotonic())
            await asyncio.sleep(self._patience / 6)

    def end_idle(self, transports: Collection[Any], now: float) -> None:
        for transport in transports:
            if transport is None or self._at_work.get(transport):
                continue
            if now - self._idle_since.setdefault(transport, now) > self._patience:
                transport.abort()

    def middleware(self) -> Middleware:
        """Notes which connections have a request in work."""

        @web.middleware
        async def noted(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._note(request, handler)

        return noted

    async def _note(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        transport = request.transport
        if transport is None:  # gone meanwhile
            return await handler(request)
        self._at_work[transport] = self._at_work.get(transport, 0) + 1
        try:
            return await handler(request)
        finally:
            self._at_work[transport] -= 1
            self._idle_since[transport] = time.monotonic()
