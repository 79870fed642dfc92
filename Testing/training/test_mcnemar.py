import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics.mcnemar import compare_readers, mcnemar_exact


def test_exact_p_agrees_with_r(oracle_r):
    assert mcnemar_exact(4, 11) == pytest.approx(oracle_r["mcnemar_4_of_15"], rel=1e-12)
    assert mcnemar_exact(11, 4) == mcnemar_exact(4, 11)


def test_no_discordant_pair_is_no_evidence():
    assert mcnemar_exact(0, 0) == 1


def test_readers_are_compared_among_responders_and_the_others():
    outcome = np.array([1] * 6 + [0] * 10)
    first = outcome.copy()
    second = outcome.copy()
    second[:5] = 0
    first[6] = 1
    result = compare_readers(outcome, first, second)
    assert (result.sensitivity.only_first, result.sensitivity.only_second) == (5, 0)
    assert result.sensitivity.p_value == pytest.approx(2 / 2**5)
    assert (result.specificity.first, result.specificity.second) == pytest.approx((0.9, 1.0))
    assert result.specificity.p_value == 1
    assert (result.accuracy.patients, result.accuracy.only_first, result.accuracy.only_second) == (16, 5, 1)
    assert result.accuracy.p_value == pytest.approx(2 * (1 + 6) / 2**6)


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="negative"):
        mcnemar_exact(-1, 2)
    with pytest.raises(InputError, match="3 outcomes but 2 calls"):
        compare_readers([1, 0, 1], [1, 0, 1], [1, 0])
