"""`pcr-predictor manifest`: the list of cases, made from a folder for a person to review."""

from pathlib import Path

import click

from ..errors import InputError
from ..files import write_text
from ..numerals import count
from .options import INPUT_PATH, OUTPUT_PATH, Command, SeveralValues
from .output import check_output_file, csv_text
from .terminal import tell, warn

DEFAULT_PATTERN = "{case_id}/{column}.*"


@click.command("manifest", cls=Command)
@click.option("--from", "folder", required=True, type=INPUT_PATH, metavar="DIR", help="Folder to look through.")
@click.option(
    "--pattern",
    metavar="P",
    help=f"Path below DIR with {{case_id}} and {{column}}, * for anything in a name, **/ for any folders; "
    f"{DEFAULT_PATTERN} unless told.",
)
@click.option(
    "--names",
    cls=SeveralValues,
    metavar="COLUMN=WORD ...",
    help="What stands for {column}: arterial=ART arterial_mask=ART_seg portal=PV portal_mask=PV_seg.",
)
@click.option("--dicom", is_flag=True, help="Guess the phases of a tree of DICOM studies from their headers.")
@click.option("--output", required=True, type=OUTPUT_PATH, help="File .csv; paths in it are relative to it.")
def command(folder: Path, pattern: str | None, names: tuple[str, ...], dicom: bool, output: Path) -> None:
    """Write a manifest for `cohort` from what lies in a folder.

    A guess from DICOM headers comes with its reasons, and `cohort` refuses it until each row says yes in the column
    reviewed. Cells that nothing was found for stay empty.
    """
    from ..cohort.manifest import FILE_COLUMNS

    if dicom and (pattern or names):
        raise InputError("--dicom and --pattern exclude each other; give one of them.")
    check_output_file(output, (".csv",))
    if not folder.is_dir():
        raise InputError(f"--from {folder} is no folder; give the folder that holds the cases.")
    if dicom:
        from ..cohort.manifest_from_dicom import manifest_from_dicom

        rows = manifest_from_dicom(folder, output.absolute().parent)
    else:
        from ..cohort.manifest_from_pattern import manifest_from_pattern

        rows = manifest_from_pattern(folder, pattern or DEFAULT_PATTERN, _words(names), output.absolute().parent)
    write_text(output, csv_text(rows))
    tell(f"{count(len(rows), 'case')} written to {output}.")
    incomplete = sum(any(row[column] == "" for column in FILE_COLUMNS) for row in rows)
    if incomplete:
        warn(f"A file is missing in {incomplete} of them; fill the empty cells or delete the rows.")
    if dicom:
        warn("Guessed, not checked: review each row, then write yes in the column reviewed.")


def _words(names: tuple[str, ...]) -> dict[str, str]:
    """``COLUMN=WORD`` pairs; a column that is not given stands for itself."""
    from ..cohort.manifest import FILE_COLUMNS

    words = {column: column for column in FILE_COLUMNS}
    for pair in names:
        column, equals, word = pair.partition("=")
        if column not in words or not equals or not word:
            raise InputError(f"--names {pair}: write COLUMN=WORD with a column of {', '.join(words)}.")
        words[column] = word
    if len(set(words.values())) < len(words):
        raise InputError("--names uses one word for two columns; give each its own.")
    return words
