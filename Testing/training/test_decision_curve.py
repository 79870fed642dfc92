import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics.decision_curve import decision_curve


def test_net_benefit_agrees_with_dcurves(scores, oracle_python):
    curve = decision_curve(scores["outcome"], scores["probability"], oracle_python["thresholds"])
    assert curve.model == pytest.approx(oracle_python["net_benefit"]["probability"], abs=1e-12)
    assert curve.treat_all == pytest.approx(oracle_python["net_benefit"]["all"], abs=1e-12)


def test_treating_all_breaks_even_at_the_prevalence():
    assert decision_curve([1, 0, 0, 0], [0.5, 0.1, 0.2, 0.3], [0.25]).treat_all == pytest.approx([0], abs=1e-15)


def test_a_threshold_of_one_is_refused():
    with pytest.raises(InputError, match="strictly between 0 and 1"):
        decision_curve([1, 0], [0.5, 0.1], [0.5, 1])
