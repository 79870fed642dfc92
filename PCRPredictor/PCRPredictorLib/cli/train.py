"""`pcr-predictor train`: a cohort table to a model, its validation and a report."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from ..report.study.training_files import TRAINING_FILES, write_training
from ..training.packages import require_packages
from .documents import PDF_OPTION, pdf_name, require_pdf_if, write_page_pdf
from .options import INPUT_PATH, OUTPUT_PATH, Command, SeveralValues
from .output import check_output_folder, closing_words, filling, show_warnings
from .progress import counting_with_log
from .reader_contours import compare_manifests
from .terminal import tell, warn

if TYPE_CHECKING:
    from ..training.pipeline.parallel import Progress
    from ..training.protocols.train import Stages
    from ..training.readers.agreement import ContourPair

IF_MISSING = "complete the cell, drop the case, or let missing values be replaced inside the folds (--impute)"


@click.command("train", cls=Command)
@click.option("--cohort", required=True, type=INPUT_PATH, help="Feature table with outcomes (CSV).")
@click.option("--outcome", required=True, metavar="COL", help="Column of outcomes, with two values.")
@click.option("--positive", metavar="VALUE", help="The outcome that means a response; 1, yes, true or pCR unless told.")
@click.option("--id", "id_column", metavar="COL", help="Column that names the cases; case_id unless told.")
@click.option("--protocol", type=click.Choice(["nested", "paper"]), default="nested", show_default=True)
@click.option("--config", type=INPUT_PATH, help="Settings (JSON), such as the config.json of an earlier run.")
@click.option("--clinical", cls=SeveralValues, metavar="COL ...", help="Numeric columns to use beside A_* and P_*.")
@click.option("--split", metavar="COL", help="Column that says training or validation for each case.")
@click.option("--external", type=INPUT_PATH, help="Feature table of validation patients (CSV).")
@click.option("--second-reader", type=INPUT_PATH, help="The same features from another reader's contours (CSV).")
@click.option("--perturbed", type=INPUT_PATH, help="Features of perturbed contours: perturbed.npz of a cohort run.")
@click.option("--contours", type=INPUT_PATH, help="Manifest of the first reader's contours, to compare with ...")
@click.option("--second-contours", type=INPUT_PATH, help="... the manifest of the second reader's.")
@click.option("--batch", metavar="COL", help="Column of scanners or sites: also validate harmonized by ComBat.")
@click.option("--patient", metavar="COL", help="Column that names the patient, where one has several rows.")
@click.option("--subgroup", "subgroups", multiple=True, metavar="COL", help="Column of groups to look at one by one.")
@click.option("--allow-duplicates", is_flag=True, help="Keep copies of a patient on one side of every fold.")
@click.option("--candidates", cls=SeveralValues, metavar="NAME ...", help="Models to choose among; one fixes it.")
@click.option("--impute", is_flag=True, help="Replace missing values inside the folds; they are refused otherwise.")
@click.option("--seed", type=int, help="Same seed and settings, same result; 0 unless told.")
@click.option("--permutations", type=int, default=0, metavar="N", help="Permutation test of the whole pipeline.")
@click.option("--bootstrap", type=int, default=0, metavar="N", help="AUC of those left out of N bootstrap cohorts.")
@click.option("--learning-curve", is_flag=True, help="AUC against the number of training patients.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
@PDF_OPTION
@click.option("--output", required=True, type=OUTPUT_PATH, help="Folder.")
def command(
    cohort: Path,
    outcome: str,
    positive: str | None,
    id_column: str | None,
    protocol: str,
    config: Path | None,
    clinical: tuple[str, ...],
    split: str | None,
    external: Path | None,
    second_reader: Path | None,
    perturbed: Path | None,
    contours: Path | None,
    second_contours: Path | None,
    batch: str | None,
    patient: str | None,
    subgroups: tuple[str, ...],
    allow_duplicates: bool,
    candidates: tuple[str, ...],
    impute: bool,
    seed: int | None,
    permutations: int,
    bootstrap: int,
    learning_curve: bool,
    jobs: int,
    pdf: bool,
    output: Path,
) -> None:
    """Train a SMOTE-radiomics model, and the plain one beside it, and validate both. Research use only.

    The folder gets model.json, model_plain.json, validation.json, out_of_fold.csv, config.json, report.html and the
    figures (PNG, SVG).
    Protocol nested learns everything inside the training folds; paper adds the paper's own protocol and says how much
    of its AUC is leakage.
    """
    check_output_folder(output, (*TRAINING_FILES, pdf_name("report.html")))
    require_pdf_if(pdf, output, "report.html")
    if split is not None and external is not None:
        raise InputError("--split and --external both name the validation patients; give one of them.")
    if (contours is None) != (second_contours is None):
        raise InputError("--contours and --second-contours belong together: give a manifest for each reader.")
    require_packages()
    from ..models.perturbed_features import load_perturbed_features
    from ..models.table import feature_columns, read_table
    from ..training.data.cohort import cohort_from_table, split_by_column
    from ..training.data.notices import cohort_notices
    from ..training.data.validation_notices import validation_notices
    from ..training.pipeline.config import TrainingConfig
    from ..training.pipeline.config_file import load_config
    from ..training.protocols.train import train

    settings = load_config(config) if config else TrainingConfig()
    if impute:
        settings = replace(settings, impute=True)
    if candidates:
        settings = replace(settings, candidates=candidates)
    if seed is not None:
        settings = replace(settings, seed=seed)
    unused = [column for column in (outcome, split, batch, patient) if column is not None]
    unused += [column for column in subgroups if column not in clinical]
    cells = partial(read_table, id_column=id_column, allow_missing=settings.impute, if_missing=IF_MISSING)
    table = cells(cohort, clinical=clinical, exclude=unused)
    names = feature_columns(table, exclude=unused, clinical=clinical)
    second = None
    if second_reader is not None:
        read_twice = [name for name in names if name not in clinical]
        second = cells(second_reader, only=read_twice)
    patients = cohort_from_table(
        table,
        outcome,
        positive=positive,
        clinical=clinical,
        exclude=unused,
        batch=batch,
        patient=patient,
        subgroups=subgroups,
        second_reader=second,
        perturbed=load_perturbed_features(perturbed) if perturbed else None,
    )
    if perturbed is not None:
        patients = replace(patients, perturbed_source=str(perturbed))
    others = None
    if split is not None:
        patients, others = split_by_column(patients, table.cells(split), split)
    elif external is not None:
        # A model file replaces no missing value, so that --impute is no help here.
        others_table = read_table(external, id_column, only=names)
        others = cohort_from_table(
            others_table,
            outcome,
            positive=positive,
            clinical=clinical,
            # It may have no such column; then the identifiers tell the patients.
            patient=patient if patient in others_table.header else None,
            subgroups=subgroups,
        )

    def say(words: str) -> None:
        """Before anything is trained, and only of a cohort that will not be refused."""
        show_warnings(cohort_notices(patients))
        if others is not None:
            show_warnings(validation_notices(patients, others))
        warn(words)

    with stages() as on_progress:
        pairs: tuple[ContourPair, ...] = ()
        if contours is not None and second_contours is not None:
            pairs = compare_manifests(contours, second_contours, partial(on_progress, "contours"))
        result = train(
            patients,
            settings,
            protocol=protocol,
            external=others,
            permutations=permutations,
            bootstrap=bootstrap,
            with_learning_curve=learning_curve,
            allow_duplicates=allow_duplicates,
            contours=pairs,
            jobs=jobs,
            on_progress=on_progress,
            on_words=say,
        )
        with filling(output, TRAINING_FILES) as folder:
            write_training(folder, result)
            if pdf:
                write_page_pdf(folder / "report.html")
    show_warnings(result.main.external_notices)
    main = result.main.nested
    tell(
        f"Nested AUC {main.auc:.3f} (95 % interval {main.low:.3f} to {main.high:.3f}) in {result.cohort.counted}; "
        f"{output / 'report.html'} explains it. {closing_words(result.simulated)}"
    )


@contextlib.contextmanager
def stages() -> "Iterator[Stages]":
    """Yield a function of (stage, done, total) that shows each stage's progress, one after the other."""
    with contextlib.ExitStack() as shown:
        current: list[tuple[str, Progress]] = []

        def show(stage: str, done: int, total: int) -> None:
            if not current or current[-1][0] != stage:
                shown.close()
                current.append((stage, shown.enter_context(counting_with_log(stage))))
            current[-1][1](done, total)

        yield show
