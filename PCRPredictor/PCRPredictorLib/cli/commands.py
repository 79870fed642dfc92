"""The register of sub-commands; each is imported when it is asked for."""

import importlib
from typing import Any

import click

from .. import __version__
from ..errors import InputError

NAMES = (
    "extract",
    "predict",
    "calibrate",
    "manifest",
    "cohort",
    "simulate",
    "propose",
    "models",
    "train",
    "table1",
    "validate",
    "audit",
    "study",
    "rerun",
    "app",
)


class CommandRegister(click.Group):
    """A group whose sub-command `name` is the object `command` of the module `cli.name`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NAMES:
            return None
        return importlib.import_module(f".{cmd_name}", __package__).command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EOFError as error:  # click would take it for Ctrl-D at a question, and end in silence
            raise InputError("An input ends too early; copy it again from its source.") from error


@click.group(cls=CommandRegister, no_args_is_help=False)
@click.version_option(__version__)
def commands() -> None:
    """Pathological complete response of hepatocellular carcinoma from two-phase CT. Research use only."""
