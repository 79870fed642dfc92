"""DeLong's variance where patients have several rows, against its definition, its special cases and simulation."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.auc import areas_and_covariance
from PCRPredictorLib.training.statistics.delong import compare_paired, delong_interval
from PCRPredictorLib.training.statistics.repeated_auc import compare_pairs, pairs_within_folds


def rows_of_patients(seed, patients=40, most=4, whole=False):
    """Rows of patients, of whom each has a level of his own; outcomes differ within a patient, unless `whole`."""
    generator = np.random.default_rng(seed)
    groups = np.repeat(np.arange(patients), generator.integers(1, most + 1, patients))
    level = generator.normal(size=patients)[groups]
    noise = generator.normal(size=patients)[groups] if whole else generator.normal(size=groups.size)
    outcome = (0.7 * level + noise > 0.4).astype(int)
    scores = level + 0.6 * generator.normal(size=(2, groups.size)) + 0.5 * outcome
    return outcome, scores, generator.permutation(patients)[groups]


def by_definition(outcome, scores, groups):
    """Obuchowski's equations, patient by patient and pair by pair."""
    cases, controls = np.flatnonzero(outcome == 1), np.flatnonzero(outcome == 0)
    people = sorted(set(groups))
    areas, cases_of, controls_of = [], [], []
    for score in scores:
        won = np.array([[float(score[i] > score[j]) + 0.5 * (score[i] == score[j]) for j in controls] for i in cases])
        area = won.mean()
        areas.append(area)
        cases_of.append([sum(won[k].mean() - area for k, i in enumerate(cases) if groups[i] == g) for g in people])
        controls_of.append(
            [sum(won[:, k].mean() - area for k, j in enumerate(controls) if groups[j] == g) for g in people]
        )
    m, n, several = len(cases), len(controls), len(people)
    with_case, with_control = len(set(groups[cases])), len(set(groups[controls]))
    covariance = np.zeros((len(scores), len(scores)))
    for a in range(len(scores)):
        for b in range(len(scores)):
            both = sum(x * y for x, y in zip(cases_of[a], cases_of[b], strict=True))
            none = sum(x * y for x, y in zip(controls_of[a], controls_of[b], strict=True))
            across = sum(x * y for x, y in zip(cases_of[a], controls_of[b], strict=True))
            across += sum(x * y for x, y in zip(cases_of[b], controls_of[a], strict=True))
            covariance[a, b] = (
                with_case / ((with_case - 1) * m) * both / m
                + with_control / ((with_control - 1) * n) * none / n
                + several / (several - 1) * across / (m * n)
            )
    return np.array(areas), covariance


@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_obuchowskis_definition(seed):
    outcome, scores, groups = rows_of_patients(seed, patients=15)
    scores = np.round(scores, 1)
    areas, covariance = areas_and_covariance(outcome == 1, scores, groups)
    expected_areas, expected = by_definition(outcome, scores, groups)
    np.testing.assert_allclose(areas, expected_areas, atol=1e-13)
    np.testing.assert_allclose(covariance, expected, rtol=1e-10)


def test_one_row_a_patient_is_delongs_own():
    outcome, scores, _ = rows_of_patients(3)
    alone = np.arange(outcome.size)
    expected = areas_and_covariance(outcome == 1, scores)[1]
    np.testing.assert_allclose(areas_and_covariance(outcome == 1, scores, alone)[1], expected, rtol=1e-12)
    assert compare_paired(outcome, *scores, groups=alone).p_value == pytest.approx(
        compare_paired(outcome, *scores).p_value
    )


def test_a_copy_of_every_row_adds_no_patient():
    outcome, scores, _ = rows_of_patients(4)
    once = delong_interval(outcome, scores[0])
    people = np.arange(outcome.size).repeat(3)
    thrice = delong_interval(outcome.repeat(3), scores[0].repeat(3), groups=people)
    assert (thrice.auc, thrice.low, thrice.high) == pytest.approx((once.auc, once.low, once.high), abs=1e-12)
    assert delong_interval(outcome.repeat(3), scores[0].repeat(3)).standard_error < 0.6 * once.standard_error
    apart = delong_interval(outcome.repeat(3), outcome.repeat(3).astype(float), groups=people)
    assert apart.low == delong_interval(outcome, outcome.astype(float)).low  # Newcombe's, of as many patients


@pytest.mark.parametrize("whole", [False, True])
def test_it_measures_how_the_auc_varies_among_cohorts(whole):
    found = [rows_of_patients(seed, whole=whole) for seed in range(400)]
    areas = [delong_interval(outcome, scores[0], groups=groups) for outcome, scores, groups in found]
    spread = np.std([area.auc for area in areas])
    together = np.sqrt(np.mean([area.standard_error**2 for area in areas]))
    by_row = np.sqrt(np.mean([delong_interval(outcome, scores[0]).standard_error ** 2 for outcome, scores, _ in found]))
    # The spread of 400 cohorts has a standard error of 3.5 % itself.
    assert together / spread == pytest.approx(1, abs=0.1)
    if whole:
        assert by_row / spread < 0.85


def test_two_rows_of_one_responder_are_one_patient():
    outcome = np.array([1, 1, 0, 0, 0, 0])
    with pytest.raises(InputError, match="here are 1 with a response and 4 without"):
        delong_interval(outcome, np.arange(6.0), groups=np.array([0, 0, 1, 2, 3, 4]))


def test_the_test_of_nested_predictions_takes_them_together_too():
    outcome, scores, groups = rows_of_patients(5)
    one_fold = np.zeros((1, outcome.size), dtype=int)
    pairs = [pairs_within_folds(outcome, score[np.newaxis], one_fold, groups) for score in scores]
    expected = compare_paired(outcome, *scores, groups=groups)
    found = compare_pairs(*pairs)
    assert (found.difference, found.p_value) == pytest.approx((expected.difference, expected.p_value), rel=1e-9)
    assert found.p_value != pytest.approx(compare_paired(outcome, *scores).p_value, rel=1e-3)
