"""Making a calibration from the feature table of a reference cohort."""

import csv
from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError
from ...models.calibration_file import save_calibration
from ...models.model_file import Model
from ...models.model_table import read_model_table
from ...texts import tr as _


@dataclass(frozen=True)
class CalibrationRequest:
    """What the user asks for: either the column of outcomes or a prevalence (0 to 1)."""

    table: str
    outcome: str | None
    prevalence: float | None
    output: str

    @property
    def problem(self) -> str | None:
        """What is still to be given; None where the request is complete."""
        if not self.table:
            return _("Choose the feature table of the reference cohort.")
        if not self.output:
            return _("Choose the file to save the calibration in.")
        if not self.outcome and self.prevalence is None:
            return _("Choose the outcome column, or state a prevalence.")
        return None


def outcome_columns(path: str) -> list[str]:
    """Columns of a cohort table that may hold outcomes: all but the features, likely names first.

    Raises
    ------
    InputError
        The file cannot be read as a table.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream), [])
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            _("{path} cannot be read as a table ({error}); choose a CSV file in UTF-8.").format(path=path, error=error)
        ) from error
    carried = [name for name in header if name and not name.startswith(("A_", "P_")) and name != "profile_hash"]
    return sorted(carried, key=lambda name: (name.lower() not in ("outcome", "pcr"), header.index(name)))


def make_calibration(model: Model, request: CalibrationRequest) -> str:
    """Calibrate the model as requested and write the file; returns its path."""
    from ...models.calibration import calibrate  # slow to import

    table = read_model_table(request.table, model)
    calibration = calibrate(model, table, outcome=request.outcome, prevalence=request.prevalence)
    save_calibration(calibration, request.output)
    return request.output
