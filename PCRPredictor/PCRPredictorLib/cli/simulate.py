"""`pcr-predictor simulate`: a seeded cohort of simulated two-phase patients."""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import OUTPUT_PATH, Command
from .output import counting
from .terminal import tell

if TYPE_CHECKING:
    from ..simulation.cohort import CaseWriter


@click.command("simulate", cls=Command)
@click.option("--output", required=True, type=OUTPUT_PATH, help="New folder.")
@click.option("--patients", type=int, default=60, show_default=True, help="How many.")
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same patients.")
@click.option(
    "--truth",
    type=click.Choice(("tissue", "wen2024")),
    default="tissue",
    show_default=True,
    help="What decides the outcome: the tissue, or the mean of both published models' scores of the same images.",
)
@click.option(
    "--effect",
    type=float,
    help="How strongly that and the outcome hang together (log odds ratio per standard deviation; 1 for tissue and 2 "
    "for wen2024 unless told); 0 is not at all.",
)
@click.option(
    "--lipiodol/--no-lipiodol",
    default=None,
    help="Lipiodol in every tumor or in none; unless told in 8 % with --truth tissue, in none with wen2024.",
)
@click.option(
    "--spacing",
    type=click.Choice(("coarse", "clinical")),
    default="coarse",
    show_default=True,
    help="Voxels of 2 x 2 x 5 mm, or as in the clinic: 0.7 to 0.9 mm in plane and slices of 1.25, 2.5 or 5 mm, which "
    "takes 6 to 27 times as long, and 0.6 to 2 GB of memory.",
)
@click.option(
    "--dicom",
    is_flag=True,
    help="Write each phase as a DICOM series and its contour as SEG and RTSTRUCT (needs the extra dicom).",
)
def command(
    output: Path,
    patients: int,
    seed: int,
    truth: str,
    effect: float | None,
    lipiodol: bool | None,
    spacing: str,
    dicom: bool,
) -> None:
    """Write simulated patients with contours.

    The folder gets manifest.csv, with an outcome for each patient, and a folder a patient; all is marked simulated.
    With --truth wen2024 the outcomes are drawn from the models themselves, so that their AUC shows nothing.
    """
    from ..models.simulated_outcomes import published_scores
    from ..simulation import write_cohort

    source = published_scores() if truth == "wen2024" else None
    with counting("Simulating patients") as on_progress:
        manifest = write_cohort(
            output,
            patients=patients,
            seed=seed,
            effect=effect,
            on_progress=on_progress,
            source=source,
            lipiodol=lipiodol,
            spacing=spacing,
            write_case=_dicom_writer(seed) if dicom else None,
        )
    if source is not None:
        tell(f"{source.note[:1].upper()}{source.note[1:]}.")
    tell(f"{patients} simulated patient{'' if patients == 1 else 's'} written; {manifest} lists them.")


def _dicom_writer(seed: int) -> "CaseWriter":
    from ..optional import require
    from ..report.dicom.simulated_case import write_dicom_case

    for module in ("highdicom", "contourpy"):  # before minutes are spent
        require(module, purpose="Writing DICOM", extra="dicom")
    return functools.partial(write_dicom_case, seed=seed)
