"""The report on a finished model in patients that it was not trained on: one self-contained page."""

from html import escape
from typing import TYPE_CHECKING, Any

from ...models.call import ABOVE, BELOW, OUTSIDE, TOO_CLOSE
from ...models.named_rows import rows_in_words
from ...training.record.measures import MEASURES, told_apart
from ...training.statistics.table1 import format_p
from ..drawing.page import page, section
from .calibration_table import ROWS_TOGETHER, calibration_table
from .sample_size_section import sample_size_section
from .subgroup_section import subgroup_section
from .training_markup import picture, text_table, with_warnings
from .validation_charts import ScoredCohort, calibration_chart, decision_chart, roc_chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def validation_figures(cohort: ScoredCohort, simulated: bool) -> "dict[str, tuple[str, Figure]]":
    """File name, caption and figure: ROC curve, calibration, decision curve."""
    return {
        "roc": ("ROC curve with the 95 % interval of the AUC", roc_chart([cohort], simulated)),
        "calibration": (
            "Calibration: smooth curve with its 95 % band; groups of equal size, Wilson intervals",
            calibration_chart([cohort], simulated),
        ),
        "decision_curve": ("Decision curve", decision_chart([cohort], simulated)),
    }


def validation_report(summary: dict[str, Any], figures: "dict[str, tuple[str, Figure]]") -> str:
    """The page.

    Parameters
    ----------
    summary : dict
        Content of ``validation.json``.
    figures : dict
        As :func:`validation_figures` returns.
    """
    pictures = [picture(name, caption, figure) for name, (caption, figure) in figures.items()]
    simulated = "patients: nothing on this page holds for real ones." if summary["simulated"] else None
    body = "\n".join(
        [
            "<header><h1>Validation report</h1></header>",
            with_warnings(_answer(summary), summary["warnings"]),
            _details(summary),
            subgroup_section({"validation": summary["subgroups"]}),
            sample_size_section(summary["sample_size"]),
            *pictures,
            "<footer>Research use only.</footer>",
        ]
    )
    return page("Validation report", body, simulated)


def _answer(summary: dict[str, Any]) -> str:
    low, high = summary["auc_ci"]
    method = escape(summary["auc_ci_method"].removesuffix(", 95 %"))
    return section(
        f"{_called(summary)[0]} in {_patients(summary)}",
        f'<p class="headline"><span class="number">{summary["auc"]:.2f}</span>'
        '<span class="research">Research use only</span></p>',
        f"<p>AUC, 95 % interval {low:.2f} to {high:.2f} ({method}).</p>",
        class_="answer",
    )


def _called(summary: dict[str, Any]) -> tuple[str, str]:
    """The model, and what it is compared with, if it is: names that tell the two apart."""
    found = summary.get("comparison")
    if found is None or found["kind"] != "model":
        return summary["model"], "" if found is None else found["with"]
    return told_apart(summary["model"], summary["model_hash"], found["with"], found["with_hash"])


def _patients(summary: dict[str, Any]) -> str:
    if "rows" not in summary:
        return f"{summary['patients']} patients, {summary['responders']} of them responders"
    return f"{rows_in_words(summary['rows'], summary['patients'])}, {summary['responding_rows']} rows with a response"


def _details(summary: dict[str, Any]) -> str:
    return section(
        "Performance",
        _calls(summary),
        calibration_table([("Validation", _called(summary)[0], summary)]),
        *([_comparison(summary)] if "comparison" in summary else []),
    )


def _calls(summary: dict[str, Any]) -> str:
    if summary["cutoff"] is None:
        return "<p>No cut-off is valid on this scale, so no class is called.</p>"
    rows = [(measure.replace("_", " ").capitalize(), *_share(summary, measure)) for measure in MEASURES]
    return (
        f"<h3>At the cut-off {summary['cutoff']:.4f}</h3>"
        + text_table(("", "Value", "95 % interval (Wilson)"), rows)
        + f'<p class="note">{_who_is_called(summary)}{ROWS_TOGETHER if "rows" in summary else ""}</p>'
    )


def _who_is_called(summary: dict[str, Any]) -> str:
    """That the measures count everyone, and how many of them `predict` gives a class."""
    kind = "rows" if "rows" in summary else "patients"
    above, below, close, outside = (
        summary["calls"][call].get("rows", summary["calls"][call]["patients"])
        for call in (ABOVE, BELOW, TOO_CLOSE, OUTSIDE)
    )
    return (
        f"Of all {summary[kind]} {kind}, whether given a class or not. A class is given to {above} above the cut-off "
        f"and {below} below it; {close} are too close to call, {outside} outside what calibration or training has seen."
    )


def _share(found: dict[str, Any], measure: str) -> tuple[str, str]:
    if found[measure] is None:
        return "-", "nobody to count"
    low, high = found[f"{measure}_ci"]
    return f"{found[measure]:.3f}", f"{low:.3f} to {high:.3f}"


def _comparison(summary: dict[str, Any]) -> str:
    found, (ours, theirs) = summary["comparison"], map(escape, _called(summary))
    heading = f"<h3>Compared with {theirs}</h3>"
    if found["kind"] == "model":
        tested = found["note"] if found["p_value"] is None else f"DeLong P {format_p(found['p_value'])}"
        return heading + (
            f"<p>AUC {found['first']:.3f} of {ours} against {found['second']:.3f} of {theirs}, difference "
            f"{found['difference']:+.3f} ({found['low']:+.3f} to {found['high']:+.3f}); {escape(tested)}.</p>"
        )
    rows = [
        (
            measure.capitalize(),
            *(f"{found[measure][reader]:.3f}" for reader in ("first", "second")),
            *(str(found[measure][alone]) for alone in ("only_first", "only_second")),
            format_p(found[measure]["p_value"]),
        )
        for measure in ("accuracy", "sensitivity", "specificity")
    ]
    test = "McNemar P (exact, of patients)" if "rows" in summary else "McNemar P (exact)"
    columns = ("", "Model", "Reader", "Only the model right", "Only the reader right", test)
    return heading + text_table(columns, rows)
