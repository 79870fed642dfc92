"""The score, its contributions and its warnings."""

import csv
import math
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from PCRPredictorLib.errors import InputError, Notice
from PCRPredictorLib.files import read_json
from PCRPredictorLib.models.answer import answer_of
from PCRPredictorLib.models.calibration import Calibration, calibrate
from PCRPredictorLib.models.calibration_file import Scaling, fingerprint
from PCRPredictorLib.models.category_codes import CODES_KEY, category_codes
from PCRPredictorLib.models.cutoff import Cutoff
from PCRPredictorLib.models.model_file import Model, load_model
from PCRPredictorLib.models.reference import describe_cohort
from PCRPredictorLib.models.score_table import notices_of_all, score_table, write_scores
from PCRPredictorLib.models.scoring import ready, score
from PCRPredictorLib.models.table import FeatureTable
from PCRPredictorLib.models.training_cohort import FINGERPRINTS_KEY
from PCRPredictorLib.resources import resource_folder

FORMER_DEFAULT = "3793214a0d0a1a9d402b5aa50da9d86fa5bcee41428b51dad4eca810e11b5f68"  # as version 0.1 shipped it
VALUES = {"A_VoxelValueSum": 110.0, "P_VoxelValueSum": -3.4, "age": 47.0}


@pytest.fixture
def complete(small_model: Model) -> Model:
    scaled = zip(small_model.features, (100.0, -3.0, 52.0), (5.0, 0.2, 10.0), strict=True)
    return replace(
        small_model, intercept=-1.0, features=tuple(replace(item, mean=mean, std=std) for item, mean, std in scaled)
    )


@pytest.fixture
def calibration(small_model: Model) -> Calibration:
    return Calibration(
        model="small",
        model_hash=small_model.hash,
        method="outcomes, slope fixed",
        scaling=(
            Scaling("A_VoxelValueSum", 90.0, 10.0),
            Scaling("P_VoxelValueSum", -3.0, 0.5),
            Scaling("age", 50.0, 6.0),
        ),
        intercept=-2.0,
        intercept_se=0.3,
        slope=1.0,
        slope_se=None,
        cutoff=Cutoff(0.35, 0.3, 0.38, "Youden's index", 20, 5, 1000, 0),
        patients=60,
        events=20,
        prevalence=None,
        auc=0.8,
        auc_ci=(0.7, 0.9),
        cohort_slope=1.1,
        cohort_slope_se=0.3,
        too_close={"cohort": 0.1, "60": 0.1, "100": 0.08, "200": 0.05},
        reference=describe_cohort(
            small_model.columns, np.random.default_rng(4).normal(size=(120, 3)) * (10.0, 0.5, 6.0) + (90.0, -3.0, 50.0)
        ),
        profile_hash="ab" * 32,
        acquisition={
            "arterial_rows": {"minimum": 512.0, "maximum": 512.0},
            "portal_slice_spacing_mm": {"minimum": 1.0, "maximum": 2.5},
            "portal_scanner": {"values": ["GE Revolution"]},
        },
        fingerprints=(),
        date="2026-11-23",
        version="0.1.0",
        simulated=False,
    )


def test_a_complete_model_by_hand(complete: Model) -> None:
    # standardized 2, -2, -0.5; contributions 1.6, 1.0, -0.15; linear predictor -1 + 2.45
    prediction = score(complete, None, VALUES)
    assert [term.standardized for term in prediction.contributions] == pytest.approx([2.0, -2.0, -0.5], rel=1e-12)
    assert [term.contribution for term in prediction.contributions] == pytest.approx([1.6, 1.0, -0.15], rel=1e-12)
    assert prediction.linear_predictor == pytest.approx(1.45, rel=1e-12)
    assert prediction.probability == pytest.approx(1 / (1 + math.exp(-1.45)), rel=1e-12)
    assert (prediction.cutoff, prediction.predicted_class) == (0.4, "pCR")
    assert prediction.call == "above"
    assert prediction.domain.within is None  # the model tells nothing of its training cohort
    assert prediction.paper_cutoff is None
    assert prediction.warnings == ()


def test_a_calibrated_model_by_hand(small_model: Model, calibration: Calibration) -> None:
    # standardized 2, -0.8, -0.5; contributions 1.6, 0.4, -0.15; linear predictor -2 + 1.85
    prediction = score(small_model, calibration, VALUES, profile_hash="ab" * 32)
    assert prediction.linear_predictor == pytest.approx(-0.15, rel=1e-12)
    assert prediction.probability == pytest.approx(0.46257015465625045, rel=1e-12)
    assert (prediction.cutoff, prediction.predicted_class, prediction.paper_cutoff) == (0.35, "pCR", 0.4)
    assert (prediction.intercept, prediction.intercept_se) == (-2.0, 0.3)
    assert prediction.warnings == ()


def test_a_fitted_slope_stretches_the_contributions(small_model: Model, calibration: Calibration) -> None:
    prediction = score(small_model, replace(calibration, slope=0.5, slope_se=0.1), VALUES, profile_hash="ab" * 32)
    assert prediction.linear_predictor == pytest.approx(-2 + 0.5 * 1.85, rel=1e-12)
    assert [term.coefficient for term in prediction.contributions] == pytest.approx([0.4, -0.25, 0.15])


def test_contributions_are_exact(small_model: Model, calibration: Calibration) -> None:
    prediction = score(small_model, calibration, VALUES)
    for term in prediction.contributions:
        assert term.contribution == term.coefficient * term.standardized
    assert prediction.linear_predictor == math.fsum(
        [prediction.intercept, *(term.contribution for term in prediction.contributions)]
    )


def test_below_the_cutoff(small_model: Model, calibration: Calibration) -> None:
    prediction = score(small_model, replace(calibration, intercept=-4.0), VALUES)
    assert prediction.predicted_class == "non-pCR"
    assert prediction.call == "below"


def test_at_the_cutoff_counts_as_pcr(complete: Model) -> None:
    probability = score(complete, None, VALUES).probability
    assert score(replace(complete, cutoff=probability), None, VALUES).predicted_class == "pCR"


def test_without_outcomes_there_is_a_probability_and_no_class(small_model: Model, cohort: FeatureTable) -> None:
    prediction = score(small_model, calibrate(small_model, cohort, prevalence=0.2), VALUES, profile_hash="f" * 64)
    assert (prediction.cutoff, prediction.predicted_class) == (None, None)
    assert prediction.paper_cutoff == 0.4
    assert [notice.code for notice in prediction.warnings] == ["calibrated-without-outcomes"]
    assert prediction.call == "no cut-off"
    assert prediction.answer.lead == "No valid cut-off"


@pytest.mark.parametrize("name", ["wen2024-radiomics", "wen2024-smote-radiomics"])
def test_a_published_model_without_a_calibration_is_refused(name: str) -> None:
    model = load_model(name)
    values = dict.fromkeys(model.columns, 0.0)
    with pytest.raises(InputError) as refusal:
        score(model, None, values)
    for part in ("no intercept", "no scaling", f"pcr-predictor calibrate --model {name}", "--calibration"):
        assert part in str(refusal.value)


def test_a_calibration_of_another_model_is_refused(small_model: Model, calibration: Calibration) -> None:
    changed = replace(small_model, features=small_model.features[::-1])
    assert "was made for model 'small'" in (ready(changed, calibration) or "")
    assert ready(small_model, calibration) is None


def test_a_calibration_or_model_from_before_the_patients_axes_is_refused_with_the_remedy(
    small_model: Model, complete: Model, calibration: Calibration
) -> None:
    with pytest.raises(InputError, match=r"calibration was made before .* axes .* cohort  again .* calibrate"):
        score(small_model, replace(calibration, profile_hash=FORMER_DEFAULT), VALUES)
    with pytest.raises(InputError, match=r"was trained on .* before .* axes .* train again"):
        score(replace(complete, profile_hash=FORMER_DEFAULT), None, VALUES)


def test_other_profiles_are_refused(small_model: Model, calibration: Calibration) -> None:
    with pytest.raises(InputError, match="extracted with profile cccc"):
        score(small_model, calibration, VALUES, profile_hash="c" * 64)
    bound = replace(small_model, profile_hash="c" * 64)
    assert "abab" in (ready(bound, replace(calibration, model_hash=bound.hash)) or "")
    unknown = score(small_model, calibration, VALUES)
    assert [notice.code for notice in unknown.warnings] == ["profile-unknown"]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_not_finite_is_named(complete: Model, value: float) -> None:
    with pytest.raises(InputError, match="P_VoxelValueSum"):
        score(complete, None, {**VALUES, "P_VoxelValueSum": value})


def test_a_missing_value_is_named(complete: Model) -> None:
    with pytest.raises(InputError, match="'age' of the model is missing"):
        score(complete, None, {key: value for key, value in VALUES.items() if key != "age"})


def test_far_values_are_warned_of_beyond_four_deviations(complete: Model) -> None:
    assert score(complete, None, {**VALUES, "A_VoxelValueSum": 120.0}).warnings == ()
    (notice,) = score(complete, None, {**VALUES, "A_VoxelValueSum": 79.5}).warnings
    assert notice.code == "far-from-cohort"
    assert notice.message.startswith("Arterial: sum of HU (A36) lies 4.1 standard deviations below")


def test_extreme_scores_stay_finite(complete: Model) -> None:
    low = score(complete, None, {**VALUES, "A_VoxelValueSum": -1e5})
    assert 0.0 <= low.probability < 1e-300
    assert score(complete, None, {**VALUES, "A_VoxelValueSum": 1e5}).probability == 1.0


@pytest.mark.parametrize(
    ("values", "stds", "message"),
    [
        # (1e308 - 100) / 1e-3 is infinite
        ({"A_VoxelValueSum": 1e308}, {0: 1e-3}, "'A_VoxelValueSum' is 1e+308, against a mean of 100"),
        # + infinity and - infinity, whose sum is no number
        ({"A_VoxelValueSum": 1e308, "P_VoxelValueSum": 1e308}, {0: 1e-3, 1: 1e-3}, "'A_VoxelValueSum'"),
        # 0.8 x 1.7e308 + 0.3 x 1.7e308: each is finite, their sum is not
        ({"A_VoxelValueSum": 1.7e308, "age": 1.7e308}, {0: 1.0, 2: 1.0}, "A36.* first of all"),
    ],
)
def test_a_score_that_overflows_is_refused(
    complete: Model, values: dict[str, float], stds: dict[int, float], message: str
) -> None:
    features = [replace(item, std=stds.get(number, item.std)) for number, item in enumerate(complete.features)]
    with pytest.raises(InputError, match=message.replace("+", "[+]")):
        score(replace(complete, features=tuple(features)), None, {**VALUES, **values})


def test_an_acquisition_unlike_the_cohorts_is_warned_of(small_model: Model, calibration: Calibration) -> None:
    alike = {"arterial_rows": 512.0, "portal_slice_spacing_mm": 2.7, "portal_scanner": "GE Revolution"}
    other = {"arterial_rows": 768.0, "portal_slice_spacing_mm": 5.0, "portal_scanner": "Siemens Force"}
    arguments = {"profile_hash": "ab" * 32}
    assert score(small_model, calibration, VALUES, alike, **arguments).warnings == ()
    notices = score(small_model, calibration, VALUES, other, **arguments).warnings
    codes = sorted(notice.code for notice in notices)
    assert codes == ["acquisition-unlike-cohort", "acquisition-unlike-cohort", "outside-domain"]
    assert any("matrix rows is 768; the calibration cohort's is 512" in notice.message for notice in notices)


def test_a_probability_inside_the_cutoffs_interval_is_too_close(small_model: Model, calibration: Calibration) -> None:
    near = replace(calibration, cutoff=replace(calibration.cutoff, upper=0.5))
    prediction = score(small_model, near, VALUES, profile_hash="ab" * 32)
    assert (prediction.call, prediction.predicted_class) == ("too close to call", None)
    assert (prediction.cutoff, prediction.cutoff_interval) == (0.35, (0.3, 0.5))


def test_a_case_of_the_calibration_is_no_test(small_model: Model, cohort: FeatureTable) -> None:
    calibration = calibrate(small_model, cohort, outcome="outcome")
    own = score(small_model, calibration, cohort.row(7, small_model.columns), profile_hash="f" * 64)
    assert "case-of-calibration" in {notice.code for notice in own.warnings}


def test_a_case_of_the_training_is_no_test(complete: Model) -> None:
    """The model file keeps hashes of its training cases; another patient's values are in none."""
    values = [float(VALUES[column]) for column in complete.columns]
    trained = replace(complete, training={FINGERPRINTS_KEY: [fingerprint(values)]})
    assert "case-of-training" in {notice.code for notice in score(trained, None, VALUES).warnings}
    with pytest.raises(InputError, match="case_fingerprints must be a list of hashes; export the model again"):
        score(replace(complete, training={FINGERPRINTS_KEY: 3}), None, VALUES)
    other = {**VALUES, complete.columns[0]: values[0] + 1}
    assert "case-of-training" not in {notice.code for notice in score(trained, None, other).warnings}


def test_a_category_in_codes_that_were_not_trained_on_is_told(complete: Model, calibration: Calibration) -> None:
    """Sex as 1 and 2, where the training had 0 and 1, moves the probability; nothing else would say so."""
    coded = replace(complete, training={CODES_KEY: {"age": [0.0, 1.0]}})
    known, other = {**VALUES, "age": 1.0}, {**VALUES, "age": 2.0}
    code = "values-not-in-training"
    assert code not in {notice.code for notice in score(coded, None, known).warnings}
    (told,) = (notice for notice in score(coded, None, other).warnings if notice.code == code)
    assert told.message == (
        "The column 'age' held 0, 1 in the patients that the model was trained on, but holds 2 here; the model takes "
        "that for more or less of the same, so check that it is coded as it was there."
    )
    scaled = replace(calibration, model_hash=coded.hash)
    assert code in {notice.code for notice in score(coded, scaled, other).warnings}
    assert score(coded, None, known).domain.within is None
    for files in (None, scaled):
        prediction = score(coded, files, other)
        answer = answer_of(prediction.as_json())
        assert (prediction.call, prediction.domain.within) == ("outside", False)
        assert answer.reasons[-1] == told.message
        assert told.message not in [message for _, message in answer.warnings]  # not twice
    assert told.message not in score(coded, scaled, known).domain.reasons
    rows = [known, other, known]
    table = FeatureTable(("a", "b", "c"), {name: np.array([row[name] for row in rows]) for name in VALUES})
    of_all = {notice.code: notice.message for notice in notices_of_all([p for _, p in score_table(coded, None, table)])}
    assert of_all[code].startswith("1 of 3 cases, the first of which: The column 'age'")
    for wrong in (3, {"age": 1}, {"age": ["1"]}):
        with pytest.raises(InputError, match="training, category_codes must give a list of numbers for each column"):
            score_table(replace(complete, training={CODES_KEY: wrong}), None, table)


def test_a_code_is_the_same_however_it_was_rounded(complete: Model) -> None:
    """0.1 + 0.2 is no code beside 0.3, nor is 0.3 in single precision; told apart, both would get no class."""
    coded = replace(complete, training={CODES_KEY: {"age": [0.3, 1.0]}})
    for same in (0.1 + 0.2, float(np.float32(0.3)), 1.0 - 1e-16):
        assert score(coded, None, {**VALUES, "age": same}).call != "outside"
    assert score(coded, None, {**VALUES, "age": 0.30001}).call == "outside"
    assert category_codes("age", np.array([0.3, 0.1 + 0.2, 1.0, np.nan])) == (0.3, 1.0)
    assert category_codes("age", np.array([0.3, 0.1 + 0.2])) == ()


@pytest.mark.parametrize(
    ("codes", "value", "call", "told"),
    [
        ([1, 2, 3, 4], 5, "above", "count-beyond-training"),  # the fifth lesion
        ([1, 2, 3, 4], 6, "outside", "values-not-in-training"),
        ([1, 2, 3, 4], 9, "outside", "values-not-in-training"),  # no answer
        ([1, 2, 3, 4], 2.5, "outside", "values-not-in-training"),
        ([1, 2, 3], 0, "outside", "values-not-in-training"),  # none, or another category
        ([2, 3, 4], 1, "above", "count-beyond-training"),
        ([0, 1, 2], -1, "outside", "values-not-in-training"),  # no answer
        ([0, 1, 2], 3, "above", "count-beyond-training"),
        ([0, 1], 2, "outside", "values-not-in-training"),
        ([1, 2], 3, "outside", "values-not-in-training"),
        ([1, 2, 4], 3, "outside", "values-not-in-training"),
        ([1, 2, 4], 5, "outside", "values-not-in-training"),
        ([0.5, 1.5, 2.5], 3.5, "outside", "values-not-in-training"),
        ([1, 2, 3, 4], 3, "above", None),
    ],
)
def test_a_count_goes_on_where_codes_do_not(
    complete: Model, codes: list[float], value: float, call: str, told: str | None
) -> None:
    """The next lesion is more of the same, and said to be new; any other value, or a new code, has no class."""
    counted = replace(complete, training={CODES_KEY: {"age": [float(code) for code in codes]}}, cutoff=1e-9)
    prediction = score(counted, None, {**VALUES, "age": float(value)})
    found = {notice.code: notice.message for notice in prediction.warnings}
    assert prediction.call == call
    assert {"count-beyond-training", "values-not-in-training"} & found.keys() == ({told} if told else set())
    if told == "count-beyond-training":
        known = ", ".join(map(str, codes))
        assert found[told].startswith(
            f"The column 'age' held {known} in the patients that the model was trained on, and holds {value} here. "
            "Of a count that is the next; if it is a code of categories, the model does not know it"
        )
        assert prediction.domain.within is None
        assert found[told] in [message for _, message in answer_of(prediction.as_json()).warnings]


def test_simulated_anywhere_is_simulated(small_model: Model, calibration: Calibration) -> None:
    assert not score(small_model, calibration, VALUES).simulated
    assert score(small_model, calibration, VALUES, simulated=True).simulated
    assert score(small_model, replace(calibration, simulated=True), VALUES).simulated
    marked = replace(small_model, simulated=True)
    assert score(marked, replace(calibration, model_hash=marked.hash), VALUES).simulated


def test_prediction_json_satisfies_its_schema(small_model: Model, calibration: Calibration) -> None:
    content = read_json(resource_folder("Schemas") / "prediction.schema.json")
    jsonschema.Draft202012Validator.check_schema(content)
    schema = jsonschema.Draft202012Validator(content)
    prediction = score(small_model, calibration, VALUES, profile="ak396-default", inputs={"table_row": 1}).as_json()
    schema.validate(prediction)
    schema.validate(score(small_model, replace(calibration, cutoff=None), VALUES).as_json())
    for key in ("probability", "cutoff", "contributions", "simulated", "provenance", "research_use_only"):
        assert not schema.is_valid({name: value for name, value in prediction.items() if name != key})
    contract = {"label", "name", "value", "standardized", "coefficient", "contribution"}
    assert contract <= set(prediction["contributions"][0])
    provenance = prediction["provenance"]
    assert provenance["model_hash"] == small_model.hash
    assert provenance["calibration_hash"] == calibration.hash


def test_a_table_is_scored_case_by_case(small_model: Model, cohort: FeatureTable, tmp_path: Path) -> None:
    calibration = calibrate(small_model, cohort, outcome="outcome")
    scored = score_table(small_model, calibration, replace(cohort, simulated=True))
    assert [case for case, _ in scored] == list(cohort.case_ids)
    single = score(small_model, calibration, cohort.row(5, small_model.columns), profile_hash="f" * 64)
    assert scored[5][1].probability == single.probability
    write_scores(tmp_path / "scores.csv", scored)
    with (tmp_path / "scores.csv").open(newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert len(lines) == 60
    assert float(lines[5]["probability"]) == single.probability
    assert lines[5]["predicted_class"] == single.predicted_class
    assert {line["simulated"] for line in lines} == {"true"}
    assert "case-of-calibration" in lines[5]["warnings"].split()


def test_the_acquisition_of_each_row_is_compared(small_model: Model, cohort: FeatureTable) -> None:
    thin = replace(cohort, carried={**cohort.carried, "portal_slice_spacing_mm": ("1.25",) * 60})
    calibration = calibrate(small_model, thin, prevalence=0.2)
    mixed = replace(cohort, carried={"portal_slice_spacing_mm": ("1.25", "5.0", *[""] * 58)})
    scored = score_table(small_model, calibration, mixed)
    reasons = [[reason for reason in one.domain.reasons if "slice spacing" in reason] for _, one in scored]
    assert [len(found) for found in reasons] == [0, 1, *[0] * 58]
    assert scored[1][1].call == "outside"


def test_notices_of_a_table_are_told_once(complete: Model) -> None:
    every = Notice("for-all", "Everywhere.")
    far = [Notice("far", f"Case {number} lies far away.") for number in range(3)]
    own = Notice("case-of-calibration", "Took part.")
    trained = Notice("case-of-training", "Trained on.")
    warnings = [(every, own), (every, far[1], far[1]), (every, far[2], far[0], own)]
    base = score(complete, None, VALUES)
    told = notices_of_all([replace(base, warnings=notices) for notices in warnings])
    assert told == (every, Notice("far", "2 of 3 cases, the first of which: Case 1 lies far away."))
    assert notices_of_all([replace(base, warnings=(own, trained))]) == ()


def test_a_row_that_overflows_is_named(complete: Model, cohort: FeatureTable) -> None:
    age = cohort.columns["age"].copy()
    age[6] = 1e308
    tight = replace(complete, features=(*complete.features[:2], replace(complete.features[2], std=1e-3)))
    with pytest.raises(InputError, match=r"^cohort\.csv, row 7: The feature 'age' is 1e\+308"):
        score_table(tight, None, replace(cohort, columns={**cohort.columns, "age": age}))


def test_a_table_without_a_column_of_the_model_is_refused(small_model: Model, cohort: FeatureTable) -> None:
    calibration = calibrate(small_model, cohort, prevalence=0.2)
    columns = {name: values for name, values in cohort.columns.items() if name != "age"}
    with pytest.raises(InputError, match="no column 'age'"):
        score_table(small_model, calibration, replace(cohort, columns=columns))
