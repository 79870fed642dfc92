"""On pure noise the nested protocol must say 0.5, as often as its interval claims, and the paper's must not."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.nested import nested_cross_validation
from PCRPredictorLib.training.protocols.paper import paper_protocol

TABLES = 20
CONFIG = TrainingConfig(inner_folds=2, inner_repeats=1, repeats=1, max_features=6)


def noise(seed):
    generator = np.random.default_rng([seed, 5])
    outcome = generator.permutation((np.arange(60) < 20).astype(int))
    names = tuple(f"noise_{number}" for number in range(60))
    return Cohort(generator.normal(size=(60, 60)), outcome, names, tuple(str(row) for row in range(60)))


@pytest.fixture(scope="module")
def runs():
    results = []
    for seed in range(TABLES):
        config = replace(CONFIG, smote=seed % 2 == 0, seed=seed)
        results.append((nested_cross_validation(noise(seed), config), paper_protocol(noise(seed), config)))
    return results


def test_the_nested_auc_averages_one_half(runs):
    # Seed luck, not optimism: the first 140 seeds average 0.486 with a standard error of 0.010 and a spread of 0.112
    # each, the 20 used here 0.545. Two standard errors of 20 tables.
    assert np.mean([nested.auc for nested, _ in runs]) == pytest.approx(0.5, abs=0.050)


def test_its_interval_covers_one_half_about_as_often_as_it_claims(runs):
    covers = sum(nested.low <= 0.5 <= nested.high for nested, _ in runs)
    # Of 20 intervals that cover with 95 % each, fewer than 18 do with a probability below 8 %; the seeds are fixed.
    assert covers >= 18
    # Patients resampled alone are too sure of themselves.
    assert sum(nested.patients_only.low <= 0.5 <= nested.patients_only.high for nested, _ in runs) < covers


def test_the_papers_protocol_finds_a_signal_in_noise(runs):
    paper = np.mean([paper.auc.value for _, paper in runs])
    assert paper > 0.75
    # 0.25 on average here; 20 tables fix it to 0.03.
    assert paper - np.mean([nested.auc for nested, _ in runs]) > 0.18
