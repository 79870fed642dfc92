"""`pcr-predictor calibrate`: a reference cohort's feature table to a calibration file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from .options import INPUT_PATH, NAME_OR_FILE, OUTPUT_PATH, Command
from .output import check_output_file, closing_words, show_warnings
from .terminal import tell

if TYPE_CHECKING:
    from ..models.calibration import Calibration


@click.command("calibrate", cls=Command)
@click.option(
    "--model", required=True, type=NAME_OR_FILE, metavar="NAME|FILE", help="Published model, or a model file."
)
@click.option("--cohort", required=True, type=INPUT_PATH, help="Feature table of the reference cohort (CSV).")
@click.option("--outcome", metavar="COL", help="Column of outcomes (1 complete response, 0 none).")
@click.option("--prevalence", type=float, metavar="P", help="Share of complete responses, where outcomes are unknown.")
@click.option("--fit-slope", is_flag=True, help="Fit a common slope of the score beside the intercept.")
@click.option("--id", "id_column", metavar="COL", help="Column that names the cases; unless told case_id, or the row.")
@click.option("--output", required=True, type=OUTPUT_PATH, help="File .json.")
def command(
    model: str,
    cohort: Path,
    outcome: str | None,
    prevalence: float | None,
    fit_slope: bool,
    id_column: str | None,
    output: Path,
) -> None:
    """Put a model on the scale of a reference cohort.

    With --outcome the intercept is fitted and the site's own cut-off derived; with --prevalence the mean
    probability equals P and there is no cut-off.
    """
    check_output_file(output, (".json",))
    if (outcome is None) == (prevalence is None):
        raise InputError("Give either --outcome COL or --prevalence P: the intercept comes from one of them.")
    from ..models.calibration import calibrate
    from ..models.calibration_file import save_calibration
    from ..models.model_file import load_model
    from ..models.table import read_table

    chosen = load_model(model)
    table = read_table(cohort, id_column, only=chosen.columns)
    calibration = calibrate(chosen, table, outcome=outcome, prevalence=prevalence, fit_slope=fit_slope)
    save_calibration(calibration, output)
    show_warnings(calibration.warnings)
    tell(f"{_describe(calibration)}; written to {output}. {closing_words(calibration.simulated)}")


def _describe(calibration: "Calibration") -> str:
    """Intercept, cut-off and their uncertainty in words."""
    words = (
        f"{calibration.patients} patients, intercept {calibration.intercept:.3f} (SE {calibration.intercept_se:.3f})"
    )
    if calibration.slope_se is not None:
        words += f", slope {calibration.slope:.3f} (SE {calibration.slope_se:.3f})"
    if calibration.cutoff is None:
        return f"{words}, no cut-off"
    cutoff = calibration.cutoff
    return f"{words}, cut-off {cutoff.value:.4g} (95 % interval {cutoff.lower:.4g} to {cutoff.upper:.4g})"
