"""What is odd about the patients that validate a model in training is told beside what is of those that teach it."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError, Notice
from PCRPredictorLib.models.calibration import calibrate
from PCRPredictorLib.models.calibration_file import fingerprint
from PCRPredictorLib.models.category_codes import category_codes
from PCRPredictorLib.models.own_cases import own_case_notices_of_all
from PCRPredictorLib.models.score_table import score_table
from PCRPredictorLib.models.table import FeatureTable
from PCRPredictorLib.models.training_cohort import shared_with_training
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.data.distinct_patients import require_other_patients
from PCRPredictorLib.training.data.validation_notices import validation_notices
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.train import train
from PCRPredictorLib.training.record.validation_record import validation_record

FAST = TrainingConfig(smote=False, candidates=("sparse",), repeats=1, inner_repeats=1, cutoff_bootstrap=5)


def cohort_of(seed, patients=60, **changed):
    generator = np.random.default_rng(seed)
    values = generator.normal(size=(patients, 4))
    outcome = (np.arange(patients) % 3 == 0).astype(int)
    values[:, 0] += 2 * outcome
    cases = tuple(f"{seed}-{row + 1}" for row in range(patients))
    return replace(Cohort(values, outcome, ("f", "g", "h", "age"), cases, source=f"table{seed}.csv"), **changed)


def codes(training, external):
    return [notice.code for notice in validation_notices(training, external)]


def test_nothing_odd_nothing_told():
    assert codes(cohort_of(1), cohort_of(2)) == []


def test_codes_and_columns_that_look_like_something_else_are_told_once():
    training, external = cohort_of(1), cohort_of(2)
    external.values[:, 3] = 40 + np.random.default_rng(3).uniform(0, 30, 60)
    external.values[7, 3] = 999
    external.values[:, 1] = np.arange(60) // 20
    external.values[:, 2] = np.arange(60)
    assert codes(training, external) == ["feature-like-site", "feature-like-identifier", "column-with-code"]
    assert all("table2.csv" in notice.message for notice in validation_notices(training, external))
    training.values[:] = external.values[::-1]
    training.values[:, 1] = np.arange(60) // 15
    assert codes(training, external) == []


def test_a_feature_that_tells_the_outcome_there_only_is_told():
    external = cohort_of(2)
    external.values[:, 1] = external.outcome + np.random.default_rng(1).uniform(0, 0.5, 60)
    assert codes(cohort_of(1), external) == ["feature-tells-outcome"]


def test_columns_may_stand_in_another_order_or_be_more():
    training, external = cohort_of(1), cohort_of(2)
    order = [3, 1, 0, 2]
    external = replace(external, names=tuple(external.names[each] for each in order), values=external.values[:, order])
    more = replace(external, names=("no", *external.names), values=np.column_stack([np.arange(60), external.values]))
    assert codes(training, more) == []
    require_other_patients(training, more)
    more.values[5, 1:] = training.values[9][order]
    with pytest.raises(InputError, match=r"Case 2-6 of table2.csv has the very same feature values as case 1-10"):
        require_other_patients(training, more)


def of_age_and_sex(seed, patients=90):
    """A clinical table: as in every one, many patients are equal in age and sex."""
    cohort = cohort_of(seed, patients)
    ages, sexes = 60 + (9 * cohort.values[:, 0]).round(), cohort.values[:, 1].round() % 2
    return replace(cohort, values=np.column_stack([ages, sexes]), names=("age", "sex"))


def test_patients_of_one_age_and_sex_are_not_taken_for_one_patient():
    training, external = of_age_and_sex(1), of_age_and_sex(2, 60)
    assert len({tuple(row) for row in external.values} & {tuple(row) for row in training.values}) > 10
    require_other_patients(training, external)
    same = replace(training, case_ids=external.case_ids + tuple(f"x{row}" for row in range(30)))
    with pytest.raises(InputError, match=r"has the very same feature values as case 1-\d+ of table1.csv \(90 such\)"):
        require_other_patients(training, same)
    # a measured value tells a patient from all others
    measured = [
        replace(each, values=np.column_stack([each.values, np.random.default_rng(7 + n).normal(size=len(each))]))
        for n, each in enumerate((training, external))
    ]
    measured = [replace(each, names=("age", "sex", "afp")) for each in measured]
    measured[1].values[3] = measured[0].values[5]
    with pytest.raises(InputError, match=r"Case 2-4 of table2.csv .* as case 1-6 of table1.csv \(1 such\)"):
        require_other_patients(*measured)


def test_a_model_of_age_and_sex_does_not_take_other_patients_for_its_own():
    training, external = of_age_and_sex(1), of_age_and_sex(2, 60)
    model = train(training, FAST).main.model
    table, own = (
        FeatureTable(each.case_ids, dict(zip(each.names, each.values.T, strict=True)), source=each.source)
        for each in (external, training)
    )
    told = {notice.code for _, scored in score_table(model, None, table) for notice in scored.warnings}
    assert "case-of-training" not in told
    assert shared_with_training(model, table) == ()
    (notice,) = shared_with_training(model, own)
    assert notice.message.startswith("90 of 90 cases have the feature values of cases that the model was trained on")
    outcome = external.outcome.tolist()
    assert "calibrated-on-training" not in {each.code for each in calibrate(model, table, outcome).warnings}
    # all of them together are more than chance makes, a single one of them is not
    scored = score_table(model, None, own)
    assert all("case-of-training" in {notice.code for notice in each.warnings} for _, each in scored)
    one = own.matrix(model.columns)[0].tolist()
    assert own_case_notices_of_all(model, None, [one]) == [()]
    of_own = {each.code for each in calibrate(model, own, training.outcome.tolist()).warnings}
    assert "calibrated-on-training" in of_own


def test_two_alike_in_the_training_do_not_hide_its_patients_in_a_table():
    """One pair among 100 makes a stranger's match 2 %, too many to tell it of one case, not of ten."""
    model = train(cohort_of(1), FAST).main.model
    values = np.random.default_rng(2).normal(size=(100, len(model.columns))).round(3)
    values[1] = values[0]
    known = {**model.training, "case_fingerprints": [fingerprint(row) for row in values]}
    paired = replace(model, training=known)
    strangers = np.random.default_rng(3).normal(size=(20, len(model.columns))).round(3) + 10
    rows = np.vstack([values[40:50], strangers]).tolist()
    told = [bool(each) for each in own_case_notices_of_all(paired, None, rows)]
    assert told == [True] * 10 + [False] * 20
    assert own_case_notices_of_all(paired, None, rows[:1]) == [()]


def test_copies_that_were_allowed_are_one_patient_of_the_model():
    """Else its own values would look like those of many, and none of its patients be known again."""
    once = cohort_of(1)
    copies = replace(once, values=np.vstack([once.values, once.values]), outcome=np.tile(once.outcome, 2))
    copies = replace(copies, case_ids=tuple(map(str, range(120))), groups=np.tile(np.arange(60), 2))
    model = train(copies, FAST).main.model
    assert len(model.training["case_fingerprints"]) == 60
    table = FeatureTable(once.case_ids, dict(zip(once.names, once.values.T, strict=True)), source="t.csv")
    assert all(
        "case-of-training" in {notice.code for notice in scored.warnings}
        for _, scored in score_table(model, None, table)
    )


def test_patients_with_several_rows_or_two_names_are_told():
    external = cohort_of(2)
    external.values[4] = external.values[3]
    (notice,) = validation_notices(cohort_of(1), external)
    assert notice.code == "patient-twice"
    assert "table2.csv 2-4 and 2-5 have the same feature values" in notice.message
    grouped = replace(external, groups=np.arange(60) // 2 * 2 + (np.arange(60) == 3))
    assert codes(cohort_of(1), replace(grouped, groups=np.where(np.arange(60) == 4, 3, np.arange(60)))) == [
        "rows-of-validation-patients"
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        ("{:03d}", "{}", False),  # 1, 2, ... is how rows without identifiers are called
        ("P{:03d}", "P{}", True),
        ("Li{}", "LI{}", True),
        ("P{:03d}", "Q{}", False),
    ],
)
def test_one_patient_in_two_spellings_on_both_sides_is_told(ours, theirs, told):
    training = cohort_of(1, case_ids=tuple(ours.format(row + 1) for row in range(60)))
    external = cohort_of(2, case_ids=tuple(theirs.format(row + 1) for row in range(60)))
    assert codes(training, external) == ["patient-perhaps-in-both"] * told
    named = replace(training, patients=tuple(f"a{row}" for row in range(60)))
    assert codes(named, replace(external, patients=tuple(f"b{row}" for row in range(60)))) == []


def test_a_notice_of_one_table_parted_in_two_is_given_once():
    drawn = Notice("simulated-outcomes", "drawn")
    whole = cohort_of(1, notices=(drawn, Notice("columns-unused", "sex")))
    assert codes(whole.rows(np.arange(60) < 30), whole.rows(np.arange(60) >= 30)) == []
    assert codes(cohort_of(2), whole) == ["simulated-outcomes"]


def test_the_record_holds_them_with_who_lies_outside_what_the_model_has_seen():
    training, external = cohort_of(1), cohort_of(2)
    external.values[:, 0] *= 1000
    result = train(training, FAST, external=external)
    told = {notice["code"]: notice["message"] for notice in validation_record(result)["warnings"]}
    assert told["outside-domain"].startswith("Validation patients of table2.csv: ")
    assert "of 60 cases, the first of which" in told["outside-domain"]
    assert result.notices[-1].code == "outside-domain"
    alone = train(training, FAST)
    assert "outside-domain" not in {notice.code for notice in alone.notices}


def test_a_category_that_was_not_trained_on_is_told():
    training, external = cohort_of(1), cohort_of(2)
    training.values[:, 3] = np.arange(60) % 2
    external.values[:, 3] = np.arange(60) % 2
    assert codes(training, external) == []
    external.values[:, 3] = 1 + np.arange(60) % 7 % 2
    (notice,) = validation_notices(training, external)
    assert notice.code == "values-not-in-training"
    assert "'age' has the values 0, 1 in table1.csv, but also 2 among the validation patients of table2.csv" in (
        notice.message
    )
    renamed = [replace(each, names=("f", "g", "h", "A_runs")) for each in (training, external)]
    assert codes(*renamed) == []


def test_the_model_file_keeps_the_codes_of_its_categories_and_train_tells_new_ones_once():
    training, external = cohort_of(1), cohort_of(2)
    for each in (training, external):
        each.values[:, 0] = (each.outcome + (np.random.default_rng(5).random(60) < 0.15)) % 2
    external.values[4, 0] = 2
    result = train(training, FAST, external=external)
    assert result.main.model.training["category_codes"] == {"f": [0.0, 1.0]}
    assert [notice.code for notice in result.notices].count("values-not-in-training") == 1
    table = FeatureTable(
        external.case_ids, dict(zip(external.names, external.values.T, strict=True)), source="table2.csv"
    )
    told = [
        case
        for case, prediction in score_table(result.main.model, None, table)
        if "values-not-in-training" in {notice.code for notice in prediction.warnings}
    ]
    assert told == ["2-5"]
    training.values[0, 0] = np.nan
    assert category_codes("f", training.values[:, 0]) == (0.0, 1.0)
    assert category_codes("A_f", training.values[:, 0]) == category_codes("g", training.values[:, 1]) == ()


def test_a_count_that_goes_on_among_validation_patients_is_told_once():
    training, external = cohort_of(1), cohort_of(2)
    for each in (training, external):
        each.values[:, 0] = 1 + each.outcome + np.random.default_rng(5).integers(0, 3, 60)
    external.values[4, 0] = 5
    result = train(training, FAST, external=external)
    assert result.main.model.training["category_codes"] == {"f": [1.0, 2.0, 3.0, 4.0]}
    told = [each for each in result.notices if "the values 1, 2, 3, 4" in each.message or "5 here" in each.message]
    assert [notice.code for notice in told] == ["values-not-in-training"]
    assert "but also 5 among the validation patients" in told[0].message


def test_validation_patients_whose_outcomes_are_coded_the_other_way_are_told():
    training, external = cohort_of(1), cohort_of(2)
    turned = replace(external, outcome=1 - external.outcome)
    told = {notice.code: notice.message for notice in train(training, FAST, external=turned).notices}
    assert "table2.csv the whole interval of the AUC lies below 0.5" in told["ranked-the-wrong-way"]
    assert "ranked-the-wrong-way" not in {notice.code for notice in train(training, FAST, external=external).notices}
