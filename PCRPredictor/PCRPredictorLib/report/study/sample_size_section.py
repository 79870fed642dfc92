"""How many patients the study would have needed, as a part of a report."""

from collections.abc import Mapping
from html import escape
from typing import Any

from ..drawing.page import section
from .training_markup import text_table

TITLES = {
    "development": "To develop, as assumed beforehand",
    "development_at_nested_auc": "To develop, at the AUC found",
    "validation": "To validate",
}
CRITERIA = {
    "shrinkage": "shrinkage",
    "optimism_in_r2": "optimism",
    "prevalence": "prevalence",
    "o_e": "O:E",
    "slope": "slope",
    "c_statistic": "C statistic",
}


def sample_size_section(found: Mapping[str, Any]) -> str:
    """Markup of the section from the key ``sample_size`` of ``validation.json``."""
    developed = any("parameters" in found.get(key, {}) for key in TITLES)
    parameters = " Every candidate feature is a parameter, chosen or not." if developed else ""
    rows = [_row(title, found[key]) for key, title in TITLES.items() if key in found]
    return section(
        "Sample size",
        text_table(("", "Patients needed", "Patients here", "By criterion", "Assumed"), rows),
        f'<p class="note">{escape(found["method"])}. The largest criterion counts.{parameters}</p>',
        key="sample-size",
    )


def _row(title: str, size: Mapping[str, Any]) -> tuple[str, ...]:
    assumed = size["assumed"]
    parts = [f"responders {assumed['prevalence']:.1%}", f"C {assumed['c_statistic']:.3f} ({assumed['c_statistic_is']})"]
    if "parameters" in size:
        parts.insert(0, f"{size['parameters']:,} parameters")
    here = "none yet" if size.get("patients") is None else f"{size['patients']:,}"
    if size["needed"] is None:
        return title, "-", here, size["note"], "; ".join(parts)
    criteria = ", ".join(f"{words} {size[key]:,}" for key, words in CRITERIA.items() if key in size)
    return title, f"{size['needed']:,}", f"{here}{_verdict(size['enough'])}", criteria, "; ".join(parts)


def _verdict(enough: bool | None) -> str:
    return "" if enough is None else ", enough" if enough else ", too few"
