"""The result file of one unit: complete and unchanged, or as good as absent."""

from pathlib import Path
from typing import Any

from ..errors import InputError
from ..files import canonical_hash, read_json, write_json

CHECKSUM = "checksum"


def result_path(folder: Path | str, key: str) -> Path:
    return Path(folder) / f"{key}.json"


def write_result(folder: Path | str, key: str, content: dict[str, Any]) -> None:
    """Write the result of a unit atomically, with a checksum.

    Raises
    ------
    InputError
        The folder cannot be written or the disk is full.
    """
    content = {"key": key, **content}
    write_json(result_path(folder, key), {**content, CHECKSUM: canonical_hash(content)})


def read_result(folder: Path | str, key: str) -> dict[str, Any] | None:
    """The result of a unit; None where there is no file or it is not what was written."""
    try:
        content = read_json(result_path(folder, key))
    except InputError:
        return None
    if not isinstance(content, dict) or content.get("key") != key:
        return None
    checksum = content.pop(CHECKSUM, None)
    return content if checksum == canonical_hash(content) else None
