"""What a folder looks like at each step of a run: what a process that is killed there leaves behind."""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

STEPS: tuple[tuple[Any, str], ...] = (
    (tempfile, "mkstemp"),
    (tempfile, "mkdtemp"),
    (Path, "write_bytes"),
    (Path, "write_text"),
    (Path, "mkdir"),
    (Path, "touch"),
    (Path, "rename"),
    (Path, "chmod"),
    (Path, "unlink"),
    (os, "replace"),
    (shutil, "rmtree"),
)
"""All ways by which the library changes a folder."""
OWNER = re.compile(r"^\.(part|run)-\d+@")


@contextlib.contextmanager
def photographed(folder: Path, album: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Copy `folder` into `album` before each step; yields the copies, each state of the folder once."""
    pictures: list[Path] = []
    seen: set[str] = set()
    dead = _dead_process()
    looking = False

    def wrap(original: Callable[..., Any], name: str) -> Callable[..., Any]:
        def step(*words: Any, **named: Any) -> Any:
            nonlocal looking
            if not looking:
                looking = True
                if (state := _state(folder)) not in seen:
                    seen.add(state)
                    pictures.append(_copy(folder, album / f"{len(pictures):03d}-{name}", dead))
                looking = False
            return original(*words, **named)

        return step

    with monkeypatch.context() as patch:
        for owner, name in STEPS:
            patch.setattr(owner, name, wrap(getattr(owner, name), name))
        yield pictures


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path, and what it holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def shown(folder: Path) -> dict[str, bytes]:
    """The files that a user sees: no part of whose path begins with a dot."""
    return {name: content for name, content in tree(folder).items() if not re.search(r"(^|/)\.", name)}


def _state(folder: Path) -> str:
    """The shown files and how many others there are, whatever their random names."""
    files = tree(folder) if folder.exists() else {}
    seen = shown(folder) if folder.exists() else {}
    hidden = sorted(hashlib.sha256(files[name]).hexdigest() for name in files.keys() - seen.keys())
    digest = hashlib.sha256(repr((folder.exists(), sorted(seen), hidden)).encode())
    for name in sorted(seen):
        digest.update(seen[name])
    return digest.hexdigest()


def _copy(folder: Path, copy: Path, dead: int) -> Path:
    """A copy in which what this process builds belongs to a dead one."""
    copy.mkdir(parents=True)
    if folder.exists():
        shutil.copytree(folder, copy / folder.name, symlinks=True)
    for path in sorted((path for path in copy.rglob(".*") if OWNER.match(path.name)), reverse=True):
        os.rename(path, path.with_name(OWNER.sub(rf".\g<1>-{dead}@", path.name)))
    return copy / folder.name


def _dead_process() -> int:
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid
