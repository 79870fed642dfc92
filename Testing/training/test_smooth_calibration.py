"""The smooth calibration curve against R's rms, frozen.

R 4.2.2 with rms (Debian 12), on the patients that `patients` draws, 2026-11-28::

    x <- qlogis(p); k <- quantile(x, c(.05, .35, .65, .95))   # below 100 patients c(.1, .5, .9)
    f <- lrm(y ~ rcs(x, k), tol=1e-14, eps=1e-12)
    a <- abs(plogis(predict(f)) - p); mean(a); quantile(a, c(.5, .9))
    pr <- predict(f, data.frame(x=qlogis(.5)), se.fit=TRUE)
    plogis(pr$linear.predictors); plogis(pr$linear.predictors - qnorm(.975) * pr$se.fit)
"""

import math
import random

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics.smooth_calibration import smooth_calibration


def patients(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes and probabilities, six digits each; Python's generator gives the same numbers everywhere."""
    stream, outcomes, probabilities = random.Random(5), [], []
    for _ in range(count):
        logit = stream.gauss(-0.6, 1.2)
        truth = 1 / (1 + math.exp(-(0.3 + 0.7 * logit + 0.15 * logit * logit)))
        probabilities.append(round(1 / (1 + math.exp(-logit)), 6))
        outcomes.append(int(stream.random() < truth))
    return np.array(outcomes), np.array(probabilities)


@pytest.mark.parametrize(
    ("count", "knots", "ici", "e50", "e90", "at_half", "low_at_half"),
    [
        (60, 3, 0.173203230177042, 0.171621115711982, 0.313728812643585, 0.594573385971265, 0.426566382481917),
        (200, 4, 0.122312375000000, 0.122345308797409, 0.217390885747275, 0.553694849645464, 0.426314668851590),
        (400, 4, 0.121568470105211, 0.118257027959143, 0.247570827032721, 0.525395004580537, 0.441199378142159),
    ],
)
def test_agrees_with_rms(count, knots, ici, e50, e90, at_half, low_at_half):
    found = smooth_calibration(*patients(count))
    assert found.knots == knots
    assert (found.ici, found.e50, found.e90) == pytest.approx((ici, e50, e90), abs=1e-9)
    # the curve is given on a grid of 0.01, between whose points it is read linearly
    assert np.interp(0.5, found.predicted, found.observed) == pytest.approx(at_half, abs=2e-4)
    assert np.interp(0.5, found.predicted, found.low) == pytest.approx(low_at_half, abs=2e-4)


def test_the_band_holds_the_curve_and_widens_with_the_level():
    narrow, wide = (smooth_calibration(*patients(150), level=level) for level in (0.8, 0.95))
    assert all(low < middle < high for low, middle, high in zip(wide.low, wide.observed, wide.high, strict=True))
    assert all(one < other for one, other in zip(wide.low, narrow.low, strict=True))


def test_perfect_probabilities_have_a_small_index():
    stream = np.random.default_rng(3)
    probability = stream.uniform(0.05, 0.95, 50_000)
    found = smooth_calibration(stream.uniform(size=50_000) < probability, probability)
    assert found.ici < 0.01
    assert found.e50 <= found.e90 < 0.02


@pytest.mark.parametrize(
    ("outcome", "probability", "reason"),
    [
        ([0, 1, 1, 0], [0.0, 0.5, 0.6, 0.2], "exactly 0 or 1"),
        ([0, 1] * 30, [0.3] * 60, "too few different values"),
        ([0] * 30 + [1] * 30, np.linspace(0.01, 0.99, 60), "no finite fit"),
        ([1] * 10, np.linspace(0.1, 0.9, 10), "both outcomes are needed"),
    ],
)
def test_what_has_no_curve_is_refused(outcome, probability, reason):
    with pytest.raises(InputError, match=reason):
        smooth_calibration(outcome, probability)
