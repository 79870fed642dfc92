"""Progress of a long run: a bar on a terminal, now and then a line in a log."""

import contextlib
import time
from collections.abc import Callable, Iterator

from .output import counting
from .terminal import warn

LINE_EVERY_S = 30.0


@contextlib.contextmanager
def counting_with_log(message: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function of (done, total): it draws a bar with the time left, or a line every half minute where standard
    error is no terminal."""
    with counting(message) as draw:
        yield draw or _Log(message)


class _Log:
    """Lines such as ``Computing features: 120 of 406, about 3 min left``."""

    def __init__(self, message: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._message, self._clock = message, clock
        self._began = self._last = clock()

    def __call__(self, done: int, total: int) -> None:
        now = self._clock()
        if now - self._last < LINE_EVERY_S or done == 0:
            return
        self._last = now
        left_s = (now - self._began) / done * (total - done)
        left = f"{left_s / 60:.0f} min" if left_s >= 90 else f"{left_s:.0f} s"
        warn(f"{self._message}: {done} of {total}, about {left} left")
