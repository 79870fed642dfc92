"""The simulated patients that a study is done on where none are given."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..errors import InputError
from ..files import csv_text, read_json, write_text

if TYPE_CHECKING:
    from ..training.pipeline.config import TrainingConfig

FOLDER = "simulated"
MANIFEST = "study.csv"
TISSUE = "tissue"
SPLIT_COLUMN = "split"
FEWEST = 12
"""So many hold two whole blocks of four patients, one of each with a pCR, wherever they begin."""


MOST_TRIED = 10_000


def require_enough(training: int, settings: "TrainingConfig") -> None:
    """Refuse so few simulated training patients that no model could be trained on them, before they are simulated.

    Every whole block of four holds one pCR; whether an incomplete one does is not counted on.

    Raises
    ------
    InputError
        As :func:`.check_feasible`, with how many patients will do.
    """
    from ..simulation.outcomes import BLOCK

    reason = _too_few(training, settings)
    if reason is None:
        return
    enough = next((n for n in range(BLOCK, MOST_TRIED, BLOCK) if n > training and _too_few(n, settings) is None), None)
    remedy = f"--training {enough} or more will do" if enough else "lower the folds or neighbors of --config"
    raise InputError(
        f"--training {training}: of every four simulated patients one has a pCR, which is too few to train on "
        f"({reason.rstrip('.')}); {remedy}."
    )


def _too_few(training: int, settings: "TrainingConfig") -> str | None:
    import numpy as np

    from ..simulation.outcomes import BLOCK
    from ..training.pipeline.folds import check_feasible

    try:
        check_feasible((np.arange(training) < training // BLOCK).astype(np.int64), settings)
    except InputError as error:
        return str(error)
    return None


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
        _require_same(folder, training, validation, seed, truth)
    else:
        source = published_scores() if truth != TISSUE else None
        write_cohort(folder, patients=training + validation, seed=seed, source=source, on_progress=on_progress)
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for number, row in enumerate(rows):
        row[SPLIT_COLUMN] = "training" if number < training else "validation"
    write_text(folder / MANIFEST, csv_text([rows[0].keys(), *(row.values() for row in rows)]))
    return folder / MANIFEST


def _require_same(folder: Path, training: int, validation: int, seed: int, truth: str) -> None:
    record = read_json(folder / "simulation.json")
    found = (record["version"], len(record["patients"]), record["seed"], record["truth"])
    if found != (__version__, training + validation, seed, truth):
        raise InputError(
            f"{folder} holds {found[1]} patients of seed {found[2]} and truth {found[3]}, simulated by version "
            f"{found[0]}; delete it or choose another --output."
        )
    if not (folder / MANIFEST).exists():
        return
    with (folder / MANIFEST).open(encoding="utf-8", newline="") as stream:
        trained = [row.get(SPLIT_COLUMN) for row in csv.DictReader(stream)].count("training")
    if trained != training:
        raise InputError(
            f"{folder / MANIFEST} splits off {trained} training patients, not {training}; delete it or choose another "
            "--output."
        )
