"""How long and from which beginning to look; seconds, and always the same, unless told."""

import os

import pytest


@pytest.fixture(scope="session")
def fuzz_seed() -> int:
    return int(os.environ.get("FUZZ_SEED", "0"))


@pytest.fixture(scope="session")
def fuzz_seconds() -> float:
    """0 for the fixed number of runs."""
    return 60 * float(os.environ.get("FUZZ_MINUTES", "0"))
