"""The numbers of calibration, a row for each model on each group of patients."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from .training_markup import text_table

ROWS_TOGETHER = (
    " Intervals take the rows of a patient together: Wilson's is that of as many independent rows as they are worth "
    "(Rao and Scott 1992), those of calibration have standard errors by patient (Liang and Zeger 1986)."
)
_ESTIMATES = ("slope", "intercept", "in_the_large", "o_e")
_DISTANCES = ("ici", "e50", "e90")


def calibration_table(rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> str:
    """Markup of slope, intercept, calibration in the large, O:E, distances and Brier score, under a heading.

    Parameters
    ----------
    rows : iterable of (patients, model, summary)
        Each summary as :func:`.validation.probability_summary` gives it.
    """
    found = list(rows)
    heading = (
        *("Patients", "Model", "Slope (95 %, Wald)", "Intercept", "In the large", "O:E"),
        *("ICI, E50, E90", "Brier score", "By prevalence"),
    )
    table = text_table(heading, [(patients, model, *_cells(each["calibration"])) for patients, model, each in found])
    reasons = "".join(
        f'<p class="note">{escape(patients)}, {escape(model)}: {escape(each["calibration_missing"])}</p>'
        for patients, model, each in found
        if "calibration_missing" in each
    )
    perfect = (
        '<p class="note">Perfect: slope 1, intercept 0, in the large 0, O:E 1, ICI, E50 and E90 0, Brier score 0. '
        "O:E: responders observed over expected. ICI, E50, E90: mean, median and 90th percentile of the distance from "
        "the smooth calibration curve to the diagonal. By prevalence: the Brier score if everyone got the share of "
        "responders.</p>"
    )
    return f"<h3>Calibration</h3>{table}{reasons}{perfect}"


def _cells(found: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        *(_estimate(found[name]) for name in _ESTIMATES),
        ", ".join("-" if found[name] is None else f"{found[name]:.3f}" for name in _DISTANCES),
        f"{found['brier']:.4f}",
        f"{found['brier_of_prevalence']:.4f}",
    )


def _estimate(found: Mapping[str, float] | None) -> str:
    return "-" if found is None else f"{found['value']:.3f} ({found['low']:.3f} to {found['high']:.3f})"
