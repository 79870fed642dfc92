"""A worker seen from the runner: a process that answers requests, one line each."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LIBRARIES = ("OMP", "OPENBLAS", "MKL", "NUMBA")
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in LIBRARIES} | {"ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS": "1"}


class Worker:
    """One peer in its environment, kept warm between requests."""

    def __init__(self, python: Path, script: str, log: Path) -> None:
        self.started = time.perf_counter()
        log.parent.mkdir(parents=True, exist_ok=True)
        self._log = log
        self._process = subprocess.Popen(
            [python, HERE / "workers" / script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log.open("a"),
            text=True,
            env=os.environ | ONE_THREAD,
        )

    def ask(self, case: dict[str, Any], task: str = "features", **options: Any) -> dict[str, Any]:
        """The worker's answer; RuntimeError with the end of its log where it died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"case": case, "task": task} | options), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._log.stem} ended: {self._log.read_text()[-600:]}")
        return json.loads(line)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
