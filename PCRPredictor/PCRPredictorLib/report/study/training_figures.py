"""ROC curves of a training run, as in the paper's Figures S2 and S3, and the cohorts that its other charts show."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...training.record.validation_record import comparisons
from ...training.statistics.roc import roc_auc, roc_curve
from ...training.statistics.table1 import format_p
from .validation_charts import COLORS, ScoredCohort, legend_below, new_figure, roc_axis, roc_chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...training.protocols.train import TrainingResult, Variant

AVERAGED_IN_FIGURES = "probabilities averaged over repeats"
FOLD_COLORS = ("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#999999")


def scored_cohorts(result: "TrainingResult") -> list[ScoredCohort]:
    """The training patients, out of fold, and the validation patients where there are some."""
    tests = comparisons(result)
    nested = {variant.name: variant.nested for variant in result.variants}
    cohorts = [
        ScoredCohort(
            "Training patients, nested",
            result.cohort.outcome,
            {name: found.averaged for name, found in nested.items()},
            areas={name: (found.auc, found.low, found.high) for name, found in nested.items()},
            note=_p_in_words(tests.get("training")),
            people=result.cohort.people,
            said=AVERAGED_IN_FIGURES if result.config.repeats > 1 else "",
            groups=result.cohort.groups,
        )
    ]
    if result.external is not None:
        scores = {variant.name: variant.external for variant in result.variants if variant.external is not None}
        note = _p_in_words(tests.get("validation"))
        cohorts.append(
            ScoredCohort(
                "Validation patients",
                result.external.outcome,
                scores,
                note=note,
                people=result.external.people,
                groups=result.external.groups,
            )
        )
    return cohorts


def roc_of_models(result: "TrainingResult") -> "Figure":
    """ROC curves of both variants in the training patients and in the validation patients (Figure S3)."""
    cohorts = scored_cohorts(result)
    papers = {variant.name: variant.paper for variant in result.variants if variant.paper is not None}
    if papers:
        outcomes = {name: paper.outcome for name, paper in papers.items()}
        cohorts.insert(
            0,
            ScoredCohort(
                "Training as in the paper: apparent, not valid",
                result.cohort.outcome,
                {name: paper.apparent for name, paper in papers.items()},
                outcomes=outcomes,
                note=_p_in_words(comparisons(result).get("paper_training")),
                people=result.cohort.people,
                said="synthetic ones besides" if any(paper.synthetic for paper in papers.values()) else "",
            ),
        )
    return roc_chart(cohorts, result.simulated)


def roc_per_fold(result: "TrainingResult") -> "Figure":
    """ROC curve of each fold, a column for each variant: the paper's protocol on top where it was run (Figure S2)."""
    rows: list[Callable[[Any, Variant, str], None]] = [
        lambda axis, variant, color: _nested_folds(axis, variant, color, result.cohort.outcome)
    ]
    if result.main.paper is not None:
        rows.insert(0, _paper_folds)
    figure, axes = new_figure(len(result.variants), len(rows), result.simulated)
    panels = iter(axes)
    for draw in rows:
        for variant, color in zip(result.variants, COLORS, strict=False):
            draw(next(panels), variant, color)
    return figure


def _nested_folds(axis: Any, variant: "Variant", color: str, outcome: NDArray[np.int64]) -> None:
    nested = variant.nested
    repeats = variant.config.repeats
    shown = f"folds of the first of {repeats} repeats; thick: averaged over all" if repeats > 1 else "thick: all folds"
    roc_axis(axis, f"{variant.name}: nested cross-validation\n({shown})")
    first = [(outcome[fold.rows], fold.probability) for fold in nested.folds if fold.repeat == 0]
    words = f"Mean of all folds {nested.auc:.3f} ({nested.low:.3f}-{nested.high:.3f})"
    _draw_folds(axis, first, (outcome, nested.averaged), words, color)


def _paper_folds(axis: Any, variant: "Variant", color: str) -> None:
    paper = variant.paper
    assert paper is not None
    where = f"with {paper.synthetic} synthetic patients" if paper.synthetic else "original patients"
    roc_axis(axis, f"{variant.name}: the paper's protocol, leaking\n({where})")
    folds = [(fold.outcome, fold.probability) for fold in paper.folds]
    _draw_folds(axis, folds, (paper.outcome, paper.probability), f"All folds {paper.auc.value:.3f}", color)


def _draw_folds(
    axis: Any,
    folds: list[tuple[NDArray[np.int64], NDArray[np.float64]]],
    together: tuple[NDArray[np.int64], NDArray[np.float64]],
    words: str,
    color: str,
) -> None:
    for number, (outcome, probability) in enumerate(folds):
        curve = roc_curve(outcome, probability)
        axis.plot(
            curve.false_positive_rate,
            curve.true_positive_rate,
            color=FOLD_COLORS[number % len(FOLD_COLORS)],
            linewidth=1,
            label=f"Fold {number + 1} {roc_auc(outcome, probability):.3f}",
        )
    whole = roc_curve(*together)
    axis.plot(whole.false_positive_rate, whole.true_positive_rate, color=color, linewidth=2.2, label=words)
    legend_below(axis, columns=2)


def _p_in_words(test: dict[str, Any] | None) -> str:
    if test is None or test["p_value"] is None:
        return ""
    words = format_p(test["p_value"])
    return f"DeLong P {words}" if words.startswith("<") else f"DeLong P = {words}"
