"""Riley's criteria against the published packages' output, frozen.

Python 3.12 with ``pip install pmsampsize==0.1.0 pmvalsampsize==0.2.1``, 2026-11-28::

    pmsampsize(type='b', csrsquared=R2, parameters=P, prevalence=F)
    pmsampsize(type='b', cstatistic=C, parameters=10, prevalence=F)
    pmvalsampsize(type='b', prevalence=F, cstatistic=C, lpnormal=(M, S))
"""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics import sample_size
from PCRPredictorLib.training.statistics.sample_size import development_size, r2_of_c_statistic, validation_size
from scipy.stats import norm


@pytest.mark.parametrize(
    ("r2", "parameters", "prevalence", "shrinkage", "optimism", "margin"),
    [
        (0.288, 24, 0.174, 623, 662, 221),
        (0.1, 10, 0.5, 850, 248, 385),
        (0.05, 792, 0.25, 138563, 22462, 289),
        (0.15, 30, 0.1, 1646, 1143, 139),
    ],
)
def test_development_agrees_with_pmsampsize(monkeypatch, r2, parameters, prevalence, shrinkage, optimism, margin):
    monkeypatch.setattr(sample_size, "r2_of_c_statistic", lambda *_: r2)
    found = development_size(parameters, prevalence, 0.7)
    assert (found.shrinkage, found.optimism, found.prevalence) == (shrinkage, optimism, margin)
    assert found.needed == max(shrinkage, optimism, margin)


@pytest.mark.parametrize(
    ("c", "prevalence", "r2"), [(0.89, 0.174, 0.2907), (0.75, 0.25, 0.1446), (0.65, 0.5, 0.0689), (0.8, 0.1, 0.1112)]
)
def test_r2_of_a_c_statistic_agrees_with_pmsampsize(c, prevalence, r2):
    # pmsampsize simulates a million patients, whose R2 has a standard error of about 5e-4
    assert r2_of_c_statistic(c, prevalence) == pytest.approx(r2, abs=1e-3)


@pytest.mark.parametrize(
    ("prevalence", "c", "mean", "deviation", "o_e", "slope", "c_statistic"),
    [
        (0.25, 0.75, -1.3, 0.9, 1154, 3786, 485),
        (0.5, 0.8, 0.0, 1.2, 385, 2200, 302),
        (0.1, 0.7, -2.4, 0.8, 3461, 7900, 1154),
    ],
)
def test_validation_agrees_with_pmvalsampsize(prevalence, c, mean, deviation, o_e, slope, c_statistic):
    score = mean + deviation * norm.ppf((np.arange(100_000) + 0.5) / 100_000)
    found = validation_size(c, prevalence, score)
    assert found.c_statistic == c_statistic
    # pmvalsampsize steps its standard error of O:E by 1e-4, and simulates the linear predictor
    assert found.o_e == pytest.approx(o_e, rel=4e-3)
    assert found.slope == pytest.approx(slope, rel=3e-3)
    assert found.needed == max(found.o_e, found.slope, found.c_statistic)


@pytest.mark.parametrize(
    ("parameters", "prevalence", "c", "reason"),
    [
        (0, 0.2, 0.7, "0 candidate parameters are none"),
        (5, 0.0, 0.7, "prevalence of 0 does not lie between"),
        (5, 0.2, 0.5, "C statistic of 0.5 does not lie above"),
        (5, 0.2, float("nan"), "C statistic of nan"),
        (5, float("nan"), 0.7, "prevalence of nan"),
    ],
)
def test_what_no_size_follows_from_is_refused(parameters, prevalence, c, reason):
    with pytest.raises(InputError, match=reason):
        development_size(parameters, prevalence, c)


def test_a_score_that_does_not_vary_is_refused():
    with pytest.raises(InputError, match="must be finite and vary"):
        validation_size(0.7, 0.2, np.zeros(10))
