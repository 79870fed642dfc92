"""The result file of one unit: complete and unchanged, or as good as absent.

Its first line is the SHA-256 of the second, which is JSON.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from ..files import write_text

SUFFIX = ".result"
CONTENT = (
    "case_id",
    "phase",
    "features",
    "warnings",
    "profile_hash",
    "acquisition",
    "voxels",
    "volume_ml",
    "spacing_mm",
    "pixel_hash",
    "simulated",
    "thumbnail",
)


def result_path(folder: Path | str, key: str) -> Path:
    return Path(folder) / f"{key}{SUFFIX}"


def write_result(folder: Path | str, key: str, content: dict[str, Any]) -> None:
    """Write the result of a unit atomically.

    Raises
    ------
    InputError
        The folder cannot be written or the disk is full.
    """
    text = json.dumps({"key": key, **content}, allow_nan=False)
    write_text(result_path(folder, key), f"{_checksum(text)}\n{text}\n")


def read_result(folder: Path | str, key: str) -> dict[str, Any] | None:
    """The result of a unit; None where there is no file, it is not what was written, or it lacks a part."""
    try:
        checksum, _, text = result_path(folder, key).read_text(encoding="utf-8").rstrip("\n").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if checksum != _checksum(text):
        return None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_result = isinstance(content, dict) and content.keys() >= {"key", *CONTENT} and content["key"] == key
    return content if is_result else None


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
