"""How many tests hold each promise: what the page of promises claims, and what pytest collects."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "Docs" / "reliability.md"
ROW = re.compile(r"\| (?P<held>`Testing/.*) \| (?P<count>\d+) \|")


def claimed() -> list[tuple[tuple[str, ...], int]]:
    """The places of each row of the page, and its count."""
    rows = map(ROW.fullmatch, PAGE.read_text(encoding="utf-8").splitlines())
    return [(tuple(re.findall(r"`(Testing/[^`]+)`", row["held"])), int(row["count"])) for row in rows if row]


def collected(places: list[str]) -> Counter[str]:
    """Tests by file."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider", *places]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    lines = (line.rpartition(": ") for line in done.stdout.splitlines())
    return Counter({name: int(count) for name, _, count in lines if count.isdecimal()})


def compared() -> list[tuple[tuple[str, ...], int, int]]:
    """Places, claimed and collected, of each row."""
    rows = claimed()
    found = collected(sorted({place for places, _ in rows for place in places}))
    return [
        (places, count, sum(number for file, number in found.items() if file.startswith(places)))
        for places, count in rows
    ]


if __name__ == "__main__":
    for places, count, there in compared():
        print(f"{there:6} (the page says {count}): {', '.join(places)}")
