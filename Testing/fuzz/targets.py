"""The readers of our formats, each with whole inputs to begin from."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydicom
from PCRPredictorLib.imaging import PhaseImage
from PCRPredictorLib.resources import resource_folder


@dataclass(frozen=True)
class Target:
    """A reader of a file, the name of the file it is given, and whole contents of it."""

    name: str
    read: Callable[[Path], Any]
    file: str
    seeds: list[bytes]


def volume_targets(desk: Path) -> list[Target]:
    from PCRPredictorLib.formats import read_image, read_mask, read_masks

    image = read_image(desk / "arterial.nrrd")
    return [
        *(
            Target(f"image{suffix}", read_image, f"x{suffix}", [(desk / f"arterial{suffix}").read_bytes()])
            for suffix in (".nrrd", ".nii", ".mha")
        ),
        Target("label image", lambda path: read_mask(path, image=image), "x.nrrd", _contents(desk, "*mask*")),
        Target("labels", read_masks, "x.nrrd", _contents(desk, "*.seg.nrrd")),
    ]


def dicom_targets(folder: Path, image: PhaseImage) -> list[Target]:
    """`folder` holds one case as `simulate --dicom` writes it."""
    from PCRPredictorLib.formats import read_image, read_masks

    slices = sorted((folder / "arterial").iterdir())

    def read_with_others(path: Path) -> None:
        """A slice among two whole ones."""
        for number in (0, 1):
            (path.parent / f"whole{number}.dcm").write_bytes(slices[number].read_bytes())
        read_image(path.parent)

    return [
        Target("DICOM slice", read_with_others, "x.dcm", [slices[2].read_bytes()]),
        Target("SEG", lambda path: read_masks(path, image), "x.dcm", [(folder / "arterial_seg.dcm").read_bytes()]),
        Target("RTSTRUCT", lambda path: read_masks(path, image), "x.dcm", [_few_contours(folder)]),
    ]


def text_targets(desk: Path, prediction: bytes, result: bytes) -> list[Target]:
    from PCRPredictorLib.cohort.manifest import read_manifest
    from PCRPredictorLib.cohort.result_file import read_result
    from PCRPredictorLib.features.profile import load_profile
    from PCRPredictorLib.models.calibration_file import load_calibration
    from PCRPredictorLib.models.model_file import load_model
    from PCRPredictorLib.models.recorded_prediction import read_prediction
    from PCRPredictorLib.models.table import read_table

    shipped = [path.read_bytes() for path in sorted(resource_folder("Calibrations").glob("*.json"))]
    models = [path.read_bytes() for path in sorted(resource_folder("Models").glob("*.json"))]
    return [
        Target("model", load_model, "x.json", [(desk / "model.json").read_bytes(), *models]),
        Target("calibration", load_calibration, "x.json", [(desk / "calibration.json").read_bytes(), *shipped]),
        Target("profile", load_profile, "x.json", [json.dumps(_profile()).encode()]),
        Target("prediction", read_prediction, "x.json", [prediction]),
        Target("result", lambda path: read_result(path.parent, "x"), "x.result", [result]),
        Target("table", read_table, "x.csv", [_first_lines(desk / "cohort.csv")]),
        Target("manifest", read_manifest, "x.csv", [_first_lines(desk / "manifest.csv")]),
    ]


def _profile() -> dict[str, Any]:
    from PCRPredictorLib.features.profile import AK396Profile

    return AK396Profile(resample_mm=(1.0, 1.0, 2.0), run_distance_mm=100.0).as_json()


def _contents(folder: Path, pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob(pattern)) if path.suffix == ".nrrd"]


def _first_lines(path: Path) -> bytes:
    return b"".join(path.read_bytes().splitlines(keepends=True)[:6])


def _few_contours(folder: Path) -> bytes:
    """An RTSTRUCT of a few slices, whose bytes are mostly header."""
    path = folder / "arterial_rtstruct.dcm"
    structures = pydicom.dcmread(path)
    contours = structures.ROIContourSequence[0].ContourSequence
    structures.ROIContourSequence[0].ContourSequence = contours[:3]
    structures.save_as(folder / "few.dcm")
    return (folder / "few.dcm").read_bytes()
