"""A folder of simulated patients with a manifest."""

import shutil
import uuid
from collections.abc import Callable
from dataclasses import asdict
from numbers import Integral
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from .. import __version__, files
from ..errors import InputError
from ..itk_path import itk_path
from .patient import SimulatedPatient, require_seed, simulate_patient
from .truth import require_effect

IMAGES = ("arterial", "arterial_mask", "portal", "portal_mask")
MANIFEST_COLUMNS = ("case_id", *IMAGES, "outcome", "simulated")
BLOCK = 4


def write_cohort(
    folder: Path | str,
    patients: int = 60,
    seed: int = 0,
    effect: float = 1.0,
    on_progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write simulated patients and their manifest; the folder appears only when it is complete.

    Of every four patients in order one, at a random place, has a pCR: 15 of 60, 51 of 204. Only the last,
    incomplete block of a cohort that is no multiple of four may hold none. The tissue is drawn given
    the outcome (see `simulate_patient`). Patient k is the same whatever the cohort's size.

    Beside the manifest and the images lies `simulation.json` with the seed and each patient's truth.

    Parameters
    ----------
    folder : path
        Must not exist or be empty; parents are made.
    patients : int
        Number of patients, at least 1.
    seed : int
        Non-negative.
    effect : float
        Log odds ratio of pCR per standard deviation of the hidden trait.
    on_progress : callable, optional
        Called with (done, total) after each patient.

    Returns
    -------
    pathlib.Path
        The manifest, `folder/manifest.csv`.

    Raises
    ------
    InputError
        An argument out of range, a folder that holds something, or one that cannot be written.
    """
    if isinstance(patients, bool) or not isinstance(patients, Integral) or patients < 1:
        raise InputError(f"The number of patients {patients!r} is not usable; give a whole number from 1 up.")
    root = np.random.SeedSequence(require_seed(seed))
    require_effect(effect)
    folder = Path(folder)
    _require_vacant(folder)
    patient_seeds, block_seeds = root.spawn(2)
    outcomes = _outcomes(block_seeds, patients)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = folder.parent / f"{files.part_prefix(folder.absolute().parent)}{uuid.uuid4().hex}"
        building.mkdir()
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror or error}; choose another folder.") from error
    try:
        rows, truths = [], {}
        for number, (child, outcome) in enumerate(zip(patient_seeds.spawn(patients), outcomes, strict=True), start=1):
            patient = simulate_patient(child, outcome=outcome, effect=effect)
            case_id = f"SIM{number:04d}"
            rows.append([case_id, *_write_case(building, case_id, patient), patient.outcome, "true"])
            truths[case_id] = {**asdict(patient.truth), "breathing_mm": list(patient.breathing_mm)}
            if on_progress is not None:
                on_progress(number, patients)
        files.write_text(building / "manifest.csv", files.csv_text([MANIFEST_COLUMNS, *rows]))
        files.write_json(
            building / "simulation.json",
            {"simulated": True, "version": __version__, "seed": int(seed), "effect": float(effect), "patients": truths},
        )
        _put_in_place(building, folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return folder / "manifest.csv"


def _require_vacant(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; choose a folder for the simulated cohort.")
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty; choose a new folder for the simulated cohort.")


def _outcomes(block_seeds: np.random.SeedSequence, patients: int) -> list[int]:
    """One pCR in each block of four, at a place drawn for the block alone."""
    outcomes: list[int] = []
    for child in block_seeds.spawn(-(-patients // BLOCK)):
        block = [0] * BLOCK
        block[int(np.random.default_rng(child).integers(BLOCK))] = 1
        outcomes += block
    return outcomes[:patients]


def _write_case(folder: Path, case_id: str, patient: SimulatedPatient) -> list[str]:
    """Write the four images of a patient; their paths relative to the manifest, in its order."""
    paths = [f"{case_id}/{name}.nrrd" for name in IMAGES]
    try:
        (folder / case_id).mkdir()
        for name, path in zip(IMAGES, paths, strict=True):
            sitk.WriteImage(getattr(patient, name).to_sitk(), itk_path(folder / path), useCompression=True)
    except (OSError, RuntimeError) as error:
        raise InputError(f"Cannot write {case_id} of the simulated cohort; free space on the disk.") from error
    return paths


def _put_in_place(building: Path, folder: Path) -> None:
    try:
        if folder.is_dir():
            folder.rmdir()
        building.rename(folder)
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror or error}; choose another folder.") from error
