"""A folder of simulated patients with a manifest."""

from collections.abc import Callable
from dataclasses import asdict
from numbers import Integral
from pathlib import Path

import numpy as np

from .. import __version__, files
from ..errors import InputError
from ..file_sets import made_folder, new_folder
from ..whole_nrrd import write_nrrd
from .outcomes import BLOCK, OutcomeSource, blocked_outcomes, blocks_of, outcomes_from_scores
from .patient import SimulatedPatient, require_seed, simulate_patient
from .spacing import SPACINGS, spacing_of
from .truth import require_effect

MOST_PATIENTS = 100_000
IMAGES = ("arterial", "arterial_mask", "portal", "portal_mask")
MANIFEST_COLUMNS = ("case_id", *IMAGES, "outcome", "simulated")
SOURCE_COLUMN = "outcome_drawn_from"
TISSUE = "tissue"
CaseWriter = Callable[[Path, str, SimulatedPatient], list[str]]
TISSUE_EFFECT = 1.0


def write_cohort(
    folder: Path | str,
    patients: int = 60,
    seed: int = 0,
    effect: float | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    source: OutcomeSource | None = None,
    lipiodol: bool | None = None,
    spacing: str = "coarse",
    write_case: CaseWriter | None = None,
) -> Path:
    """Write simulated patients and their manifest; the folder appears only when it is complete.

    Of every four patients in order one, at a random place, has a pCR: 15 of 60, 51 of 204. Only the last,
    incomplete block of a cohort that is no multiple of four may hold none. The tissue is drawn given
    the outcome (see `simulate_patient`). Patient k is the same whatever the cohort's size.

    With a `source` the images are those of the same seed and the default effect, and the outcomes are drawn anew from
    the scores of the images (see `outcomes_from_scores`); the manifest then names the source beside each outcome.

    Beside the manifest and the images lies `simulation.json` with the seed and each patient's truth.

    Parameters
    ----------
    folder : path
        Must not exist or be empty; parents are made.
    patients : int
        Number of patients, at least 1.
    seed : int
        Non-negative.
    effect : float, optional
        Log odds ratio of pCR per standard deviation of the hidden trait, 1 unless told; with a `source`, of its
        score, and the source's own unless told.
    on_progress : callable, optional
        Called with (done, total) after each patient.
    source : OutcomeSource, optional
        What the outcomes are drawn from, in place of the hidden trait.
    lipiodol : bool, optional
        Whether all patients or none have lipiodol in the tumor; 8 % of them unless told, none with a `source`.
    spacing : {"coarse", "clinical"}
        See `spacing_of`. A clinical patient takes 6 to 27 times as long, and 0.6 to 2 GB of memory.

    write_case : callable, optional
        Called with (folder, case_id, patient) to write a patient's images, in place of NRRD files; gives their paths
        relative to the folder, in the order of `IMAGES`.

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
    if patients > MOST_PATIENTS:
        raise InputError(
            f"{patients:,} patients would fill any disk; simulate up to {MOST_PATIENTS:,}, or several cohorts."
        )
    root = np.random.SeedSequence(require_seed(seed))
    if spacing not in SPACINGS:
        raise InputError(f"The spacing '{spacing}' is unknown; choose {' or '.join(SPACINGS)}.")
    if effect is None:
        effect = TISSUE_EFFECT if source is None else source.effect
    require_effect(effect)
    folder = Path(folder)
    _require_vacant(folder)
    # A block's outcome is drawn from all its scores, so the last one is simulated whole, though not written.
    simulated = patients if source is None else blocks_of(patients) * BLOCK
    patient_seeds, block_seeds, source_seeds = root.spawn(3)
    outcomes = blocked_outcomes(block_seeds, simulated)
    in_lesion = lipiodol if source is None else bool(lipiodol)
    with made_folder(folder.absolute().parent), new_folder(folder) as building:
        cases, scores = {}, []
        for number, (child, outcome) in enumerate(zip(patient_seeds.spawn(simulated), outcomes, strict=True), start=1):
            patient = simulate_patient(
                child,
                outcome=outcome,
                effect=effect if source is None else TISSUE_EFFECT,
                lipiodol=in_lesion,
                spacing=spacing_of(child, spacing),
            )
            if source is not None:
                scores.append(source.score(*(getattr(patient, name) for name in IMAGES)))
            if number <= patients:
                case_id = f"SIM{number:04d}"
                truth = {**asdict(patient.truth), "breathing_mm": list(patient.breathing_mm)}
                cases[case_id] = (write_case or write_nrrd_case)(building, case_id, patient), truth
            if on_progress is not None:
                on_progress(min(number, patients), patients)
        if source is not None:
            drawn = outcomes_from_scores(source_seeds, scores, effect)
            for (_, truth), score, outcome, share in zip(cases.values(), scores, *drawn, strict=False):
                truth |= {"effect": float(effect), "score": score, "probability": share, "outcome": outcome}
        _write_tables(building, cases, source)
        files.write_json(
            building / "simulation.json",
            {
                "simulated": True,
                "version": __version__,
                "seed": int(seed),
                "effect": float(effect),
                "truth": TISSUE if source is None else source.name,
                "note": "" if source is None else source.note,
                "lipiodol": "8 % of patients" if in_lesion is None else in_lesion,
                "spacing": spacing,
                "patients": {case_id: truth for case_id, (_, truth) in cases.items()},
            },
        )
    return folder / "manifest.csv"


def _require_vacant(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; choose a folder for the simulated cohort.")
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty; choose a new folder for the simulated cohort.")


def _write_tables(
    folder: Path, cases: dict[str, tuple[list[str], dict[str, object]]], source: OutcomeSource | None
) -> None:
    header = [*MANIFEST_COLUMNS, *([] if source is None else [SOURCE_COLUMN])]
    rows = [
        [case_id, *paths, truth["outcome"], "true", *([] if source is None else [source.name])]
        for case_id, (paths, truth) in cases.items()
    ]
    files.write_text(folder / "manifest.csv", files.csv_text([header, *rows]))


def write_nrrd_case(folder: Path, case_id: str, patient: SimulatedPatient) -> list[str]:
    """Write the four images of a patient; their paths relative to the manifest, in its order."""
    paths = [f"{case_id}/{name}.nrrd" for name in IMAGES]
    (folder / case_id).mkdir()
    for name, path in zip(IMAGES, paths, strict=True):
        write_nrrd(getattr(patient, name).to_sitk(), folder / path)
    return paths
