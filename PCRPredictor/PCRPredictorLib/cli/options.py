"""Options that several sub-commands share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ..errors import InputError

INPUT_PATH = click.Path(path_type=Path)
OUTPUT_PATH = click.Path(path_type=Path)


class SeveralValues(click.Option):
    """An option that takes all words up to the next option, and may be repeated: ``--only A B --only C``."""

    def __init__(self, param_decls: Sequence[str], **attributes: Any) -> None:
        super().__init__(param_decls, **{**attributes, "multiple": True})


class Command(click.Command):
    """A command that understands `SeveralValues`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        flags = {flag for option in self.params if isinstance(option, SeveralValues) for flag in option.opts}
        return super().parse_args(ctx, repeat_flags(args, flags))


def repeat_flags(arguments: list[str], flags: set[str]) -> list[str]:
    """Put its flag before each further word, so that ``--only A B`` becomes ``--only A --only B``."""
    repeated: list[str] = []
    current, has_value = "", False
    for word in arguments:
        if word.startswith("--"):
            flag, equals, _ = word.partition("=")
            current, has_value = (flag if flag in flags else ""), bool(equals)
        elif current and has_value:
            repeated.append(current)
        else:
            has_value = True
        repeated.append(word)
    return repeated


def numbers_by_name(pairs: tuple[str, ...], flag: str) -> dict[str, float]:
    """Read ``NAME=VALUE`` words.

    Raises
    ------
    InputError
        A word is no such pair, its value is no finite number, or a name is given twice.
    """
    values: dict[str, float] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not name or not equals or not abs(value) < float("inf"):
            raise InputError(f"{flag} {pair}: write NAME=VALUE with a finite number, such as {flag} AFP=200.")
        if name in values:
            raise InputError(f"{flag} {name} is given twice; give each value once.")
        values[name] = value
    return values
