"""The sample sizes that a run reports; the criteria themselves are tested against pmsampsize in test_sample_size."""

import numpy as np
from PCRPredictorLib.report.study.sample_size_section import sample_size_section
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.protocols.cohort_size import size_in_words
from PCRPredictorLib.training.record.sizes import sample_size_of_validation
from PCRPredictorLib.training.statistics.sample_size import development_size, validation_size


def test_every_candidate_of_the_cohort_counts():
    outcome = (np.arange(100) < 27).astype(int)
    names = tuple(f"A_{number}" for number in range(792))
    cohort = Cohort(np.zeros((100, 792)), outcome, names, tuple(map(str, range(100))))
    needed = development_size(792, 0.27, 0.75).needed
    assert needed > 5000
    sentence = size_in_words(cohort)
    assert (
        f"792 candidate parameters, at 27% responders and an assumed C statistic of 0.75, needs {needed:,}" in sentence
    )
    assert "too few" in sentence


def test_one_candidate_is_told_in_the_singular():
    outcome = (np.arange(100) < 27).astype(int)
    cohort = Cohort(np.zeros((100, 1)), outcome, ("A_mean",), tuple(map(str, range(100))))
    assert "a model out of 1 candidate parameter, at 27% responders" in size_in_words(cohort)


def test_the_report_shows_each_criterion():
    found = {
        "method": "Riley",
        "development": {
            "needed": 900,
            "patients": 100,
            "enough": False,
            "parameters": 9,
            "r2": 0.1,
            "shrinkage": 900,
            "optimism_in_r2": 300,
            "prevalence": 200,
            "assumed": {"c_statistic": 0.75, "prevalence": 0.27, "c_statistic_is": "assumed"},
        },
    }
    page = sample_size_section(found)
    assert "<td>900</td><td>100, too few</td><td>shrinkage 900, optimism 300, prevalence 200</td>" in page


def test_the_validation_size_is_reckoned_from_the_training_report_or_else_from_here(scores):
    outcome, probability = scores["outcome"].astype(int), scores["probability"]
    logit = np.log(probability / (1 - probability))
    told = sample_size_of_validation(outcome, probability, 0.81)["validation"]
    assert told["needed"] == validation_size(0.81, 1 / 3, logit).needed
    assert told["assumed"]["c_statistic"] == 0.81
    here = sample_size_of_validation(outcome, probability)
    assert "found in these patients" in here["validation"]["assumed"]["c_statistic_is"]
    assert here["validation"]["enough"] is False
    page = sample_size_section(here)
    assert f"<td>{here['validation']['needed']:,}</td><td>120, too few</td>" in page


def test_a_useless_model_has_no_sample_size_and_says_why(scores):
    outcome = scores["outcome"].astype(int)
    found = sample_size_of_validation(outcome, scores["probability"], 0.46)["validation"]
    assert found["needed"] is None
    assert "0.46" in found["note"]


def test_a_constant_probability_has_none_either():
    found = sample_size_of_validation(np.array([0, 1, 1]), np.full(3, 0.4), 0.8)["validation"]
    assert found["needed"] is None
    assert "must be finite and vary" in found["note"]
