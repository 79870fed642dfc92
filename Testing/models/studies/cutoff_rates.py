"""Who gets a cut-off, how far it moves, and how many patients are too close to it.

    python Testing/models/studies/cutoff_rates.py FOLDER

takes the features of the reference that `domain_tables.py` wrote into FOLDER. Prints, for each published model, how
many null cohorts (60 patients, outcomes drawn by lot for 15) get a class; for outcomes that follow the score, over 20
seeds, the range of the cut-off of a single split, as it was before, and of the average over splits; and the share too
close to call in cohorts of 60, 100 and 200 patients.
"""

import sys
from pathlib import Path

import numpy as np
from PCRPredictorLib.models.auc import auc_interval
from PCRPredictorLib.models.cutoff import THIS_COHORT, CutoffRule
from PCRPredictorLib.models.model_file import Model, load_model, published_names
from PCRPredictorLib.models.out_of_fold import OutOfFold
from PCRPredictorLib.models.site_cutoff import FOLDS, SPLITS, find_site_cutoff
from PCRPredictorLib.models.table import read_table
from scipy.special import expit

NULL_COHORTS = 400
SEEDS = 20
COHORTS = 10
SIZES = (60, 100, 200)


def signal(values: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """The model's score, tamed so that no single patient decides, in standard deviations."""
    score = ((values - values.mean(axis=0)) / values.std(axis=0)) @ coefficients
    tamed = np.arcsinh((score - np.median(score)) / np.subtract(*np.quantile(score, (0.75, 0.25))))
    return (tamed - tamed.mean()) / tamed.std()


def study(model: Model, values: np.ndarray) -> None:
    """Print the rates of one model."""
    coefficients = np.array([term.coefficient for term in model.features])
    generator = np.random.default_rng(1)

    def folds_of(rows: np.ndarray, outcomes: np.ndarray) -> OutOfFold:
        return OutOfFold(values[rows], outcomes, coefficients, False, SPLITS, FOLDS)

    by_chance, without_a_fit = 0, 0
    for _ in range(NULL_COHORTS):
        rows = generator.permutation(len(values))[:60]
        outcomes = generator.permutation(np.repeat([1, 0], [15, 45]))
        split = folds_of(rows, outcomes).probabilities(np.ones(60, dtype=int), generator)
        without_a_fit += split is None
        by_chance += split is not None and auc_interval(outcomes == 1, split.mean(axis=0)).low > 0.5
    print(f"{model.name}: {by_chance} of {NULL_COHORTS} null cohorts get past the AUC ({without_a_fit} not fitted)")

    truth = signal(values, coefficients)
    for size in SIZES:
        found, single, averaged, shares, aucs = 0, [], [], [], []
        for number in range(COHORTS):
            rows = generator.permutation(len(values))[:size]
            outcomes = (generator.random(size) < expit(-1.4 + 1.4 * truth[rows])).astype(int)
            if outcomes.sum() < 8:
                continue
            folds = folds_of(rows, outcomes)
            site = find_site_cutoff(folds, CutoffRule(), seed=number)
            if site is None:
                continue
            aucs.append(site.auc.auc)
            found += site.cutoff is not None
            if site.too_close is not None:
                shares.append(site.too_close[THIS_COHORT])
            cutoffs = []
            for seed in range(SEEDS):
                split = folds.probabilities(np.ones(size, dtype=int), np.random.default_rng(seed))
                if split is not None:
                    cutoffs.append(CutoffRule().cutoffs(split, outcomes))
            single.append(np.ptp([row[0] for row in cutoffs]))
            averaged.append(np.ptp([np.nanmean(row) for row in cutoffs]))
        print(
            f"  {size} patients, AUC {np.mean(aucs):.2f}: {found} of {len(aucs)} cohorts get a cut-off; over {SEEDS} "
            f"seeds it moves by {np.nanmean(single):.3f} with one split, {np.mean(averaged):.3f} averaged (largest "
            f"{np.nanmax(single):.3f} and {np.max(averaged):.3f}); too close to call {np.mean(shares):.0%} on average",
            flush=True,
        )


if __name__ == "__main__":
    table = read_table(Path(sys.argv[1]) / "reference.csv")
    for name in published_names():
        model = load_model(name)
        study(model, table.matrix(model.columns))
