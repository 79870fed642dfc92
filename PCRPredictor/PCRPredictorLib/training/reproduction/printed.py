"""What the paper prints: every number with the table and row that it stands in (``Resources/Paper``)."""

from functools import lru_cache
from typing import Any

from ...files import read_json
from ...resources import resource_folder

FILE = "wen2024-printed.json"


@lru_cache(maxsize=1)
def printed() -> dict[str, Any]:
    """The content of the file: ``table_s1`` to ``table_s4``, ``figure_s1`` and ``figure_s3``, each with its source."""
    content: dict[str, Any] = read_json(resource_folder("Paper") / FILE)
    return content
