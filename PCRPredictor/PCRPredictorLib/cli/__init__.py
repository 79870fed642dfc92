"""The command line `pcr-predictor`: one file a sub-command, nothing heavy imported before it is needed."""

import os
import sys

from ..errors import InputError
from ..optional import require
from .terminal import say

BAD_INPUT = 2
INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code: 0 done, 2 bad input, 130 interrupted."""
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:  # that was said already; Python would try once more at exit, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run the command line on `arguments` and return the exit code; bad input becomes one sentence on stderr."""
    try:
        require("click", purpose="The command line", extra="cli")
    except InputError as error:
        return _refuse(str(error))

    import click

    from .commands import commands

    try:
        result = commands.main(arguments, prog_name="pcr-predictor", standalone_mode=False)
    except InputError as error:
        return _refuse(str(error))
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "pcr-predictor"
        return _refuse(f"{error.format_message().rstrip('.')}; see {where} --help.")
    except click.ClickException as error:
        return _refuse(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        place = f" at {error.filename}" if error.filename else ""
        return _refuse(f"The system refused{place}: {error.strerror or error}; check free space, path and permissions.")
    return result if isinstance(result, int) else 0


def _refuse(sentence: str) -> int:
    say(" ".join(sentence.split()), err=True)
    return BAD_INPUT
