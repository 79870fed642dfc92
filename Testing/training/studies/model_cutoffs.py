"""Who of the models trained here gets a cut-off, and how many patients are too close to it.

    python Testing/training/studies/model_cutoffs.py [NULL_COHORTS] [COHORTS]

Twenty normal features, a quarter of the patients respond. Prints how many null cohorts of 60 patients (15 responders by
lot) get past the AUC, and, where the first three features shift with the response, how many cohorts of 60, 100 and 200
patients get a cut-off and the mean share that is too close to it. The plain model of sparse candidates alone, so that
hundreds of trainings take minutes.
"""

import sys

import numpy as np
from PCRPredictorLib.models.auc import auc_interval
from PCRPredictorLib.models.cutoff import THIS_COHORT
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.pipeline.steps import build_pipeline
from PCRPredictorLib.training.protocols.model_cutoff import model_cutoff
from PCRPredictorLib.training.protocols.nested import nested_cross_validation

CONFIG = TrainingConfig(smote=False, candidates=("sparse",), inner_repeats=1)
FEATURES, INFORMATIVE, SHIFT = 20, 3, 0.8


def cohort_of(patients: int, shift: float, seed: int) -> Cohort:
    """A quarter responders, in whom the informative features are shifted by so many standard deviations."""
    generator = np.random.default_rng(seed)
    outcome = (np.arange(patients) % 4 == 0).astype(int)
    values = generator.normal(size=(patients, FEATURES))
    values[:, :INFORMATIVE] += shift * outcome[:, np.newaxis]
    names = tuple(f"f{number}" for number in range(FEATURES))
    return Cohort(values, outcome, names, tuple(str(row) for row in range(patients)))


def null_rate(cohorts: int) -> None:
    """Print how many cohorts without a signal get past the AUC."""
    delong, both = 0, 0
    for seed in range(cohorts):
        cohort = cohort_of(60, 0.0, seed)
        nested = nested_cross_validation(cohort, CONFIG)
        low = auc_interval(cohort.outcome == 1, nested.averaged).low
        delong += low > 0.5
        both += low > 0.5 and nested.low > 0.5
    print(f"of {cohorts} null cohorts {delong} get past DeLong's bound, {both} past both conditions", flush=True)


def signal_rates(cohorts: int) -> None:
    """Print how many cohorts with a signal get a cut-off, and the share too close to it."""
    for patients in (60, 100, 200):
        found, shares = 0, []
        for seed in range(cohorts):
            cohort = cohort_of(patients, SHIFT, 1000 + seed)
            nested = nested_cross_validation(cohort, CONFIG)
            fitted = build_pipeline(cohort, CONFIG).fit(cohort.design, cohort.outcome)
            own = model_cutoff(cohort, CONFIG, nested, fitted)
            found += own.cutoff is not None
            if own.too_close is not None:
                shares.append(own.too_close[THIS_COHORT])
        share = f"{np.mean(shares):.0%}" if shares else "none"
        print(f"{patients} patients: {found} of {cohorts} get a cut-off; too close on average {share}", flush=True)


if __name__ == "__main__":
    null_rate(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    signal_rates(int(sys.argv[2]) if len(sys.argv) > 2 else 10)
