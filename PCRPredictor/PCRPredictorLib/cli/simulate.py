"""`pcr-predictor simulate`: a seeded cohort of simulated two-phase patients."""

from pathlib import Path

import click

from .options import OUTPUT_PATH, Command
from .output import counting
from .terminal import tell


@click.command("simulate", cls=Command)
@click.option("--output", required=True, type=OUTPUT_PATH, help="New folder.")
@click.option("--patients", type=int, default=60, show_default=True, help="How many.")
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same patients.")
@click.option(
    "--effect",
    type=float,
    default=1.0,
    show_default=True,
    help="How strongly tissue and outcome hang together (log odds ratio per standard deviation); 0 is not at all.",
)
def command(output: Path, patients: int, seed: int, effect: float) -> None:
    """Write simulated patients with contours.

    The folder gets manifest.csv, with an outcome for each patient, and a folder a patient; all is marked simulated.
    """
    from ..simulation import write_cohort

    with counting("Simulating patients") as on_progress:
        manifest = write_cohort(output, patients=patients, seed=seed, effect=effect, on_progress=on_progress)
    tell(f"{patients} simulated patient{'' if patients == 1 else 's'} written; {manifest} lists them.")
