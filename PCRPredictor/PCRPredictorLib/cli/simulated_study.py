"""The simulated patients that a study is done on where none are given."""

import csv
from collections.abc import Callable
from pathlib import Path

from .. import __version__
from ..errors import InputError
from ..files import csv_text, read_json, write_text

FOLDER = "simulated"
MANIFEST = "study.csv"
TISSUE = "tissue"
SPLIT_COLUMN = "split"
FEWEST = 12
"""So many hold two whole blocks of four patients, one of each with a pCR, wherever they begin."""


def simulated_manifest(
    output: Path,
    training: int,
    validation: int,
    seed: int,
    truth: str,
    on_progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Simulate the patients into ``output/simulated``, unless they are there, and list them in ``study.csv`` beside.

    The first `training` patients are the training cohort, the others the validation cohort.

    Raises
    ------
    InputError
        The folder holds other patients, or cannot be written.
    """
    from ..models.simulated_outcomes import published_scores
    from ..simulation import write_cohort

    folder = output / FOLDER
    if (folder / "manifest.csv").exists():
        _require_same(folder, training + validation, seed, truth)
    else:
        source = published_scores() if truth != TISSUE else None
        write_cohort(folder, patients=training + validation, seed=seed, source=source, on_progress=on_progress)
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for number, row in enumerate(rows):
        row[SPLIT_COLUMN] = "training" if number < training else "validation"
    write_text(folder / MANIFEST, csv_text([rows[0].keys(), *(row.values() for row in rows)]))
    return folder / MANIFEST


def _require_same(folder: Path, patients: int, seed: int, truth: str) -> None:
    record = read_json(folder / "simulation.json")
    found = (record["version"], len(record["patients"]), record["seed"], record["truth"])
    if found != (__version__, patients, seed, truth):
        raise InputError(
            f"{folder} holds {found[1]} patients of seed {found[2]} and truth {found[3]}, simulated by version "
            f"{found[0]}; delete it or choose another --output."
        )
