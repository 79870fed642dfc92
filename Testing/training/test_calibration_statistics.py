import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics.calibration_statistics import calibration_curve, calibration_report

Z = 1.959963984540054


def test_slope_and_intercepts_agree_with_r(scores, oracle_r):
    report = calibration_report(scores["outcome"], scores["probability"])
    for estimate, name in ((report.slope, "slope"), (report.intercept, "intercept"), (report.in_the_large, "large")):
        assert estimate.value == pytest.approx(oracle_r[name], abs=1e-9)
        # R takes the standard error one iteration before the last, hence its fewer digits.
        assert (estimate.high - estimate.low) / (2 * Z) == pytest.approx(oracle_r[f"{name}_se"], rel=1e-6)


def test_brier_score_of_a_hand_made_example():
    report = calibration_report([1, 0, 1, 0], [0.8, 0.4, 0.3, 0.1])
    assert report.brier == pytest.approx((0.04 + 0.16 + 0.49 + 0.01) / 4)
    assert report.brier_of_prevalence == pytest.approx(0.25)


def test_curve_keeps_every_patient_once_and_ties_together(scores):
    points = calibration_curve(scores["outcome"], scores["probability"], groups=6)
    assert [point.observed.total for point in points] == [20] * 6
    assert sum(point.observed.successes for point in points) == 40
    assert sum(point.predicted * point.observed.total for point in points) == pytest.approx(scores["probability"].sum())
    assert np.all(np.diff([point.predicted for point in points]) > 0)
    tied = calibration_curve([0, 1, 0, 1, 1, 1], [0.2, 0.2, 0.2, 0.9, 0.9, 0.9], groups=3)
    assert [(point.observed.successes, point.observed.total) for point in tied] == [(1, 3), (3, 3)]


@pytest.mark.parametrize(
    ("outcome", "probability", "sentence", "has_mean"),
    [
        ([0, 1, 1], [0.2, 1.0, 0.4], "patient 2 is exactly 1", False),
        ([0, 1, 1], [0.3, 0.3, 0.3], "All probabilities are equal", True),
        ([0, 0, 1, 1], [0.1, 0.2, 0.6, 0.7], "separates events from non-events", True),
    ],
)
def test_what_has_no_slope_keeps_what_is_defined_and_says_why(outcome, probability, sentence, has_mean):
    report = calibration_report(outcome, probability)
    assert report.slope is None
    assert report.intercept is None
    assert sentence in report.missing
    assert report.brier == pytest.approx(np.mean((np.array(outcome) - probability) ** 2))
    assert (report.in_the_large is not None) == has_mean


def test_the_mean_is_judged_where_all_probabilities_are_equal():
    """logit(2/3) - logit(0.3), by hand."""
    large = calibration_report([0, 1, 1], [0.3, 0.3, 0.3]).in_the_large
    assert large.value == pytest.approx(np.log(2) - np.log(0.3 / 0.7), abs=1e-9)


def test_a_probability_out_of_range_is_refused():
    with pytest.raises(InputError, match="outside 0 to 1"):
        calibration_report([0, 1, 1], [0.2, 1.4, 0.4])


def test_more_groups_than_patients_are_refused():
    with pytest.raises(InputError, match="9 calibration groups"):
        calibration_curve([0, 1], [0.2, 0.3], groups=9)
