"""The worker process: reads units as JSON lines on standard input, answers with outcomes as JSON lines.

Started by `worker_process.WorkerProcess` as ``python -m PCRPredictorLib.cohort.worker``; it ends with its input.
"""

import json
import os
import signal
import sys
from typing import TextIO

from .computation import NEEDS_MEMORY, compute_unit
from .unit import Unit

READY = "ready"
ORPHAN_GRACE_S = 60
LONGEST_IDLE_S = 600
BYTES_PER_GB = 10**9


def main() -> None:
    """Answer until the input ends."""
    answers = _private_output()
    print(READY, file=answers, flush=True)
    for line in sys.stdin:
        unit = Unit(**json.loads(line))
        _limit_memory(unit.memory_gb)
        _set_alarm(int(unit.timeout_s) + ORPHAN_GRACE_S)
        outcome = compute_unit(unit)
        _set_alarm(LONGEST_IDLE_S)
        print(json.dumps(outcome.as_json()), file=answers, flush=True)
        if outcome.reason.startswith(NEEDS_MEMORY):
            return  # what is left of the failed case must not count against the next one


def _private_output() -> TextIO:
    """The answers' stream; whatever else a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _limit_memory(gigabytes: float) -> None:
    """Let allocations beyond the limit, or the lower one that the system has set already, fail.

    Linux only: other systems have no such limit that holds.
    """
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = int(gigabytes * BYTES_PER_GB)
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))


def _set_alarm(seconds: int) -> None:
    """Let the system end this process after so many seconds.

    The parent ends a unit that takes too long; this serves where the parent is gone, or keeps an idle worker.
    """
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


if __name__ == "__main__":
    main()
