"""What is measured, one function each; every number is the minimum of its repeats."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from cases import BY_IMAGE, BY_SIZE, FROM_FILES, HUGE, LESION, MARGIN, OTHER_PATTERNS, SMALL, Case, close_fit
from client import ONE_THREAD, Worker
from peers import ENVIRONMENTS, OURS, PYRADIOMICS, Peer

CASES = ENVIRONMENTS / "cases"
SHORT = 1.0
"""Seconds within which a short measurement is repeated each round."""
Numbers = dict[str, Any]


def side_by_side(peers: Iterable[Peer], case: Case, rounds: int, say: Any = print) -> dict[str, Numbers]:
    """Features of one lesion, all peers one after the other, round after round, each kept warm."""
    asked = [(peer, "features") for peer in peers] + [(OURS, "computation"), (OURS, "matrices")]
    if PYRADIOMICS in peers:
        asked.append((PYRADIOMICS, "matrices"))
    described, found, matrices = case.written(CASES), {}, {}
    with ExitStack() as stack:
        workers = {peer: stack.enter_context(Worker(peer.python, peer.worker, peer.log)) for peer, _ in asked}
        for number in range(rounds):
            for peer, task in asked:
                if (peer, task) in [key for key, value in found.items() if "failed" in value]:
                    continue
                answer = _asked(workers[peer], described, task, repeats_for=SHORT, result=task == "matrices")
                if task == "matrices" and "result" in answer:
                    matrices[peer.name] = sorted(answer.pop("result"))
                found[peer, task] = _better(found.get((peer, task)), answer)
            say(f"round {number + 1} of {rounds} of {case.name}; load {os.getloadavg()[0]:.1f}")
    if len(set(map(tuple, matrices.values()))) > 1:
        raise RuntimeError("The matrices of PCRPredictor and pyradiomics differ, so their times say nothing.")
    return {_title(peer, task): value for (peer, task), value in found.items()}


def _title(peer: Peer, task: str) -> str:
    return peer.name if task == "features" else f"{peer.name}, {task}"


def own_cases(cases: Iterable[Case], rounds: int) -> dict[str, Numbers]:
    """Our features of several lesions, interleaved, in one warm worker."""
    cases = tuple(cases)
    found: dict[str, Numbers] = {}
    with Worker(OURS.python, OURS.worker, OURS.log) as worker:
        for _ in range(rounds):
            for case in cases:
                answer = worker.ask(case.written(CASES), "features", repeats_for=SHORT)
                found[case.name] = _better(found.get(case.name), answer)
    return found


def from_files(peers: Iterable[Peer], rounds: int, say: Any = print) -> dict[str, Numbers]:
    """Image and mask from compressed files to features, each peer by its own loader, beside the floor and our parts.

    A file that was just written or read lies in the system's memory for everybody.
    """
    peers = tuple(peers)
    asked = [(peer, "from files") for peer in peers]
    asked += [(OURS, task) for task in ("floor", "image alone", "mask alone")]
    found: dict[str, Numbers] = {}
    with ExitStack() as stack:
        workers = {peer: stack.enter_context(Worker(peer.python, peer.worker, peer.log)) for peer in peers}
        for number in range(rounds):
            for case in FROM_FILES:
                described = case.written(CASES)
                for peer, task in asked:
                    name = f"{_title(peer, task)}: {case.name}"
                    if "failed" not in found.get(name, {}):
                        answer = _asked(workers[peer], described, task, repeats_for=SHORT)
                        found[name] = _better(found.get(name), answer)
            say(f"round {number + 1} of {rounds} from files; load {os.getloadavg()[0]:.1f}")
    return found


def patterns(rounds: int) -> dict[str, Numbers]:
    return own_cases((LESION, *OTHER_PATTERNS), rounds)


def sizes(rounds: int) -> dict[str, Numbers]:
    """Lesions of 1e3 to 1e7 voxels, each in an image that just holds it."""
    return own_cases(BY_SIZE, rounds)


def surroundings(rounds: int) -> dict[str, Numbers]:
    """One lesion of 10,000 voxels in images from 25 thousand to 200 million voxels."""
    return own_cases(BY_IMAGE, rounds)


def cold(peers: Iterable[Peer], case: Case, rounds: int) -> dict[str, Numbers]:
    """Seconds from starting Python to the first lesion's features, loading the arrays left out."""
    described = case.written(CASES)
    found: dict[str, Numbers] = {}
    for _ in range(rounds):
        for peer in peers:
            with Worker(peer.python, peer.worker, peer.log) as worker:
                answer = worker.ask(described)
                wall = time.perf_counter() - worker.started
            loading = answer["loading_seconds"]
            seconds = {
                "processor_seconds": answer["process_seconds"] - loading["processor"],
                "wall_seconds": wall - loading["wall"],
                "runs": 1,
            }
            found[peer.name] = _better(found.get(peer.name), seconds)
    return found


def memory(peers: Iterable[Peer]) -> dict[str, Numbers]:
    """Peak memory of a first lesion beyond the loaded input, each in a fresh process."""
    asked = [(peer, LESION) for peer in peers]
    asked += [(OURS, close_fit(voxels)) for voxels in (1_000_000, 10_000_000)]
    found = {}
    for peer, case in asked:
        with Worker(peer.python, peer.worker, peer.log) as worker:
            found[f"{peer.name}: {case.name}"] = _asked(worker, case.written(CASES), "features", memory=True)
    return found


def small_jobs(rounds: int) -> dict[str, Numbers]:
    """The SMOTE model's ten features; contour edit to new score; DeLong."""
    asked = {
        "ten features of the SMOTE model": ("ours.py", "ten"),
        "contour edit to new score through MRML": ("live_score.py", "live"),
        "DeLong interval, 100,000 cases": ("statistics_worker.py", "delong interval"),
        "DeLong comparison, 100,000 cases": ("statistics_worker.py", "delong comparison"),
    }
    described, found = SMALL.written(CASES), {}
    with ExitStack() as stack:
        scripts = {script for script, _ in asked.values()}
        workers = {script: stack.enter_context(_own_worker(script)) for script in scripts}
        for _ in range(rounds):
            for name, (script, task) in asked.items():
                found[name] = _better(found.get(name), workers[script].ask(described, task, repeats_for=SHORT))
    return found


def nested_protocol() -> Numbers:
    """Five times five outer folds on 200 patients x 792 features, two processes of one thread each."""
    with _own_worker("statistics_worker.py") as worker:
        answer = worker.ask(SMALL.written(CASES), "nested")
    return {"wall_seconds": answer["wall_seconds"], "folds": answer["count"]}


def start_up(rounds: int) -> dict[str, Numbers]:
    """Wall seconds of whole processes; an empty Python is in both."""
    program = Path(sys.executable).with_name("pcr-predictor")
    commands = {
        "empty Python": [sys.executable, "-c", "pass"],
        "import PCRPredictorLib": [sys.executable, "-c", "import PCRPredictorLib"],
        "import of what predicts": [sys.executable, "-c", "import PCRPredictorLib.models.patient"],
        "pcr-predictor --help": [program, "--help"],
    }
    found: dict[str, float] = {}
    for _ in range(3 * rounds):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | ONE_THREAD)
            seconds = time.perf_counter() - begin
            found[name] = min(seconds, found.get(name, seconds))
    return {name: {"wall_seconds": seconds} for name, seconds in found.items()}


def memory_floor(rounds: int) -> Numbers:
    """What one pass over the data costs one thread at least, beside which all else is to be seen."""
    import numpy as np

    array = np.random.default_rng(1).integers(0, 200, [length - MARGIN for length in close_fit(LESION.voxels).shape])
    array = array.astype(np.int16)
    target, pairs = np.empty_like(array), array[: len(array) // 2].astype(np.intp).ravel() * 256
    mask = np.ones(HUGE, dtype=bool)  # written, so that its pages are real
    mask[:] = False
    counts = np.zeros(1 << 16, dtype=np.int64)
    jobs = {
        "read the box once": (lambda: array.max(), array.nbytes),
        "copy the box": (lambda: np.copyto(target, array), 2 * array.nbytes),
        "count half the box's voxels": (lambda: np.add.at(counts, pairs, 1), pairs.nbytes),
        "read a 200-megavoxel mask once": (lambda: mask.any(axis=(1, 2)), mask.nbytes),
    }
    best = dict.fromkeys(jobs, np.inf)
    for _ in range(4 * rounds):
        for name, (job, _) in jobs.items():
            begin = time.process_time()
            job()
            best[name] = min(best[name], time.process_time() - begin)
    return {
        name: {"processor_seconds": best[name], "gigabytes_per_second": size / best[name] / 1e9}
        for name, (_, size) in jobs.items()
    }


def _own_worker(script: str) -> Worker:
    return Worker(OURS.python, script, ENVIRONMENTS / "logs" / f"{Path(script).stem}.log")


def _asked(worker: Worker, described: dict[str, Any], task: str, **options: Any) -> Numbers:
    """The answer, or why there is none: a peer that fails is reported, not hidden."""
    try:
        return worker.ask(described, task, **options)
    except (RuntimeError, BrokenPipeError) as error:
        return {"failed": str(error).splitlines()[-1][:300]}


def _better(old: Numbers | None, new: Numbers) -> Numbers:
    """Minima of the seconds; the runs added up."""
    if old is None or "failed" in new:
        return new
    return old | {
        "processor_seconds": min(old["processor_seconds"], new["processor_seconds"]),
        "wall_seconds": min(old["wall_seconds"], new["wall_seconds"]),
        "runs": old["runs"] + new["runs"],
    }
