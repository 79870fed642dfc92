"""A manifest to a feature table, in a process of its own."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...cohort.manifest import read_manifest
from ...errors import InputError
from ...texts import tr as _
from ..door_words import spoken
from ..messages import Messages
from ..signal import Signal
from .child_job import ChildJob, ChildProcess

TABLE, FAILURES, REPORT = "features.csv", "failures.csv", "cohort-report.html"
OUTPUT_NAME = "cohort"
RESULTS_FOLDER = "units"


class FeatureTableRun:
    """What is measured, whereto, and what came of it.

    Attributes
    ----------
    changed : Signal
        Emitted without values whenever anything that is shown may have changed.
    finished : Signal
        Emitted with the path of a feature table that was completed.
    manifest, output : str
        File and folder; empty where none is chosen.
    failures : tuple of dict
        The rows of ``failures.csv``: ``case_id``, ``phase``, ``reason``, ``remedy``.
    """

    def __init__(self, process: ChildProcess) -> None:
        self.manifest = ""
        self.output = self._suggested = ""
        self.failures: tuple[Mapping[str, str], ...] = ()
        self.job = ChildJob(process)
        self.messages = Messages()
        self.changed = Signal()
        self.finished = Signal()
        self._failures_before: int | None = None
        self.job.finished.connect(self._take_answer)
        self.job.failed.connect(self._take_failure)
        self.job.cancelled.connect(self._tell_cancelled)
        for signal in (self.job.changed, self.messages.changed):
            signal.connect(self.changed.emit)

    @property
    def reason(self) -> str | None:
        """Why it cannot start; None where it can."""
        if self.job.running:
            return _("Features are being computed; wait for the end or cancel.")
        if not self.manifest:
            return _("Choose a manifest, or make one from the scene.")
        return None if self.output else _("Choose the folder for the feature table.")

    @property
    def hint(self) -> str | None:
        """What to know before starting."""
        if self.output and (Path(self.output) / RESULTS_FOLDER).is_dir():
            return _("The folder holds results of an earlier run; what has not changed since is kept.")
        return None

    @property
    def report(self) -> str | None:
        """Path of the cohort report; None where there is none."""
        path = Path(self.output) / REPORT
        return str(path) if self.output and path.is_file() else None

    def choose_manifest(self, path: str) -> None:
        """Take a manifest, and a folder beside it unless the user chose one."""
        if path == self.manifest:
            return
        self.manifest = path
        if path and self.output == self._suggested:
            self.output = self._suggested = str(Path(path).parent / OUTPUT_NAME)
        self._forget_outcome()

    def choose_output(self, path: str) -> None:
        if path != self.output:
            self.output = path
            self._forget_outcome()

    def start(self) -> None:
        """Start computing; a refusal becomes a message."""
        try:
            if self.reason is not None:
                raise InputError(self.reason)
            read_manifest(self.manifest)
            self._forget_outcome()
            self._failures_before = self._failures_written()
            self.job.start({"work": "measure", "manifest": self.manifest, "output": self.output})
        except InputError as error:
            self.messages.error(error)

    def cancel(self) -> None:
        self.job.cancel()

    def _forget_outcome(self) -> None:
        self.failures = ()
        self.messages.clear()
        self.changed.emit()

    def _take_answer(self, answer: Mapping[str, Any]) -> None:
        self.failures = self._read_failures()
        failed = (
            _(" Phases that failed, as listed: {failures}.").format(failures=answer["failures"])
            if answer["failures"]
            else ""
        )
        kept = _(" Phases kept from an earlier run: {kept}.").format(kept=answer["kept"]) if answer["kept"] else ""
        simulated = _(" Simulated data.") if answer["simulated"] else ""
        table = str(Path(self.output) / TABLE)
        self.messages.info(
            _(
                "{measured} of {cases} cases are in {table}.{failed}{kept} Look at the cohort report "
                "before using the table. Research use only.{simulated}"
            ).format(
                measured=answer["measured"],
                cases=answer["cases"],
                table=table,
                failed=failed,
                kept=kept,
                simulated=simulated,
            )
        )
        self.finished.emit(table)

    def _take_failure(self, error: Exception) -> None:
        if self._failures_written() != self._failures_before:
            self.failures = self._read_failures()
        self.messages.error(error)

    def _tell_cancelled(self) -> None:
        step = self.job.step
        done = (
            _(" {done} of {total} phases are done; those that could be measured are kept.").format(
                done=step.done, total=step.total
            )
            if step
            else ""
        )
        self.messages.info(_("Cancelled.{done} Compute goes on from there.").format(done=done))

    def _failures_written(self) -> int | None:
        """When the list of failures was written; None where there is none."""
        path = Path(self.output) / FAILURES
        return path.stat().st_mtime_ns if path.is_file() else None

    def _read_failures(self) -> tuple[Mapping[str, str], ...]:
        try:
            with (Path(self.output) / FAILURES).open(encoding="utf-8", newline="") as stream:
                return tuple({name: spoken(cell) for name, cell in row.items()} for row in csv.DictReader(stream))
        except OSError:
            return ()
