"""Options that several sub-commands share."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ..errors import InputError
from .given_inputs import refuse_to_replace_inputs, remember_inputs


class _NamedPath(click.Path):
    """A path that is not empty: an empty one would silently mean the working folder."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        if not os.fspath(value):
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


class _NameOrFile(click.types.StringParamType):
    """A published name, or a file."""


INPUT_PATH = _NamedPath(path_type=Path)
OUTPUT_PATH = _NamedPath(path_type=Path)
NAME_OR_FILE = _NameOrFile()


class SeveralValues(click.Option):
    """An option that takes all words up to the next option, and may be repeated: ``--only A B --only C``."""

    def __init__(self, param_decls: Sequence[str], **attributes: Any) -> None:
        super().__init__(param_decls, **{**attributes, "multiple": True})


class Command(click.Command):
    """A command that understands `SeveralValues`, and refuses what can only be a slip.

    Raises
    ------
    click.UsageError
        An option for one value is given twice.
    InputError
        ``--output`` is one of the inputs.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        flags = {flag for option in self.params if isinstance(option, SeveralValues) for flag in option.opts}
        words = repeat_flags(args, flags)
        _, _, given = self.make_parser(ctx).parse_args(args=list(words))
        for option in self.params:
            if isinstance(option, click.Option) and not option.multiple and given.count(option) > 1:
                raise click.UsageError(f"Option '{option.opts[0]}' is given {given.count(option)} times", ctx)
        return super().parse_args(ctx, words)

    def invoke(self, ctx: click.Context) -> Any:
        output = ctx.params.get("output")
        inputs = {
            param.opts[0]: ctx.params[param.name]
            for param in self.params
            if isinstance(param.type, _NamedPath | _NameOrFile)
            and param.name not in (None, "output")
            and not isinstance(ctx.params[param.name], tuple)  # folders to look into
        }
        remember_inputs(inputs)
        if output is not None:
            refuse_to_replace_inputs([output])
        return super().invoke(ctx)


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
