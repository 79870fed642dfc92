"""A small simulated cohort, written once, and a way to run it."""

import csv
import locale
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.cohort.executors import Executor, SerialExecutor
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.cohort.runner import CohortSettings, CohortSummary, run_cohort
from PCRPredictorLib.simulation import write_cohort


@pytest.fixture(scope="session")
def small_cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Manifest of three simulated patients."""
    return write_cohort(tmp_path_factory.mktemp("small") / "cohort", patients=3, seed=8)


@pytest.fixture(scope="session")
def measure() -> Callable[..., CohortSummary]:
    """Run a manifest into a folder."""

    def run(
        manifest: Path, output: Path, executor: Executor | None = None, on_progress: object = None, **settings: object
    ) -> CohortSummary:
        chosen = CohortSettings(**settings)
        return run_cohort(read_manifest(manifest), output, chosen, executor or SerialExecutor(), on_progress)

    return run


@pytest.fixture(scope="session")
def measured_cohort(small_cohort: Path, measure: Callable[..., CohortSummary], tmp_path_factory) -> Path:
    """Output folder of the small cohort, with three perturbed contours of each lesion; not to be changed."""
    output = tmp_path_factory.mktemp("measured") / "out"
    summary = measure(small_cohort, output, perturbations=3)
    assert (summary.measured, summary.computed) == (3, 6)
    return output


@pytest.fixture
def write_manifest(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a manifest; all have the columns of the first."""

    def write(rows: Sequence[Mapping[str, object]], name: str = "manifest.csv") -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture(scope="session")
def read_csv() -> Callable[[Path], list[dict[str, str]]]:
    def read(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    return read


@pytest.fixture
def write_dicom() -> Callable[..., None]:
    """Write a CT series of nine slices of noise, 16 x 16 pixels of 1 mm."""

    def write(folder: Path, number: int, description: str, clock: str, study: int = 1) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        before = locale.setlocale(locale.LC_ALL)
        writer = sitk.ImageFileWriter()
        writer.KeepOriginalImageUIDOn()
        for place in range(9):
            image = sitk.GetImageFromArray(
                np.random.default_rng([number, place]).integers(20, 90, (1, 16, 16)).astype(np.int16)
            )
            tags = {
                "0008|0060": "CT",
                "0010|0010": "Doe^Jane",
                "0010|0020": f"MRN-{study}",
                "0020|000d": f"2.25.{study}",
            }
            tags |= {"0020|000e": f"2.25.{study}{number}", "0008|103e": description, "0008|0032": clock}
            tags |= {"0008|0022": "20240506", "0020|0032": f"0\\0\\{place}", "0008|0008": "ORIGINAL\\PRIMARY\\AXIAL"}
            for tag, value in tags.items():
                image.SetMetaData(tag, value)
            writer.SetFileName(str(folder / f"{number}-{place}.dcm"))
            writer.Execute(image)
        locale.setlocale(locale.LC_ALL, before)  # GDCM leaves the plain C locale behind, and with it ASCII as encoding

    return write
