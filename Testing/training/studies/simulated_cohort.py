"""A simulated cohort of the paper's size: 100 training patients with 27 pCR, 103 validation patients with 17.

    python Testing/training/studies/simulated_cohort.py FOLDER [EFFECT]

writes FOLDER/cohort.csv (about 5 minutes on one core), trains on it by the paper's protocol, and prints which of the
selected features drive the outcome: Percentile5 and Percentile10 of both phases, or twins with |rho| > 0.9 to them.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
from PCRPredictorLib.cli import run
from PCRPredictorLib.features import DEFAULT_PROFILE, extract
from PCRPredictorLib.models.table import read_table
from PCRPredictorLib.simulation import simulate_patient
from scipy.stats import spearmanr

SIDES = (("training", 100, 27), ("validation", 103, 17))
DRIVING = tuple(f"{phase}_{name}" for phase in "AP" for name in ("Percentile5", "Percentile10"))


def write_cohort(path: Path, effect: float, seed: int = 2024) -> None:
    """Simulate the patients, extract both phases and write the feature table."""
    plan = [(side, int(number < responders)) for side, patients, responders in SIDES for number in range(patients)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = None
        for number, ((side, outcome), child) in enumerate(
            zip(plan, np.random.SeedSequence(seed).spawn(len(plan)), strict=True)
        ):
            patient = simulate_patient(child, outcome=outcome, effect=effect)
            arterial = extract(patient.arterial, patient.arterial_mask).features
            portal = extract(patient.portal, patient.portal_mask).features
            row = {
                "case_id": f"SIM{number + 1:04d}",
                **{f"A_{name}": value for name, value in arterial.items()},
                **{f"P_{name}": value for name, value in portal.items()},
                "profile_hash": DEFAULT_PROFILE.hash,
                "cohort": side,
                "pcr": outcome,
                "simulated": "true",
            }
            if table is None:
                table = csv.DictWriter(stream, row)
                table.writeheader()
            table.writerow(row)


def report(folder: Path) -> None:
    """Print the figures of the run, and which selected features drive the outcome or are twins of one that does."""
    record = json.loads((folder / "study" / "validation.json").read_text(encoding="utf-8"))
    table = read_table(folder / "cohort.csv")
    print(record["leakage"])
    for name, found in record["models"].items():
        external = record["validation"]["models"][name]
        print(f"{name}: nested {found['nested_auc']:.3f} {found['nested_auc_ci']}, validation {external['auc']:.3f}")
        for feature in found["features"]:
            rho = {
                driver: abs(spearmanr(table.columns[feature["column"]], table.columns[driver]).statistic)
                for driver in DRIVING
            }
            nearest = max(rho, key=rho.__getitem__)
            print(f"  {feature['column']}: |rho| {rho[nearest]:.3f} with {nearest}")
    for where, test in record["comparisons"].items():
        print(f"DeLong, {where}: P = {test['p_value']:.3g}")


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    if not (out / "cohort.csv").exists():
        write_cohort(out / "cohort.csv", float(sys.argv[2]) if len(sys.argv) > 2 else 3.0)
    options = ["--outcome", "pcr", "--split", "cohort", "--protocol", "paper", "--output", str(out / "study")]
    if run(["train", "--cohort", str(out / "cohort.csv"), *options]) == 0:
        report(out)
