"""Print the share of lines that the tests ran, a room a row, as Markdown: ``coverage json -o - | python this``."""

import json
import sys
from collections import Counter
from pathlib import PurePath


def room(path: str) -> str:
    """The room that a source file belongs to: a folder of the library, the browser door, or the library's own files."""
    parts = PurePath(path).parts
    if "PCRPredictorWeb" in parts:
        return "PCRPredictorWeb"
    below = parts[parts.index("PCRPredictorLib") + 1 :]
    return below[0] if len(below) > 1 else "PCRPredictorLib"


def table(report: dict) -> str:
    """The report of coverage.py as a table of rooms, the least covered first.

    Raises
    ------
    ValueError
        If the report names no file: nothing was measured.
    """
    run, all_lines = Counter[str](), Counter[str]()
    for path, measured in report["files"].items():
        run[room(path)] += measured["summary"]["covered_lines"]
        all_lines[room(path)] += measured["summary"]["num_statements"]
    if not all_lines:
        raise ValueError("the report names no file; run `make coverage`, which measures first")
    rows = [(100 * run[name] / lines, name, lines) for name, lines in all_lines.items() if lines]
    whole = 100 * run.total() / all_lines.total()
    return "\n".join(
        [
            "| room | statements | run by the tests |",
            "|---|---:|---:|",
            *(f"| `{name}` | {lines:,} | {share:.1f} % |" for share, name, lines in sorted(rows)),
            f"| **all** | {all_lines.total():,} | **{whole:.1f} %** |",
        ]
    )


if __name__ == "__main__":
    print(table(json.load(sys.stdin)))
