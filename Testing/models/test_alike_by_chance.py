"""Patients who have the values of others: told where chance does not make as many."""

import numpy as np
from PCRPredictorLib.models.alike_by_chance import shared_beyond_chance
from scipy.stats import fisher_exact


def test_values_of_one_patient_alone_are_always_told():
    assert shared_beyond_chance(["a", "b", "c"], ["b"]) == 1
    assert shared_beyond_chance(["a", "b", "c"], ["d", "e"]) == 0
    assert shared_beyond_chance([], ["a"]) == shared_beyond_chance(["a"], []) == 0


def test_values_that_many_patients_share_are_told_only_beyond_chance():
    known = [f"alone{number}" for number in range(70)] + [f"pair{number // 2}" for number in range(30)]
    for size in (1, 20, 60):
        for found in range(size + 1):
            here = [*known[:found], *["other"] * (size - found)]
            table = [[found, size - found], [30, 70]]
            more = fisher_exact(table, alternative="greater").pvalue < 0.01
            assert shared_beyond_chance(known, here) == (found if more else 0)
    assert shared_beyond_chance(known, known) == 100


def test_other_patients_of_age_and_sex_are_seldom_taken_for_the_same():
    taken = [_taken(np.random.default_rng(seed)) for seed in range(100)]
    assert np.mean(taken) <= 0.04


def _taken(generator):
    known, others = (
        list(zip(generator.normal(60, 9, n).round().tolist(), generator.integers(2, size=n).tolist(), strict=True))
        for n in (90, 60)
    )
    assert sum(each in set(known) for each in others) > 10
    assert shared_beyond_chance(known, known[:60]) == 60
    return shared_beyond_chance(known, others) > 0
