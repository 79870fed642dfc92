"""Clinical, radiomic and combined models side by side, as a part of a report."""

from html import escape
from typing import TYPE_CHECKING

from ...training.statistics.table1 import format_p
from ..drawing.page import section
from .training_markup import text_table

if TYPE_CHECKING:
    from ...training.protocols.clinical import ClinicalComparison


def clinical_section(found: "ClinicalComparison | None") -> str:
    """Markup of the section, or nothing where there are no clinical variables."""
    if found is None:
        return ""
    rows = [(name, f"{each.auc:.3f} ({each.low:.3f} to {each.high:.3f})") for name, each in found.models.items()]
    tested = found.tests()
    tests = [
        (
            f"{first} against {second}",
            f"{test.difference:+.3f} ({test.low:+.3f} to {test.high:+.3f})",
            "no test" if test.p_value is None else format_p(test.p_value),
        )
        for (first, second), test in tested.items()
    ]
    untested = {f"No test: {test.note}." for test in tested.values() if test.note}
    return section(
        "Clinical, radiomic and combined model in the same folds",
        f"<p>Clinical variables: {escape(', '.join(found.variables))}. The combined model is the one exported.</p>",
        text_table(("Model", "Nested AUC (95 % interval)"), rows),
        text_table(("Comparison", "Difference of the AUCs (95 % interval)", "DeLong P"), tests),
        *(f'<p class="note">{escape(reason)}</p>' for reason in (*found.missing, *untested)),
        '<p class="note">The test takes the cross-validated models as fixed; its P is approximate and rather too '
        "small.</p>",
        key="clinical",
    )
