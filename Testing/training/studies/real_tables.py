"""Real radiomic tables: is the model that the inner folds choose as good as the best fixed linear one?

    python Testing/training/studies/real_tables.py FOLDER [NAME ...] [--repeats N] [--smote]

FOLDER holds tables of radMLBench (NAME.csv.gz: features, ID, Target; github.com/aydindemircioglu/radMLBench, where
they lie as datasets/NAME.gz), all of them unless some are named. For each the mean AUC inside the test folds of the
chosen model, of each candidate had it been fixed, and of the ceiling; DeLong's P of chosen against the best fixed one,
Holm's correction over the tables.
"""

import argparse
from pathlib import Path

import numpy as np
from PCRPredictorLib.models.table import read_columns
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.data.distinct_patients import distinct_patients
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.ceiling import ceiling
from PCRPredictorLib.training.protocols.nested import nested_cross_validation
from PCRPredictorLib.training.statistics.repeated_auc import compare_pairs

YES = {"1", "True"}


def cohort_of(path: Path) -> Cohort:
    cells = read_columns(path)
    names = tuple(name for name in cells if name not in ("ID", "Target"))
    values = np.array([cells[name] for name in names], dtype=np.float64).T
    outcome = np.array([cell in YES for cell in cells["Target"]]).astype(int)
    return distinct_patients(Cohort(values, outcome, names, cells["ID"], source=path.name), allow_duplicates=True)


def holm(p_values: list[float]) -> list[float]:
    """Holm's adjusted P-values, in the order given."""
    order = np.argsort(p_values)
    adjusted, largest = [0.0] * len(p_values), 0.0
    for place, number in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[number]))
        adjusted[number] = largest
    return adjusted


def study(paths: list[Path], config: TrainingConfig, jobs: int) -> None:
    chosen, fixed, p_values, names = [], [], [], []
    for path in paths:
        cohort = cohort_of(path)
        nested = nested_cross_validation(cohort, config, jobs)
        aucs = {name: pairs.auc for name, pairs in nested.contenders.items()}
        best = max(aucs, key=aucs.__getitem__)
        test = compare_pairs(nested.pairs, nested.contenders[best])
        top = {name: found.auc for name, found in ceiling(cohort, config, nested, jobs).items()}
        names.append(path.name.split(".")[0])
        chosen.append(nested.auc)
        fixed.append(list(aucs.values()))
        p_values.append(1.0 if test.p_value is None else test.p_value)  # both rank all patients alike
        each = ", ".join(f"{name} {auc:.3f}" for name, auc in {**aucs, **top}.items())
        shares = ", ".join(f"{name} {share:.0%}" for name, share in nested.choice_frequency().items())
        print(
            f"{names[-1]} {cohort.values.shape}: chosen {nested.auc:.3f}; {each}; P {p_values[-1]:.3f}; {shares}",
            flush=True,
        )
    means = dict(zip(aucs, np.mean(fixed, axis=0), strict=True))
    words = ", ".join(f"{name} {mean:.3f}" for name, mean in means.items())
    print(f"mean of {len(paths)} tables: chosen {np.mean(chosen):.3f}; {words}")
    for name, adjusted in zip(names, holm(p_values), strict=True):
        print(f"  {name}: Holm P {adjusted:.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--smote", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    found = sorted(asked.folder.glob("*.csv.gz"))
    wanted = [path for path in found if not asked.names or path.name.split(".")[0] in asked.names]
    study(wanted, TrainingConfig(smote=asked.smote, repeats=asked.repeats), asked.jobs)
