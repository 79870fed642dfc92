"""`pcr-predictor table1`: a clinical table to the characteristics of the patients by group."""

from pathlib import Path

import click

from ..errors import InputError
from ..files import write_text
from ..report.drawing.wording import count
from .options import INPUT_PATH, OUTPUT_PATH, Command
from .output import check_output_file, show_warnings
from .terminal import tell


@click.command("table1", cls=Command)
@click.option("--clinical", type=INPUT_PATH, help="Table of clinical characteristics (CSV).")
@click.option("--counts", type=INPUT_PATH, help="Counts instead: variable, level, a column for each group (CSV).")
@click.option("--group", metavar="COL", help="Column that names each patient's group.")
@click.option("--id", "id_column", metavar="COL", help="Column that names the cases; case_id unless told.")
@click.option("--output", required=True, type=OUTPUT_PATH, help="File .csv or .html.")
def command(clinical: Path | None, counts: Path | None, group: str | None, id_column: str | None, output: Path) -> None:
    """Compare the characteristics of groups of patients.

    Radiomic features (A_* and P_* of a known feature set) are left out. Categories are tested by Pearson's chi-square
    without continuity correction, small tables by Fisher's exact test; numbers by Welch's t or the Mann-Whitney test
    (three groups or more: ANOVA or Kruskal-Wallis), as their distribution asks, exactly where groups are small. Printed
    counts are tested the same way.
    """
    check_output_file(output, (".csv", ".html"))
    if counts is not None:
        if clinical is not None or group is not None or id_column is not None:
            raise InputError("--counts already tells the groups; leave out --clinical, --group and --id.")
        _write_counts(counts, output)
        return
    if clinical is None or group is None:
        raise InputError("Give --clinical F.csv with --group COL, or --counts F.csv.")
    from ..models.missing_codes import code_notices
    from ..models.model_table import is_radiomic
    from ..models.table import ID_COLUMN, PROFILE_COLUMN, SIMULATED_COLUMN, any_simulated, identifiers, read_columns
    from ..report.study.training_table1 import table_one_html
    from ..training.data.spellings import category_notices
    from ..training.statistics.table1 import table_one

    cells = read_columns(clinical)
    patients = len(identifiers(cells, id_column, len(next(iter(cells.values()))), str(clinical)))
    simulated = any_simulated(cells.get(SIMULATED_COLUMN, ()), str(clinical))
    told = [name for name in cells if name not in (id_column or ID_COLUMN, PROFILE_COLUMN, SIMULATED_COLUMN)]
    radiomic = {name for name in told if is_radiomic(name) and name != group}
    columns = {name: cells[name] for name in told if name not in radiomic}
    if not set(columns) - {group}:
        raise InputError(f"{clinical} has no characteristic beside '{group}'; add the columns to compare.")
    summary = table_one(columns, group, str(clinical))
    show_warnings(code_notices(columns, clinical.name))
    show_warnings(category_notices(columns, clinical.name, "categories"))
    html = output.suffix.lower() == ".html"
    write_text(output, table_one_html(summary, simulated) if html else summary.as_csv(simulated))
    mark = " (simulated data)" if simulated else ""
    left_out = f", {len(radiomic)} radiomic features left out" if radiomic else ""
    characteristics = count(len(summary.characteristics), "characteristic")
    tell(f"{characteristics} of {patients} patients{mark} written to {output}{left_out}")


def _write_counts(counts: Path, output: Path) -> None:
    from ..models.table import read_columns
    from ..report.study.training_table1 import table_one_html
    from ..training.statistics.table1 import table_one_of_counts

    summary = table_one_of_counts(read_columns(counts), str(counts))
    html = output.suffix.lower() == ".html"
    write_text(output, table_one_html(summary, False) if html else summary.as_csv())
    tell(f"{count(len(summary.characteristics), 'characteristic')} from counts written to {output}")
