"""Draw the numbers: peers side by side, cost by lesion size, the goals."""

from pathlib import Path
from typing import Any

from cases import BY_SIZE
from peers import OURS

FOLDER = Path(__file__).resolve().parent.parent / "Docs" / "images"
BLUE, GREY = "#1f6fb4", "#9aa5b1"


def draw(results: dict[str, Any]) -> None:
    """Write ``performance.svg`` and ``performance.png``."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "PCRPredictor"  # the same numbers give the same file
    figure = Figure(figsize=(11, 4.6), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1.25, 1))
    _peers(left, results["side_by_side"])
    _sizes(right, results["sizes"])
    for name in ("performance.svg", "performance.png"):
        figure.savefig(FOLDER / name, dpi=110, metadata={"Date": None} if name.endswith("svg") else None)


def _peers(axes: Any, measured: dict[str, Any]) -> None:
    shown = {name: value for name, value in measured.items() if "," not in name and "failed" not in value}
    names = sorted(shown, key=lambda name: -shown[name]["processor_seconds"])
    seconds = [shown[name]["processor_seconds"] for name in names]
    bars = axes.barh(
        [f"{name} ({shown[name]['count']})" for name in names],
        seconds,
        color=[BLUE if name == OURS.name else GREY for name in names],
    )
    axes.bar_label(bars, [f"{value:.3g} s" for value in seconds], padding=4)
    axes.set_xscale("log")
    axes.set_xlim(min(seconds) / 3, max(seconds) * 4)
    axes.set_xlabel("processor seconds, one thread, warm, minimum (log scale)")
    axes.set_title("1,000,000-voxel lesion in 256 x 256 x 160\n(numbers computed in brackets)", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)


def _sizes(axes: Any, measured: dict[str, Any]) -> None:
    voxels = [case.voxels for case in BY_SIZE]
    seconds = [measured[case.name]["processor_seconds"] for case in BY_SIZE]
    axes.loglog(voxels, seconds, "o-", color=BLUE, label="396 features")
    slope = seconds[-1] / voxels[-1]
    axes.loglog(voxels, [slope * count for count in voxels], "--", color=GREY, label="proportional to the voxels")
    for count, value in zip(voxels, seconds, strict=True):
        axes.annotate(f"{value:.3g} s", (count, value), (0, 7), textcoords="offset points", ha="center")
    axes.set_ylim(min(slope * voxels[0] / 2, min(seconds)), max(seconds) * 4)
    axes.set_xlabel("voxels of the lesion")
    axes.set_ylabel("processor seconds")
    axes.set_title("PCRPredictor by size of the lesion", fontsize=11)
    axes.legend(frameon=False, loc="lower right")
    axes.spines[["top", "right"]].set_visible(False)
