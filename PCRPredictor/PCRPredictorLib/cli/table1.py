"""`pcr-predictor table1`: a clinical table to the characteristics of the patients by group."""

from pathlib import Path

import click

from ..errors import InputError
from ..files import write_text
from .options import INPUT_PATH, OUTPUT_PATH, Command
from .output import check_output_file
from .terminal import say


@click.command("table1", cls=Command)
@click.option("--clinical", required=True, type=INPUT_PATH, help="Table of clinical characteristics (CSV).")
@click.option("--group", required=True, metavar="COL", help="Column that names each patient's group.")
@click.option("--id", "id_column", metavar="COL", help="Column that names the cases; case_id unless told.")
@click.option("--output", required=True, type=OUTPUT_PATH, help="File .csv or .html.")
def command(clinical: Path, group: str, id_column: str | None, output: Path) -> None:
    """Compare the characteristics of groups of patients.

    Columns A_* and P_* (radiomic features) are left out. Categories are tested by Pearson's chi-square without
    continuity correction, a 2 x 2 table with an expected count below 5 by Fisher's exact test; numbers by Welch's t or
    the Mann-Whitney test, as their distribution asks.
    """
    check_output_file(output, (".csv", ".html"))
    from ..models.table import PROFILE_COLUMN, SIMULATED_COLUMN, read_table
    from ..report.training_table1 import table_one_html
    from ..training.table1 import table_one

    table = read_table(clinical, id_column, only=())
    columns = {name: cells for name, cells in table.carried.items() if name not in (PROFILE_COLUMN, SIMULATED_COLUMN)}
    if not set(columns) - {group}:
        raise InputError(f"{clinical} has no characteristic beside '{group}'; add the columns to compare.")
    summary = table_one(columns, group)
    html = output.suffix.lower() == ".html"
    write_text(output, table_one_html(summary, table.simulated) if html else summary.as_csv())
    mark = " (simulated data)" if table.simulated else ""
    say(f"{len(summary.characteristics)} characteristics of {len(table)} patients{mark} written to {output}")
