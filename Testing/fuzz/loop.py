"""A small coverage-guided fuzzer: inputs that reach lines nobody reached before are kept and changed further.

No well-kept library does this on Python 3.11 to 3.13 alike (atheris has no wheels for all of them), and forty lines do.
"""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from PCRPredictorLib.errors import InputError

LIBRARY = str(Path(sys.modules["PCRPredictorLib"].__file__ or "").parent)
ODD_WORDS = (
    *(b"0", b"-1", b"1e999", b"nan", b"inf", b"99999999999999999999", b"\0", b"\n", b" ", b"\xff\xfe", b"'", b'"'),
    *(
        b"(",
        b")",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"=",
        b"\\",
        b"null",
        b"true",
        b"1e-320",
        b"\xed\xa0\x80",
        b"../",
    ),
)
SLOWEST_S = 5.0


@dataclass
class Findings:
    """What came of it: how many inputs were read and refused, and those at which the reader failed."""

    read: int = 0
    refused: int = 0
    lines: int = 0
    faults: list[tuple[str, bytes]] = field(default_factory=list)


def fuzz(read: Callable[[bytes], Any], seeds: list[bytes], runs: int, seed: int, seconds: float = 1e9) -> Findings:
    """Read `runs` changed inputs, or as many as fit into `seconds`; the same seed does the same."""
    chance = random.Random(seed)
    corpus, seen, found = list(seeds), set[tuple[str, int]](), Findings()
    began = time.monotonic()
    for number in range(runs):
        if time.monotonic() - began > seconds:
            break
        # the seeds themselves first, so that what they reach is known
        content = seeds[number] if number < len(seeds) else changed(chance.choice(corpus), chance, corpus)
        started = time.process_time()  # so that other work on the machine does not count
        reached = _Lines()
        try:
            with reached:
                read(content)
            found.read += 1
        except InputError as error:
            found.refused += 1
            if not (sentence := str(error)).endswith((".", "?")) or "\n" in sentence:
                found.faults.append((f"no plain sentence: {sentence[:300]!r}", content))
        except Exception as error:
            found.faults.append((f"{type(error).__name__}: {error}"[:300], content))
        if time.process_time() - started > SLOWEST_S:
            found.faults.append((f"took {time.process_time() - started:.1f} s", content))
        if reached.lines - seen:
            seen |= reached.lines
            if number >= len(seeds):
                corpus.append(content)
    found.lines = len(seen)
    return found


class _Lines:
    """The lines of the library that run inside the block."""

    def __init__(self) -> None:
        self.lines: set[tuple[str, int]] = set()

    def __enter__(self) -> None:
        self._before = sys.gettrace()
        sys.settrace(self._call)

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)

    def _call(self, frame: FrameType, event: str, _: Any) -> Any:
        return self._line if frame.f_code.co_filename.startswith(LIBRARY) else None

    def _line(self, frame: FrameType, event: str, _: Any) -> Any:
        self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line


def changed(content: bytes, chance: random.Random, corpus: list[bytes]) -> bytes:
    """Up to four changes: bytes flipped, dropped, doubled, replaced by odd words or by a part of another input."""
    made = bytearray(content)
    reach = len(made) if chance.random() < 0.3 else min(len(made), 2000)  # headers stand in front
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(max(reach, 1))
        length = min(chance.choice((1, 2, 4, 8, 40)), max(len(made) - at, 0))
        match chance.randrange(6):
            case 0 if at < len(made):
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length] * chance.choice((1, 3, 300))
            case 3:
                made[at : at + length] = chance.choice(ODD_WORDS)
            case 4:
                other = chance.choice(corpus)
                place = chance.randrange(max(len(other), 1))
                made[at : at + length] = other[place : place + chance.choice((1, 8, 60))]
            case 5 if chance.random() < 0.2:
                del made[at:]
    return bytes(made)
