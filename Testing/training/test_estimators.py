"""The steps of the training pipeline, each by itself."""

import json
from pathlib import Path

import numpy as np
import pytest
from imblearn.over_sampling import SMOTE
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.pipeline.estimators.combat import ComBat
from PCRPredictorLib.training.pipeline.estimators.constant_dropper import ConstantDropper
from PCRPredictorLib.training.pipeline.estimators.lasso_selector import LassoSelector
from PCRPredictorLib.training.pipeline.estimators.redundancy_filter import SpearmanRedundancyFilter
from PCRPredictorLib.training.pipeline.estimators.reproducibility_filter import ReproducibilityFilter
from sklearn.linear_model import LogisticRegression


@pytest.fixture
def cohort():
    """90 patients, 30 responders, 20 features; the first drives the outcome, the second is its monotone twin."""
    generator = np.random.default_rng(12)
    outcome = (np.arange(90) % 3 == 0).astype(int)
    values = generator.normal(size=(90, 20))
    values[:, 0] += 1.8 * outcome
    values[:, 1] = np.exp(values[:, 0])
    return values, outcome


def test_constant_features_go_and_missing_values_do_not_count():
    values = np.array([[1.0, 5, np.nan], [2, 5, 3], [3, 5, 3]])
    assert ConstantDropper().fit(values).get_support().tolist() == [True, False, False]


def test_rounding_is_no_variation():
    noise = 0.1 + 0.2 + 5.5e-17 * (np.arange(8) % 2)
    assert ConstantDropper().fit(np.column_stack([noise, np.arange(8) * 1e-300])).get_support().tolist() == [
        False,
        True,
    ]


def test_nothing_but_constants_is_refused():
    with pytest.raises(InputError, match="All 2 features are constant"):
        ConstantDropper().fit(np.ones((4, 2)))


def test_of_monotone_twins_one_is_kept(cohort):
    values, outcome = cohort
    support = SpearmanRedundancyFilter(0.9).fit(values, outcome).get_support()
    assert support[:2].sum() == 1
    assert support[2:].all()


def test_no_two_kept_features_are_closer_than_the_threshold(cohort):
    from scipy.stats import spearmanr

    values, outcome = cohort
    kept = values[:, SpearmanRedundancyFilter(0.15).fit(values, outcome).get_support()]
    rho = np.abs(spearmanr(kept).statistic)
    assert kept.shape[1] > 3
    assert np.triu(rho, 1).max() <= 0.15


@pytest.mark.parametrize("rule", ["min", "1se"])
@pytest.mark.parametrize("sampler", [None, SMOTE(random_state=0)])
def test_the_driving_feature_is_selected_within_the_limit(cohort, rule, sampler):
    values, outcome = np.delete(cohort[0], 1, axis=1), cohort[1]
    selector = LassoSelector(max_features=4, rule=rule, sampler=sampler).fit(values, outcome)
    assert selector.get_support()[0]
    assert 1 <= selector.get_support().sum() <= 4


def test_one_standard_error_never_selects_more_than_the_minimum(cohort):
    values, outcome = cohort
    sizes = [LassoSelector(rule=rule).fit(values, outcome).get_support().sum() for rule in ("1se", "min")]
    assert sizes[0] <= sizes[1]


@pytest.mark.parametrize("sampler", [None, SMOTE(random_state=0)])
def test_rare_responders_do_not_hide_the_driving_feature(sampler):
    """With 3 % responders the intercept enters the path long before any feature."""
    generator = np.random.default_rng(6)
    outcome = (np.arange(600) < 18).astype(int)
    values = generator.normal(size=(600, 12))
    values[:, 7] += 1.5 * outcome
    support = LassoSelector(max_features=3, folds=3, sampler=sampler).fit(values, outcome).get_support()
    assert support[7]
    assert support.sum() <= 3


def test_the_path_begins_where_the_first_feature_enters(cohort):
    """The subgradient condition of the lasso: no feature below C = 1 / max |X' (y - mean y)|, one just above."""
    values, outcome = cohort
    start = 1 / np.abs(values.T @ (outcome - outcome.mean())).max()
    sizes = []
    for c in (0.9 * start, 1.25 * start):
        model = LogisticRegression(l1_ratio=1, C=c, solver="liblinear", intercept_scaling=100, tol=1e-6).fit(
            values, outcome
        )
        sizes.append(np.count_nonzero(model.coef_))
    assert sizes[0] == 0
    assert sizes[1] >= 1


def test_a_path_that_jumps_past_the_limit_keeps_only_features_that_entered(cohort, monkeypatch):
    """The first step of the grid selects nothing, the second three features at once; one is allowed."""
    values, outcome = cohort
    steps = {}

    def coefficients(self, values, outcome, c):
        step = steps.setdefault(c, len(steps))
        entered = np.zeros(values.shape[1])
        if step > 0:
            entered[[3, 7, 11]] = 0.1, -0.4, 0.2
        return entered, 0.0

    monkeypatch.setattr(LassoSelector, "_coefficients", coefficients)
    selector = LassoSelector(max_features=1).fit(values, outcome)
    assert np.flatnonzero(selector.get_support()).tolist() == [7]
    assert selector.inverse_penalty_ == list(steps)[1]


def test_features_that_never_enter_are_refused(cohort, monkeypatch):
    monkeypatch.setattr(LassoSelector, "_coefficients", lambda self, values, *_: (np.zeros(values.shape[1]), 0.0))
    with pytest.raises(InputError, match="None of 20 features"):
        LassoSelector().fit(*cohort)


def test_an_unknown_rule_is_refused(cohort):
    with pytest.raises(InputError, match="rule 'aic'"):
        LassoSelector(rule="aic").fit(*cohort)


def test_combat_agrees_with_neurocombat():
    oracle = json.loads((Path(__file__).parent / "fixtures" / "oracle_combat.json").read_text(encoding="utf-8"))
    table = np.column_stack([oracle["values"], oracle["batch"]])
    # Both stop iterating when little changes, neuroCombat at a relative change of 1e-4.
    assert ComBat().fit(table).transform(table) == pytest.approx(np.array(oracle["adjusted"]), abs=1e-3)


def test_combat_takes_a_scanner_out_of_patients_it_has_not_seen():
    generator = np.random.default_rng(1)
    batch = np.arange(400) % 2
    values = generator.normal(size=(400, 30)) * (1 + batch[:, None]) + 5 * batch[:, None]
    table = np.column_stack([values, batch])
    fitted = ComBat().fit(table[:200])
    adjusted = fitted.transform(table[200:])
    gap = adjusted[batch[200:] == 1].mean(axis=0) - adjusted[batch[200:] == 0].mean(axis=0)
    assert np.abs(gap).mean() < 0.3
    # The spread of the second scanner was twice that of the first; 100 patients a side fix the ratio to some 3 %.
    assert adjusted[1::2].std() == pytest.approx(adjusted[::2].std(), rel=0.1)
    stranger = table[:1].copy()
    stranger[0, -1] = 7
    assert fitted.transform(stranger).tolist() == stranger[:, :-1].tolist()


def test_combat_leaves_clinical_variables_alone():
    """Patients of one site may be older: no scanner did that, and no prior of what a scanner does is made of it."""
    generator = np.random.default_rng(6)
    site = np.arange(80) % 2
    measured = generator.normal(size=(80, 5)) + 2.0 * site[:, np.newaxis]
    ages = np.column_stack([50 + 20 * site + generator.normal(size=80), site])
    found = ComBat(clinical=2).fit_transform(np.column_stack([measured, ages, site]))
    assert found[:, 5:].tolist() == ages.tolist()
    assert found[:, :5].tolist() == ComBat().fit_transform(np.column_stack([measured, site])).tolist()


def test_a_constant_feature_passes_through_combat():
    table = np.column_stack([np.arange(8.0), np.arange(8.0) ** 2, np.full(8, 4.0), [0, 1] * 4])
    assert ComBat().fit(table).transform(table)[:, 2].tolist() == [4.0] * 8


@pytest.fixture
def readings():
    """Three features of 12 patients by two readers: the first repeats, the second does not, the third is constant."""
    generator = np.random.default_rng(9)
    first = np.column_stack([generator.normal(size=(12, 2)), np.full(12, 2.0)])
    second = np.column_stack([first[:, 0] + 0.05, generator.normal(size=12), np.full(12, 2.0)])
    return np.hstack([first, second])


def test_features_that_a_second_reader_does_not_reproduce_go(readings):
    step = ReproducibilityFilter(features=3).fit(readings)
    assert step.get_support().tolist() == [True, False, True, False, False, False]
    assert step.icc_[0] > 0.99
    assert step.transform(readings).tolist() == readings[:, [0, 2]].tolist()


def test_perturbed_contours_are_judged_by_themselves_and_columns_right_of_them_pass_through(readings):
    batch = np.arange(12.0)[:, None]
    only_perturbed = np.hstack([readings[:, :3], readings, batch])
    step = ReproducibilityFilter(features=3, readers=1, perturbations=2).fit(only_perturbed)
    assert step.get_support().tolist() == [True, False, True, *[False] * 6, True]
    # ICC(1,1) of the first feature: two ratings 0.05 apart, so MSW = 0.05^2 / 2.
    between = 2 * (readings[:, 0] + 0.025).var(ddof=1)
    assert step.icc_[0] == pytest.approx((between - 0.00125) / (between + 0.00125), abs=1e-12)


def test_a_feature_must_satisfy_readers_and_perturbations(readings):
    agreeing, disputed = readings[:, :3], readings[:, 3:]
    step = ReproducibilityFilter(features=3, readers=2, perturbations=2)
    step.fit(np.hstack([agreeing, agreeing, agreeing, disputed]))
    assert step.get_support()[:3].tolist() == [True, False, True]
    step.fit(np.hstack([agreeing, disputed, agreeing, agreeing]))
    assert step.get_support()[:3].tolist() == [True, False, True]


def test_patients_seen_by_one_reader_are_left_out(readings):
    readings[5:7, 3:] = np.nan
    complete = np.delete(readings, [5, 6], axis=0)
    assert (
        ReproducibilityFilter(3).fit(readings).icc_[:2].tolist()
        == ReproducibilityFilter(3).fit(complete).icc_[:2].tolist()
    )


def test_too_few_second_readings_or_none_that_agrees_are_refused(readings):
    few = readings.copy()
    few[4:, 3:] = np.nan
    with pytest.raises(InputError, match="Only 4 training patients"):
        ReproducibilityFilter(3).fit(few)
    with pytest.raises(InputError, match=r"No feature reaches an ICC of 0\.999"):
        ReproducibilityFilter(3, threshold=0.999).fit(readings)
