"""The constants of `simulate --truth wen2024`: ``python -m PCRPredictorLib.cli.score_constants [FILE]``.

To be run again after the features of the published models, or the simulated images, have changed.
"""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from ..files import write_json
from ..models.model_file import load_model
from ..models.simulated_outcomes import FILE, MODELS, features_of, score_constants
from ..resources import resource_folder
from ..simulation import simulate_patient

SEED = 396
PATIENTS = 600


def make_score_constants(path: Path, patients: int = PATIENTS) -> None:
    """Simulate patients without lipiodol, none of whom is in any cohort, and write the constants of their scores."""
    # Not forked: SimpleITK's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=context) as processes:
        rows = list(processes.map(_features, range(patients), chunksize=8))
    write_json(path, score_constants(rows, SEED))


def _features(number: int) -> dict[str, float]:
    patient = simulate_patient(np.random.SeedSequence(SEED, spawn_key=(number,)), lipiodol=False)
    columns = sorted({column for name in MODELS for column in load_model(name).columns})
    return features_of(patient.arterial, patient.arterial_mask, patient.portal, patient.portal_mask, columns)


if __name__ == "__main__":
    make_score_constants(Path(sys.argv[1]) if len(sys.argv) > 1 else resource_folder("Simulation") / FILE)
