"""`pcr-predictor calibrate`: a reference cohort's feature table to a calibration file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from .options import INPUT_PATH, NAME_OR_FILE, OUTPUT_PATH, Command
from .output import check_output_file, closing_words, show_warnings, working
from .terminal import tell

if TYPE_CHECKING:
    from ..models.cutoff import CutoffRule


@click.command("calibrate", cls=Command)
@click.option(
    "--model", required=True, type=NAME_OR_FILE, metavar="NAME|FILE", help="Published model, or a model file."
)
@click.option("--cohort", required=True, type=INPUT_PATH, help="Feature table of the reference cohort (CSV).")
@click.option("--outcome", metavar="COL", help="Column of outcomes (1 complete response, 0 none).")
@click.option("--positive", metavar="VALUE", help="The outcome that means a response; 1, yes, true or pCR unless told.")
@click.option("--prevalence", type=float, metavar="P", help="Share of complete responses, where outcomes are unknown.")
@click.option("--fit-slope", is_flag=True, help="Fit a common slope of the score beside the intercept.")
@click.option("--target-sensitivity", type=float, metavar="S", help="Choose the cut-off for this sensitivity.")
@click.option("--target-specificity", type=float, metavar="S", help="Choose the cut-off for this specificity.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same cut-off.")
@click.option("--patient", metavar="COL", help="Column that names the patient, where one has several rows.")
@click.option("--id", "id_column", metavar="COL", help="Column that names the cases; unless told case_id, or the row.")
@click.option("--output", required=True, type=OUTPUT_PATH, help="File .json.")
def command(
    model: str,
    cohort: Path,
    outcome: str | None,
    positive: str | None,
    prevalence: float | None,
    fit_slope: bool,
    target_sensitivity: float | None,
    target_specificity: float | None,
    seed: int,
    patient: str | None,
    id_column: str | None,
    output: Path,
) -> None:
    """Put a model on the scale of a reference cohort.

    With --outcome the intercept is fitted and, where the cohort shows that the score tells responses apart, the site's
    own cut-off derived; with --prevalence the mean probability equals P and there is no cut-off.
    """
    check_output_file(output, (".json",))
    if (outcome is None) == (prevalence is None):
        raise InputError("Give either --outcome COL or --prevalence P: the intercept comes from one of them.")
    if positive is not None and outcome is None:
        raise InputError("--positive tells what an outcome means; name the outcomes' column with --outcome.")
    if prevalence is not None and (target_sensitivity is not None or target_specificity is not None):
        raise InputError("A stated prevalence gives no cut-off, so it has no target; name the --outcome column.")
    rule = _rule(target_sensitivity, target_specificity)
    from ..models.calibration import calibrate
    from ..models.calibration_card import calibration_card
    from ..models.calibration_file import save_calibration
    from ..models.model_file import load_model
    from ..models.model_table import read_model_table
    from ..models.named_rows import named_rows
    from ..training.data.spellings import patient_notices

    chosen = load_model(model)
    table = read_model_table(cohort, chosen, id_column)
    with working("Calibrating, and putting bootstrap cohorts through it"):
        calibration = calibrate(
            chosen,
            table,
            outcome=outcome,
            prevalence=prevalence,
            fit_slope=fit_slope,
            positive=positive,
            rule=rule,
            seed=seed,
            patient=patient,
        )
    save_calibration(calibration, output)
    named = patient_notices(named_rows(table, patient, "patient"), table.case_ids, table.file_name)
    show_warnings([*calibration.warnings, *named])
    for title, text in calibration_card(calibration):
        tell(f"{title + ':':<28}{text}")
    tell(f"Written to {output}. {closing_words(calibration.simulated)}")


def _rule(sensitivity: float | None, specificity: float | None) -> "CutoffRule":
    from ..models.cutoff import SENSITIVITY, SPECIFICITY, CutoffRule

    if sensitivity is not None and specificity is not None:
        raise InputError("--target-sensitivity and --target-specificity exclude each other; give one of them.")
    if sensitivity is not None:
        return CutoffRule(SENSITIVITY, sensitivity)
    return CutoffRule() if specificity is None else CutoffRule(SPECIFICITY, specificity)
