"""Work beside the event loop."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from PCRPredictorLib.presenter.threads import ThreadExecutor
from PCRPredictorLib.presenter.waiting import ask


class LoopExecutor(ThreadExecutor):
    """The presenter's executor on an event loop: work on a thread of its own, callbacks on the loop.

    Parameters
    ----------
    page : callable
        Gives a context in which the page's state may be changed; leaving it sends the changes.
    """

    def __init__(self, page: Callable[[], AbstractContextManager[object]]) -> None:
        super().__init__()
        self._page = page
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tell which loop serves the page; before that no callback is run."""
        self._loop = loop

    def on_main(self, callback: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._run, callback)

    def ask_main(self, question: Callable[[], Any]) -> Any:
        return ask(self.on_main, question, lambda: self._closed or self._loop is None or self._loop.is_closed())

    def when_quiet(self, seconds: float, callback: Callable[[], None]) -> None:
        """Run `callback` once nothing has asked for it again for so long; called on the loop."""
        if self._timer is not None:
            self._timer.cancel()
        if self._loop is not None:
            self._timer = self._loop.call_later(seconds, self._run, callback)

    def _run(self, callback: Callable[[], None]) -> None:
        with self._page():
            callback()
