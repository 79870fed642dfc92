"""ROC curve, calibration and decision curve of one or several models on one or several cohorts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...models.named_rows import rows_in_words
from ...optional import require
from ...training.record.measures import CALIBRATION_GROUPS
from ...training.statistics.calibration_statistics import calibration_curve
from ...training.statistics.decision_curve import decision_curve
from ...training.statistics.delong import delong_interval
from ...training.statistics.roc import roc_curve
from ...training.statistics.smooth_calibration import smooth_calibration
from .figure_bytes import png_of, svg_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLORS = ("#0072B2", "#D55E00", "#009E73")
DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1)))
GUIDE = "#b0b7bf"
INK, MUTED = "#1b1f24", "#57606a"
PANEL_INCHES = 4.4


@dataclass(frozen=True, eq=False)
class ScoredCohort:
    """Patients and the probabilities that models give them.

    Attributes
    ----------
    title : str
    outcome : ndarray, shape (patients,)
        0 and 1.
    scores : mapping of str to ndarray
        Model to its probabilities, always in the same order.
    areas : mapping of str to (AUC, low, high)
        Where the interval is not DeLong's.
    outcomes : mapping of str to ndarray
        Where a model was scored on other patients than `outcome`.
    note : str
        Written into the ROC panel.
    people : int or None
        How many patients the rows are of, where one may have several.
    said : str
        What else a reader of a panel must know, such as that probabilities are averaged.
    groups : ndarray of int, shape (patients,), or None
        Rows with one value are one patient's, which every interval takes together.
    """

    title: str
    outcome: NDArray[np.int64]
    scores: Mapping[str, NDArray[np.float64]]
    areas: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    outcomes: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    note: str = ""
    people: int | None = None
    said: str = ""
    groups: NDArray[np.int64] | None = None

    @property
    def heading(self) -> str:
        """Title of a panel: who is shown, and how many they are."""
        rows = len(self.outcome)
        people = rows if self.people is None else self.people
        responding = "responders" if people == rows else "rows with a response"
        many = f"{rows_in_words(rows, people)}, {int(self.outcome.sum())} {responding}"
        return "\n".join(filter(None, (self.title, many, self.said)))


def new_figure(panels: int, rows: int = 1, simulated: bool = False) -> "tuple[Figure, list[Any]]":
    """An empty figure with square panels, marked where its patients are simulated."""
    figures = require("matplotlib.figure", purpose="Drawing figures", extra="training")
    figure = figures.Figure(figsize=(PANEL_INCHES * panels, PANEL_INCHES * rows), layout="constrained")
    figure.get_layout_engine().set(h_pad=0.1, w_pad=0.1)
    axes = np.atleast_1d(figure.subplots(rows, panels)).ravel().tolist()
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
    words = "Simulated patients. Research use only." if simulated else "Research use only."
    figure.supxlabel(words, fontsize=8, color=MUTED)
    return figure, axes


def save_figure(figure: "Figure", folder: Path, name: str) -> None:
    """Write ``name.png`` and ``name.svg``, the same bytes for the same figure."""
    (folder / f"{name}.png").write_bytes(png_of(figure, 150)[0])
    (folder / f"{name}.svg").write_bytes(svg_of(figure, name))


def roc_chart(cohorts: Sequence[ScoredCohort], simulated: bool = False) -> "Figure":
    """ROC curve of each model, a panel for each cohort."""
    figure, axes = new_figure(len(cohorts), simulated=simulated)
    for axis, cohort in zip(axes, cohorts, strict=True):
        roc_axis(axis, cohort.heading)
        for number, (name, score) in enumerate(cohort.scores.items()):
            outcome = cohort.outcomes.get(name, cohort.outcome)
            area, low, high = cohort.areas.get(name) or _delong(outcome, score, cohort.groups)
            curve = roc_curve(outcome, score)
            axis.plot(
                curve.false_positive_rate,
                curve.true_positive_rate,
                color=COLORS[number],
                linestyle=DASHES[number],
                linewidth=2,
                label=f"{literal(name)} {area:.3f} ({low:.3f}-{high:.3f})",
            )
        axis.text(0.98, 0.03, cohort.note, ha="right", fontsize=8, transform=axis.transAxes)
        legend_below(axis)
    return figure


def calibration_chart(cohorts: Sequence[ScoredCohort], simulated: bool = False) -> "Figure":
    """Observed share of responders against predicted probability: smooth curve with its band, groups with intervals."""
    figure, axes = new_figure(len(cohorts), simulated=simulated)
    for axis, cohort in zip(axes, cohorts, strict=True):
        axis.plot([0, 1], [0, 1], color=GUIDE, linewidth=1, linestyle=":")
        for number, (name, probability) in enumerate(cohort.scores.items()):
            smooth = _smooth_curve(axis, number, cohort, probability)
            groups = min(CALIBRATION_GROUPS, cohort.outcome.size)
            points = calibration_curve(cohort.outcome, probability, groups, people=cohort.groups)
            observed = np.array([point.observed.value for point in points], dtype=float)
            low = np.array([point.observed.low for point in points], dtype=float)
            high = np.array([point.observed.high for point in points], dtype=float)
            axis.errorbar(
                [point.predicted for point in points],
                observed,
                yerr=[observed - low, high - observed],
                color=COLORS[number],
                linestyle="none",
                marker="os^"[number],
                markersize=4,
                capsize=2,
                elinewidth=0.8,
                label=literal(name if smooth else f"{name} (no smooth curve)"),
            )
        axis.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", xlabel="Predicted probability", ylabel="Share of responders")
        axis.set_title(cohort.heading, fontsize=10)
        axis.legend(loc="upper left", fontsize=8, frameon=False)
    return figure


def _smooth_curve(axis: Any, number: int, cohort: ScoredCohort, probability: NDArray[np.float64]) -> bool:
    """Draw the curve and its pointwise 95 % band; False where none can be fitted."""
    try:
        curve = smooth_calibration(cohort.outcome, probability, groups=cohort.groups)
    except InputError:
        return False
    axis.fill_between(curve.predicted, curve.low, curve.high, color=COLORS[number], alpha=0.15, linewidth=0)
    axis.plot(curve.predicted, curve.observed, color=COLORS[number], linestyle=DASHES[number], linewidth=1.6)
    return True


def decision_chart(cohorts: Sequence[ScoredCohort], simulated: bool = False) -> "Figure":
    """Net benefit over threshold probabilities, beside calling everyone or nobody positive."""
    figure, axes = new_figure(len(cohorts), simulated=simulated)
    for axis, cohort in zip(axes, cohorts, strict=True):
        curves = [decision_curve(cohort.outcome, probability) for probability in cohort.scores.values()]
        for number, (name, curve) in enumerate(zip(cohort.scores, curves, strict=True)):
            axis.plot(
                curve.thresholds,
                curve.model,
                color=COLORS[number],
                linestyle=DASHES[number],
                linewidth=1.6,
                label=literal(name),
            )
        axis.plot(curves[0].thresholds, curves[0].treat_all, color=MUTED, linewidth=1, label="Everyone")
        axis.axhline(0, color=INK, linewidth=1, label="Nobody")
        prevalence = float(cohort.outcome.mean())
        axis.set(xlim=(0, 1), ylim=(-0.25 * prevalence, 1.1 * prevalence))
        axis.set(xlabel="Threshold probability", ylabel="Net benefit per patient")
        axis.set_title(cohort.heading, fontsize=10)
        legend_below(axis, columns=2)
    return figure


def legend_below(axis: Any, columns: int = 1) -> None:
    """A legend below the panel: curves may run through every corner of it."""
    axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=columns, fontsize=8, frameon=False)


def literal(name: str) -> str:
    """A name as it stands: matplotlib would read what is between two dollar signs as a formula."""
    return name.replace("$", r"\$")


def roc_axis(axis: Any, title: str) -> None:
    """Prepare a panel for ROC curves."""
    axis.plot([0, 1], [0, 1], color=GUIDE, linewidth=1, linestyle=":")
    axis.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal", xlabel="1 - specificity", ylabel="Sensitivity")
    axis.set_title(title, fontsize=10)


def _delong(
    outcome: NDArray[np.int64], score: NDArray[np.float64], groups: NDArray[np.int64] | None
) -> tuple[float, float, float]:
    interval = delong_interval(outcome, score, groups=groups)
    return interval.auc, interval.low, interval.high
