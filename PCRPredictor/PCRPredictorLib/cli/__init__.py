"""The command line `pcr-predictor`: one file a sub-command, nothing heavy imported before it is needed."""

import os
import signal
import sys
from typing import NoReturn

from ..errors import InputError
from ..optional import require
from .terminal import warn

BAD_INPUT = 2
INTERRUPTED = 130
TERMINATED = 143
LONGEST_WORD = 4096  # of a path; anything longer is no name that helps to find the fault
LEAST_ADDRESS_SPACE = 10**9  # below it NumPy's algebra library ends the process itself, without an exception
TOO_LITTLE_MEMORY = (
    "The system gives too little memory for it; close other programs, or raise the limit (ulimit -v, ulimit -d)."
)
NO_MEMORY = (
    *("cannot allocate memory", "failed to map segment", "bad_alloc", "unable to allocate"),
    *("can't start new thread", "unable to create a thread"),
)


def main() -> None:
    """Run the command line and leave with its exit code.

    0 done, 2 bad input, 130 interrupted, 143 ended by SIGTERM, which as Ctrl-C leaves nothing half-written behind.
    """
    try:
        signal.signal(signal.SIGTERM, _end)
        code = _refuse(TOO_LITTLE_MEMORY) if _little_address_space() else run(sys.argv[1:])
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError:  # that was said already; Python would try once more at exit, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _end_at_once_from_here()
    sys.exit(code)


def _end_at_once_from_here() -> None:
    """All is written: a signal that comes while Python ends its helpers ends it, too, and has nothing to show."""
    for hurry in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(hurry) is not signal.SIG_IGN:
            signal.signal(hurry, signal.SIG_DFL)


def _little_address_space() -> bool:
    """Whether this process is limited to less address space than its imports may need; always False on Windows."""
    try:
        import resource
    except ImportError:
        return False
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return limit != resource.RLIM_INFINITY and limit < LEAST_ADDRESS_SPACE


def _end(*_: object) -> NoReturn:
    raise SystemExit(TERMINATED)


def run(arguments: list[str]) -> int:
    """Run the command line on `arguments` and return the exit code; bad input becomes one sentence on stderr."""
    try:
        require("click", purpose="The command line", extra="cli")
    except InputError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED

    import click

    try:
        from .commands import commands

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
    except (MemoryError, ImportError, OSError, RuntimeError) as error:
        sentence = _of_the_system(error)
        if sentence is None:
            raise
        return _refuse(sentence)
    return result if isinstance(result, int) else 0


def _of_the_system(error: Exception) -> str | None:
    """The sentence for what the system would not give; None where the fault may be the program's own."""
    words = " ".join(str(error).split())
    if isinstance(error, MemoryError) or any(word in words.lower() for word in NO_MEMORY):
        return TOO_LITTLE_MEMORY
    if isinstance(error, OSError):
        place = f" at {error.filename}" if error.filename else ""
        return f"The system refused{place}: {error.strerror or error}; check free space, path and permissions."
    return None


def _refuse(sentence: str) -> int:
    warn(" ".join(word if len(word) <= LONGEST_WORD else f"{word[:100]}..." for word in sentence.split()))
    return BAD_INPUT
