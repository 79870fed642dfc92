"""What stronger learners reach in the same folds: a ceiling for the linear model, never exported."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data.cohort import Cohort
from ..pipeline.config import TrainingConfig
from ..pipeline.folds import outer_folds
from ..pipeline.parallel import Progress, run_all
from ..pipeline.steps import preparation
from ..statistics.repeated_auc import Pairs, bootstrap_pairs, pairs_within_folds
from .nested import NestedResult, corrected_interval

FOREST, BOOSTING, ALL = "random forest", "gradient boosting", "mean of all"
TREES = 200
_FARTHEST = float(np.finfo(np.float32).max) / 4
"""Trees hold features in single precision, and halve sums of two of them."""


@dataclass(frozen=True, slots=True)
class CeilingResult:
    """AUC within the outer test folds, averaged over folds and repeats, with the interval of the nested one."""

    pairs: Pairs
    interval: tuple[float, float]

    @property
    def auc(self) -> float:
        return self.pairs.auc


def ceiling(
    cohort: Cohort, config: TrainingConfig, nested: NestedResult, jobs: int = 1, on_progress: Progress | None = None
) -> dict[str, CeilingResult]:
    """A random forest, gradient boosting and the mean of their ranks and the linear model's, in the folds of `nested`.

    Both see every feature that is reproducible and varies, with scikit-learn's settings but for the trees: 200 in the
    forest, at least two patients in a leaf; 100 of depth 2 in the boosting, each on half of the patients and the root
    of the number of features.
    """
    design = cohort.design
    pieces = [
        (cohort, config, design, train, test) for train, test in outer_folds(cohort.outcome, config, cohort.groups)
    ]
    tested = run_all(_test_fold, pieces, jobs, on_progress)
    scores = {name: np.zeros(nested.probabilities.shape) for name in (FOREST, BOOSTING, ALL)}
    tested_in = np.zeros(nested.probabilities.shape)
    for number, (piece, found) in enumerate(zip(pieces, tested, strict=True)):
        repeat, fold = divmod(number, config.folds)
        test = piece[-1]
        tested_in[repeat, test] = fold
        for name, score in zip((FOREST, BOOSTING), found, strict=True):
            scores[name][repeat, test] = score
        scores[ALL][repeat, test] = _mean_rank([*found, nested.probabilities[repeat, test]])
    results = {}
    for name, score in scores.items():
        pairs = pairs_within_folds(cohort.outcome, score, tested_in, cohort.groups)
        bootstrapped = bootstrap_pairs(pairs, seed=config.seed)
        interval = corrected_interval(cohort.outcome, bootstrapped, config.folds, cohort.groups)
        results[name] = CeilingResult(pairs, interval)
    return results


def _test_fold(
    cohort: Cohort,
    config: TrainingConfig,
    design: NDArray[np.float64],
    train: NDArray[np.intp],
    test: NDArray[np.intp],
) -> tuple[NDArray[np.float64], ...]:
    from imblearn.pipeline import Pipeline
    from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier

    learners: tuple[Any, ...] = (
        RandomForestClassifier(TREES, min_samples_leaf=2, random_state=config.seed, n_jobs=1),
        GradientBoostingClassifier(max_depth=2, subsample=0.5, max_features="sqrt", random_state=config.seed),
    )
    prepare = Pipeline(preparation(cohort, config))
    taught, tested = (
        np.clip(values, -_FARTHEST, _FARTHEST)
        for values in (
            prepare.fit_transform(design[train], cohort.outcome[train]),
            prepare.transform(design[test]),
        )
    )
    return tuple(learner.fit(taught, cohort.outcome[train]).predict_proba(tested)[:, 1] for learner in learners)


def _mean_rank(scores: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    from scipy.stats import rankdata

    return np.mean([rankdata(score) for score in scores], axis=0)
