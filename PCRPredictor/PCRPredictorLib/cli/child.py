"""Cohort work in a process of its own, for a door with a window: a request as JSON, answers as JSON lines.

Started as ``python -m PCRPredictorLib.cli.child``, which needs no click: a fresh Slicer has none. The first line of
standard input is the request; its end asks to stop, be it that the user cancels or that the door died. Each answer is
an object with one key: ``progress`` [stage, done, total], then ``done`` {...} or ``refused`` "sentence".
"""

import _thread
import importlib.util
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from ..cohort.worker_process import stop_workers
from ..errors import InputError
from . import BAD_INPUT, INTERRUPTED
from .output import check_output_folder, filling

GRACE_S = 10.0
Tell = Callable[[str, int, int], None]


def main() -> int:
    """Do what the request asks; returns the exit code."""
    answers = _private_output()

    def answer(kind: str, content: Any) -> None:
        print(json.dumps({kind: content}), file=answers, flush=True)

    def tell(stage: str, done: int, total: int) -> None:
        answer("progress", [stage, done, total])

    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_stop_with_input, daemon=True).start()
    try:
        answer("done", WORK[request["work"]](request, tell))
    except InputError as error:
        answer("refused", str(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def measure(request: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Features of every case of the `manifest` into the folder `output`."""
    from ..cohort.executors import local_executor
    from ..cohort.manifest import read_manifest
    from ..cohort.runner import OUTPUT_FILES, CohortSettings, run_cohort

    output = Path(request["output"])
    check_output_folder(output, OUTPUT_FILES)
    manifest = read_manifest(request["manifest"])
    executor = local_executor(_spare_cores())
    summary = run_cohort(manifest, output, CohortSettings(), executor, partial(tell, "Computing features"))
    return {
        "cases": summary.cases,
        "measured": summary.measured,
        "failures": summary.failures,
        "kept": summary.kept,
        "simulated": summary.simulated,
    }


def train_model(request: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Models, validation and report of the feature `table` into the folder `output`."""
    from ..models.table import read_table
    from ..report.study.training_files import TRAINING_FILES, write_training
    from ..training.data.cohort import cohort_from_table
    from ..training.protocols.train import train

    output, outcome = Path(request["output"]), request["outcome"]
    check_output_folder(output, TRAINING_FILES)
    table = read_table(request["table"], exclude=[outcome])
    patients = cohort_from_table(table, outcome, positive=request["positive"], exclude=[outcome])
    result = train(patients, protocol=request["protocol"], jobs=_spare_cores(), on_progress=tell)
    with filling(output, TRAINING_FILES) as folder:
        write_training(folder, result)
    nested = result.main.nested
    return {
        "patients": len(patients),
        "auc": nested.auc,
        "auc_ci": [nested.low, nested.high],
        "simulated": result.simulated,
    }


WORK = {"measure": measure, "train": train_model}


def _private_output() -> TextIO:
    """The answers' stream; whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _spare_cores() -> int:
    """Processes to work with: all cores but one, which stays the door's; one where joblib is not installed."""
    return 1 if importlib.util.find_spec("joblib") is None else max(1, (os.cpu_count() or 1) - 1)


def _stop_with_input() -> None:
    """Interrupt the work at the end of standard input; end the process where the work does not heed it.

    It imports nothing: while the work imports, each could get a half-imported module of the other (Python 3.11).
    """
    while os.read(0, 4096):  # not sys.stdin: its lock would be held while Python shuts down
        pass
    _thread.interrupt_main()
    stop_workers()
    time.sleep(GRACE_S)
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
