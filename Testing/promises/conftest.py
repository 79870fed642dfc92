"""A desk for each case, laid out once."""

import shutil
from pathlib import Path

import pytest

from Testing.promises.desk import Desk, lay_out


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("promises") / "desk"
    lay_out(folder)
    return folder


@pytest.fixture
def desk(laid_out: Path, tmp_path: Path) -> Desk:
    """A fresh copy of the inputs."""
    shutil.copytree(laid_out, tmp_path / "desk")
    return Desk(tmp_path / "desk")
