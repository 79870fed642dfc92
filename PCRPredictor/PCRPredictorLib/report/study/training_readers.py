"""The part of a training report on readers: reproducible features, agreement of contours."""

from typing import TYPE_CHECKING, Any

from ...models.named_rows import rows_in_words
from ...training.readers.agreement import contour_summary, feature_reliability
from ..drawing.page import section
from .training_markup import text_table

if TYPE_CHECKING:
    from ...training.protocols.train import TrainingResult

HEADINGS = {"readers": "between two readers", "perturbed_contours": "over perturbed contours"}


def readers_section(result: "TrainingResult") -> str:
    """Markup of the section, or nothing where each patient has one reading and contours were not compared."""
    parts = [
        _features(found, HEADINGS[kind], result.config.reproducibility_threshold)
        for kind, found in feature_reliability(result.cohort).items()
    ]
    parts += [_contours(phase, found) for phase, found in contour_summary(result.contours).items()]
    return section("Readers", *parts, key="readers") if parts else ""


def _features(found: dict[str, Any], where: str, threshold: float) -> str:
    values = [entry["icc"] for entry in found["features"].values() if entry is not None]
    enough = sum(value >= threshold for value in values)
    read = rows_in_words(found.get("rows", found["patients"]), found["patients"])
    return (
        f"<p>Features {where}: {enough} of {len(found['features'])} reach {found['kind']} of {threshold:g}, in "
        f"{read} with {found['readings']} readings. The pipeline judges them again in each "
        "training fold.</p>"
    )


def _contours(phase: str, found: dict[str, Any]) -> str:
    volume = found["volume"]
    agreement = "not defined" if volume["icc"] is None else f"{volume['icc']:.3f}"
    limits = "" if volume["limits"] is None else " ({:+.1%} to {:+.1%})".format(*volume["limits"])
    difference = f"{volume['mean_difference']:+.1%}{limits}"
    return f"<h3>Contours, {phase} phase, {found['cases']} cases</h3>" + text_table(
        ("", "Median", "Quartiles", "Worst"),
        [
            ("Dice", *_spread(found["dice"], "")),
            ("Hausdorff distance", *_spread(found["hausdorff_mm"], " mm")),
            ("Volume, ICC(2,1)", agreement, "", ""),
            (
                "Volume, mean relative difference (limits of agreement)",
                difference,
                "",
                "",
            ),
        ],
    )


def _spread(found: dict[str, float], unit: str) -> tuple[str, str, str]:
    quartiles = f"{found['lower_quartile']:.3g} to {found['upper_quartile']:.3g}{unit}"
    return f"{found['median']:.3g}{unit}", quartiles, f"{found['worst']:.3g}{unit}"
