"""A desk for each case, laid out once; a patient whose lesion has all features."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from Testing.promises.desk import Desk, lay_out
from Testing.promises.quick import compute_once, train_once


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


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A patient with a lesion of 11 voxels across; those of 8 and more have all features."""
    folder = tmp_path_factory.mktemp("patients")
    z, y, x = np.indices((12, 16, 16))
    inside = ((z - 6) ** 2 + (y - 8) ** 2 + (x - 8) ** 2 <= 25).astype(np.uint8)
    names = [f"{phase}.nrrd" for phase in ("arterial", "portal")]
    for phase, name in enumerate(names):
        noise = np.random.default_rng([0, phase]).normal(60, 20, inside.shape).astype(np.int16)
        sitk.WriteImage(sitk.GetImageFromArray(noise), folder / name)
    sitk.WriteImage(sitk.GetImageFromArray(inside), folder / "mask.nrrd")
    with (folder / "manifest.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["case_id", "arterial", "arterial_mask", "portal", "portal_mask", "outcome"])
        rows.writerow(["case0", names[0], "mask.nrrd", names[1], "mask.nrrd", 1])
    return folder / "manifest.csv"


@pytest.fixture(scope="module")
def trained_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        train_once(patch)
        yield


@pytest.fixture(scope="module")
def computed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        compute_once(patch)
        yield
