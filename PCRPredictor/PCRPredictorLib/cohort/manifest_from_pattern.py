"""A manifest from files whose paths follow a pattern."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from ..errors import InputError
from ..models.table import ID_COLUMN
from .manifest import FILE_COLUMNS

CASE, COLUMN, FOLDERS = "{case_id}", "{column}", "**/"


def manifest_from_pattern(folder: Path, pattern: str, words: Mapping[str, str], base: Path) -> list[dict[str, object]]:
    """Rows of a manifest, in the order of their case ids.

    Parameters
    ----------
    folder : pathlib.Path
        Where to look.
    pattern : str
        Path below `folder` with ``{case_id}`` and ``{column}``; ``*`` stands for anything within a name, and
        ``**/`` for any folders or none.
    words : mapping of str to str
        Column of the manifest to the word that stands for it in a path.
    base : pathlib.Path
        Folder that the paths in the rows are relative to.

    Raises
    ------
    InputError
        The pattern lacks a placeholder, matches nothing, or matches two files for one cell.
    """
    expression = _expression(pattern, words)
    column_of = {word: column for column, word in words.items()}
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.rglob("*")):
        match = expression.fullmatch(path.relative_to(folder).as_posix())
        if match is None:
            continue
        cells = found.setdefault(match["case_id"], {})
        column = column_of[match["column"]]
        if column in cells:
            raise InputError(
                f"The pattern '{pattern}' matches two files for '{column}' of case '{match['case_id']}' "
                f"({cells[column].name} and {path.name}); make it more exact."
            )
        cells[column] = path
    if not found:
        raise InputError(
            f"Nothing in {folder} follows the pattern '{pattern}' with the words {', '.join(words.values())}; "
            "correct the pattern or give the words with --names."
        )
    return [
        {ID_COLUMN: case, **{column: relative(cells.get(column), base) for column in FILE_COLUMNS}}
        for case, cells in sorted(found.items())
    ]


def relative(path: Path | None, base: Path) -> str:
    """A path as it stands in a manifest in the folder `base`; empty where there is none."""
    return "" if path is None else Path(os.path.relpath(path.absolute(), base)).as_posix()


def _expression(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    for placeholder in (CASE, COLUMN):
        if placeholder not in pattern:
            raise InputError(f"The pattern '{pattern}' lacks {placeholder}; write for example  {CASE}/{COLUMN}.nrrd .")
    alternatives = "|".join(re.escape(word) for word in sorted(words.values(), key=len, reverse=True))
    groups = {CASE: "(?P<case_id>[^/]+?)", COLUMN: f"(?P<column>{alternatives})"}
    again = {CASE: "(?P=case_id)", COLUMN: "(?P=column)"}
    anything = {FOLDERS: "(?:[^/]+/)*", "*": "[^/]*"}
    parts, seen = [], set()
    for part in re.split(r"(\{case_id\}|\{column\}|(?:(?<=^)|(?<=/))\*\*/|\*)", pattern):
        parts.append(anything.get(part) or (again if part in seen else groups).get(part) or re.escape(part))
        seen.add(part)
    return re.compile("".join(parts))
