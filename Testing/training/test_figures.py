"""Words and places in the figures of a training run and a validation."""

from types import SimpleNamespace

import numpy as np
import pytest
from PCRPredictorLib.report.study.training_charts import learning, permutations
from PCRPredictorLib.report.study.training_figures import roc_per_fold
from PCRPredictorLib.report.study.validation_charts import ScoredCohort, calibration_chart, decision_chart, roc_chart
from PCRPredictorLib.training.pipeline.config import TrainingConfig


def labels(axis):
    return [text.get_text() for text in axis.get_legend().get_texts()]


@pytest.mark.parametrize(("repeats", "words"), [(1, "(thick: all folds)"), (3, "first of 3 repeats; thick: averaged")])
def test_the_panel_says_what_the_curves_are(repeats, words):
    outcome = np.arange(20) % 2
    probability = np.linspace(0.2, 0.8, 20)
    fold = SimpleNamespace(repeat=0, rows=np.arange(20), probability=probability)
    nested = SimpleNamespace(auc=0.7, low=0.6, high=0.8, folds=(fold,), averaged=probability)
    variant = SimpleNamespace(name="radiomics", config=TrainingConfig(repeats=repeats), nested=nested, paper=None)
    result = SimpleNamespace(
        variants=(variant,), main=variant, cohort=SimpleNamespace(outcome=outcome), simulated=False
    )
    (axis,) = roc_per_fold(result).axes
    assert labels(axis)[-1].startswith("Mean of all folds 0.700")
    assert words in axis.get_title()
    assert lies_below(axis)


def test_permutations_are_whole_and_their_legend_covers_none():
    found = SimpleNamespace(permuted=[0.4, 0.41, 0.5, 0.62], observed=0.61, p_value=0.4)
    result = SimpleNamespace(permutation=found, main=SimpleNamespace(name="radiomics"), simulated=False)
    (axis,) = permutations(result).axes
    assert lies_below(axis)
    assert all(tick == round(tick) for tick in axis.get_yticks())


def test_no_point_of_a_learning_curve_is_cut_off():
    points = [SimpleNamespace(patients=20, auc=0.21), SimpleNamespace(patients=40, auc=1.0)]
    result = SimpleNamespace(learning=points, main=SimpleNamespace(name="radiomics"), simulated=False)
    (axis,) = learning(result).axes
    low, high = axis.get_ylim()
    assert low < 0.21
    assert high > 1


def test_panels_below_each_other_keep_apart():
    """With the largest number of lines: the paper's folds above, nested ones below."""
    outcome = np.arange(20) % 2
    probability = np.linspace(0.2, 0.8, 20)
    folds = [SimpleNamespace(repeat=0, rows=np.arange(20), probability=probability, outcome=outcome)] * 5
    nested = SimpleNamespace(auc=0.7, low=0.6, high=0.8, folds=folds, averaged=probability)
    paper = SimpleNamespace(
        folds=folds, outcome=outcome, probability=probability, synthetic=5, auc=SimpleNamespace(value=0.7)
    )
    variants = tuple(
        SimpleNamespace(name=name, config=TrainingConfig(), nested=nested, paper=paper)
        for name in ("SMOTE-radiomics", "radiomics")
    )
    result = SimpleNamespace(
        variants=variants, main=variants[0], cohort=SimpleNamespace(outcome=outcome), simulated=False
    )
    figure = roc_per_fold(result)
    figure.draw_without_rendering()
    above, _, below, _ = figure.axes
    assert above.get_legend().get_window_extent().y0 > below.title.get_window_extent().y1
    assert above.title.get_window_extent().y1 <= figure.bbox.y1


def lies_below(axis):
    axis.figure.draw_without_rendering()
    return axis.get_legend().get_window_extent().y1 < axis.get_window_extent().y0


@pytest.fixture
def cohort():
    return ScoredCohort(
        "Training",
        np.arange(20) % 2,
        {"model": np.linspace(0.2, 0.8, 20), "other": np.linspace(0.1, 0.9, 20)},
        note="DeLong P = 0.453",
        said="probabilities averaged over repeats",
    )


@pytest.mark.parametrize("chart", [roc_chart, calibration_chart, decision_chart])
def test_every_panel_tells_how_many_patients_it_shows_and_that_probabilities_are_averaged(chart, cohort):
    (axis,) = chart([cohort]).axes
    assert axis.get_title() == "Training\n20 patients, 10 responders\nprobabilities averaged over repeats"
    axis.figure.draw_without_rendering()
    inside, title = axis.figure.bbox, axis.title.get_window_extent()
    assert inside.x0 <= title.x0 < title.x1 <= inside.x1


@pytest.mark.parametrize("chart", [roc_chart, decision_chart])
def test_no_legend_covers_a_curve(chart, cohort):
    (axis,) = chart([cohort]).axes
    assert lies_below(axis)
    for text in axis.texts:
        place, panel = text.get_window_extent(), axis.get_window_extent()
        assert panel.x0 <= place.x0 < place.x1 <= panel.x1
    assert labels(axis)[0].startswith("model")
