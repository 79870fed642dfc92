"""Slicer's own Python as a child process that answers in lines."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from ...errors import InputError
from ..panel import singleShot

ENTRY = "PCRPredictorLib.cli.child"
LIBRARY = Path(__file__).resolve().parents[3]
START_MS = 30_000
GRACE_MS = 15_000
LAST_WORDS_MS = 3_000


class SlicerChildProcess:
    """One process at a time (`presenter.cohort.child_job.ChildProcess`), read by Qt's events: no thread, no waiting."""

    def __init__(self) -> None:
        self._process: Any = None
        self._unread = b""
        self._killer = singleShot(self._kill, GRACE_MS)

    def start(
        self, request: Mapping[str, Any], on_line: Callable[[str], None], on_end: Callable[[int, str], None]
    ) -> None:
        self._onLine, self._onEnd, self._unread = on_line, on_end, b""
        process = self._process = qt.QProcess()
        environment = qt.QProcessEnvironment.systemEnvironment()
        paths = [str(LIBRARY), *filter(None, [environment.value("PYTHONPATH")])]
        environment.insert("PYTHONPATH", os.pathsep.join(paths))
        process.setProcessEnvironment(environment)
        process.connect("readyReadStandardOutput()", self._read)
        process.connect("finished(int,QProcess::ExitStatus)", self._finish)
        program = interpreter()
        process.start(program, ["-m", ENTRY])
        if not process.waitForStarted(START_MS):
            raise InputError(
                _("{program} cannot be started; check that Slicer is installed whole.").format(program=program)
            )
        process.write((json.dumps(dict(request)) + "\n").encode())

    def end(self) -> None:
        """The end of its input tells the process to end; it is killed where it does not."""
        self._process.closeWriteChannel()
        self._killer.start()

    def cleanup(self) -> None:
        """End the process before Slicer closes."""
        self._killer.stop()
        process, self._process = self._process, None
        if process is not None:
            process.disconnect("readyReadStandardOutput()", self._read)
            process.disconnect("finished(int,QProcess::ExitStatus)", self._finish)
            process.closeWriteChannel()
            if not process.waitForFinished(LAST_WORDS_MS):
                process.kill()

    def _read(self) -> None:
        *lines, self._unread = (self._unread + self._process.readAllStandardOutput().data()).split(b"\n")
        for line in lines:
            self._onLine(line.decode())

    def _finish(self, code: int, _status: int) -> None:
        self._killer.stop()
        self._read()
        errors = self._process.readAllStandardError().data().decode(errors="replace")
        self._onEnd(code, errors)

    def _kill(self) -> None:
        self._process.kill()


def interpreter() -> str:
    """Path of the Python that runs Slicer's modules without Slicer.

    Inside Slicer ``sys.executable`` may be Slicer itself, or empty.

    Raises
    ------
    InputError
        There is none.
    """
    suffix = ".exe" if os.name == "nt" else ""
    place = Path(slicer.app.applicationDirPath())
    candidates = (
        shutil.which("PythonSlicer"),
        place / f"PythonSlicer{suffix}",
        place.parent / "bin" / f"PythonSlicer{suffix}",
        Path(sys.prefix) / ("python.exe" if os.name == "nt" else "bin/python3"),
    )
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return str(candidate)
    raise InputError(_("Slicer's Python (PythonSlicer) was not found beside Slicer; install Slicer again."))
