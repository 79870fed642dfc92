"""Figures of a training run as matplotlib figures: ROC curves, as in the paper's Figures S2 and S3."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..optional import require
from ..training.record import comparisons
from ..training.statistics.delong import delong_interval
from ..training.statistics.roc import roc_auc, roc_curve
from ..training.table1 import format_p

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..training.train import TrainingResult, Variant

COLORS = {"SMOTE-radiomics": "#0072B2", "radiomics": "#D55E00"}
DASHES = {"SMOTE-radiomics": "-", "radiomics": (0, (5, 2))}
FOLD_COLORS = ("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#999999")
PANEL_INCHES = 4.4


def new_figure(panels: int, rows: int = 1, simulated: bool = False) -> "tuple[Figure, list[Any]]":
    """An empty figure with square panels, marked where its patients are simulated."""
    figures = require("matplotlib.figure", purpose="Drawing the figures of a training run", extra="training")
    figure = figures.Figure(figsize=(PANEL_INCHES * panels, PANEL_INCHES * rows), layout="constrained")
    figure.get_layout_engine().set(h_pad=0.1, w_pad=0.1)
    axes = np.atleast_1d(figure.subplots(rows, panels)).ravel().tolist()
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
    words = "Simulated patients. Research use only." if simulated else "Research use only."
    figure.supxlabel(words, fontsize=8, color="#57606a")
    return figure, axes


def save_figure(figure: "Figure", folder: Path, name: str) -> None:
    """Write ``name.png`` and ``name.svg``, the same bytes for the same figure."""
    matplotlib = require("matplotlib", purpose="Drawing the figures of a training run", extra="training")
    with matplotlib.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        figure.savefig(folder / f"{name}.png", dpi=150, metadata={"Software": None})
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None})


def roc_per_fold(result: "TrainingResult") -> "Figure":
    """ROC curve of each fold, a column for each variant: the paper's protocol on top where it was run (Figure S2)."""
    rows: list[Callable[[Any, Variant], None]] = [lambda axis, variant: _nested_folds(axis, variant, result)]
    if result.main.paper is not None:
        rows.insert(0, _paper_folds)
    figure, axes = new_figure(len(result.variants), len(rows), result.simulated)
    panels = iter(axes)
    for draw in rows:
        for variant in result.variants:
            draw(next(panels), variant)
    return figure


def roc_of_models(result: "TrainingResult") -> "Figure":
    """ROC curves of both variants in the training patients and in the validation patients (Figure S3)."""
    tests = comparisons(result)
    panels: list[tuple[str, str, list[tuple[Variant, NDArray[np.int64], NDArray[np.float64]]]]] = []
    if result.main.paper is not None:
        papers = [(each, each.paper.outcome, each.paper.apparent) for each in result.variants if each.paper is not None]
        panels.append(("paper_training", "Training as in the paper: apparent, not valid", papers))
    outcome = result.cohort.outcome
    panels.append(
        (
            "training",
            "Training patients, nested",
            [(each, outcome, each.nested.probability) for each in result.variants],
        )
    )
    if result.external is not None:
        truth = result.external.outcome
        scored = [(each, truth, each.external) for each in result.variants if each.external is not None]
        panels.append(("validation", "Validation patients", scored))
    figure, axes = new_figure(len(panels), simulated=result.simulated)
    for axis, (key, title, curves) in zip(axes, panels, strict=True):
        _roc_axis(axis, title)
        for variant, truth, score in curves:
            _draw_model(axis, variant, truth, score, nested=key == "training")
        if key in tests:
            _note_p(axis, tests[key])
        axis.legend(loc="lower right", fontsize=8, frameon=False)
    return figure


def _draw_model(
    axis: Any, variant: "Variant", outcome: NDArray[np.int64], score: NDArray[np.float64], nested: bool
) -> None:
    if nested:
        area, low, high = variant.nested.auc, variant.nested.low, variant.nested.high
    else:
        interval = delong_interval(outcome, score)
        area, low, high = interval.auc, interval.low, interval.high
    curve = roc_curve(outcome, score)
    axis.plot(
        curve.false_positive_rate,
        curve.true_positive_rate,
        color=COLORS[variant.name],
        linestyle=DASHES[variant.name],
        linewidth=2,
        label=f"{variant.name} {area:.3f} ({low:.3f}-{high:.3f})",
    )


def _note_p(axis: Any, test: dict[str, Any]) -> None:
    if test["p_value"] is None:
        return
    words = format_p(test["p_value"])
    words = f"DeLong P {words}" if words.startswith("<") else f"DeLong P = {words}"
    axis.text(0.98, 0.22, words, ha="right", fontsize=8, transform=axis.transAxes)


def _nested_folds(axis: Any, variant: "Variant", result: "TrainingResult") -> None:
    nested, outcome = variant.nested, result.cohort.outcome
    _roc_axis(axis, f"{variant.name}: nested cross-validation")
    first = [fold for fold in nested.folds if fold.repeat == 0]
    _draw_folds(axis, [(outcome[fold.rows], fold.probability) for fold in first])
    whole = roc_curve(outcome, nested.probability)
    axis.plot(
        whole.false_positive_rate,
        whole.true_positive_rate,
        color=COLORS[variant.name],
        linewidth=2.2,
        label=f"All {variant.config.repeats} repeats {nested.auc:.3f} ({nested.low:.3f}-{nested.high:.3f})",
    )
    axis.legend(loc="lower right", fontsize=8, frameon=False)


def _paper_folds(axis: Any, variant: "Variant") -> None:
    paper = variant.paper
    assert paper is not None
    where = f"with {paper.synthetic} synthetic patients" if paper.synthetic else "original patients"
    _roc_axis(axis, f"{variant.name}: the paper's protocol, leaking\n({where})")
    _draw_folds(axis, [(fold.outcome, fold.probability) for fold in paper.folds])
    whole = roc_curve(paper.outcome, paper.probability)
    axis.plot(
        whole.false_positive_rate,
        whole.true_positive_rate,
        color=COLORS[variant.name],
        linewidth=2.2,
        label=f"All folds {paper.auc.value:.3f}",
    )
    axis.legend(loc="lower right", fontsize=8, frameon=False)


def _draw_folds(axis: Any, folds: list[tuple[NDArray[np.int64], NDArray[np.float64]]]) -> None:
    for number, (outcome, probability) in enumerate(folds):
        curve = roc_curve(outcome, probability)
        axis.plot(
            curve.false_positive_rate,
            curve.true_positive_rate,
            color=FOLD_COLORS[number % len(FOLD_COLORS)],
            linewidth=1,
            label=f"Fold {number + 1} {roc_auc(outcome, probability):.3f}",
        )


def _roc_axis(axis: Any, title: str) -> None:
    axis.plot([0, 1], [0, 1], color="#b0b7bf", linewidth=1, linestyle=":")
    axis.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal", xlabel="1 - specificity", ylabel="Sensitivity")
    axis.set_title(title, fontsize=10)
