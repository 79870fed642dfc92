"""The commands of Docs/others.md, run as they stand: the same lesion by each way has the same features.

What networks write is made here by SimpleITK from the lesion of the same simulated patient; DICOM SEG and RTSTRUCT are
those that `simulate --dicom` writes.
"""

import json
import shlex
from pathlib import Path

import pytest
import SimpleITK as sitk
from PCRPredictorLib.cli import run

from Testing.cli.test_tutorial import commands_of

TUTORIAL = Path(__file__).resolve().parents[2] / "Docs" / "others.md"


def write_what_networks_write() -> None:
    """One label of TotalSegmentator, several of nnU-Net and VISTA3D, named segments of Slicer."""
    assert run(["simulate", "--output", "plain", "--patients", "1", "--seed", "5"]) == 0
    tumor, image = (sitk.ReadImage(f"plain/SIM0001/{name}.nrrd") for name in ("arterial_mask", "arterial"))
    liver = sitk.Cast(image > -50, sitk.sitkUInt8)
    for name, tumor_label in (
        ("totalsegmentator/liver_tumor.nii.gz", 1),
        ("nnunet.nii.gz", 2),
        ("vista3d.nii.gz", 26),
        ("monai.seg.nrrd", 2),
    ):
        inside = sitk.Cast(tumor > 0, sitk.sitkUInt8)
        labels = inside * tumor_label if tumor_label == 1 else liver * (1 - inside) + inside * tumor_label
        if name.endswith(".seg.nrrd"):
            for label, segment in enumerate(("liver", "tumor"), start=1):
                for key, value in (("ID", segment), ("Name", segment), ("LabelValue", str(label)), ("Layer", "0")):
                    labels.SetMetaData(f"Segment{label - 1}_{key}", value)
        path = Path("others") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        sitk.WriteImage(labels, str(path))


def test_the_same_lesion_has_the_same_features_by_each_way(tmp_path, monkeypatch, capsys):
    pytest.importorskip("highdicom")
    monkeypatch.chdir(tmp_path)
    write_what_networks_write()
    simulate, *extracts = commands_of(TUTORIAL)
    assert run(simulate) == 0
    found = {}
    for words in extracts:
        assert run(words) == 0, shlex.join(words) + capsys.readouterr().err
        output = Path(words[words.index("--output") + 1])
        found[output.stem] = json.loads(output.read_text())["features"]
    assert set(found) == {"totalsegmentator", "nnunet", "monai", "slicer", "seg", "rtstruct"}
    assert len(found["seg"]) == 396
    for way, features in found.items():
        assert features == pytest.approx(found["seg"], rel=1e-9, abs=1e-12), way


def test_nothing_is_guessed_among_several_labels(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_what_networks_write()
    command = ["extract", "--image", "plain/SIM0001/arterial.nrrd", "--output", "a.json", "--mask"]
    assert run([*command, "others/nnunet.nii.gz"]) == 2
    assert "1, 2" in capsys.readouterr().err
    assert run([*command, "others/monai.seg.nrrd"]) == 2
    said = capsys.readouterr().err
    assert "liver" in said
    assert "tumor" in said
    assert not Path("a.json").exists()
