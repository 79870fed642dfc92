"""Measure PCRPredictor and its peers side by side; writes results.json and the chart.

``python bench/run.py`` measures everything; ``--only sizes memory`` measures some parts again and keeps the rest.
"""

import argparse
import datetime
import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import chart
import goals
import measures
from cases import LESION
from dicom_folder import dicom_folder
from peers import MIRP, OURS, PEERS, PICTOLOGICS, PYRADIOMICS, install, version

RESULTS = Path(__file__).resolve().parent / "results.json"


def main() -> None:
    """Install, measure, judge, write, draw."""
    arguments = _arguments()
    failures = {peer.name: reason for peer in PEERS if (reason := install(peer))}
    peers = [OURS, *(peer for peer in PEERS if peer.name not in failures)]
    quick = [peer for peer in peers if peer in (OURS, PICTOLOGICS, PYRADIOMICS)]
    rounds = arguments.rounds
    parts = {
        "side_by_side": lambda: measures.side_by_side(peers, LESION, rounds),
        "from_files": lambda: measures.from_files([peer for peer in peers if peer in (*quick, MIRP)], rounds),
        "cold": lambda: measures.cold(quick, LESION, rounds),
        "patterns": lambda: measures.patterns(rounds),
        "sizes": lambda: measures.sizes(rounds),
        "surroundings": lambda: measures.surroundings(rounds),
        "memory": lambda: measures.memory(peers),
        "small_jobs": lambda: measures.small_jobs(rounds),
        "start_up": lambda: measures.start_up(rounds),
        "memory_floor": lambda: measures.memory_floor(rounds),
        "nested": measures.nested_protocol,
        "dicom_folder": lambda: dicom_folder(measures.CASES / "dicom-51-slices", rounds),
    }
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results["measured"] = results.get("measured", {})
    for name in arguments.only or parts:
        print(f"{name} ...", flush=True)
        before = os.getloadavg()[0]
        results[name] = parts[name]()
        results["measured"][name] = _circumstances(before)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    results["machine"] = _machine()
    results["versions"] = {peer.name: version(peer) for peer in peers}
    results["not_installed"] = failures
    results["goals"] = goals.judged(results)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    chart.draw(results)
    for goal in results["goals"]:
        word = {True: "met", False: "MISSED", None: "not measured"}[goal["met"]]
        measured = "-" if goal["measured"] is None else f"{goal['measured']:.3g}"
        limit = f"at least {goal['at_least']}" if "at_least" in goal else f"at most {goal['at_most']:.4g}"
        print(f"{word:>12}  {goal['goal']}: {measured} {goal['unit']} ({limit})")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="each peer's turns (default 5)")
    parser.add_argument("--only", nargs="+", metavar="PART", help="measure these parts again")
    return parser.parse_args()


def _machine() -> dict[str, Any]:
    with open("/proc/cpuinfo") as lines:
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memory_gigabytes": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "clock": "processor seconds of all threads of the process; wall seconds beside them",
        "threads": 1,
    }


def _circumstances(load_before: float) -> dict[str, Any]:
    """When, at which commit, and how busy the machine was with other work."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "load_average_before": round(load_before, 1),
        "load_average_after": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    main()
