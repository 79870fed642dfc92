"""The cut-off of a model that is trained here: who gets one, how sure it is, and that every call knows it."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.auc import auc_interval
from PCRPredictorLib.models.call import ABOVE, BELOW, OUTSIDE, TOO_CLOSE
from PCRPredictorLib.models.model_file import load_model, save_model
from PCRPredictorLib.models.score_table import score_table
from PCRPredictorLib.models.site_cutoff import SPLITS
from PCRPredictorLib.models.table import FeatureTable
from PCRPredictorLib.models.training_cutoff import CUTOFF_KEY, training_cutoff
from PCRPredictorLib.presenter.patient.model_card import model_card
from PCRPredictorLib.report.study.training_report import training_report
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.pipeline.folds import repeated_folds
from PCRPredictorLib.training.pipeline.steps import build_pipeline
from PCRPredictorLib.training.protocols.model_cutoff import model_cutoff
from PCRPredictorLib.training.protocols.train import train
from PCRPredictorLib.training.statistics.bootstrap import bootstrap_cohort

QUICK = TrainingConfig(
    smote=False,
    candidates=("sparse",),
    folds=3,
    inner_folds=3,
    inner_repeats=2,
    repeats=2,
    max_features=3,
    cutoff_bootstrap=40,
)


def cohort_of(patients: int, effect: float, seed: int) -> Cohort:
    """A third responders; of eight features the first drives the outcome."""
    generator = np.random.default_rng(seed)
    outcome = (np.arange(patients) % 3 == 0).astype(int)
    values = generator.normal(size=(patients, 8))
    values[:, 0] += effect * outcome
    return Cohort(values, outcome, tuple(f"f{n}" for n in range(8)), tuple(f"case{n}" for n in range(patients)))


@pytest.fixture(scope="module")
def trained():
    return train(cohort_of(120, 1.8, 1), QUICK)


@pytest.fixture(scope="module")
def model(trained):
    return trained.main.model


def table_of(values: np.ndarray) -> FeatureTable:
    return FeatureTable(
        tuple(f"new{n}" for n in range(len(values))), {f"f{n}": values[:, n] for n in range(8)}, {}, None, source="new"
    )


def test_a_trained_cutoff_carries_interval_auc_and_share(trained, model, tmp_path):
    save_model(model, tmp_path / "model.json")
    own = training_cutoff(load_model(tmp_path / "model.json"))
    assert own is not None
    assert own.cutoff is not None
    assert own.cutoff.value == model.cutoff
    assert 0 < own.cutoff.lower < own.cutoff.value < own.cutoff.upper < 1
    assert (own.cutoff.splits, own.cutoff.folds, own.cutoff.bootstrap) == (SPLITS, 3, 40)
    assert own.auc_ci[0] > 0.5
    assert (own.auc, own.auc_ci) == (model.training["nested_auc"], tuple(model.training["nested_auc_ci"]))
    assert own.too_close is not None
    assert 0 < own.too_close <= 0.5
    probabilities = trained.main.nested.probabilities  # of one model in each repeat; averaged ones are an ensemble's
    shares = [np.mean((own.cutoff.lower <= each) & (each <= own.cutoff.upper)) for each in probabilities]
    assert own.too_close == pytest.approx(np.mean(shares), abs=1e-12)
    assert own.reason_for_none is None


def test_every_new_patient_is_called_by_that_interval_and_that_domain(model):
    low, high = training_cutoff(model).cutoff.lower, training_cutoff(model).cutoff.upper
    scan = np.zeros((400, 8))
    scan[:, 0] = np.linspace(-1.5, 3.0, 400)
    calls = {}
    for _, prediction in score_table(model, None, table_of(scan)):
        assert prediction.cutoff_interval == (low, high)
        expected = (
            TOO_CLOSE if low <= prediction.probability <= high else ABOVE if prediction.probability > high else BELOW
        )
        assert prediction.call == expected
        calls[prediction.call] = prediction
    assert set(calls) == {ABOVE, BELOW, TOO_CLOSE}
    assert calls[TOO_CLOSE].predicted_class is None
    assert calls[TOO_CLOSE].answer.lead == "Too close to call"
    above = calls[ABOVE].answer
    assert above.lead.startswith("Above the model's cut-off (")
    assert above.uncertainty.startswith("95 % interval of the cut-off ")
    far = np.zeros((1, 8))
    far[0, 0] = 40.0
    ((_, stranger),) = score_table(model, None, table_of(far))
    assert (stranger.call, stranger.predicted_class, stranger.domain.within) == (OUTSIDE, None, False)
    assert stranger.answer.headline == "Outside what this model has seen"


def test_the_cutoff_is_the_mean_over_twenty_cuts_of_the_folds(model):
    """By the folds one by one: scores of a fit without each patient, calibrated as the model is, Youden's by hand."""
    cohort = cohort_of(120, 1.8, 1)
    fitted = build_pipeline(cohort, QUICK).fit(cohort.design, cohort.outcome)
    step = fitted.chosen_.step
    scores = np.empty((SPLITS, 120))
    for number, (inside, tested) in enumerate(repeated_folds(cohort.outcome, 3, SPLITS, 0, None)):
        paths = fitted._paths(cohort.values[inside], cohort.outcome[inside], (fitted.chosen_.candidate,))
        path = paths.coefficients[fitted.chosen_.candidate]
        scaled = paths.scalings["standard"].apply(paths.prepare.transform(cohort.values[tested])[:, paths.columns])
        scores[number // 3, tested] = scaled @ path[min(step, len(path) - 1)]
    cutoffs = []
    for score in scores:
        p = 1 / (1 + np.exp(-fitted.calibration_.intercept - fitted.calibration_.slope * score))
        edges = np.sort(p)
        middles = (edges[1:] + edges[:-1]) / 2
        gain = [np.mean(p[cohort.outcome == 1] >= m) + np.mean(p[cohort.outcome == 0] < m) for m in middles]
        cutoffs.append(middles[int(np.argmax(np.round(gain, 12)))])
    assert model.cutoff == pytest.approx(np.mean(cutoffs), abs=1e-12)


def test_the_interval_is_that_of_whole_trainings_on_bootstrap_cohorts(model):
    cohort = cohort_of(120, 1.8, 1)
    generator, found, once = np.random.default_rng(QUICK.seed), [], replace(QUICK, inner_repeats=1)
    for _ in range(40):
        rows = bootstrap_cohort(cohort.outcome == 1, generator, None)
        fitted = build_pipeline(cohort, once).fit(cohort.design[rows], cohort.outcome[rows], rows)
        found.append(fitted.cutoff_)
    cutoff = training_cutoff(model).cutoff
    low, high = np.quantile(found, (0.025, 0.975))
    assert (cutoff.lower, cutoff.upper) == pytest.approx((min(low, cutoff.value), max(high, cutoff.value)))


def test_neither_jobs_nor_the_order_of_work_moves_it(trained):
    cohort, nested = trained.cohort, trained.main.nested
    fitted = build_pipeline(cohort, QUICK).fit(cohort.design, cohort.outcome)
    few = replace(QUICK, cutoff_bootstrap=4)
    assert model_cutoff(cohort, few, nested, fitted, 1) == model_cutoff(cohort, few, nested, fitted, 2)


def test_noise_gets_no_cutoff_and_says_why():
    model = train(cohort_of(60, 0.0, 4), QUICK).main.model
    own = training_cutoff(model)
    assert (model.cutoff, own.cutoff, own.too_close) == (None, None, None)
    assert own.auc_ci[0] <= 0.5
    assert own.reason_for_none.startswith("In the training cohort the score is not shown to tell pCR from non-pCR")
    card = {row.title: row.text for row in model_card(model, None)}
    assert card["Cut-off of the model"] == own.reason_for_none


def test_a_model_whose_stated_interval_reaches_a_half_has_no_cutoff(trained):
    """DeLong's interval knows nothing of the training sets that folds share; the one that the report states does."""
    cohort, nested = trained.cohort, trained.main.nested
    fitted = build_pipeline(cohort, QUICK).fit(cohort.design, cohort.outcome)
    few = replace(QUICK, cutoff_bootstrap=4)
    assert nested.low > 0.5
    assert model_cutoff(cohort, few, nested, fitted).auc.low > 0.5
    found = model_cutoff(cohort, few, replace(nested, low=0.49), fitted)
    assert (found.cutoff, found.auc.low) == (None, 0.49)


def test_averaged_probabilities_may_speak_against_a_cutoff_alone(trained):
    cohort, nested = trained.cohort, trained.main.nested
    fitted = build_pipeline(cohort, QUICK).fit(cohort.design, cohort.outcome)
    shuffled = np.random.default_rng(0).permutation(nested.averaged)
    found = model_cutoff(cohort, QUICK, replace(nested, probabilities=shuffled[np.newaxis]), fitted)
    assert found.cutoff is None
    assert found.auc == auc_interval(cohort.outcome == 1, shuffled)
    assert found.auc.low <= 0.5


def test_copies_of_a_patient_stay_together():
    """Each patient in two rows: the bootstrap draws patients, so that both rows come or neither."""
    cohort = cohort_of(60, 1.8, 3)
    twice = replace(cohort.rows(np.repeat(np.arange(60), 2)), groups=np.repeat(np.arange(60), 2))
    rows = bootstrap_cohort(twice.outcome == 1, np.random.default_rng(0), twice.groups)
    drawn = np.bincount(rows, minlength=120).reshape(60, 2)
    assert (drawn[:, 0] == drawn[:, 1]).all()


def test_card_and_report_tell_the_interval(trained, model):
    cutoff = training_cutoff(model).cutoff
    words = f"{cutoff.value:.3f} (95 % interval {cutoff.lower:.3f} to {cutoff.upper:.3f})"
    card = {row.title: row.text for row in model_card(model, None)}
    assert card["Cut-off of the model"].startswith(words)
    assert "of the training cohort" in card["Too close to the model's cut-off"]
    assert words in training_report(trained, {})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lower": 0.9, "upper": 0.95}, "not within its interval"),
        ({"value": 0.3}, "of another cut-off than the model's own"),
    ],
)
def test_a_changed_cutoff_is_refused(model, change, words):
    own = model.training[CUTOFF_KEY]
    cutoff = {**own["cutoff"], "lower": 0.0, "upper": 1.0, **change}
    changed = replace(model, training={**model.training, CUTOFF_KEY: {**own, "cutoff": cutoff}})
    with pytest.raises(InputError, match=words):
        score_table(changed, None, table_of(np.zeros((1, 8))))


def test_a_model_without_the_record_keeps_its_bare_cutoff(model):
    """Models of older versions, or written by hand."""
    bare = replace(model, training={key: value for key, value in model.training.items() if key != CUTOFF_KEY})
    ((_, prediction),) = score_table(bare, None, table_of(np.zeros((1, 8))))
    assert (prediction.cutoff, prediction.cutoff_interval) == (model.cutoff, None)
