"""The frozen oracles of this room; fixtures/*.R and *.py say how each was made."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def scores() -> dict[str, np.ndarray]:
    """The columns of scores.csv: outcome, first, second, probability of 120 patients."""
    with (FIXTURES / "scores.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


@pytest.fixture(scope="session")
def oracle_r() -> dict[str, float]:
    """What R, pROC and glm say of scores.csv."""
    return json.loads((FIXTURES / "oracle_r.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def oracle_python() -> dict[str, Any]:
    """What pingouin says of Shrout & Fleiss's ratings and dcurves of scores.csv."""
    return json.loads((FIXTURES / "oracle_python.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def table_s1() -> dict[str, tuple[list[tuple[str, int, int]], str]]:
    """The 17 categorical rows of the paper's Table S1: (level, training, validation) counts and the printed P."""
    rows: dict[str, tuple[list[tuple[str, int, int]], str]] = {}
    with (FIXTURES / "table_s1_counts.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            levels, _ = rows.setdefault(row["characteristic"], ([], row["printed_p"]))
            levels.append((row["level"], int(row["training"]), int(row["validation"])))
    return rows
