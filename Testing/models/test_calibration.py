"""Calibrations from outcomes and from a stated prevalence, and what they refuse."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.auc import auc_interval
from PCRPredictorLib.models.calibration import (
    calibrate,
    shared_cases,
)
from PCRPredictorLib.models.calibration_file import fingerprint
from PCRPredictorLib.models.category_codes import CODES_KEY
from PCRPredictorLib.models.cutoff import CutoffRule
from PCRPredictorLib.models.feature_transform import AsinhTransform
from PCRPredictorLib.models.model_file import Model
from PCRPredictorLib.models.score_table import score_table
from PCRPredictorLib.models.scoring import score
from PCRPredictorLib.models.site_cutoff import without_cutoff
from PCRPredictorLib.models.table import FeatureTable
from PCRPredictorLib.models.training_cohort import FINGERPRINTS_KEY
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def by_scikit_learn(model: Model, table: FeatureTable) -> np.ndarray:
    """The score on standardized columns by another road; scikit-learn's deviation has n, ours n - 1."""
    values = np.column_stack([table.columns[name] for name in model.columns])
    shrink = np.sqrt((len(table) - 1) / len(table))
    return shrink * StandardScaler().fit_transform(values) @ [item.coefficient for item in model.features]


def outcomes_of(table: FeatureTable) -> np.ndarray:
    return np.array([int(cell) for cell in table.carried["outcome"]])


def test_means_and_deviations_are_the_cohorts(small_model: Model, cohort: FeatureTable) -> None:
    calibration = calibrate(small_model, cohort, prevalence=0.2)
    for item in calibration.scaling:
        cells = cohort.columns[item.column].tolist()
        mean = sum(cells) / 60
        assert item.mean == pytest.approx(mean, rel=1e-14)
        assert item.std == pytest.approx((sum((cell - mean) ** 2 for cell in cells) / 59) ** 0.5, rel=1e-13)
    assert tuple(item.column for item in calibration.scaling) == small_model.columns


def test_intercept_maximizes_the_likelihood_with_the_published_slope(small_model: Model, cohort: FeatureTable) -> None:
    calibration = calibrate(small_model, cohort, outcome="outcome")
    linear, events = by_scikit_learn(small_model, cohort), outcomes_of(cohort)
    best = minimize(
        lambda a: np.sum(np.logaddexp(0, linear + a[0]) - events * (linear + a[0])), [0.0], options={"gtol": 1e-10}
    )
    assert calibration.intercept == pytest.approx(best.x[0], abs=1e-6)
    assert calibration.slope == 1.0
    assert calibration.slope_se is None
    assert calibration.method == "outcomes, slope fixed"
    assert (calibration.patients, calibration.events) == (60, int(events.sum()))


def test_slope_and_intercept_as_scikit_learn(small_model: Model, cohort: FeatureTable) -> None:
    calibration = calibrate(small_model, cohort, outcome="outcome", fit_slope=True)
    linear, events = by_scikit_learn(small_model, cohort), outcomes_of(cohort)
    reference = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(linear[:, None], events)
    assert calibration.slope == pytest.approx(reference.coef_[0, 0], rel=1e-5)
    assert calibration.intercept == pytest.approx(reference.intercept_[0], rel=1e-5)
    assert calibration.method == "outcomes, slope and intercept"


def test_a_stated_prevalence_is_the_mean_probability_and_gives_no_cutoff(
    small_model: Model, cohort: FeatureTable
) -> None:
    calibration = calibrate(small_model, cohort, prevalence=0.217)
    mean = np.mean([score(small_model, calibration, cohort.row(i, small_model.columns)).probability for i in range(60)])
    assert mean == pytest.approx(0.217, rel=1e-10)
    assert calibration.cutoff is None
    assert calibration.events is None
    assert calibration.prevalence == 0.217
    assert calibration.intercept_se > 0


def test_the_cutoff_is_found_on_probabilities_of_unseen_cases(small_model: Model, cohort: FeatureTable) -> None:
    calibration = calibrate(small_model, cohort, outcome="outcome", seed=11)
    again = calibrate(small_model, cohort, outcome="outcome", seed=11)
    assert calibration.cutoff == again.cutoff
    cutoff = calibration.cutoff
    assert cutoff is not None
    assert cutoff.lower <= cutoff.value <= cutoff.upper
    assert (cutoff.splits, cutoff.folds, cutoff.bootstrap, cutoff.seed) == (20, 5, 200, 11)
    others = {calibrate(small_model, cohort, outcome="outcome", seed=seed).cutoff for seed in range(3)}
    assert len(others) == 3  # other folds, another cut-off: it is not read off the fitted probabilities
    assert calibration.auc is not None
    assert 0.6 < calibration.auc < 0.95


def test_outcomes_may_be_given_as_values(small_model: Model, cohort: FeatureTable) -> None:
    by_name = calibrate(small_model, cohort, outcome="outcome")
    assert calibrate(small_model, cohort, outcome=outcomes_of(cohort).tolist()) == by_name
    assert calibrate(small_model, cohort, outcome=outcomes_of(cohort)) == by_name


def part(table: FeatureTable, rows: list[int]) -> FeatureTable:
    return replace(
        table,
        case_ids=tuple(table.case_ids[row] for row in rows),
        columns={name: values[rows] for name, values in table.columns.items()},
        carried={name: tuple(cells[row] for row in rows) for name, cells in table.carried.items()},
    )


def of_classes(table: FeatureTable, events: int, others: int) -> FeatureTable:
    outcome = outcomes_of(table)
    rows = [*np.flatnonzero(outcome == 1)[:events], *np.flatnonzero(outcome == 0)[:others]]
    return part(table, [int(row) for row in rows])


def test_smallest_cohorts(small_model: Model, cohort: FeatureTable) -> None:
    calibrate(small_model, of_classes(cohort, 8, 22), outcome="outcome")
    with pytest.raises(InputError, match="7 events"):
        calibrate(small_model, of_classes(cohort, 7, 30), outcome="outcome")
    calibrate(small_model, part(cohort, list(range(30))), prevalence=0.2)
    with pytest.raises(InputError, match="29 patients; a calibration needs at least 30"):
        calibrate(small_model, part(cohort, list(range(29))), prevalence=0.2)
    flipped = replace(cohort, carried={"outcome": tuple("10"[int(cell)] for cell in cohort.carried["outcome"])})
    with pytest.raises(InputError, match="7 non-events"):
        calibrate(small_model, of_classes(flipped, 30, 7), outcome="outcome")


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({}, "either an outcome column or a stated prevalence"),
        ({"outcome": "outcome", "prevalence": 0.2}, "one of the two"),
        ({"prevalence": 20.0}, "between 0 and 1"),
        ({"prevalence": 0.0}, "between 0 and 1"),
        ({"prevalence": float("nan")}, "between 0 and 1"),
        ({"prevalence": 0.2, "fit_slope": True}, "slope can only be fitted from outcomes"),
        ({"outcome": "outcom"}, "did you mean outcome"),
        ({"outcome": [0, 1]}, "2 outcomes are given for the 60 cases"),
    ],
)
def test_requests_that_are_refused(
    small_model: Model, cohort: FeatureTable, request_: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        calibrate(small_model, cohort, **request_)


def with_column(table: FeatureTable, name: str, values: np.ndarray) -> FeatureTable:
    return replace(table, columns={**table.columns, name: values})


def test_a_constant_column_is_named(small_model: Model, cohort: FeatureTable) -> None:
    with pytest.raises(InputError, match="'P_VoxelValueSum' is constant"):
        calibrate(small_model, with_column(cohort, "P_VoxelValueSum", np.full(60, 0.1)), prevalence=0.2)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("factor", [1e308, 1e-323])
def test_a_column_without_a_finite_deviation_is_named(small_model: Model, cohort: FeatureTable, factor: float) -> None:
    values = np.zeros(60)
    values[4] = factor
    with pytest.raises(InputError) as refusal:
        calibrate(small_model, with_column(cohort, "age", values), prevalence=0.2)
    assert f"cohort.csv: the column 'age' has no finite standard deviation above 0, with {factor:g} in row 5" in str(
        refusal.value
    )


@pytest.mark.filterwarnings("error")
def test_coefficients_that_overflow_are_refused(small_model: Model, cohort: FeatureTable) -> None:
    huge = replace(small_model, features=tuple(replace(item, coefficient=1.5e308) for item in small_model.features))
    with pytest.raises(InputError, match=r"score of cohort\.csv overflows"):
        calibrate(huge, cohort, prevalence=0.2)


def test_a_missing_value_is_named(small_model: Model, cohort: FeatureTable) -> None:
    values = cohort.columns["age"].copy()
    values[4] = np.nan
    with pytest.raises(InputError, match="row 5, column 'age'"):
        calibrate(small_model, with_column(cohort, "age", values), prevalence=0.2)


def test_a_missing_column_is_named(small_model: Model, cohort: FeatureTable) -> None:
    columns = {name: values for name, values in cohort.columns.items() if name != "age"}
    with pytest.raises(InputError, match="no column 'age'"):
        calibrate(small_model, replace(cohort, columns=columns), prevalence=0.2)


def test_a_score_that_points_the_wrong_way_is_refused(small_model: Model, cohort: FeatureTable) -> None:
    flipped = tuple(1 - outcomes_of(cohort))
    with pytest.raises(InputError, match="higher score goes with fewer events"):
        calibrate(small_model, cohort, outcome=flipped, fit_slope=True)
    useless = calibrate(small_model, cohort, outcome=flipped)
    assert useless.cutoff is None
    messages = {item.code: item.message for item in useless.warnings}
    assert set(messages) == {"no-discrimination", "slope-unlike-cohort"}
    # A fitted slope would be refused, so none is advised.
    assert "higher score did not go with more responses" in messages["slope-unlike-cohort"]
    assert "fit" not in messages["slope-unlike-cohort"]


def test_another_profile_than_the_models_is_refused(small_model: Model, cohort: FeatureTable) -> None:
    with pytest.raises(InputError, match="extracted with profile ffff"):
        calibrate(replace(small_model, profile_hash="0" * 64), cohort, prevalence=0.2)
    unknown = calibrate(small_model, replace(cohort, profile_hash=None), prevalence=0.2)
    assert [notice.code for notice in unknown.warnings] == ["profile-unknown"]


def test_simulated_cohort_or_model_marks_the_calibration(small_model: Model, cohort: FeatureTable) -> None:
    assert not calibrate(small_model, cohort, prevalence=0.2).simulated
    assert calibrate(small_model, replace(cohort, simulated=True), prevalence=0.2).simulated
    assert calibrate(replace(small_model, simulated=True), cohort, prevalence=0.2).simulated


def test_acquisition_of_the_cohort_is_recorded(small_model: Model, cohort: FeatureTable) -> None:
    carried = {
        **cohort.carried,
        "arterial_pixel_spacing_mm": ("0.7", "0.9", *[""] * 58),
        "portal_scanner": tuple("Toshiba Aquilion" if i % 2 else "GE Revolution" for i in range(60)),
    }
    calibration = calibrate(small_model, replace(cohort, carried=carried), prevalence=0.2)
    assert calibration.acquisition == {
        "arterial_pixel_spacing_mm": {"minimum": 0.7, "maximum": 0.9},
        "portal_scanner": {"values": ["GE Revolution", "Toshiba Aquilion"]},
    }


def test_an_acquisition_cell_that_is_no_number_is_refused(small_model: Model, cohort: FeatureTable) -> None:
    carried = {**cohort.carried, "arterial_rows": ("512", "many", *["512"] * 58)}
    with pytest.raises(InputError, match="'arterial_rows' holds 'many'"):
        calibrate(small_model, replace(cohort, carried=carried), prevalence=0.2)


def test_a_slope_that_the_cohort_contradicts_is_warned_of(small_model: Model, cohort: FeatureTable) -> None:
    steep = replace(
        small_model,
        features=tuple(replace(item, coefficient=10 * item.coefficient) for item in small_model.features),
    )
    assert [notice.code for notice in calibrate(small_model, cohort, outcome="outcome").warnings] == []
    (notice,) = calibrate(steep, cohort, outcome="outcome").warnings
    assert notice.code == "slope-unlike-cohort"
    fitted = calibrate(steep, cohort, outcome="outcome", fit_slope=True)
    assert f"slope of the score {fitted.slope:.2f}, standard error {fitted.slope_se:.2f}" in notice.message
    assert "too extreme" in notice.message
    assert notice.message.endswith("calibrate with --fit-slope.")
    assert fitted.warnings == ()


def test_cases_seen_in_the_calibration_are_found_again(small_model: Model, cohort: FeatureTable) -> None:
    calibration = calibrate(small_model, part(cohort, list(range(40))), prevalence=0.2)
    assert shared_cases(calibration, small_model, part(cohort, list(range(40, 60)))) == ()
    renamed = replace(part(cohort, list(range(30, 60))), case_ids=tuple(f"other{i}" for i in range(30)))
    (notice,) = shared_cases(calibration, small_model, renamed)
    assert notice.message.startswith("10 of 30 cases")


def test_no_identifier_and_no_path_is_kept(small_model: Model, cohort: FeatureTable) -> None:
    flipped = tuple(str(1 - outcome) for outcome in outcomes_of(cohort))
    named = replace(
        cohort,
        case_ids=tuple(f"Miller^John^{i}" for i in range(60)),
        source="Miller/cohort.csv",
        profile_hash=None,
        carried={"outcome": flipped},
    )
    calibration = calibrate(small_model, named, outcome="outcome")
    assert {item.code for item in calibration.warnings} == {
        "no-discrimination",
        "slope-unlike-cohort",
        "profile-unknown",
    }
    assert "Miller" not in json.dumps(calibration.as_json())
    (notice,) = shared_cases(calibration, small_model, named)
    assert "Miller" not in notice.message


def test_a_transformed_feature_is_described_as_it_is_compared(small_model: Model, cohort: FeatureTable) -> None:
    """A model that draws in its tails before it standardizes: the domain is one of the values as measured."""
    drawn_in = tuple(
        replace(feature, transform=AsinhTransform(float(np.median(cohort.columns[feature.column])), 0.1))
        for feature in small_model.features
    )
    model = replace(small_model, features=drawn_in)
    calibration = calibrate(model, cohort, outcome="outcome")
    assert calibration.reference == calibrate(small_model, cohort, outcome="outcome").reference
    within = [prediction.domain.within for _, prediction in score_table(model, calibration, cohort)]
    assert sum(within) >= 58  # of 60


def test_one_patient_under_two_names_is_refused(small_model: Model, cohort: FeatureTable) -> None:
    twice = part(cohort, [*range(40), *range(20)])
    twice = replace(twice, case_ids=tuple(f"case{n}" for n in range(60)))
    with pytest.raises(InputError, match=r"case0 and case40 have the same feature values \(20 such pairs\)"):
        calibrate(small_model, twice, outcome="outcome")


def test_a_cohort_that_cannot_be_cross_validated_says_so(small_model: Model, cohort: FeatureTable) -> None:
    far = cohort.columns["A_VoxelValueSum"].copy()
    far[1:] = 100.0 + 1e-9 * far[1:]
    far[0] = 1e6
    found = calibrate(
        small_model, replace(cohort, columns={**cohort.columns, "A_VoxelValueSum": far}), outcome="outcome"
    )
    assert (found.cutoff, found.auc) == (None, None)
    assert "no-cross-validation" in {notice.code for notice in found.warnings}


def test_a_target_that_nothing_reaches_is_not_blamed_on_the_auc() -> None:
    auc = auc_interval(np.arange(40) >= 20, np.arange(40.0) + 5 * (np.arange(40) % 7))
    assert auc.low > 0.5
    found = without_cutoff(auc, CutoffRule("specificity", 0.999), "calibration")
    assert found.reason_for_none is not None
    assert found.reason_for_none.code == "no-cutoff-by-rule"
    assert "0.5" not in found.reason_for_none.message


def test_patients_who_made_the_model_are_no_calibration_cohort(small_model: Model, cohort: FeatureTable) -> None:
    """What made the coefficients cannot be left out of a fold; a slope above 1 is then no reason to fit one."""
    steep = replace(
        small_model, features=tuple(replace(item, coefficient=item.coefficient / 5) for item in small_model.features)
    )
    hashes = [fingerprint(row) for row in cohort.matrix(steep.columns)[:40]]
    trained = replace(steep, training={FINGERPRINTS_KEY: hashes})
    told = {notice.code: notice.message for notice in calibrate(trained, cohort, outcome="outcome").warnings}
    assert told["calibrated-on-training"].startswith("40 of the 60 patients of the calibration have the feature values")
    assert "AUC, slope and cut-off of this calibration are too good" in told["calibrated-on-training"]
    assert "slope-unlike-cohort" not in told
    (by_prevalence,) = (
        notice
        for notice in calibrate(trained, cohort, prevalence=0.2).warnings
        if notice.code == "calibrated-on-training"
    )
    assert "too good" not in by_prevalence.message
    others = {notice.code for notice in calibrate(steep, cohort, outcome="outcome").warnings}
    assert "calibrated-on-training" not in others
    assert "slope-unlike-cohort" in others


def test_codes_in_the_calibration_cohort_are_told(small_model: Model, cohort: FeatureTable) -> None:
    coded = replace(small_model, training={CODES_KEY: {"age": [0.0, 1.0]}})
    ages = np.arange(60) % 2.0
    alike = replace(cohort, columns={**cohort.columns, "age": ages})
    assert {"calibration-values-not-in-training", "column-with-code"}.isdisjoint(
        notice.code for notice in calibrate(coded, alike, prevalence=0.2).warnings
    )
    other = replace(cohort, columns={**cohort.columns, "age": np.where(np.arange(60) == 7, 9.0, ages)})
    calibration = calibrate(coded, other, prevalence=0.2)
    told = {notice.code: notice.message for notice in calibration.warnings}
    of_cohort = "held 0, 1 in the patients that the model was trained on, but also holds 9 in those of the calibration"
    assert f"{of_cohort}, cohort.csv" in told["calibration-values-not-in-training"]
    assert "'age' of cohort.csv holds 9, unlike all its other values" in told["column-with-code"]
    for row, code in ((6, False), (7, True)):  # whoever is scored with it is not told to have the cohort's values
        warned = score(coded, calibration, other.row(row, coded.columns)).warnings
        assert ("values-not-in-training" in {notice.code for notice in warned}) is code
        assert any("holds 9 here" in notice.message for notice in warned) is code


def test_rows_that_may_be_of_one_patient_are_told(small_model: Model, cohort: FeatureTable) -> None:
    """That rows are counted as patients where nobody names these must not be found out from an interval's width."""
    several = tuple(f"p{row // 2}" for row in range(60))
    carried = {**cohort.carried, "patient_id": several}
    told = {
        notice.code: notice.message
        for notice in calibrate(small_model, replace(cohort, carried=carried), outcome="outcome").warnings
    }
    assert told["rows-perhaps-of-patients"].startswith(
        "The column 'patient_id' of cohort.csv has 30 different values in 60 rows; if it names the patients, calibrate "
    )
    alone = {**cohort.carried, "patient_id": tuple(map(str, range(60)))}
    plain = calibrate(small_model, replace(cohort, carried=alone), outcome="outcome")
    assert "rows-perhaps-of-patients" not in {notice.code for notice in plain.warnings}
