"""Pure noise, 100 patients with 27 responders and 200 features: what both protocols say of it.

    python Testing/training/studies/noise_tables.py [TABLES]

prints, for each variant, the mean nested AUC, the mean AUC inside the test folds, how often the interval covers 0.5,
and the mean AUC of the other protocol.
"""

import sys

import numpy as np
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.nested import nested_cross_validation
from PCRPredictorLib.training.protocols.paper import paper_protocol

PATIENTS, RESPONDERS, FEATURES = 100, 27, 200


def noise_table(seed: int) -> Cohort:
    """Features and outcomes that have nothing to do with each other."""
    generator = np.random.default_rng([seed, 99])
    outcome = generator.permutation((np.arange(PATIENTS) < RESPONDERS).astype(int))
    names = tuple(f"noise_{number}" for number in range(FEATURES))
    cases = tuple(str(row) for row in range(PATIENTS))
    return Cohort(generator.normal(size=(PATIENTS, FEATURES)), outcome, names, cases)


def study(tables: int, smote: bool) -> None:
    """Print a line for each table and the summary."""
    rows = []
    for seed in range(tables):
        cohort, config = noise_table(seed), TrainingConfig(smote=smote, seed=seed)
        nested, paper = nested_cross_validation(cohort, config), paper_protocol(cohort, config)
        plain = nested.patients_only
        covers, plain_covers = nested.low <= 0.5 <= nested.high, plain.low <= 0.5 <= plain.high
        within = np.mean([fold.auc for fold in nested.folds])
        rows.append((nested.auc, covers, plain_covers, paper.auc.value, within))
        print(f"  table {seed}: nested {nested.auc:.3f} ({nested.low:.3f}-{nested.high:.3f}), paper {rows[-1][3]:.3f}")
    auc, covers, plain_covers, paper, within = np.array(rows, dtype=float).T
    print(
        f"{'SMOTE-radiomics' if smote else 'radiomics'}, {tables} tables: nested AUC {auc.mean():.3f} on average "
        f"(SD {auc.std(ddof=1):.3f}; inside the test folds {within.mean():.3f}, SD {within.std(ddof=1):.3f}), "
        f"interval covers 0.5 in {covers.mean():.0%}, without the widening in "
        f"{plain_covers.mean():.0%}; the paper's protocol {paper.mean():.3f}",
        flush=True,
    )


if __name__ == "__main__":
    for with_smote in (True, False):
        study(int(sys.argv[1]) if len(sys.argv) > 1 else 24, with_smote)
