"""What some commands need beside the usual inputs of a desk, and what may lie in the place of their results."""

import json
import shutil
from pathlib import Path

from PCRPredictorLib.formats.content_hash import content_hash_of

from Testing.promises.desk import Desk
from Testing.promises.quick import CONFIG

OWN = "out/own"
PATIENTS = 8


def lay_more(desk: Desk, manifest: Path) -> None:
    """Beside the usual inputs: settings, a tree of cases, and manifests of a patient and of that patient many times."""
    (desk / "config.json").write_text(json.dumps(CONFIG))
    shutil.copytree(manifest.parent, desk / "patients")
    header, row = manifest.read_text().splitlines()
    rows = [f"{number}{row[:-1]}{number % 2}" for number in range(PATIENTS)]
    (desk / "patients" / "study.csv").write_text("\n".join([header, *rows]) + "\n")
    (desk / "tree" / "case").mkdir(parents=True)
    for name in ("arterial", "arterial_mask", "portal", "portal_mask"):
        shutil.copy(desk / f"{name}.nrrd", desk / "tree" / "case" / f"{name}.nrrd")


def clear(desk: Desk) -> None:
    """Take every result away."""
    for path in desk.folder.glob("out*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def lay_old(desk: Desk, names: list[str]) -> None:
    """Put in place of a result what an earlier run of the same command could have left, and a file of the user's."""
    clear(desk)
    for name in (*names, *([OWN] if names[0].startswith("out/") else [])):
        (desk / name).parent.mkdir(parents=True, exist_ok=True)
        (desk / name).write_text("old")
        if name.endswith("/run.json"):
            record = {"features_sha256": content_hash_of([(desk / name).with_name("features.csv")])}
            (desk / name).write_text(json.dumps(record))
