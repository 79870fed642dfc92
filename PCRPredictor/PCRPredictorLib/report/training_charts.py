"""Charts of a training run: coefficients, selection, calibration, decision curve, learning curve, permutations."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..training.statistics.calibration_statistics import calibration_curve
from ..training.statistics.decision_curve import decision_curve
from ..training.validation import CALIBRATION_GROUPS
from .training_figures import COLORS, DASHES, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..training.train import TrainingResult, Variant

MOST_FEATURES = 20
LONGEST_LABEL = 48


def coefficients(result: "TrainingResult") -> "Figure":
    """Coefficient of each feature, a panel for each variant."""
    figure, axes = new_figure(len(result.variants), simulated=result.simulated)
    for axis, variant in zip(axes, result.variants, strict=True):
        features = sorted(variant.model.features, key=lambda feature: abs(feature.coefficient))
        _bars(axis, [feature.label for feature in features], [feature.coefficient for feature in features], variant)
        axis.axvline(0, color="#1b1f24", linewidth=0.8)
        axis.set_xlabel("Change of the log odds per standard deviation")
        axis.set_title(variant.name, fontsize=10)
    return figure


def selection_frequency(result: "TrainingResult") -> "Figure":
    """Share of the training folds that chose each feature, the most frequent first."""
    figure, axes = new_figure(len(result.variants), simulated=result.simulated)
    labels = {feature.column: feature.label for variant in result.variants for feature in variant.model.features}
    for axis, variant in zip(axes, result.variants, strict=True):
        share = variant.nested.selection_frequency(len(result.cohort.names))
        often = [column for column in np.argsort(-share, kind="stable")[:MOST_FEATURES] if share[column] > 0][::-1]
        names = [result.cohort.names[column] for column in often]
        _bars(axis, [labels.get(name, name) for name in names], [float(share[column]) for column in often], variant)
        axis.set(xlim=(0, 1), xlabel=f"Share of {len(variant.nested.folds)} training folds")
        axis.set_title(variant.name, fontsize=10)
    return figure


def calibration(result: "TrainingResult") -> "Figure":
    """Observed share of responders against predicted probability, with Wilson intervals."""
    figure, axes = new_figure(len(_cohorts(result)), simulated=result.simulated)
    for axis, (title, outcome, scores) in zip(axes, _cohorts(result), strict=True):
        axis.plot([0, 1], [0, 1], color="#b0b7bf", linewidth=1, linestyle=":")
        for name, probability in scores.items():
            points = calibration_curve(outcome, probability, min(CALIBRATION_GROUPS, outcome.size))
            predicted = [point.predicted for point in points]
            observed = np.array([point.observed.value for point in points], dtype=float)
            low = np.array([point.observed.low for point in points], dtype=float)
            high = np.array([point.observed.high for point in points], dtype=float)
            axis.errorbar(
                predicted,
                observed,
                yerr=[observed - low, high - observed],
                color=COLORS[name],
                linestyle=DASHES[name],
                marker="o",
                markersize=4,
                capsize=2,
                linewidth=1.3,
                label=name,
            )
        axis.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", xlabel="Predicted probability", ylabel="Share of responders")
        axis.set_title(title, fontsize=10)
        axis.legend(loc="upper left", fontsize=8, frameon=False)
    return figure


def decision(result: "TrainingResult") -> "Figure":
    """Net benefit over threshold probabilities, beside calling everyone or nobody positive."""
    figure, axes = new_figure(len(_cohorts(result)), simulated=result.simulated)
    for axis, (title, outcome, scores) in zip(axes, _cohorts(result), strict=True):
        prevalence = float(outcome.mean())
        for name, probability in scores.items():
            curve = decision_curve(outcome, probability)
            axis.plot(
                curve.thresholds, curve.model, color=COLORS[name], linestyle=DASHES[name], linewidth=1.6, label=name
            )
            everyone = curve.treat_all
        axis.plot(curve.thresholds, everyone, color="#57606a", linewidth=1, label="Everyone")
        axis.axhline(0, color="#1b1f24", linewidth=1, label="Nobody")
        axis.set(xlim=(0, 1), ylim=(-0.25 * prevalence, 1.1 * prevalence))
        axis.set(xlabel="Threshold probability", ylabel="Net benefit per patient")
        axis.set_title(title, fontsize=10)
        axis.legend(loc="upper right", fontsize=8, frameon=False)
    return figure


def learning(result: "TrainingResult") -> "Figure":
    """AUC of the test folds against the number of patients that taught the model."""
    assert result.learning is not None
    figure, (axis,) = new_figure(1, simulated=result.simulated)
    axis.plot(
        [point.patients for point in result.learning],
        [point.auc for point in result.learning],
        color=COLORS[result.main.name],
        marker="o",
    )
    axis.axhline(0.5, color="#b0b7bf", linewidth=1, linestyle=":")
    axis.set(ylim=(0.3, 1), xlabel="Training patients", ylabel="Mean AUC of the test folds")
    axis.set_title(f"{result.main.name}: learning curve", fontsize=10)
    return figure


def permutations(result: "TrainingResult") -> "Figure":
    """AUCs of the pipeline on outcomes dealt at random, and the observed one."""
    assert result.permutation is not None
    figure, (axis,) = new_figure(1, simulated=result.simulated)
    axis.hist(result.permutation.permuted, bins=20, color="#b0b7bf", label="Outcomes dealt at random")
    axis.axvline(result.permutation.observed, color=COLORS[result.main.name], linewidth=2, label="Observed")
    axis.set(xlabel="Nested AUC", ylabel="Permutations")
    axis.set_title(f"{result.main.name}: P = {result.permutation.p_value:.3f}", fontsize=10)
    axis.legend(fontsize=8, frameon=False)
    return figure


def _cohorts(
    result: "TrainingResult",
) -> list[tuple[str, NDArray[np.int64], dict[str, NDArray[np.float64]]]]:
    """Title, outcome and each variant's probabilities: out-of-fold in training, and in validation where it exists."""
    nested = {variant.name: variant.nested.probability for variant in result.variants}
    cohorts = [("Training patients, nested", result.cohort.outcome, nested)]
    if result.external is not None:
        scored = {variant.name: variant.external for variant in result.variants if variant.external is not None}
        cohorts.append(("Validation patients", result.external.outcome, scored))
    return cohorts


def _bars(axis: Any, labels: list[str], values: list[float], variant: "Variant") -> None:
    rows = np.arange(len(labels))
    axis.barh(rows, values, color=COLORS[variant.name], height=0.7)
    axis.set_yticks(rows, [_shortened(label) for label in labels], fontsize=6.5)


def _shortened(label: str) -> str:
    """A long name without its middle: features of one family differ at the end."""
    return label if len(label) <= LONGEST_LABEL else f"{label[:20]}...{label[23 - LONGEST_LABEL :]}"
