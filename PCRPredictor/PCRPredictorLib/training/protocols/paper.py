"""The protocol of the paper's Figure S2: oversample first, then cross-validate on the oversampled set.

It leaks twice. A synthetic patient lies between two originals, so test folds hold near-copies of training patients;
and the features are chosen with the test patients at hand. It is here to be compared with :mod:`.nested`, never to be
believed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..data.cohort import Cohort
from ..pipeline.config import TrainingConfig
from ..pipeline.folds import check_feasible
from ..pipeline.steps import preparation, prepared_columns, sampler_of
from ..statistics.bootstrap import BootstrapAuc, bootstrap_auc
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
    parts_patients: bool = False


def paper_protocol(cohort: Cohort, config: TrainingConfig) -> PaperResult:
    """Standardize, oversample (where `config` says so), choose features on everyone, then cross-validate.

    Parameters
    ----------
    cohort : Cohort
    config : TrainingConfig
        Its folds are used once, as in Figure S2.

    Raises
    ------
    InputError
        The cohort is too small for the folds or SMOTE.
    """
    from imblearn.pipeline import Pipeline
    from sklearn.base import clone
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold
    from sklearn.preprocessing import StandardScaler

    from ..pipeline.estimators.lasso_selector import LassoSelector
    from ..pipeline.estimators.linear_paths import REFIT_PENALTY
    from ..pipeline.estimators.redundancy_filter import SpearmanRedundancyFilter

    check_feasible(cohort.outcome, config, groups=cohort.groups)
    redundancy = SpearmanRedundancyFilter(config.redundancy_threshold)
    prepare = Pipeline([*preparation(cohort, config), ("standardize", StandardScaler()), ("redundancy", redundancy)])
    prepared = prepare.fit_transform(cohort.design, cohort.outcome)
    sampler = sampler_of(config)
    values, outcome = (prepared, cohort.outcome) if sampler is None else sampler.fit_resample(prepared, cohort.outcome)
    selector = LassoSelector(
        config.max_features, CUSTOMARY_RULE, config.inner_folds, sampler=None, random_state=config.seed
    ).fit(values, outcome)
    chosen = selector.transform(values)
    logistic = LogisticRegression(C=1 / REFIT_PENALTY, max_iter=1000)
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
        selected=prepared_columns(prepare, len(cohort.names))[redundancy.get_support()][selector.get_support()],
        folds=tuple(folds),
        parts_patients=cohort.people < len(cohort),
    )
