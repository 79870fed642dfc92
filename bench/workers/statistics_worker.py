"""DeLong on many cases and the nested protocol, on seeded numbers."""

import numpy as np
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.nested import nested_cross_validation
from PCRPredictorLib.training.statistics.delong import compare_paired, delong_interval
from protocol import serve

CASES = 100_000
PATIENTS, FEATURES = 200, 792


def prepare(array, mask, spacing):
    numbers = np.random.default_rng(396)
    outcome = numbers.random(CASES) < 0.3
    scores = numbers.standard_normal((2, CASES)) + outcome
    # Blocks of correlated columns, as radiomic features come, a few of them with an effect.
    shared = numbers.standard_normal((PATIENTS, FEATURES // 8))
    values = np.repeat(shared, 8, axis=1) + 0.7 * numbers.standard_normal((PATIENTS, FEATURES))
    responder = (values[:, ::160].sum(axis=1) + 2 * numbers.standard_normal(PATIENTS) > 2).astype(np.int64)
    cohort = Cohort(
        values,
        responder,
        tuple(f"feature{column}" for column in range(FEATURES)),
        tuple(f"case{row}" for row in range(PATIENTS)),
        simulated=True,
    )
    return outcome, scores, cohort


def interval(state):
    found = delong_interval(state[0], state[1][0])
    return [found.low, found.high]


def comparison(state):
    found = compare_paired(state[0], *state[1])
    return [found.low, found.high]


def nested(state):
    """Five repeats of five outer and of five inner folds, SMOTE and all six candidates inside, two processes."""
    return nested_cross_validation(state[2], TrainingConfig(), jobs=2).folds


if __name__ == "__main__":
    serve(prepare, {"delong interval": interval, "delong comparison": comparison, "nested": nested})
