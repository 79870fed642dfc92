"""The drafts of all checklists as a page and as a table."""

from html import escape
from typing import TYPE_CHECKING

from ....files import csv_text
from ...drawing.page import page, section
from ..training_markup import text_table
from .clear import CLEAR
from .facts import facts_of
from .items import Answer, Checklist, answers
from .metrics import METRICS
from .tripod_ai import TRIPOD_AI

if TYPE_CHECKING:
    from ....training.protocols.train import TrainingResult

CHECKLISTS = (TRIPOD_AI, CLEAR, METRICS)
HEADING = ("Item", "Subject", "Answered by", "Answer")


def filled(result: "TrainingResult") -> list[tuple[Checklist, tuple[Answer, ...]]]:
    """Each checklist with its answers."""
    facts = facts_of(result)
    return [(checklist, answers(checklist, facts)) for checklist in CHECKLISTS]


def drafts_page(drafts: list[tuple[Checklist, tuple[Answer, ...]]], simulated: bool) -> str:
    """All drafts as one self-contained page."""
    parts = [
        section(
            f"{checklist.name}: {sum(each.by == 'run' for each in found)} of {len(found)} items answered by the run",
            f'<p class="note">{escape(checklist.source)}. Items in our own words; submit the official form.</p>',
            text_table(HEADING, [(each.number, each.subject, each.by, each.words) for each in found]),
            key=checklist.name.lower().replace("+", "-"),
        )
        for checklist, found in drafts
    ]
    body = "<header><h1>Reporting checklists, drafts</h1></header>\n" + "\n".join(parts)
    return page(
        "Reporting checklists, drafts",
        body + "\n<footer>Research use only.</footer>",
        "patients: no statement about real ones." if simulated else None,
    )


def drafts_table(drafts: list[tuple[Checklist, tuple[Answer, ...]]]) -> str:
    """All drafts as CSV: ``checklist, item, subject, answered_by, answer``."""
    rows = [("checklist", "item", "subject", "answered_by", "answer")]
    for checklist, found in drafts:
        rows += [(checklist.name, each.number, each.subject, each.by, each.words) for each in found]
    return csv_text(rows)
