"""`pcr-predictor audit`: what became of the predictions that were made."""

from pathlib import Path

import click

from ..errors import Notice
from ..files import write_json, write_text
from ..numerals import count
from .documents import PDF_OPTION, pdf_name, require_pdf_if, write_page_pdf
from .options import INPUT_PATH, OUTPUT_PATH, Command
from .output import check_output_folder, closing_words, filling, show_warnings
from .terminal import tell


@click.command("audit", cls=Command)
@click.option("--scores", required=True, type=INPUT_PATH, help="Table that predict --table wrote (CSV).")
@click.option("--outcomes", required=True, type=INPUT_PATH, help="Table of later outcomes (CSV), by the same case ids.")
@click.option(
    "--outcome", default="outcome", show_default=True, metavar="COL", help="Column of outcomes; empty: not yet."
)
@click.option("--positive", metavar="VALUE", help="The outcome that means a response; 1, yes, true or pCR unless told.")
@click.option(
    "--patient", metavar="COL", help="Column, in either table, that names the patient, where one has several rows."
)
@click.option("--id", "id_column", metavar="COL", help="Column that names the cases in both; case_id unless told.")
@click.option("--date", "date_column", metavar="COL", help="Column of dates, in either table; date or study_date.")
@click.option("--scanner", "scanner_column", metavar="COL", help="Column of scanners, in either table.")
@PDF_OPTION
@click.option("--output", required=True, type=OUTPUT_PATH, help="Folder.")
def command(
    scores: Path,
    outcomes: Path,
    outcome: str,
    positive: str | None,
    patient: str | None,
    id_column: str | None,
    date_column: str | None,
    scanner_column: str | None,
    pdf: bool,
    output: Path,
) -> None:
    """Hold predictions against what happened: what a site must know before it goes on using a model.

    The folder gets report.html and audit.json: observed over expected responses, calibration, AUC, the share of cases
    outside what calibration or training has seen, and all of it by month and by scanner. Research use only.
    """
    check_output_folder(output, ["audit.json", "report.html", pdf_name("report.html")])
    require_pdf_if(pdf, output, "report.html")
    from ..report.study.audit_page import audit_page, of_patients
    from ..training.audit.cases import match_cases
    from ..training.audit.summary import audit_summary

    found = match_cases(scores, outcomes, outcome, positive, id_column, date_column, scanner_column, patient)
    summary = audit_summary(found)
    with filling(output) as folder:
        write_json(folder / "audit.json", summary)
        write_text(folder / "report.html", audit_page(summary))
        if pdf:
            write_page_pdf(folder / "report.html")
    show_warnings(Notice(entry["code"], entry["message"]) for entry in summary["warnings"])
    measured, outside = summary["o_e"], summary["domain"]
    beyond = f", {outside['successes']} of {outside['total']} unlike its cohort" if outside["total"] else ""
    tell(
        f"{count(measured['observed'], 'response')} observed, {measured['expected']:.1f} expected in "
        f"{count(summary['with_outcome'], 'case')}{of_patients(summary)}{beyond}; {output / 'report.html'} says more. "
        f"{closing_words(found.simulated)}"
    )
