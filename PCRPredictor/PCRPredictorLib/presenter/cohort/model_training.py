"""A feature table with outcomes to a trained model and its validation, in a process of its own."""

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...models.outcomes import binary_outcome
from ...models.table import MISSING, read_rows
from ...texts import tr as _
from ...training.packages import PACKAGES
from ..messages import Messages
from ..patient.model_choice import ModelChoice
from ..signal import Signal
from .calibration_making import outcome_columns
from .child_job import ChildJob, ChildProcess

MODELS = ("model.json", "model_plain.json")
REPORT = "report.html"
OUTPUT_NAME = "model"


def missing_packages() -> tuple[str, ...]:
    """Names on PyPI of what training needs and is not installed."""
    importlib.invalidate_caches()
    return tuple(package for module, package in PACKAGES.items() if importlib.util.find_spec(module) is None)


class ModelTraining:
    """What a model is trained on, whereto, and what came of it.

    Parameters
    ----------
    process : ChildProcess
    models : ModelChoice
        Where trained models are offered.
    install : callable
        Asks the user, once for all the packages it is given, and installs them; returns whether they are there now.
    missing : callable
        Names the packages to be installed.

    Attributes
    ----------
    changed : Signal
        Emitted without values whenever anything that is shown may have changed.
    table, outcome, output : str
        File, column and folder; empty where none is chosen.
    positive : str or None
        The outcome that means a response; None where the words themselves tell.
    columns, values : tuple of str
        What there is to choose from as outcome and, where its words do not tell, as the value that means a response.
    with_paper : bool
        Whether to run the paper's own protocol too.
    """

    def __init__(
        self,
        process: ChildProcess,
        models: ModelChoice,
        install: Callable[[Sequence[str]], bool],
        missing: Callable[[], Sequence[str]] = missing_packages,
    ) -> None:
        self._models = models
        self._install = install
        self._missing = missing
        self._trained_in: str | None = None
        self.table = self.outcome = self.output = self._suggested = ""
        self.positive: str | None = None
        self.columns: tuple[str, ...] = ()
        self.values: tuple[str, ...] = ()
        self.with_paper = False
        self.job = ChildJob(process)
        self.messages = Messages()
        self.changed = Signal()
        self.job.finished.connect(self._take_answer)
        self.job.failed.connect(self.messages.error)
        self.job.cancelled.connect(lambda: self.messages.info(_("Cancelled; nothing was written.")))
        for signal in (self.job.changed, self.messages.changed):
            signal.connect(self.changed.emit)

    @property
    def reason(self) -> str | None:
        """Why it cannot start; None where it can."""
        if self.job.running:
            return _("A model is being trained; wait for the end or cancel.")
        if not self.table:
            return _("Choose a feature table with outcomes.")
        if not self.outcome:
            return _("Choose the column of outcomes.")
        if self.values and self.positive is None:
            return _("Choose the outcome that means a response.")
        return None if self.output else _("Choose the folder for model and report.")

    @property
    def report(self) -> str | None:
        """Path of the validation report of this session's last training; None before."""
        return None if self._trained_in is None else str(Path(self._trained_in) / REPORT)

    def choose_table(self, path: str) -> None:
        """Take a feature table and read its columns; a folder beside it serves unless the user chose one."""
        if path == self.table:
            return
        self.table, self.columns, self.values = path, (), ()
        self.outcome, self.positive = "", None
        self.messages.clear()
        if path:
            try:
                self.columns = tuple(outcome_columns(path))
            except InputError as error:
                self.messages.error(error)
            else:
                if self.output == self._suggested:
                    self.output = self._suggested = str(Path(path).parent / OUTPUT_NAME)
        self.changed.emit()

    def choose_outcome(self, column: str) -> None:
        """Take a column; where its words do not tell which means a response, offer them."""
        self.outcome, self.values, self.positive = "", (), None
        self.messages.clear()
        if column:
            try:
                self.values = _values_to_choose(self.table, column)
                self.outcome = column
            except InputError as error:
                self.messages.error(error)
        self.changed.emit()

    def choose_positive(self, value: str) -> None:
        self.positive = value or None
        self.changed.emit()

    def choose_output(self, path: str) -> None:
        self.output = path
        self.changed.emit()

    def set_paper(self, enabled: bool) -> None:
        self.with_paper = enabled
        self.changed.emit()

    def start(self) -> None:
        """Ask for missing packages, then start training; a refusal becomes a message."""
        try:
            if self.reason is not None:
                raise InputError(self.reason)
            missing = self._missing()
            if missing and not self._install(missing):
                raise InputError(
                    _("Training needs {missing}, which were not installed; nothing was done.").format(
                        missing=", ".join(missing)
                    )
                )
            self.messages.clear()
            self.job.start(
                {
                    "work": "train",
                    "table": self.table,
                    "outcome": self.outcome,
                    "positive": self.positive,
                    "protocol": "paper" if self.with_paper else "nested",
                    "output": self.output,
                }
            )
        except InputError as error:
            self.messages.error(error)

    def cancel(self) -> None:
        self.job.cancel()

    def _take_answer(self, answer: Mapping[str, Any]) -> None:
        self._trained_in = self.output
        offered = [str(Path(self.output) / name) for name in MODELS]
        for path in filter(lambda path: Path(path).is_file(), offered):
            self._models.offer_model(path)
        low, high = answer["auc_ci"]
        simulated = _(" Simulated data.") if answer["simulated"] else ""
        self.messages.info(
            _(
                "Nested AUC {auc:.3f} (95 % interval {low:.3f} to {high:.3f}) in {patients} patients. "
                "The models in {output} are offered under Patient, Model; read the report before using "
                "one. Research use only.{simulated}"
            ).format(
                auc=answer["auc"],
                low=low,
                high=high,
                patients=answer["patients"],
                output=self.output,
                simulated=simulated,
            )
        )


def _values_to_choose(table: str, column: str) -> tuple[str, ...]:
    """The two values of a column of outcomes; none where it is plain which of them means a response.

    Raises
    ------
    InputError
        The table cannot be read, or the column holds no outcomes.
    """
    header, rows = read_rows(Path(table))
    place = header.index(column)
    cells = [row[place] for row in rows]
    values = tuple(sorted({cell for cell in cells if cell.lower() not in MISSING}))
    try:
        binary_outcome(cells, column, source=table)
    except InputError:
        if len(values) != 2:
            raise
        binary_outcome(cells, column, positive=values[0], source=table)
        return values
    return ()
