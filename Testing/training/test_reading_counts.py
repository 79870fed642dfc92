"""A second reading of few patients must not fail by the luck of the folds, once training has begun."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.pipeline.estimators.reproducibility_filter import ReproducibilityFilter
from PCRPredictorLib.training.protocols.nested import nested_cross_validation
from PCRPredictorLib.training.protocols.train import train
from PCRPredictorLib.training.readers.counts import has_enough_readings, require_enough_readings

CONFIG = TrainingConfig(
    folds=3, inner_folds=2, inner_repeats=1, repeats=2, neighbors=3, smote=False, cutoff_bootstrap=10
)


def cohort_of(read_twice, patients=60):
    """Four features, the first of which drives the outcome; the first `read_twice` patients were read twice."""
    generator = np.random.default_rng(5)
    outcome = (np.arange(patients) % 3 == 0).astype(int)
    values = generator.normal(size=(patients, 4))
    values[:, 0] += 2 * outcome
    second = values + 0.05 * generator.normal(size=values.shape)
    second[read_twice:] = np.nan
    names, cases = tuple("fghi"), tuple(f"c{row}" for row in range(patients))
    return Cohort(values, outcome, names, cases, second_reader=second, second_source="second.csv")


def counts_in_training_sets(cohort, monkeypatch):
    """How many second readings every reproducibility filter of a nested validation saw."""
    seen = []
    fit = ReproducibilityFilter.fit

    def counting(self, X, y=None):
        seen.append(int(np.isfinite(X[:, 4]).sum()))
        return fit(self, X, y)

    monkeypatch.setattr(ReproducibilityFilter, "fit", counting)
    nested_cross_validation(cohort, CONFIG)
    return seen


def test_what_is_counted_beforehand_is_what_the_folds_hold(monkeypatch):
    cohort = cohort_of(40)
    fewest = min(counts_in_training_sets(cohort, monkeypatch))
    assert fewest < 12
    monkeypatch.setattr("PCRPredictorLib.training.readers.counts.FEWEST_PATIENTS", fewest)
    require_enough_readings(cohort, CONFIG)
    monkeypatch.setattr("PCRPredictorLib.training.readers.counts.FEWEST_PATIENTS", fewest + 1)
    with pytest.raises(InputError, match=f"of whom {fewest} remain in the smallest training fold"):
        require_enough_readings(cohort, CONFIG)


def test_too_few_readings_are_refused_before_training_with_a_number_that_works():
    sentence = r"^second\.csv has all readings of 'f' in 12 of 60 training patients, .* 45 are always enough\.$"
    with pytest.raises(InputError, match=sentence):
        train(cohort_of(12), CONFIG, on_progress=lambda *_: pytest.fail("training has begun"))
    for seed in range(10):
        require_enough_readings(cohort_of(45), replace(CONFIG, seed=seed), any_folds=True)
    with pytest.raises(InputError, match="of whom 4 may remain"):
        require_enough_readings(cohort_of(44), CONFIG, any_folds=True)


def test_a_gap_in_one_feature_does_not_cost_the_others_the_patient():
    cohort = cohort_of(60)
    cohort.second_reader[::2, 1] = np.nan
    cohort.second_reader[1::2, 2] = np.nan
    require_enough_readings(cohort, CONFIG)
    step = ReproducibilityFilter(features=4).fit(cohort.design)
    assert (step.icc_ > 0.9).all()
    alone = ReproducibilityFilter(features=1).fit(cohort.design[1::2][:, [1, 5]])
    assert step.icc_[1] == alone.icc_[0]
    assert nested_cross_validation(cohort, CONFIG).auc > 0.8


def test_a_gap_in_one_feature_is_named():
    cohort = cohort_of(60)
    cohort.second_reader[8:, 2] = np.nan
    with pytest.raises(InputError, match="all readings of 'h' in 8 of 60"):
        require_enough_readings(cohort, CONFIG)


def test_all_patients_read_may_still_be_too_few():
    with pytest.raises(InputError, match="use more patients or more folds"):
        require_enough_readings(cohort_of(12, patients=12), CONFIG)


def test_thinned_training_folds_are_counted_as_well():
    cohort = cohort_of(30)
    assert has_enough_readings(cohort, CONFIG)
    assert not has_enough_readings(cohort.rows(np.arange(26, 60)), CONFIG)


def test_perturbed_contours_are_counted():
    cohort = replace(cohort_of(60), second_reader=None, perturbed=np.full((60, 2, 4), np.nan))
    cohort.perturbed[:9] = cohort.values[:9, np.newaxis] + [[[0.0], [0.1]]]
    with pytest.raises(InputError, match="the file of perturbed contours has all readings of 'f' in 9 of 60"):
        require_enough_readings(cohort, CONFIG)
