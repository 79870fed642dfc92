"""`pcr-predictor study`: the paper's tables and figures on other patients, in one page."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from ..file_sets import made_folder
from ..report.study.paper_files import STUDY_FILES, write_study
from ..report.study.training_files import TRAINING_FILES, write_training
from ..training.packages import require_packages
from .cohort import cores
from .documents import PDF_OPTION, pdf_name, require_pdf_if, write_page_pdf
from .options import INPUT_PATH, OUTPUT_PATH, Command, SeveralValues
from .output import check_output_folder, closing_words, filling, show_warnings
from .progress import counting_with_log
from .simulated_study import FEWEST, TISSUE, require_enough, simulated_manifest
from .terminal import tell, warn
from .train import stages

if TYPE_CHECKING:
    from ..training.reproduction.columns import StudyColumns

FEATURES_FOLDER, TRAINING_FOLDER = "features", "training"
TABLE, RECORD = "features.csv", "study.json"
TRAINING, VALIDATION = 100, 103
"""As many patients as the paper's."""
SIMULATED_TRUTHS = (TISSUE, "wen2024")


@click.command("study", cls=Command)
@click.option("--output", required=True, type=OUTPUT_PATH, help="Folder; the same one again resumes.")
@click.option("--manifest", type=INPUT_PATH, help="CSV with images, masks and outcome of every case.")
@click.option("--cohort", type=INPUT_PATH, help="Feature table with outcomes (CSV), in place of a manifest.")
@click.option("--outcome", metavar="COL", help="Column of outcomes; outcome unless told.")
@click.option("--positive", metavar="VALUE", help="The outcome that means a response; 1, yes, true or pCR unless told.")
@click.option("--split", metavar="COL", help="Column that says training or validation; split, if there is one.")
@click.option("--mrecist", metavar="COL", help="Column of mRECIST readings (CR, PR, SD, PD); mrecist, if there is one.")
@click.option("--clinical", cls=SeveralValues, metavar="COL ...", help="Columns for Table S1; all others unless told.")
@click.option("--config", type=INPUT_PATH, help="Settings of the training (JSON).")
@click.option("--training", type=click.IntRange(FEWEST), help="Simulated training patients; 100 unless told.")
@click.option("--validation", type=click.IntRange(FEWEST), help="Simulated validation patients; 103 unless told.")
@click.option(
    "--truth",
    type=click.Choice(SIMULATED_TRUTHS),
    help="What decides simulated outcomes: the tissue, unless told, or the published models themselves.",
)
@PDF_OPTION
@click.option("--seed", type=int, help="Same seed and settings, same result.")
@click.option("--jobs", type=click.IntRange(1), help="Processes; the number of cores unless told.")
def command(
    output: Path,
    manifest: Path | None,
    cohort: Path | None,
    outcome: str | None,
    positive: str | None,
    split: str | None,
    mrecist: str | None,
    clinical: tuple[str, ...],
    config: Path | None,
    training: int | None,
    validation: int | None,
    truth: str | None,
    pdf: bool,
    seed: int | None,
    jobs: int | None,
) -> None:
    """Do the study of Wen and others, 2024, on other patients, and set each number beside the printed one.

    Without a manifest or a feature table on 100 + 103 simulated patients. The folder gets study.html and study.json,
    the tables as CSV, features/ as cohort writes it and training/ as train does. What the table lacks (validation
    patients, clinical characteristics, mRECIST) is said in its place. Research use only.
    """
    require_packages()
    from ..models.table import read_columns, read_table
    from ..training.pipeline.config import TrainingConfig
    from ..training.pipeline.config_file import load_config
    from ..training.reproduction.columns import check_cells, study_columns
    from ..training.reproduction.study import LIKE_THE_PAPER, run_study

    if manifest is not None and cohort is not None:
        raise InputError("--manifest and --cohort both name the patients; give one of them.")
    given, simulation = manifest or cohort, (training, validation, truth)
    if given is not None and any(option is not None for option in simulation):
        raise InputError(
            f"--training, --validation and --truth are for simulated patients, but {given} was given; leave them out."
        )
    check_output_folder(output, (*STUDY_FILES, pdf_name("study.html"), *_in(TRAINING_FOLDER, TRAINING_FILES)))
    require_pdf_if(pdf, output, "study.html")
    like_the_paper = TrainingConfig(candidates=LIKE_THE_PAPER)
    settings = load_config(config, like_the_paper) if config else like_the_paper
    if seed is not None:
        settings = replace(settings, seed=seed)
    if given is None:
        require_enough(training or TRAINING, settings)

    def columns_of(header: list[str], source: Path) -> "StudyColumns":
        return study_columns(
            header,
            str(source),
            outcome=outcome,
            positive=positive,
            split=split,
            mrecist=mrecist,
            characteristics=clinical,
        )

    processes = jobs or cores()
    with contextlib.ExitStack() as whole:
        if cohort is None:
            whole.enter_context(made_folder(output))
        if given is None:
            with counting_with_log("Simulating patients") as on_progress:
                manifest = simulated_manifest(
                    output, training or TRAINING, validation or VALIDATION, settings.seed, truth or TISSUE, on_progress
                )
        if manifest is not None:
            cells = read_columns(manifest)
            check_cells(cells, columns_of(list(cells), manifest), str(manifest), settings)
        folder = whole.enter_context(filling(output, _patterns(with_features=manifest is not None)))
        unmeasured, measured = "", cohort
        if manifest is not None:
            cohort, measured = output / FEATURES_FOLDER / TABLE, folder / FEATURES_FOLDER / TABLE
            unmeasured = _measure(manifest, output / FEATURES_FOLDER, measured.parent, processes)
        assert cohort is not None
        assert measured is not None
        table = replace(read_table(measured), source=str(cohort))
        columns = columns_of(list(table.carried), cohort)
        on_stage = whole.enter_context(stages())
        study = run_study(
            table, columns, settings, unmeasured=unmeasured, jobs=processes, on_progress=on_stage, on_words=warn
        )
        (folder / TRAINING_FOLDER).mkdir()
        write_training(folder / TRAINING_FOLDER, study.result)
        write_study(folder, study)
        if pdf:
            write_page_pdf(folder / "study.html")
    show_warnings((*study.result.notices, *study.notices))
    for part, reason in study.missing.items():
        warn(f"could not be had ({part}): {reason}")
    tell(f"{output / 'study.html'} sets every number beside the paper's.")
    tell(closing_words(study.simulated))


def _in(folder: str, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}" for name in names)


def _patterns(with_features: bool) -> tuple[str, ...]:
    """What an earlier study may have left, its record last; a feature table that was given is nothing of it."""
    from ..cohort.runner import PATTERNS

    features = _in(FEATURES_FOLDER, PATTERNS) if with_features else ()
    return (*features, *_in(TRAINING_FOLDER, TRAINING_FILES), *STUDY_FILES, RECORD)


def _measure(manifest: Path, features: Path, tables: Path, jobs: int) -> str:
    """Measure a manifest's cases, or take what is kept of them in `features`, into the folder `tables`; who failed.

    The tables are part of the study and take their places with it.
    """
    from ..cohort.executors import local_executor
    from ..cohort.manifest import read_manifest
    from ..cohort.runner import CohortSettings, run_cohort

    cases = read_manifest(manifest)
    with counting_with_log("Computing features") as on_progress:
        summary = run_cohort(cases, features, CohortSettings(), local_executor(jobs), on_progress, tables=tables)
    failed = summary.cases - summary.measured
    # This stands on the page, too, which names no folder of the machine.
    words = f"{failed} of {summary.cases} cases could not be measured; {FEATURES_FOLDER}/failures.csv says why"
    return words if failed else ""
