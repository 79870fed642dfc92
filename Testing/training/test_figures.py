"""Words and places in the figures of a training run and a validation."""

from types import SimpleNamespace

import numpy as np
import pytest
from PCRPredictorLib.report.study.training_figures import roc_per_fold
from PCRPredictorLib.report.study.validation_charts import ScoredCohort, decision_chart
from PCRPredictorLib.training.pipeline.config import TrainingConfig


def labels(axis):
    return [text.get_text() for text in axis.get_legend().get_texts()]


@pytest.mark.parametrize(("repeats", "words"), [(1, "Mean of the folds 0.700"), (3, "Mean of 3 repeats 0.700")])
def test_the_curve_of_all_folds_is_named_by_the_repeats(repeats, words):
    outcome = np.arange(20) % 2
    probability = np.linspace(0.2, 0.8, 20)
    fold = SimpleNamespace(repeat=0, rows=np.arange(20), probability=probability)
    nested = SimpleNamespace(auc=0.7, low=0.6, high=0.8, folds=(fold,), averaged=probability)
    variant = SimpleNamespace(name="radiomics", config=TrainingConfig(repeats=repeats), nested=nested, paper=None)
    result = SimpleNamespace(
        variants=(variant,), main=variant, cohort=SimpleNamespace(outcome=outcome), simulated=False
    )
    (axis,) = roc_per_fold(result).axes
    assert labels(axis)[-1].startswith(words)


def test_the_legend_of_a_decision_curve_covers_no_curve():
    cohort = ScoredCohort("Validation", np.arange(20) % 2, {"model": np.linspace(0.2, 0.8, 20)})
    figure = decision_chart([cohort])
    figure.draw_without_rendering()
    (axis,) = figure.axes
    assert axis.get_legend().get_window_extent().y1 < axis.get_window_extent().y0
    assert labels(axis) == ["model", "Everyone", "Nobody"]
