"""`pcr-predictor cohort`: the features of every case of a manifest in one table."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError
from ..numerals import count
from .documents import PDF_OPTION, pdf_name, require_pdf_if, write_page_pdf
from .extract import choose_profile
from .options import INPUT_PATH, OUTPUT_PATH, Command
from .output import check_output_folder, closing_words
from .perturbation_options import Perturbation, perturbation_options
from .progress import counting_with_log
from .terminal import say, tell, warn

if TYPE_CHECKING:
    from ..cohort.executors import Executor
    from ..cohort.manifest import Manifest
    from ..cohort.runner import CohortSummary

REPORT_FILE = "cohort-report.html"


@click.command("cohort", cls=Command)
@click.option("--manifest", required=True, type=INPUT_PATH, help="CSV with the images and masks of every case.")
@click.option("--output", required=True, type=OUTPUT_PATH, help="Folder; the same one again resumes.")
@click.option("--features", type=click.Choice(["ak396", "pyradiomics", "ibsi"]), help="Feature set; ak396 unless told.")
@click.option("--profile", type=INPUT_PATH, help="Extraction profile (JSON); the feature set's default unless told.")
@click.option("--jobs", type=int, metavar="N", help="Worker processes, or batch jobs; the number of cores unless told.")
@click.option("--scheduler", metavar="ADDRESS|YAML", help="Dask scheduler (tcp://...), or a dask-jobqueue YAML file.")
@click.option(
    "--rim",
    type=float,
    is_flag=False,
    flag_value=10.0,
    metavar="[MM]",
    help="Measure a ring of so many mm around the lesion, too: AR_*, PR_*; 10 unless told. For training.",
)
@perturbation_options
@click.option("--timeout", type=float, metavar="S", help="Longest time for one phase of a case; 900 s unless told.")
@click.option("--memory", type=float, metavar="GB", help="Most memory for one phase of a case; 8 GB unless told.")
@PDF_OPTION
@click.option("--dry-run", is_flag=True, help="Check every path and geometry from the headers, and write nothing.")
def command(
    manifest: Path,
    output: Path,
    features: str | None,
    profile: Path | None,
    jobs: int | None,
    scheduler: str | None,
    rim: float | None,
    perturbation: Perturbation | None,
    timeout: float | None,
    memory: float | None,
    pdf: bool,
    dry_run: bool,
) -> None:
    """Compute the features of both phases of every case.

    The folder gets features.csv and its twin features.parquet, failures.csv with reason and remedy, cohort-report.html
    for a look at every case, and run.json; with --perturb also perturbed.npz and stability.csv (ICC of each feature).
    What was computed before, with the same inputs and settings, is kept.
    """
    from ..cohort.manifest import read_manifest
    from ..cohort.runner import OUTPUT_FILES, CohortSettings, run_cohort
    from ..features.feature_sets import require_library

    if jobs is not None and jobs < 1:
        raise InputError(f"--jobs {jobs}: give a whole number from 1 up.")
    check_output_folder(output, (*OUTPUT_FILES, pdf_name(REPORT_FILE)))
    require_pdf_if(pdf, output, REPORT_FILE)
    chosen: dict[str, Any] = {"timeout_s": timeout, "memory_gb": memory, "rim_mm": rim}
    if perturbation is not None:
        chosen |= {"perturbations": perturbation.count, "perturbation": perturbation.settings}
    given = {name: value for name, value in chosen.items() if value is not None}
    settings = CohortSettings(profile=choose_profile(features, profile), **given)
    if scheduler is None:  # the workers of a cluster have packages of their own
        require_library(settings.profile)
    cases = read_manifest(manifest)
    if dry_run:
        _check(cases)
        return
    executor = _executor(jobs, scheduler)
    done = 0
    try:
        with counting_with_log("Computing features") as show:

            def on_progress(number: int, total: int) -> None:
                nonlocal done
                done = number
                show(number, total)

            finish = _write_pages_pdf if pdf else None
            summary = run_cohort(cases, output, settings, executor, on_progress, finish=finish)
    except KeyboardInterrupt:
        total = 2 * len(cases.cases)
        warn(
            f"Interrupted: {done} of {total} phases are done; those that could be measured are kept, and the same "
            "command goes on."
        )
        raise
    _tell(summary, output)


def _write_pages_pdf(folder: Path) -> None:
    for page in sorted(folder.glob("*.html")):
        write_page_pdf(page)


def _executor(jobs: int | None, scheduler: str | None) -> "Executor":
    if scheduler is not None:
        from ..cohort.dask_executor import DaskExecutor

        return DaskExecutor(scheduler, jobs or 1)
    from ..cohort.executors import local_executor

    return local_executor(jobs or cores())


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check(manifest: "Manifest") -> None:
    from ..cohort.preflight import check_manifest

    with counting_with_log("Checking headers") as on_progress:
        problems = check_manifest(manifest, on_progress)
    for problem in problems:
        say(f"{problem.case_id}, {problem.phase}: {problem.reason} {problem.remedy}")
    cases = len(manifest.cases)
    if problems:
        failing = len({problem.case_id for problem in problems})
        raise InputError(f"{failing} of {cases} cases would fail, as listed; correct them or run without --dry-run.")
    say(f"{count(cases, 'case')}: every path and geometry is in order as far as the headers tell. Nothing was written.")


def _tell(summary: "CohortSummary", output: Path) -> None:
    tell(f"{summary.measured} of {summary.cases} cases in {output / 'features.csv'}.")
    tell(f"{count(summary.computed, 'phase')} computed, {summary.kept} kept from an earlier run.")
    if summary.failures:
        warn(f"{count(summary.failures, 'phase')} failed; {output / 'failures.csv'} says why.")
    tell(f"{output / REPORT_FILE} shows every case; look at it before using the table.")
    tell(closing_words(summary.simulated))
