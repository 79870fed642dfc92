import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.cutoff import youden_cutoff
from PCRPredictorLib.training.statistics.roc import roc_auc, roc_curve
from scipy.special import expit


def test_auc_agrees_with_proc_where_scores_tie(scores, oracle_r):
    assert len(set(scores["first"])) < 60
    assert roc_auc(scores["outcome"], scores["first"]) == pytest.approx(oracle_r["first_auc"], abs=1e-13)


def test_auc_is_the_share_of_pairs_ranked_right():
    generator = np.random.default_rng(3)
    outcome, score = generator.random(60) < 0.3, generator.integers(0, 8, 60)
    pairs = score[outcome][:, None] - score[~outcome]
    assert roc_auc(outcome, score) == pytest.approx(((pairs > 0) + 0.5 * (pairs == 0)).mean(), abs=1e-13)


def test_area_under_the_drawn_curve_is_the_auc(scores):
    curve = roc_curve(scores["outcome"], scores["first"])
    assert (curve.false_positive_rate[0], curve.true_positive_rate[0]) == (0, 0)
    assert (curve.false_positive_rate[-1], curve.true_positive_rate[-1]) == (1, 1)
    area = np.trapezoid(curve.true_positive_rate, curve.false_positive_rate)
    assert area == pytest.approx(roc_auc(scores["outcome"], scores["first"]), abs=1e-13)


def test_youden_calls_those_positive_whom_proc_does(scores, oracle_r):
    probability = expit(scores["second"])
    called = probability >= youden_cutoff(probability, scores["outcome"].astype(int))
    assert called.tolist() == (scores["second"] >= oracle_r["youden"]).tolist()
    assert called[scores["outcome"] == 1].mean() == pytest.approx(oracle_r["youden_sensitivity"], abs=1e-12)


@pytest.mark.parametrize(
    ("outcome", "score", "sentence"),
    [
        ([1, 1, 1], [1, 2, 3], "both outcomes"),
        ([0, 2, 1], [1, 2, 3], "patient 2 has 2"),
        ([0, 1, 1], [1, 2], "one per patient"),
        ([0, 1, 1], [1, np.nan, 2], "score of patient 2 is nan"),
        ([], [], "non-empty"),
    ],
)
def test_bad_input_is_refused(outcome, score, sentence):
    with pytest.raises(InputError, match=sentence):
        roc_auc(outcome, score)
