"""The inputs of the command that runs, none of which may be written over."""

import os
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from pathlib import Path

from ..errors import InputError

_of_command: ContextVar[Mapping[str, str | Path]] = ContextVar("inputs", default={})  # noqa: B039 (never changed)


def remember_inputs(paths: Mapping[str, str | Path | None]) -> None:
    """Keep the paths of the inputs by their options; names that are no files do not count."""
    _of_command.set({flag: path for flag, path in paths.items() if path is not None and os.path.exists(path)})


def refuse_to_replace_inputs(outputs: Iterable[Path]) -> None:
    """Raise InputError if a file that would be written is an input of the command that runs."""
    for output in outputs:
        for flag, path in _of_command.get().items():
            if output.exists() and os.path.samefile(path, output):
                raise InputError(
                    f"{output} is an input ({flag}) and would be written over (--output); name another place."
                )
