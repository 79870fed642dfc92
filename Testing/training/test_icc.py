import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics.icc import icc_1_1, icc_2_1


@pytest.mark.parametrize(("icc", "row"), [(icc_1_1, 0), (icc_2_1, 1)])
def test_agrees_with_pingouin_on_shrout_and_fleiss(icc, row, oracle_python):
    result = icc(oracle_python["ratings"])
    assert float(result.value) == pytest.approx(oracle_python["icc"][row], abs=1e-12)
    # pingouin prints its intervals with two decimals.
    assert (float(result.low), float(result.high)) == pytest.approx(oracle_python["ci95"][row], abs=0.005)


def test_features_are_rated_independently(oracle_python):
    ratings = np.array(oracle_python["ratings"], dtype=float)
    result = icc_2_1(np.stack([ratings, 7 - 2 * ratings, ratings * 1e-9 + 1e3], axis=2))
    assert result.value == pytest.approx([oracle_python["icc"][1]] * 3, abs=1e-3)
    assert result.value[1] == pytest.approx(oracle_python["icc"][1], abs=1e-12)


def test_a_shift_between_readers_costs_absolute_agreement():
    truth = np.arange(10.0)
    shifted = icc_2_1(np.column_stack([truth, truth + 3]))
    # MSB = 2 var(truth), MSE = 0, MSJ = n 9 / 2: ICC = MSB / (MSB + 2 MSJ / n) = 18.333 / (18.333 + 9).
    assert float(shifted.value) == pytest.approx((2 * 55 / 6) / (2 * 55 / 6 + 9), abs=1e-12)


def test_perfect_agreement_is_one_and_a_constant_is_unknown():
    ratings = np.stack([np.column_stack([np.arange(5.0)] * 2), np.full((5, 2), 4.1)], axis=2)
    for icc in (icc_1_1, icc_2_1):
        result = icc(ratings)
        assert result.value[0] == 1
        assert result.low[0] == 1
        assert np.isnan(result.value[1])


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="at least two patients"):
        icc_2_1([[1.0, 2.0]])
    with pytest.raises(InputError, match="Rating 2 of patient 1 is inf"):
        icc_1_1([[1.0, np.inf], [1.0, 2.0]])
