"""A volume that Slicer loaded from uneven slices is refused as a folder of them is; its voxels lie elsewhere."""

from typing import Any

import numpy as np
import pytest
import slicer
import vtk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Geometry, PhaseImage
from PCRPredictorLib.mrml import image_from_node, volume_node_from_image
from PCRPredictorLib.mrml.volumes import image_in_steps

SLICES = 150
EVEN = np.arange(SLICES) * 3.0
GAP = np.where(np.arange(SLICES) < 70, EVEN, EVEN + 3.0)


class Database:
    """Slicer's DICOM database, as far as it tells of places."""

    def __init__(self, heights: np.ndarray, cosines: str = "1\\0\\0\\0\\1\\0") -> None:
        self.tags = {"0020,0037": cosines, "0028,0030": "0.8\\0.7"}
        self.positions = {f"1.2.{number}": f"-12.5\\7\\{height:g}" for number, height in enumerate(heights)}

    def instanceValue(self, instance: str, tag: str) -> str:
        return self.positions.get(instance, "") if tag == "0020,0032" else self.tags.get(tag, "")


@pytest.fixture
def volume(scene: Any) -> Any:
    image = PhaseImage(np.zeros((SLICES, 4, 5), dtype=np.int16), Geometry((SLICES, 4, 5), (0.7, 0.8, 3.0)))
    node = volume_node_from_image(scene, image, "6: portal")
    node.SetAttribute("DICOM.instanceUIDs", " ".join(f"1.2.{number}" for number in range(SLICES)))
    return node


@pytest.mark.parametrize("heights", [EVEN, EVEN[::-1], EVEN + 0.001 * (np.arange(SLICES) % 3)])
def test_even_slices_are_read(volume: Any, monkeypatch: pytest.MonkeyPatch, heights: np.ndarray) -> None:
    monkeypatch.setattr(slicer, "dicomDatabase", Database(heights), raising=False)
    assert image_from_node(volume).geometry.shape == (SLICES, 4, 5)


def test_a_missing_slice_is_said_with_what_to_do(volume: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicer, "dicomDatabase", Database(GAP), raising=False)
    with pytest.raises(InputError, match=r"'6: portal' was loaded from slices .* 3\.00 to 6\.00 mm apart.* load the"):
        image_from_node(volume)


def test_places_are_asked_for_in_steps(volume: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two steps Slicer handles events; none asks for more than some of the slices."""
    database, asked = Database(EVEN), []
    monkeypatch.setattr(slicer, "dicomDatabase", database, raising=False)
    monkeypatch.setattr(
        database, "instanceValue", lambda *one: asked.append(one) or Database.instanceValue(database, *one)
    )
    steps, most = image_in_steps(volume), 0
    for _step in steps:
        most, asked[:] = max(most, len(asked)), []
    assert SLICES / 3 < most < SLICES


@pytest.mark.parametrize("change", ["no database", "no places", "no cosines", "one instance", "other slices"])
def test_where_nobody_knows_it_is_read(volume: Any, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    database = Database(GAP, cosines="" if change == "no cosines" else "1\\0\\0\\0\\1\\0")
    if change == "no places":
        database.positions["1.2.99"] = ""
    if change == "one instance":
        volume.SetAttribute("DICOM.instanceUIDs", "1.2.0")
    if change == "other slices":  # it was resampled, or cropped
        volume.SetAttribute("DICOM.instanceUIDs", " ".join(f"1.2.{number}" for number in range(SLICES - 1)))
    monkeypatch.setattr(slicer, "dicomDatabase", None if change == "no database" else database, raising=False)
    assert image_from_node(volume).geometry.shape == (SLICES, 4, 5)


def test_nobody_is_told_to_make_other_voxels_of_those_that_were_scanned(scene: Any, volume: Any) -> None:
    """To harden Slicer's acquisition transform would interpolate between the slices."""
    bend = scene.AddNewNodeByClass("vtkMRMLTransformNode", "6: portal acquisition transform")
    bend.SetAndObserveTransformToParent(vtk.vtkThinPlateSplineTransform())
    volume.SetAndObserveTransformNodeID(bend.GetID())
    with pytest.raises(InputError, match="take it out of the transform") as refusal:
        image_from_node(volume)
    assert "harden" not in str(refusal.value)
