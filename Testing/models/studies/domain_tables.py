"""Feature tables of simulated patients as the reference has them, and as it has not: other spacing, kernel, lipiodol.

    python Testing/models/studies/domain_tables.py FOLDER [PATIENTS]

writes FOLDER/<what>.csv, all features of both published models in both phases, so that phases can be swapped; about ten
minutes on two cores for the 600 patients of the reference and 100 of each other kind.
"""

import csv
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PCRPredictorLib.features import DEFAULT_PROFILE, extract
from PCRPredictorLib.imaging import PhaseImage
from PCRPredictorLib.models.model_file import load_model, published_names
from PCRPredictorLib.simulation import simulate_patient
from scipy import ndimage

REFERENCE_SEED = 11


@dataclass(frozen=True)
class Kind:
    """How the patients of one table differ from the reference's."""

    seed: int
    spacing: tuple[float, float, float] = (2.0, 2.0, 5.0)
    lipiodol: bool = False
    blur_mm: float = 0.0
    sharpening: float = 0.0


KINDS = {
    "reference": Kind(REFERENCE_SEED),
    "lipiodol": Kind(12, lipiodol=True),
    "kernel_smooth": Kind(13, blur_mm=1.5),
    "kernel_sharp": Kind(14, sharpening=1.0),
    "spacing_thin": Kind(15, spacing=(2.0, 2.0, 2.5)),
    "spacing_fine": Kind(16, spacing=(1.5, 1.5, 5.0)),
}


def names_of_both_models() -> tuple[str, ...]:
    """The bare names of the features that any published model uses in any phase."""
    return tuple(sorted({term.name for name in published_names() for term in load_model(name).features}))


def rescanned(image: PhaseImage, kind: Kind) -> PhaseImage:
    """The image as another reconstruction kernel would have made it: smoothed, or its fine detail amplified."""
    if not (kind.blur_mm or kind.sharpening):
        return image
    hounsfield = image.array.astype(np.float32)
    step = image.geometry.spacing[0]
    if kind.blur_mm:
        changed = ndimage.gaussian_filter(hounsfield, (0.0, kind.blur_mm / step, kind.blur_mm / step))
    else:
        detail = hounsfield - ndimage.gaussian_filter(hounsfield, (0.0, 1.0, 1.0))
        changed = hounsfield + kind.sharpening * detail
    return replace(image, array=np.clip(np.rint(changed), -1024, 3071).astype(np.int16))


def row(job: tuple[Kind, int]) -> dict[str, float]:
    """The features of one patient in both phases."""
    kind, number = job
    patient = simulate_patient(
        np.random.SeedSequence(kind.seed, spawn_key=(number,)), lipiodol=kind.lipiodol, spacing=kind.spacing
    )
    found = {}
    for letter, image, mask in (
        ("A", patient.arterial, patient.arterial_mask),
        ("P", patient.portal, patient.portal_mask),
    ):
        features = extract(rescanned(image, kind), mask, only=names_of_both_models()).features
        found |= {f"{letter}_{name}": value for name, value in features.items()}
    return found


def write_tables(folder: Path, patients: int) -> None:
    """Write each table that does not exist yet."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(2) as pool:
        for what, kind in KINDS.items():
            path = folder / f"{what}.csv"
            if path.exists():
                continue
            count = patients if what == "reference" else min(100, patients)
            rows = list(pool.map(row, [(kind, number) for number in range(count)], chunksize=5))
            with path.open("w", encoding="utf-8", newline="") as stream:
                lines = csv.DictWriter(stream, ["case_id", *rows[0], "profile_hash", "simulated"])
                lines.writeheader()
                for number, values in enumerate(rows, start=1):
                    lines.writerow(
                        {"case_id": f"{what}{number:04d}", **{name: repr(value) for name, value in values.items()}}
                        | {"profile_hash": DEFAULT_PROFILE.hash, "simulated": "true"}
                    )
            print(f"{path}: {count} patients", flush=True)


if __name__ == "__main__":
    write_tables(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 600)
