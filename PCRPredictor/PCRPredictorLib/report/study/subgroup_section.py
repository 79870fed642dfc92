"""Performance by groups of patients, as a part of a report."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ..drawing.page import section
from .training_markup import text_table


def subgroup_section(found: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]) -> str:
    """Markup of the section, or nothing where no subgroup was asked for.

    Parameters
    ----------
    found : mapping
        Words for the patients, such as ``"Training, nested"``, to the key ``subgroups`` of ``validation.json``.
    """
    parts = [
        f"<h3>{escape(column)}: {escape(patients)}</h3>"
        + text_table(
            ("Group", "Patients", "Responders", "AUC (95 % interval)", "O:E (95 % interval)", ""), map(_row, groups)
        )
        for patients, columns in found.items()
        for column, groups in columns.items()
    ]
    note = (
        '<p class="note">O:E: responders observed over expected, 1 is perfect. Overlapping intervals do not prove that '
        "groups are alike, and one group out of many may differ by chance.</p>"
    )
    return section("Subgroups", *parts, note, key="subgroups") if parts else ""


def _row(group: Mapping[str, Any]) -> tuple[str, ...]:
    area, ratio = group["auc"], group["o_e"]
    return (
        group["group"],
        f"{group['patients']} ({group['rows']} rows)" if "rows" in group else str(group["patients"]),
        str(group["events"]),
        "-" if area is None else "{:.3f} ({:.3f} to {:.3f})".format(area, *group["auc_ci"]),
        "-" if ratio is None else f"{ratio['value']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})",
        group["note"],
    )
