"""The files that a run leaves: which are its own, and which are somebody else's."""

from collections.abc import Sequence
from pathlib import Path

from ..errors import InputError
from ..files import read_json
from ..formats.content_hash import content_hash_of

PART_SUFFIX = "-cohort"
RESULTS_FOLDER, README = "units", "README.txt"


def refuse_foreign_files(folder: Path, names: Sequence[str]) -> None:
    """Refuse a folder whose files of these names no run has written, or somebody has changed since.

    The last name is that of the run's record, which holds the table's hash. It is away while a run replaces its files,
    so that a run that was killed then is told by its folder of results.

    Raises
    ------
    InputError
        There is such a file; the run would replace it.
    """
    table, record = folder / names[0], folder / names[-1]
    there = [name for name in names if (folder / name).is_file()]
    if not there:
        return
    if not record.is_file():
        if not (folder / RESULTS_FOLDER / README).is_file():
            raise InputError(f"{folder / there[0]} is not from a run and would be replaced; choose another folder.")
        return
    content = read_json(record)
    told = content.get("features_sha256") if isinstance(content, dict) else None
    if not isinstance(told, str):
        raise InputError(f"{record} is no record of a run and would be replaced; choose another folder.")
    if table.is_file() and content_hash_of([table]) != told:
        raise InputError(
            f"{table} was changed since its run and would be replaced; move it away, or choose another folder."
        )
