"""The disk fills, or the process is told to end, at every write in turn: the old result stays whole, or the new is."""

import contextlib
import errno
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PCRPredictorLib.cli import run

from Testing.promises.desk import REMEDY, Desk
from Testing.promises.doors import IMAGES, SCORING
from Testing.promises.options import _words

MOST_WRITES = 200
COMMANDS: dict[str, tuple[str, ...]] = {
    "extract": (
        *("extract", "--image", "@arterial.nrrd", "--mask", "@arterial_mask.nrrd"),
        *("--only", "MeanValue", "--output", "@out.json"),
    ),
    "extract row": (
        *("extract", "--image", "@arterial.nrrd", "--mask", "@arterial_mask.nrrd"),
        *("--only", "MeanValue", "--output", "@out.csv"),
    ),
    "predict": ("predict", *_words(IMAGES | SCORING), "--output", "@out"),
    "predict table": ("predict", "--table", "@cohort.csv", *_words(SCORING), "--output", "@out.csv"),
    "calibrate": (
        *("calibrate", "--model", "@model.json", "--cohort", "@cohort.csv"),
        *("--outcome", "outcome", "--output", "@out.json"),
    ),
    "table1": ("table1", "--clinical", "@cohort.csv", "--group", "outcome", "--output", "@out.csv"),
    "audit": ("audit", "--scores", "@scores.csv", "--outcomes", "@cohort.csv", "--output", "@out"),
    "export": ("models", "export", "wen2024-radiomics", "--output", "@out.json"),
}
WRITERS: tuple[tuple[Any, str], ...] = (
    (tempfile, "mkstemp"),
    (tempfile, "mkdtemp"),
    (Path, "write_bytes"),
    (Path, "write_text"),
    (Path, "mkdir"),
    (Path, "replace"),
    (Path, "rename"),
    (Path, "chmod"),
    (os, "replace"),
    (shutil, "copy2"),
)


class Ended(BaseException):
    """As a signal that ends the process."""


def full() -> BaseException:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def ended() -> BaseException:
    return Ended()


@contextlib.contextmanager
def failing_at(number: int, fault: Callable[[], BaseException], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let the write of this number fail, and each after it where the disk is full; yields the writes so far."""
    calls: list[str] = []

    def wrap(original: Callable[..., Any], name: str) -> Callable[..., Any]:
        def write(*words: Any, **named: Any) -> Any:
            calls.append(name)
            if len(calls) == number:
                if name in ("write_bytes", "write_text"):  # a disk fills in the middle of a file
                    with open(words[0], "wb") as stream:
                        stream.write(b"half")
                raise fault()
            return original(*words, **named)

        return write

    with monkeypatch.context() as patch:
        for owner, name in WRITERS:
            patch.setattr(owner, name, wrap(getattr(owner, name), name))
        yield calls


def _run(words: list[str]) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    return code, err.getvalue()


def _clear(desk: Desk, output: str, has_old: bool) -> None:
    """Take the output away, or put in its place what an earlier run of the same command could have left."""
    shutil.rmtree(desk / output, ignore_errors=True)
    with contextlib.suppress(OSError):
        (desk / output).unlink()
    if not has_old:
        return
    if output.endswith((".json", ".csv")):
        (desk / output).write_text("old")
        return
    (desk / output).mkdir()
    for name in ("prediction.json", "report.html", "features.csv", "audit.json", "audit.html", "own"):
        (desk / output / name).write_text("old")


@pytest.mark.parametrize("has_old", [False, True], ids=["fresh", "over an old result"])
@pytest.mark.parametrize("fault", [full, ended], ids=["disk full", "ended"])
@pytest.mark.parametrize("name", COMMANDS)
def test_each_write_in_turn(name, fault, has_old, desk, monkeypatch):
    words = [str(desk / word[1:]) if word.startswith("@") else word for word in COMMANDS[name]]
    _clear(desk, COMMANDS[name][-1][1:], has_old)
    before = desk.hashes()
    for number in range(1, MOST_WRITES):
        with failing_at(number, fault, monkeypatch) as calls:
            try:
                code, told = _run(words)
            except Ended:
                code, told = -1, ""
        if len(calls) < number:  # every write was tried
            break
        if code == 0:  # what failed was not needed
            assert not list(desk.folder.rglob(".part-*"))
            _clear(desk, COMMANDS[name][-1][1:], has_old)
            continue
        assert desk.hashes() == before, (number, calls[-1], told)
        if fault is full:
            assert code == 2
            assert told.count("\n") >= 1
            sentence = told.splitlines()[-1]
            assert "No space left" in sentence
            assert "out" in sentence
            assert REMEDY.search(sentence), sentence
    else:
        raise AssertionError("the writes have no end")
    assert number > 3, "the writes were not met"
    assert code == 0
    after = desk.hashes()
    assert after.items() != before.items()
    inputs = {path: digest for path, digest in before.items() if not path.startswith("out")}
    assert inputs.items() <= after.items()
    assert not list(desk.folder.rglob(".part-*"))
