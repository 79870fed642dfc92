"""The P-values of the paper's Table S1, computed again from the counts that it prints."""

from dataclasses import dataclass

from ..statistics.group_tests import compare_counts
from ..statistics.table1 import format_p
from .printed import printed

NO_COUNTS = {
    "mean (SD)": "not recomputed: it does not follow from the printed mean (SD), which Welch's t needs alone",
    "median (i.q.r.)": "not recomputed: a test of ranks needs every patient's value",
}


@dataclass(frozen=True, slots=True)
class RecomputedP:
    """One characteristic of Table S1: P as printed, P of the printed counts ('' where there are none), test or reason.

    `levels` holds the printed cells: (level, total, training, validation).
    """

    name: str
    printed_p: str
    p: str
    test: str
    levels: tuple[tuple[str, str, str, str], ...]

    @property
    def agrees(self) -> bool:
        return self.p == self.printed_p


def table_s1_from_counts() -> tuple[RecomputedP, ...]:
    """Every characteristic of Table S1, in its order, tested anew where it is printed as counts."""
    found = []
    for item in printed()["table_s1"]["characteristics"]:
        name, p = item["characteristic"], item["printed_p"]
        if "levels" not in item:
            summary = (item["kind"], item["total"], item["training"], item["validation"])
            found.append(RecomputedP(name, p, "", NO_COUNTS[item["kind"]], (summary,)))
            continue
        levels = item["levels"]
        test = compare_counts([[level["training"], level["validation"]] for level in levels])
        cells = tuple(
            (level["level"], str(level["total"]), str(level["training"]), str(level["validation"])) for level in levels
        )
        found.append(RecomputedP(name, p, format_p(test.p_value), test.name, cells))
    return tuple(found)
