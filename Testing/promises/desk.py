"""A desk with one small whole set of inputs, a fault that spoils it, and the doors through which it is carried."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk

ACTIONS = (
    "add ask check choose close complete confirm copy correct did draw drop export extract free give install keep "
    "leave look make move name place put register remove rename resample run save say score see set simulate start "
    "state update use wait write"
)
REMEDY = re.compile(
    rf"[;:,.] (?:(?:and|or|so|then|first|either|please) )?(?:{'|'.join(ACTIONS.split())})\b"
    r"|^Give\b|\bmust\b|\bneeds?\b|\b(?:is|are) needed\b"
    r"|; (?:known are|the published ones are|labels present:|it holds|it uses)"
)
"""A sentence tells what to do next, or what would be right."""
LONGEST_SENTENCE = 900
MANIFEST_CASES = 16


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Attributes
    ----------
    name : str
    spoil : callable
        Makes it wrong on a desk.
    reason : str
        A regular expression that the sentence must hold.
    file : str
        The file that the sentence must name; empty where none is at fault.
    """

    name: str
    spoil: Callable[["Desk"], None]
    reason: str
    file: str


class Desk:
    """A folder of inputs: two phases, contours, model, calibration, profile, tables and manifest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __truediv__(self, name: str) -> Path:
        return self.folder / name

    def cut(self, name: str, share: float) -> None:
        """Keep only the first part of a file."""
        content = (self / name).read_bytes()
        (self / name).write_bytes(content[: int(share * len(content))])

    def replace(self, name: str, old: str | bytes, new: str | bytes) -> None:
        """Replace the first `old`, which must be there, in a file."""
        old, new = (text.encode() if isinstance(text, str) else text for text in (old, new))
        content = (self / name).read_bytes()
        assert old in content, (name, old)
        (self / name).write_bytes(content.replace(old, new, 1))

    def set_json(self, name: str, *place: str | int, value: Any) -> None:
        """Put a value at a place in a JSON file."""
        content = json.loads((self / name).read_text())
        inner = content
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = value
        (self / name).write_text(json.dumps(content))

    def drop_json(self, name: str, *place: str | int) -> None:
        """Take a key out of a JSON file."""
        content = json.loads((self / name).read_text())
        inner = content
        for key in place[:-1]:
            inner = inner[key]
        del inner[place[-1]]
        (self / name).write_text(json.dumps(content))

    def hashes(self) -> dict[str, str]:
        """Every file of the desk and what it holds."""
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            if path.is_file()
            else "no file"
            for path in sorted(self.folder.rglob("*"))
        }


def lay_out(folder: Path) -> None:
    """Write the whole set of inputs into a folder."""
    folder.mkdir()
    voxels = np.random.default_rng(5).integers(-100, 200, (8, 10, 12)).astype(np.int16)
    inside = np.zeros_like(voxels, dtype=np.uint8)
    inside[2:6, 3:7, 4:9] = 1
    for phase, shift in (("arterial", 0), ("portal", 7)):
        for name, array in ((phase, voxels + np.int16(shift)), (f"{phase}_mask", inside)):
            image = sitk.GetImageFromArray(array)
            image.SetSpacing((0.8, 0.8, 5.0))
            image.SetOrigin((-20.0, 12.5, 100.0))
            for suffix in (".nrrd", ".nii", ".mha"):
                sitk.WriteImage(image, str(folder / f"{name}{suffix}"))
    shutil.copy(folder / "arterial_mask.nrrd", folder / "contour.nrrd")
    _write_model(folder)
    _write_tables(folder)


def _write_model(folder: Path) -> None:
    from PCRPredictorLib.models.calibration import calibrate
    from PCRPredictorLib.models.calibration_file import save_calibration
    from PCRPredictorLib.models.model_file import load_model
    from PCRPredictorLib.models.table import read_table

    features = [
        {"label": "A1", "name": "MeanValue", "phase": "arterial", "coefficient": 1.0},
        {"label": "P1", "name": "Range", "phase": "portal", "coefficient": -0.5},
    ]
    content = {
        "format": "pcr-predictor-model",
        "format_version": 1,
        "name": "desk",
        "version": "1",
        "source": "made for the tests",
        "feature_set": "ak396",
        "profile_hash": None,
        "features": [feature | {"mean": None, "std": None} for feature in features],
        "intercept": None,
        "cutoff": None,
        "cutoff_meaning": None,
        "intended_use": "Tests only.",
        "training": None,
        "simulated": False,
    }
    content["features"][0]["label"] = "mean"
    content["features"][1]["label"] = "range"
    (folder / "model.json").write_text(json.dumps(content))
    (folder / "profile.json").write_text(json.dumps({"feature_set": "ak396", "name": "desk"}))
    (folder / "config.json").write_text(json.dumps({"lasso_folds": 3}))
    generator = np.random.default_rng(4)
    rows = ["case_id,A_MeanValue,P_Range,outcome,reader,group,date"]
    for number in range(60):
        mean, spread = generator.normal(50, 10), generator.normal(200, 30)
        event = int(generator.random() < 1 / (1 + np.exp(-(mean - 50) / 4)))
        day = f"2024-{1 + number // 28:02d}-{1 + number % 28:02d}"
        rows.append(f"case{number},{mean!r},{spread!r},{event},{1 - event},{'ab'[number % 2]},{day}")
    (folder / "cohort.csv").write_text("\n".join(rows) + "\n")
    model, table = load_model(folder / "model.json"), read_table(folder / "cohort.csv")
    save_calibration(calibrate(model, table, outcome="outcome"), folder / "calibration.json")


def _write_tables(folder: Path) -> None:
    (folder / "manifest.csv").write_text(
        "case_id,arterial,arterial_mask,portal,portal_mask,outcome\n"
        + "".join(
            f"case{number},arterial.nrrd,arterial_mask.nrrd,portal.nrrd,portal_mask.nrrd,{number % 2}\n"
            for number in range(MANIFEST_CASES)
        )
    )
    rows = (folder / "cohort.csv").read_text().splitlines()
    scores = ["case_id,probability,call,domain_within,cutoff,scored"]
    scores += [
        f"{row.split(',')[0]},0.{number + 10},no cut-off,true,,2024-01-01" for number, row in enumerate(rows[1:])
    ]
    (folder / "scores.csv").write_text("\n".join(scores) + "\n")
