"""`make demo`: simulated patients all the way from images to a report.

A simulated reference cohort is made and its features computed (kept for the next run), both published
models are calibrated on it, and a new simulated patient goes through a real MRML scene to a prediction
and a report for each model.
"""

import csv
import hashlib
import multiprocessing
import os
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from .. import __version__
from ..errors import InputError
from ..features import extract
from ..features.profile import DEFAULT_PROFILE
from ..files import read_json, write_json, write_text
from ..formats import read_image, read_mask
from ..imaging import Mask, PhaseImage
from ..models.acquisition import ACQUISITION_COLUMNS, describe_acquisition
from ..models.calibration import calibrate
from ..models.calibration_file import Calibration, save_calibration
from ..models.model_file import DEFAULT_MODEL, Model, load_model, published_names
from ..models.model_table import read_model_table
from ..models.patient import predict_patient
from ..models.sentences import DRAWN_OUTCOMES
from ..models.simulated_outcomes import published_scores
from ..presenter.patient.sample import sample_patient
from ..simulation import SOURCE_COLUMN, write_cohort
from .output import csv_text, filling
from .predict import describe, write_prediction

REFERENCE_SEED = 2024
REFERENCE_PATIENTS = 200
LIBRARY = Path(__file__).resolve().parents[1]


def main(output: Path, patients: int = REFERENCE_PATIENTS) -> None:
    """Run the demonstration into the folder `output`; every file in it is marked simulated."""
    models = sorted(map(load_model, published_names()), key=lambda model: model.name != DEFAULT_MODEL)
    output.mkdir(parents=True, exist_ok=True)
    table = reference_table(output / "reference", models, patients)
    arterial, arterial_mask, portal, portal_mask = new_patient_through_mrml()
    for model in models:
        calibration = calibrate_on_reference(model, table)
        prediction = predict_patient(arterial, arterial_mask, portal, portal_mask, model, calibration=calibration)
        with filling(output / model.name) as folder:
            save_calibration(calibration, folder / "calibration.json")
            write_prediction(folder, prediction, model, calibration, arterial, arterial_mask, portal, portal_mask)
        print(f"{model.name}: {describe(prediction)}\n  {output / model.name / 'report.html'}")
    print(DRAWN_OUTCOMES)
    print("Simulated patients only: these numbers say nothing about anybody. Research use only.")


def calibrate_on_reference(model: Model, table: Path) -> Calibration:
    """Calibrate a model on the reference cohort, whose outcomes were drawn from both models' scores.

    The slope is fitted: the published coefficients are not on the scale of the draw.
    """
    return calibrate(model, read_model_table(table, model), outcome="outcome", fit_slope=True)


def reference_table(folder: Path, models: list[Model], patients: int) -> Path:
    """Simulate the reference cohort and compute the models' features of it, unless that is done already."""
    columns = sorted({column for model in models for column in model.columns})
    key = {
        "version": __version__,
        "code": _code_hash("imaging", "formats", "features", "simulation"),
        "profile_hash": DEFAULT_PROFILE.hash,
        "columns": [*columns, *ACQUISITION_COLUMNS],
        "patients": patients,
        "seed": REFERENCE_SEED,
    }
    table, key_file = folder / "features.csv", folder / "made-by.json"
    if table.exists() and key_file.exists() and read_json(key_file) == key:
        print(f"Reference cohort of {patients} simulated patients: kept from the last run")
        return table
    print(f"Reference cohort of {patients} simulated patients: simulating")
    shutil.rmtree(folder, ignore_errors=True)
    manifest = write_cohort(folder, patients=patients, seed=REFERENCE_SEED, source=published_scores())
    print("Reference cohort: computing the features of both models")
    rows = extract_rows(manifest, columns)
    write_text(table, csv_text(rows))
    write_json(key_file, key)
    return table


def extract_rows(manifest: Path, columns: list[str]) -> list[dict[str, object]]:
    """One row of a cohort table for each case of a manifest, computed in as many processes as there are cores."""
    with manifest.open(encoding="utf-8", newline="") as stream:
        cases = list(csv.DictReader(stream))
    # Not forked: SimpleITK's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=context) as processes:
        return list(processes.map(_extract_row, cases, [manifest.parent] * len(cases), [columns] * len(cases)))


def _extract_row(case: dict[str, str], folder: Path, columns: list[str]) -> dict[str, object]:
    row: dict[str, object] = {"case_id": case["case_id"]}
    images: dict[str, PhaseImage] = {}
    for letter, phase in (("A_", "arterial"), ("P_", "portal")):
        names = [column.removeprefix(letter) for column in columns if column.startswith(letter)]
        images[phase], mask = read_image(folder / case[phase]), read_mask(folder / case[f"{phase}_mask"])
        features = extract(images[phase], mask, only=names).features
        row |= {letter + name: value for name, value in features.items()}
    row |= {"profile_hash": DEFAULT_PROFILE.hash, "outcome": case["outcome"], SOURCE_COLUMN: case[SOURCE_COLUMN]}
    return row | describe_acquisition(images) | {"simulated": "true"}


def new_patient_through_mrml() -> tuple[PhaseImage, Mask, PhaseImage, Mask]:
    """A new simulated patient, put into a MRML scene as volumes and segmentations and read back from its nodes."""
    from ..mrml import (
        HeadlessScene,
        image_from_node,
        mask_from_segment,
        segmentation_node_from_mask,
        volume_node_from_image,
    )

    patient = sample_patient()
    images, masks = [], []
    with HeadlessScene() as scene:
        for name in ("arterial", "portal"):
            volume = volume_node_from_image(scene, getattr(patient, name), name)
            mask = getattr(patient, f"{name}_mask")
            segmentation = segmentation_node_from_mask(scene, mask, f"{name} contour", "tumor", volume)
            images.append(image_from_node(volume))
            masks.append(mask_from_segment(segmentation, "tumor", volume))
    print("New simulated patient: through a MRML scene as two volumes and two segmentations")
    return images[0], masks[0], images[1], masks[1]


def _code_hash(*rooms: str) -> str:
    """SHA-256 of the source files that the reference features depend on."""
    digest = hashlib.sha256()
    for room in rooms:
        for file in sorted((LIBRARY / room).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except InputError as error:
        sys.exit(str(error))
