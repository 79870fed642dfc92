"""Where a patient has several rows, intervals are those of patients.

The oracle's numbers are of statsmodels 0.15.0, ``GLM(..., Binomial()).fit(cov_type="cluster", cov_kwds={"groups":
people, "use_correction": False})``, standard errors times sqrt(40 / 39) for the 40 patients.
"""

import json
from itertools import product

import numpy as np
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.logistic import fit_intercept, fit_prevalence, fit_slope_and_intercept
from PCRPredictorLib.models.rows_of_patients import covariance_of_patients, design_effect, one_patient_notices
from PCRPredictorLib.training.audit.summary import observed_over_expected
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.data.notices import cohort_notices
from PCRPredictorLib.training.data.validation_notices import validation_notices
from PCRPredictorLib.training.statistics.calibration_statistics import calibration_curve, calibration_report
from PCRPredictorLib.training.statistics.diagnostic import diagnostic, wilson_interval
from PCRPredictorLib.training.statistics.mcnemar import compare_readers, mcnemar_exact, mcnemar_of_patients
from PCRPredictorLib.training.statistics.observed_expected import observed_expected
from PCRPredictorLib.training.statistics.smooth_calibration import smooth_calibration
from scipy.special import expit


def oracle_rows():
    generator = np.random.default_rng(20)
    people = np.repeat(np.arange(40), generator.choice([1, 2, 3, 5], 40, p=[0.4, 0.3, 0.2, 0.1]))
    score = np.round(-0.5 + generator.normal(size=40)[people] + 0.5 * generator.normal(size=people.size), 3)
    hidden = 0.3 + 0.7 * score + 1.5 * generator.normal(size=40)[people]
    return score, (generator.random(people.size) < 1 / (1 + np.exp(-hidden))).astype(int), people


def test_the_errors_of_slope_and_intercept_are_statsmodels():
    score, outcome, people = oracle_rows()
    assert (people.size, outcome.sum()) == (73, 30)
    both = fit_slope_and_intercept(score, outcome, people)
    assert (both.intercept, both.slope) == pytest.approx((0.10744294, 0.81238346), abs=1e-8)
    assert (both.intercept_se, both.slope_se) == pytest.approx((0.29635928, 0.24648572), abs=1e-8)
    assert both.slope_se > fit_slope_and_intercept(score, outcome).slope_se
    large = fit_intercept(score, outcome, people)
    assert (large.intercept, large.intercept_se) == pytest.approx((0.18750300, 0.32123554), abs=1e-8)
    report = calibration_report(outcome, expit(score), groups=people)
    assert (report.slope.high - report.slope.low) / 2 == pytest.approx(1.959963985 * 0.24648572, abs=1e-8)
    assert (report.in_the_large.high - report.in_the_large.low) / 2 == pytest.approx(1.959963985 * 0.32123554, abs=1e-8)


def test_shares_have_the_design_effect_of_rao_and_scott_as_statsmodels_says():
    score, outcome, people = oracle_rows()
    effect = design_effect(outcome == 1, np.ones(73, bool), people)
    assert effect == pytest.approx(1.5659187013121367, abs=1e-12)
    found = diagnostic(outcome, np.ones(73, int), groups=people).positive_predictive_value
    assert (found.successes, found.total) == (30, 73)
    assert (found.low, found.high) == pytest.approx(wilson_interval(30 / effect, 73 / effect), abs=1e-12)
    plain = observed_expected(outcome, expit(score))
    ratio = observed_expected(outcome, expit(score), groups=people)
    assert ratio.value == plain.value
    widened = np.log(ratio.high / ratio.value) / np.log(plain.high / plain.value)
    assert widened == pytest.approx(np.sqrt(1.5659187013121367), abs=1e-12)


def test_rows_that_say_the_same_are_worth_their_patient():
    """Each row written three times is no more than the row once, but for patients drawn as 39 free of 40."""
    generator = np.random.default_rng(5)
    score = generator.normal(size=40)
    outcome = (generator.random(40) < expit(score)).astype(int)
    people, thrice = np.repeat(np.arange(40), 3), np.repeat(outcome, 3)
    called = (np.repeat(score, 3) > 0).astype(int)
    once, found = diagnostic(outcome, (score > 0).astype(int)), diagnostic(thrice, called, groups=people)
    for name in ("sensitivity", "specificity", "positive_predictive_value", "negative_predictive_value", "accuracy"):
        one, three = getattr(once, name), getattr(found, name)
        assert three.value == one.value
        shrunk = (one.total - 1) / one.total
        expected = wilson_interval(one.successes * shrunk, one.total * shrunk)
        assert (three.low, three.high) == pytest.approx(expected, abs=1e-12)
    every = diagnostic(np.ones(12, int), np.ones(12, int), groups=np.repeat(np.arange(4), 3)).sensitivity
    assert (every.low, every.high) == wilson_interval(4, 4)
    curve = smooth_calibration(thrice, np.repeat(expit(score), 3), groups=people)
    rows = smooth_calibration(thrice, np.repeat(expit(score), 3))
    assert curve.observed == rows.observed
    assert (np.array(curve.high) - curve.low > np.array(rows.high) - rows.low).all()
    for theirs, ours in zip(
        calibration_curve(outcome, expit(score), 4),
        calibration_curve(thrice, np.repeat(expit(score), 3), 4, people=people),
        strict=True,
    ):
        assert ours.observed.high - ours.observed.low >= theirs.observed.high - theirs.observed.low


def test_patients_of_one_row_each_change_nothing():
    score, outcome, people = oracle_rows()
    alone = np.arange(people.size)
    assert calibration_report(outcome, expit(score), groups=alone) == calibration_report(outcome, expit(score))
    called = (score > 0).astype(int)
    assert diagnostic(outcome, called, groups=alone) == diagnostic(outcome, called)
    together = compare_readers(outcome, called, 1 - called, alone)
    apart = compare_readers(outcome, called, 1 - called)
    for name in ("accuracy", "sensitivity", "specificity"):
        assert getattr(together, name).p_value == pytest.approx(getattr(apart, name).p_value, rel=1e-12)
    assert fit_prevalence(score, 0.2, alone) == fit_prevalence(score, 0.2)


def test_the_error_of_a_stated_prevalence_is_that_of_patients_drawn_again():
    score, _, people = oracle_rows()
    fit = fit_prevalence(score, 0.2, people)
    generator = np.random.default_rng(1)
    drawn = []
    for _resample in range(2000):
        rows = np.concatenate([np.flatnonzero(people == one) for one in generator.integers(0, 40, 40)])
        drawn.append(fit_prevalence(score[rows], 0.2).intercept)
    assert fit.intercept_se == pytest.approx(np.std(drawn, ddof=1), rel=0.1)
    assert fit.intercept_se > 1.2 * fit_prevalence(score, 0.2).intercept_se


def test_too_few_patients_for_an_error_are_refused():
    with pytest.raises(InputError, match="The rows are of 2 patients, too few for the error of 2 numbers; add"):
        covariance_of_patients(np.eye(2), np.ones((4, 2)), np.array([0, 0, 1, 1]))


def test_mcnemars_p_of_patients_is_that_of_all_signs():
    differences = np.array([3, -1, 2, 0, 1, 1, -2, 4])
    signs = np.array(list(product((-1, 1), repeat=8)))
    by_hand = np.mean(np.abs(signs @ differences) >= abs(differences.sum()))
    assert mcnemar_of_patients(differences) == pytest.approx(by_hand, abs=1e-12)
    assert mcnemar_of_patients(np.array([1] * 4 + [-1] * 11)) == pytest.approx(mcnemar_exact(4, 11), abs=1e-12)
    assert mcnemar_of_patients(np.zeros(3, int)) == 1
    outcome = np.ones(12, int)
    readers = outcome, np.zeros(12, int)
    assert compare_readers(outcome, *readers).accuracy.p_value == pytest.approx(2 / 2**12)
    assert compare_readers(outcome, *readers, np.repeat(np.arange(4), 3)).accuracy.p_value == pytest.approx(2 / 2**4)


def test_a_count_of_patients_responses_has_the_interval_of_fay_and_feuer():
    """Three rows of a patient that are alike are thrice a Poisson count: Garwood's interval times three."""
    once, thrice = observed_over_expected(5, 4.0), observed_over_expected(15, 12.0, np.array([3.0] * 5), 3.0)
    assert thrice["ratio"] == once["ratio"]
    assert thrice["ratio_ci"] == pytest.approx(once["ratio_ci"], abs=1e-12)
    nobody = observed_over_expected(0, 12.0, np.zeros(4), 3.0)
    assert nobody["ratio_ci"] == pytest.approx([0, 3 * 3.6888794541139363 / 12], abs=1e-9)


def audited(folder, capsys, *more):
    assert run(["audit", "--scores", "s.csv", "--outcomes", "o.csv", *more, "--output", folder]) == 0
    told = capsys.readouterr()
    with open(f"{folder}/audit.json", encoding="utf-8") as stream:
        return json.load(stream), told


@pytest.fixture
def lesions_scored(tmp_path, monkeypatch):
    """60 lesions, three of each of 20 patients, all of one answer; the score knows it half of the time."""
    monkeypatch.chdir(tmp_path)
    generator = np.random.default_rng(4)
    outcome = np.repeat(np.arange(20) % 2, 3)
    probability = np.clip(0.35 + 0.3 * outcome + np.repeat(generator.normal(0, 0.25, 20), 3), 0.02, 0.98)
    inside = np.repeat(np.arange(20) % 5 > 0, 3)
    called = np.where(probability > 0.5, "pCR", "non-pCR")
    scored = zip(range(60), probability, inside, called, strict=True)
    lines = ["case_id,probability,domain_within,predicted_class", *(",".join(map(str, row)) for row in scored)]
    (tmp_path / "s.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    known = ["case_id,outcome,who", *(f"{row},{outcome[row]},p{row // 3}" for row in range(60))]
    (tmp_path / "o.csv").write_text("\n".join(known) + "\n", encoding="utf-8")


@pytest.mark.usefixtures("lesions_scored")
def test_audit_takes_the_rows_of_a_patient_together(tmp_path, capsys):
    alone, _ = audited("rows", capsys)
    together, told = audited("people", capsys, "--patient", "who")
    assert alone["patients"] is None
    assert together["patients"] == {"scored": 20, "with_outcome": 20, "events": 10, "without_event": 10}
    assert "in 60 cases of 20 patients" in told.out
    assert "few-events" not in told.err

    def width(found, *keys):
        for key in keys:
            found = found[key]
        return found[1] - found[0] if isinstance(found, list) else found["high"] - found["low"]

    for keys in (
        ("o_e", "ratio_ci"),
        ("auc_ci",),
        ("calibration", "slope"),
        ("calibration", "in_the_large"),
        ("calls", "sensitivity"),
        ("domain",),
    ):
        assert width(together, *keys) > 1.3 * width(alone, *keys), keys
    assert together["calibration"]["brier"] == alone["calibration"]["brier"]
    outside = together["domain"]
    assert (outside["successes"], outside["total"]) == (12, 60)
    assert (outside["low"], outside["high"]) == pytest.approx(wilson_interval(4 * 0.95, 19), abs=1e-12)
    page, plain = ((tmp_path / name / "report.html").read_text(encoding="utf-8") for name in ("people", "rows"))
    assert "60 of 60 scored cases of 20 patients have an outcome" in page
    assert "Fay and Feuer" in page
    assert "rows of a patient together" in page
    assert "rows of a patient together" not in plain
    known = (tmp_path / "o.csv").read_text(encoding="utf-8")
    (tmp_path / "o.csv").write_text(known.replace("\n7,0,p2\n", "\n7,0,P2\n"), "utf-8")
    _, told = audited("typed", capsys, "--patient", "who")
    assert "The patients of the cases '6' and '7' of the scored table are named alike but for the spelling" in told.err
    assert "p2" not in told.err.lower()


@pytest.mark.parametrize(("most", "told"), [(13, False), (14, True), (40, True)])
def test_a_patient_of_many_rows_is_told_of(most, told):
    """Of 40 patients with a row each, and one with so many."""
    groups = np.repeat(np.arange(41), [*[1] * 40, most])
    found = one_patient_notices(groups, "t.csv")
    assert bool(found) is told
    for notice in found:
        assert f"One patient has {most} of the {40 + most} rows of t.csv" in notice.message
    cohort = Cohort(
        values=np.random.default_rng(2).normal(size=(groups.size, 3)),
        outcome=np.arange(groups.size) % 2,
        names=("a", "b", "c"),
        case_ids=tuple(map(str, range(groups.size))),
        groups=groups,
        source="t.csv",
    )
    assert set(found) <= set(cohort_notices(cohort))
    assert set(found) <= set(validation_notices(cohort, cohort))


def test_one_patients_rows_hide_how_patients_differ():
    """Why that is told: the rows of a patient agree wholly, and one has five sixths of them."""
    generator = np.random.default_rng(6)
    groups = np.repeat(np.arange(41), [*[1] * 40, 200])
    covered = []
    for _ in range(300):
        hit = (generator.random(41) < 0.5)[groups]
        share = diagnostic(np.ones(240, int), hit.astype(int), groups=groups).sensitivity
        covered.append(share.low <= 0.5 <= share.high)
    assert np.mean(covered) < 0.5
    assert one_patient_notices(groups, "t.csv")


@pytest.mark.usefixtures("lesions_scored")
def test_audit_tells_of_it(capsys):
    with open("o.csv", encoding="utf-8") as stream:
        cells = [line.strip().split(",") for line in stream]
    lines = [
        ",".join([case, outcome, "p0" if who in ("p1", "p2", "p3", "p4", "p5") else who])
        for case, outcome, who in cells
    ]
    with open("o.csv", "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
    _, told = audited("one", capsys, "--patient", "who")
    assert "(one-patient-of-many-rows): One patient has 18 of the 60 rows of the cases with an outcome" in told.err


@pytest.mark.usefixtures("lesions_scored")
def test_what_audit_cannot_take_for_patients_is_refused(tmp_path, capsys):
    command = ["audit", "--scores", "s.csv", "--outcomes", "o.csv", "--output", "out", "--patient"]
    assert run([*command, "whom"]) == 2
    assert "Neither s.csv nor o.csv has the column 'whom'" in capsys.readouterr().err
    assert run([*command, "outcome"]) == 2
    assert "cannot name the patients, too" in capsys.readouterr().err
    text = (tmp_path / "o.csv").read_text(encoding="utf-8")
    (tmp_path / "o.csv").write_text(text.replace("\n7,1,p2\n", "\n7,1,\n").replace("\n7,0,p2\n", "\n7,0,\n"), "utf-8")
    assert run([*command, "who"]) == 2
    assert "o.csv, case 7: the patient 'who' is empty; name it for every case." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
