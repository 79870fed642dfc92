"""The cut-off of a model that is trained here: whether there is one, and how sure it is."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...models.auc import AucInterval, auc_interval
from ...models.cutoff import Cutoff, CutoffRule
from ...models.site_cutoff import SPLITS, SiteCutoff, own_cutoff, percentile_interval, without_cutoff
from ..data.cohort import Cohort
from ..pipeline.config import TrainingConfig
from ..pipeline.parallel import Progress, run_all
from ..pipeline.steps import build_pipeline
from ..statistics.bootstrap import bootstrap_cohort
from .nested import NestedResult


def model_cutoff(
    cohort: Cohort,
    config: TrainingConfig,
    nested: NestedResult,
    classifier: Any,
    jobs: int = 1,
    on_progress: Progress | None = None,
) -> SiteCutoff:
    """The cut-off of a fitted classifier, by the conditions of a site's own (see `find_site_cutoff`).

    Whether the model tells the outcomes apart is asked of the nested probabilities, averaged over the repeats, which no
    choice of features or penalties has seen: DeLong's lower bound must lie above 0.5, and so must that of the interval
    that the report states of the nested AUC. The cut-off is the mean over 20 cuts of the inner folds, so that it is on
    the scale of the model's own probabilities. Its interval is that of `config.cutoff_bootstrap` bootstrap cohorts
    (patients drawn with replacement within each class), each put through the whole training, choice of features and
    penalties included, with the inner folds cut once: that keeps the time bearable, and the interval rather too
    wide than too narrow. Copies of a patient stay on one side of every fold. Cohorts that cannot be trained on are left
    out. The share of patients too close to the cut-off is counted in each repeat, whose probabilities are those of
    single models such as the exported one, and averaged.

    Parameters
    ----------
    nested : NestedResult
        Of the same cohort and settings.
    classifier : CandidateClassifier
        Fitted to the whole cohort.
    """
    outcome, design, rule = cohort.outcome, cohort.design, CutoffRule()
    auc = _stated(auc_interval(outcome == 1, nested.averaged, groups=cohort.groups), nested)
    repeats = max(SPLITS, config.inner_repeats)
    value = None
    if auc.low > 0.5:
        value = classifier.averaged_cutoff(design, outcome, cohort.groups, repeats=repeats)
    if value is None:
        return without_cutoff(auc, rule, "training")
    pipeline = build_pipeline(cohort, replace(config, inner_repeats=1))
    patients = np.arange(len(cohort)) if cohort.groups is None else cohort.groups
    generator = np.random.default_rng(config.seed)
    pieces = [
        (pipeline, design, outcome, patients, bootstrap_cohort(outcome == 1, generator, cohort.groups))
        for _ in range(config.cutoff_bootstrap)
    ]
    drawn = run_all(_cutoff_of, pieces, jobs, on_progress)
    lower, upper = percentile_interval([found for found in drawn if found is not None])
    cutoff = Cutoff(
        value=value,
        lower=min(lower, value),
        upper=max(upper, value),
        rule=str(rule),
        splits=repeats,
        folds=config.inner_folds,
        bootstrap=config.cutoff_bootstrap,
        seed=config.seed,
    )
    return own_cutoff(auc, cutoff, nested.probabilities)


def _stated(averaged: AucInterval, nested: NestedResult) -> AucInterval:
    """The nested AUC, as the report states it, unless only the averaged probabilities speak against a cut-off."""
    if averaged.low <= 0.5 < nested.low:
        return averaged
    return AucInterval(nested.auc, averaged.standard_error, nested.low, nested.high)


def _cutoff_of(
    pipeline: Any,
    design: NDArray[np.float64],
    outcome: NDArray[np.int64],
    patients: NDArray[np.int64],
    rows: NDArray[np.intp],
) -> float | None:
    from sklearn.base import clone

    try:
        fitted = clone(pipeline).fit(design[rows], outcome[rows], patients[rows])
    except InputError:  # too few different patients of a class were drawn, or no feature that varies
        return None
    cutoff: float | None = fitted.cutoff_
    return cutoff
