"""Whether a case is like a cohort: transforms, covariance, limit and quantiles against independent oracles."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.cohort_position import CohortPosition, fit_position
from PCRPredictorLib.models.domain import compare_with_cohort
from PCRPredictorLib.models.quantiles import LEVELS, smoothed_quantiles
from PCRPredictorLib.models.reference import (
    Reference,
    describe_cohort,
    left_out_distances,
    prediction_limit,
    reference_from_json,
)
from PCRPredictorLib.models.sentences import far_together
from PCRPredictorLib.models.shrinkage import ledoit_wolf
from scipy.stats import f as f_distribution
from scipy.stats import norm, skew
from sklearn.covariance import LedoitWolf

COLUMNS = ("A_one", "A_two", "P_three")


@pytest.fixture
def values() -> np.ndarray:
    """Eighty cases of a normal, a log-normal and a bimodal feature."""
    generator = np.random.default_rng(7)
    far = generator.random(80) < 0.05
    return np.column_stack(
        [generator.normal(5, 2, 80), np.exp(generator.normal(30, 1.5, 80)), generator.normal(0, 1, 80) + 40 * far]
    )


@pytest.fixture
def reference(values: np.ndarray) -> Reference:
    return describe_cohort(COLUMNS, values, np.repeat([0, 1], [60, 20]))


@pytest.mark.parametrize(("patients", "features"), [(30, 10), (200, 10), (12, 20)])
def test_the_shrunk_covariance_is_scikit_learns(patients: int, features: int) -> None:
    values = np.random.default_rng(patients).normal(size=(patients, features)) @ np.diag(np.arange(1.0, features + 1))
    oracle = LedoitWolf().fit(values)
    covariance, weight = ledoit_wolf(values)
    np.testing.assert_allclose(covariance, oracle.covariance_, rtol=1e-10, atol=1e-12)
    assert weight == pytest.approx(oracle.shrinkage_, rel=1e-10)


def test_hotellings_limit_is_that_of_the_f_distribution() -> None:
    expected = math.sqrt(10 * 59 * 61 / (60 * 50) * f_distribution.isf(0.005, 10, 50))
    assert prediction_limit(60, 10, 0.005) == pytest.approx(expected, rel=1e-12)


def test_normal_features_raise_as_many_false_alarms_as_stated() -> None:
    """Hotelling's limit by simulation, covariance not shrunk: 2 % of 20,000 cases, whose standard error is 0.1 %."""
    generator = np.random.default_rng(1)
    beyond = 0
    for _ in range(200):
        cohort, new = generator.normal(size=(40, 4)), generator.normal(size=(100, 4))
        gap = new - cohort.mean(axis=0)
        distance = np.einsum("ij,jk,ik->i", gap, np.linalg.inv(np.cov(cohort.T)), gap)
        beyond += int(np.sum(distance > prediction_limit(40, 4, 0.02) ** 2))
    assert beyond / 20_000 == pytest.approx(0.02, abs=0.004)


def test_a_position_by_hand() -> None:
    transform = CohortPosition("A_one", center=10.0, scale=2.0, mean=0.5, std=2.0, tail=4.0)
    assert transform.position(10.0 + 2.0 * math.sinh(2.5)) == pytest.approx(1.0, rel=1e-12)
    # 4.25 standard deviations out, of which the 2.0 beyond the knee at 2.25 count a quarter
    assert transform.position(10.0 + 2.0 * math.sinh(9.0)) == pytest.approx(2.75, rel=1e-12)
    assert transform.position(10.0 + 2.0 * math.sinh(-8.0)) == pytest.approx(-2.75, rel=1e-12)


def test_a_skewed_feature_becomes_symmetric(values: np.ndarray) -> None:
    transform = fit_position("A_two", values[:, 1])
    positions = [transform.position(value) for value in values[:, 1]]
    assert skew(values[:, 1]) > 3
    assert abs(skew(positions)) < 0.6
    assert np.all(np.diff(np.array(positions)[np.argsort(values[:, 1])]) > 0)


def test_a_cohort_with_far_cases_of_its_own_stretches_its_tail(values: np.ndarray) -> None:
    farther = np.append(values[:79, 0], 1e12)  # some 25 interquartile ranges out even as a logarithm
    assert fit_position("A_one", farther).tail > 4 * fit_position("A_one", values[:, 0]).tail


def test_the_distance_is_mahalanobis(reference: Reference, values: np.ndarray) -> None:
    positions = np.array([reference.positions(row) for row in values])
    inverse = np.linalg.inv(LedoitWolf().fit(positions).covariance_)
    for row in positions[:5]:
        assert reference.distance(row) == pytest.approx(math.sqrt(row @ inverse @ row), rel=1e-9)


def test_each_left_out_distance_is_from_the_others(reference: Reference, values: np.ndarray) -> None:
    positions = np.array([reference.positions(row) for row in values])
    others = np.delete(positions, 3, axis=0)
    gap = positions[3] - others.mean(axis=0)
    expected = math.sqrt(gap @ np.linalg.inv(LedoitWolf().fit(others).covariance_) @ gap)
    assert left_out_distances(positions)[3] == pytest.approx(expected, rel=1e-9)


def test_the_limit_stands_where_there_are_more_features_than_patients() -> None:
    values = np.random.default_rng(2).normal(size=(30, 40))
    found = describe_cohort([f"x{number}" for number in range(40)], values)
    assert 0 < found.limit < math.inf
    assert found.coarse


def test_a_case_beyond_the_limit_is_outside_and_says_why(reference: Reference, values: np.ndarray) -> None:
    usual, names = np.median(values, axis=0), ("A1 one", "A2 two", "P3 three")
    near = compare_with_cohort(reference, usual, names, {}, {})
    assert (near.within, near.reasons) == (True, ())
    assert near.distance is not None
    assert near.distance <= reference.limit
    far = compare_with_cohort(reference, np.add(usual, (580 * 2.0, 0.0, 0.0)), names, {}, {})
    assert far.within is False
    assert "up to" in far.reasons[0]
    assert "coarse" in far.reasons[0]
    assert far.reasons[1].startswith("A1 one lies ")
    assert far_together(3.4412, 3.4087, "training", False) == (
        "The features together lie 3.44 standard deviations from the middle of the training cohort; up to 3.41 is "
        "like it."
    )
    assert len(far.positions) == 3


def test_a_scan_beyond_the_ranges_is_outside_whatever_its_features(reference: Reference, values: np.ndarray) -> None:
    ranges = {
        "portal_slice_spacing_mm": {"minimum": 5.0, "maximum": 5.0},
        "portal_kernel": {"values": ["B30f"]},
        "portal_scanner": {"values": ["GE Revolution"]},
        "portal_kvp": {"minimum": 100.0, "maximum": 120.0},
    }
    usual = np.median(values, axis=0)

    def reasons(**scan: float | str) -> tuple[str, ...]:
        return compare_with_cohort(reference, usual, COLUMNS, ranges, scan, "training").reasons

    assert reasons(portal_slice_spacing_mm=5.4, portal_kernel="B30f", portal_kvp=120.0) == ()
    assert reasons(portal_scanner="Siemens Force") == ()  # told, but no reason to withhold a class
    assert reasons(portal_slice_spacing_mm=1.25) == (
        "The portal slice spacing (mm) is 1.25; the training cohort's is 5.",
    )
    assert "'B70f' is not among" in reasons(portal_kernel="B70f")[0]
    assert "tube voltage (kVp) is 80" in reasons(portal_kvp=80.0)[0]


def test_without_a_reference_nothing_is_known() -> None:
    unknown = compare_with_cohort(None, (1.0,), ("x",), {}, {})
    assert (unknown.within, unknown.distance, unknown.limit) == (None, None, None)
    assert "nothing shows whether" in unknown.reasons[0]


def test_quantiles_are_those_of_the_distribution_to_a_tenth() -> None:
    found = smoothed_quantiles(np.random.default_rng(3).normal(size=20_000))
    # Half a tenth by rounding; 20,000 cases and the kernel's width add 0.02.
    assert found == pytest.approx(norm.ppf(LEVELS), abs=0.07)
    assert found == tuple(round(number, 1) for number in found)


def test_quantiles_by_outcome_need_eight_cases(values: np.ndarray) -> None:
    eight = describe_cohort(COLUMNS, values, np.repeat([0, 1], [72, 8])).quantiles[0]
    seven = describe_cohort(COLUMNS, values, np.repeat([0, 1], [73, 7])).quantiles[0]
    assert eight.with_pcr is not None
    assert len(eight.with_pcr) == len(LEVELS)
    assert seven.with_pcr is None
    assert seven.without_pcr is not None
    assert describe_cohort(COLUMNS, values).quantiles[0].without_pcr is None


def test_no_patients_value_can_be_read_back(values: np.ndarray) -> None:
    """No number of the description gives back a value of a case: not a median, not a quartile, not an extreme."""
    odd = values[:79]
    found = describe_cohort(COLUMNS, odd, np.repeat([0, 1], [60, 19]))
    for column, transform in zip(odd.T, found.transforms, strict=True):
        gap = np.abs(column - transform.center).min()
        assert gap > 1e-9 * np.abs(column).max()
        assert transform.scale == float(f"{transform.scale:.2g}")
    for item in found.quantiles:
        for number in (*item.everyone, *(item.with_pcr or ()), *(item.without_pcr or ())):
            assert number == round(number, 1)


def test_the_reference_survives_its_json(reference: Reference) -> None:
    assert reference_from_json(reference.as_json(), COLUMNS, "file") == reference
    with pytest.raises(InputError, match="other columns"):
        reference_from_json(reference.as_json(), COLUMNS[::-1], "file")
    crooked = replace(reference, covariance=((1.0, 2.0, 0.0), (2.0, 1.0, 0.0), (0.0, 0.0, 1.0)))
    with pytest.raises(InputError, match="positive definite"):
        reference_from_json(crooked.as_json(), COLUMNS, "file")
