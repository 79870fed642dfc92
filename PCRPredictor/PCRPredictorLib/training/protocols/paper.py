"""The protocol of the paper's Figure S2: oversample first, then cross-validate on the oversampled set.

It leaks twice. A synthetic patient lies between two originals, so test folds hold near-copies of training patients;
and the features are chosen with the test patients at hand. It is here to be compared with :mod:`.nested`, never to be
believed. Beside it the same steps are learnt inside the training folds alone, so that what the leaks make is known: the
nested models differ in more than that, in being chosen among candidates for one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ..data.cohort import Cohort
from ..pipeline.config import TrainingConfig
from ..pipeline.folds import check_feasible, outer_folds
from ..pipeline.parallel import run_all
from ..pipeline.steps import preparation, prepared_columns, sampler_of
from ..statistics.bootstrap import BootstrapAuc, bootstrap_auc
from ..statistics.repeated_auc import pairs_within_folds
from ..statistics.roc import roc_auc

CUSTOMARY_RULE = "min"
"""Of the lasso's penalties the one of the smallest loss, whatever rule the study's own models follow."""


@dataclass(frozen=True, slots=True)
class PaperFold:
    """One test fold of the set that was oversampled beforehand."""

    outcome: NDArray[np.int64]
    probability: NDArray[np.float64]
    auc: float


@dataclass(frozen=True, slots=True)
class PaperResult:
    """What the paper's protocol says.

    Attributes
    ----------
    outcome : ndarray
        Of the originals, then of the synthetic patients.
    probability : ndarray
        Out-of-fold probabilities of all of them.
    auc : BootstrapAuc
        Of those; its interval takes synthetic patients for real ones and is not valid.
    apparent : ndarray
        Probabilities by the model fitted to all of them, for the ROC curves of Figure S3A.
    synthetic : int
        Number of synthetic patients.
    selected : ndarray of int
        Numbers of the features chosen on all of them.
    folds : tuple of PaperFold
    without_leaks : float
        AUC of the same steps, learnt inside each training fold of the nested validation.
    parts_patients : bool
        Whether patients have several rows, which these folds do not keep together.
    """

    outcome: NDArray[np.int64]
    probability: NDArray[np.float64]
    auc: BootstrapAuc
    apparent: NDArray[np.float64]
    synthetic: int
    selected: NDArray[np.intp]
    folds: tuple[PaperFold, ...]
    without_leaks: float
    parts_patients: bool = False


def paper_protocol(cohort: Cohort, config: TrainingConfig, jobs: int = 1) -> PaperResult:
    """Standardize, oversample (where `config` says so), choose features on everyone, then cross-validate.

    Parameters
    ----------
    cohort : Cohort
    config : TrainingConfig
        Its folds are used once, as in Figure S2.
    jobs : int
        Processes for the steps without leaks.

    Raises
    ------
    InputError
        The cohort is too small for the folds or SMOTE.
    """
    from sklearn.base import clone
    from sklearn.model_selection import StratifiedKFold

    check_feasible(cohort.outcome, config, groups=cohort.groups)
    steps = _steps(cohort, config)
    prepare, selector, logistic = steps[:-2], steps["select"], steps["logistic"]
    prepared = prepare.fit_transform(cohort.design, cohort.outcome)
    sampler = sampler_of(config)
    values, outcome = (prepared, cohort.outcome) if sampler is None else sampler.fit_resample(prepared, cohort.outcome)
    chosen = selector.set_params(sampler=None).fit_transform(values, outcome)
    splitter = StratifiedKFold(config.folds, shuffle=True, random_state=config.seed)
    probability = np.empty(outcome.size)
    folds = []
    for train, test in splitter.split(chosen, outcome):
        fitted = clone(logistic).fit(chosen[train], outcome[train])
        probability[test] = fitted.predict_proba(chosen[test])[:, 1]
        folds.append(PaperFold(outcome[test], probability[test], roc_auc(outcome[test], probability[test])))
    return PaperResult(
        outcome=outcome,
        probability=probability,
        auc=bootstrap_auc(outcome, probability, seed=config.seed),
        apparent=logistic.fit(chosen, outcome).predict_proba(chosen)[:, 1],
        synthetic=outcome.size - len(cohort),
        selected=prepared_columns(prepare, len(cohort.names))[prepare["redundancy"].get_support()][
            selector.get_support()
        ],
        folds=tuple(folds),
        without_leaks=_without_leaks(cohort, config, jobs),
        parts_patients=cohort.people < len(cohort),
    )


def _steps(cohort: Cohort, config: TrainingConfig) -> Any:
    """The paper's steps but for the oversampling of the chosen features, unfitted; the lasso oversamples by itself."""
    from imblearn.pipeline import Pipeline
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    from ..pipeline.estimators.lasso_selector import LassoSelector
    from ..pipeline.estimators.linear_paths import REFIT_PENALTY
    from ..pipeline.estimators.redundancy_filter import SpearmanRedundancyFilter

    lasso = LassoSelector(
        config.max_features, CUSTOMARY_RULE, config.inner_folds, sampler=sampler_of(config), random_state=config.seed
    )
    return Pipeline(
        [
            *preparation(cohort, config),
            ("standardize", StandardScaler()),
            ("redundancy", SpearmanRedundancyFilter(config.redundancy_threshold)),
            ("select", lasso),
            ("logistic", LogisticRegression(C=1 / REFIT_PENALTY, max_iter=1000)),
        ]
    )


def _without_leaks(cohort: Cohort, config: TrainingConfig, jobs: int) -> float:
    """AUC inside the outer folds, averaged, of models that learnt every step on the training patients alone."""
    steps = _steps(cohort, config)
    if config.smote:
        steps.steps.insert(-1, ("smote", sampler_of(config)))
    pieces = [
        (steps, cohort.design, cohort.outcome, train, test)
        for train, test in outer_folds(cohort.outcome, config, cohort.groups)
    ]
    scores, tested_in = np.zeros((2, config.repeats, len(cohort)))
    for number, score in enumerate(run_all(_test_fold, pieces, jobs)):
        repeat, fold = divmod(number, config.folds)
        scores[repeat, pieces[number][-1]], tested_in[repeat, pieces[number][-1]] = score, fold
    return pairs_within_folds(cohort.outcome, scores, tested_in, cohort.groups).auc


def _test_fold(
    steps: Any, design: NDArray[np.float64], outcome: NDArray[np.int64], train: NDArray[np.intp], test: NDArray[np.intp]
) -> NDArray[np.float64]:
    from sklearn.base import clone

    try:
        score: NDArray[np.float64] = clone(steps).fit(design[train], outcome[train]).predict_proba(design[test])[:, 1]
    except InputError:  # no feature tells the outcomes of these patients apart: everyone has one score
        return np.zeros(test.size)
    return score
