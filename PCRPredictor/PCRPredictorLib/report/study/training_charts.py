"""Charts of a training run: coefficients, selection frequency, learning curve, permutations."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .validation_charts import COLORS, GUIDE, INK, legend_below, literal, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...training.protocols.train import TrainingResult

MOST_FEATURES = 20
LONGEST_LABEL = 48


def coefficients(result: "TrainingResult") -> "Figure":
    """Coefficient of each feature, of the largest ones where there are many, a panel for each variant."""
    figure, axes = new_figure(len(result.variants), simulated=result.simulated)
    for axis, variant, color in zip(axes, result.variants, COLORS, strict=False):
        features = sorted(variant.model.features, key=lambda feature: abs(feature.coefficient))[-MOST_FEATURES:]
        _bars(axis, [feature.column for feature in features], [feature.coefficient for feature in features], color)
        axis.axvline(0, color=INK, linewidth=0.8)
        axis.set_xlabel("Change of the log odds\nper standard deviation")
        axis.set_title(variant.name, fontsize=10)
    return figure


def selection_frequency(result: "TrainingResult") -> "Figure":
    """Share of the training folds that chose each feature, the most frequent first."""
    figure, axes = new_figure(len(result.variants), simulated=result.simulated)
    for axis, variant, color in zip(axes, result.variants, COLORS, strict=False):
        share = variant.nested.selection_frequency(len(result.cohort.names))
        often = [column for column in np.argsort(-share, kind="stable")[:MOST_FEATURES] if share[column] > 0][::-1]
        names = [result.cohort.names[column] for column in often]
        _bars(axis, names, [float(share[column]) for column in often], color)
        axis.set(xlim=(0, 1), xlabel=f"Share of {len(variant.nested.folds)} training folds")
        axis.set_title(variant.name, fontsize=10)
    return figure


def learning(result: "TrainingResult") -> "Figure":
    """AUC of the test folds against the number of patients that taught the model."""
    assert result.learning is not None
    figure, (axis,) = new_figure(1, simulated=result.simulated)
    axis.plot(
        [point.patients for point in result.learning],
        [point.auc for point in result.learning],
        color=COLORS[0],
        marker="o",
    )
    axis.axhline(0.5, color=GUIDE, linewidth=1, linestyle=":")
    least = min(point.auc for point in result.learning)
    axis.set(
        ylim=(min(0.3, least - 0.05), 1.02), xlabel="Training patients", ylabel="Mean AUC of the test folds, one repeat"
    )
    axis.set_title(f"{result.main.name}: learning curve", fontsize=10)
    return figure


def permutations(result: "TrainingResult") -> "Figure":
    """AUCs of the pipeline on outcomes dealt at random, and the observed one."""
    assert result.permutation is not None
    figure, (axis,) = new_figure(1, simulated=result.simulated)
    axis.hist(result.permutation.permuted, bins=20, color=GUIDE, label="Outcomes dealt at random")
    axis.axvline(result.permutation.observed, color=COLORS[0], linewidth=2, label="Observed")
    axis.set(xlabel="Nested AUC of one repeat", ylabel="Permutations")
    axis.set_title(f"{result.main.name}: P = {result.permutation.p_value:.3f}", fontsize=10)
    axis.yaxis.get_major_locator().set_params(integer=True)
    legend_below(axis, columns=2)
    return figure


def _bars(axis: Any, labels: list[str], values: list[float], color: str) -> None:
    rows = np.arange(len(labels))
    axis.barh(rows, values, color=color, height=0.7)
    axis.set_yticks(rows, [literal(_shortened(label)) for label in labels], fontsize=6.5)


def _shortened(label: str) -> str:
    """A long name without its middle: features of one family differ at the end."""
    return label if len(label) <= LONGEST_LABEL else f"{label[:20]}...{label[23 - LONGEST_LABEL :]}"
