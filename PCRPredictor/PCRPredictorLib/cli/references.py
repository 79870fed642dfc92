"""`make references`: renew what ships of simulated patients, after features or the simulated world have changed.

First the constants that outcomes are drawn with, in ``Resources/Simulation``; then the calibrations of the published
models, in ``Resources/Calibrations``, on the cohort of `make demo`.
Sample patients are simulated where they are opened, so nothing of them is stored.
"""

import sys
from pathlib import Path

from ..errors import InputError
from ..models.calibration_file import save_calibration
from ..models.model_file import load_model, published_names
from ..models.simulated_outcomes import FILE
from ..resources import resource_folder
from .demo import REFERENCE_PATIENTS, calibrate_on_reference, reference_table
from .score_constants import make_score_constants


def main(work: Path, target: Path | None = None) -> None:
    """Make the reference cohort in the folder `work` (kept if nothing has changed) and the calibrations in `target`."""
    target = target or resource_folder("Calibrations")
    make_score_constants(resource_folder("Simulation") / FILE)
    models = [load_model(name) for name in published_names()]
    work.mkdir(parents=True, exist_ok=True)
    table = reference_table(work / "reference", models, REFERENCE_PATIENTS)
    for model in models:
        calibration = calibrate_on_reference(model, table)
        path = target / f"simulated-{model.name}.json"
        save_calibration(calibration, path)
        print(f"{path}: AUC {calibration.auc:.3f} in {calibration.patients} simulated patients")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except InputError as error:
        sys.exit(str(error))
