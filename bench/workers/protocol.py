"""A worker: reads one JSON object a line, answers with one; runs in any peer's environment.

Request: {"task", "case": {"path", "spacing", "around"} or {"image", "mask"}, "repeats_for"};
answer: {"processor_seconds", "wall_seconds", "count", ...}.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

OUTSIDE = -100


def load(case: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, tuple[float, float, float]]:
    """Image, boolean mask and spacing (column, row, slice) of a case."""
    with np.load(case["path"]) as stored:
        array, mask = stored["array"], stored["mask"]
    if case["around"]:
        whole, inside = np.full(case["around"], OUTSIDE, dtype=array.dtype), np.zeros(case["around"], dtype=bool)
        middle = tuple(
            slice((out - length) // 2, (out - length) // 2 + length)
            for out, length in zip(case["around"], array.shape, strict=True)
        )
        whole[middle], inside[middle] = array, mask
        inside |= False  # touches every page, as a mask that was read from a file has
        array, mask = whole, inside
    return array, mask, tuple(case["spacing"])


def serve(
    prepare: Callable[..., Any],
    tasks: dict[str, Callable[[Any], Any]],
    before: Callable[[Any], None] = lambda state: None,
) -> None:
    """Answer requests until standard input ends.

    Parameters
    ----------
    prepare : callable
        Makes the peer's own input of (array, mask, spacing); never timed.
    tasks : dict
        From what `prepare` made, or from the names of an image and a mask file as they came, to numbers that are
        counted; timed. A dict of features, or any sized thing.
    before : callable, optional
        Called with what `prepare` made before each timed run; not timed.
    """
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a peer prints must not end up among the answers
    kept: tuple[Any, Any] = (None, None)
    for line in sys.stdin:
        request = json.loads(line)
        begin = time.perf_counter(), time.process_time()
        if kept[0] != request["case"]:
            kept = (None, None)
            case = request["case"]
            kept = (case, prepare(*load(case)) if "path" in case else case)
        loading = {"wall": time.perf_counter() - begin[0], "processor": time.process_time() - begin[1]}
        task = tasks[request["task"]]
        if request.get("memory"):
            answer = _measure_memory(task, kept[1])
        else:
            answer = _measure_time(task, kept[1], before, request)
        answer |= {"loading_seconds": loading, "process_seconds": time.process_time()}
        print(json.dumps(answer), file=answers, flush=True)


def _measure_time(
    task: Callable[[Any], Any], state: Any, before: Callable[[Any], None], request: dict[str, Any]
) -> dict[str, Any]:
    """Minima of as many runs as fit into `repeats_for` seconds, one at least.

    Processor seconds of all threads beside the seconds on the wall: on a machine that others use, a long run
    shares the processor while the best of many short ones may not.
    """
    runs: list[tuple[float, float]] = []
    result, end = None, time.perf_counter() + request.get("repeats_for", 0.0)
    while not runs or time.perf_counter() + runs[-1][1] < end:
        before(state)
        processor, wall = time.process_time(), time.perf_counter()
        result = task(state)
        runs.append((time.process_time() - processor, time.perf_counter() - wall))
    processor, wall = (min(column) for column in zip(*runs, strict=True))
    answer = {"processor_seconds": processor, "wall_seconds": wall, "runs": len(runs), "count": len(result)}
    return answer | ({"result": result} if request.get("result") else {})


def _measure_memory(task: Callable[[Any], Any], state: Any) -> dict[str, Any]:
    """Peak resident memory during one run beyond what was resident before it, bytes; meant for a fresh process."""
    with open("/proc/self/clear_refs", "w") as reset:
        reset.write("5")
    before = _status("VmRSS")
    result = task(state)
    return {"peak_bytes": _status("VmHWM") - before, "resident_before": before, "count": len(result)}


def _status(key: str) -> int:
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(key + ":"))
