"""Pure noise: what the bootstrap (`train --bootstrap`) says of it, out of bag and by the formula used before.

    python Testing/training/studies/bootstrap_noise.py [TABLES] [RESAMPLES]

prints the mean corrected AUC over tables of 100 patients with 27 responders and 200 features, and its standard error.
"""

import sys

import numpy as np
from noise_tables import noise_table
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.studies import bootstrap_study

if __name__ == "__main__":
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    resamples = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    found = []
    for seed in range(tables):
        result = bootstrap_study(noise_table(seed), TrainingConfig(smote=False, seed=seed, inner_repeats=1), resamples)
        found.append((result.apparent, result.corrected))
        print(f"  table {seed}: apparent {result.apparent:.3f}, out of bag {result.corrected:.3f}", flush=True)
    apparent, corrected = np.array(found).T
    error = corrected.std(ddof=1) / np.sqrt(tables)
    print(f"{tables} tables: apparent {apparent.mean():.3f}, out of bag {corrected.mean():.3f} (SE {error:.3f})")
