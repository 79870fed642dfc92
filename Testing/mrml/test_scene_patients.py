"""Which volumes and contours of a scene belong to which patient; and such a cohort written out."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import slicer
import vtk
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.mrml import SceneCase, segmentation_node_from_mask, volume_node_from_image
from PCRPredictorLib.mrml.scene_patients import scene_patients
from PCRPredictorLib.presenter.cohort.scene_cohort import guess_cases, problem_of, renamed, write_cases
from PCRPredictorLib.presenter.patient.sample import sample_patient


def add_patient(scene: Any, name: str | None, patient: Any) -> dict[str, Any]:
    """Both phases of the simulated patient below a patient item of the subject hierarchy."""
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    nodes = {}
    for phase in ("arterial", "portal"):
        volume = volume_node_from_image(scene, getattr(patient, phase), f"liver {phase}")
        mask = getattr(patient, f"{phase}_mask")
        nodes[phase] = volume
        nodes[f"{phase}_mask"] = segmentation_node_from_mask(scene, mask, f"{name} {phase}", "Tumor", volume)
    if name is not None:
        top = hierarchy.CreateSubjectItem(hierarchy.GetSceneItemID(), name)
        study = hierarchy.CreateStudyItem(top, "CT")
        for node in nodes.values():
            hierarchy.SetItemParent(hierarchy.CreateItem(study, node), study)
    return nodes


@pytest.fixture(scope="module")
def patient() -> Any:
    return sample_patient()


def test_patients_come_apart(scene: Any, patient: Any) -> None:
    first = add_patient(scene, "Doe^Jane", patient)
    add_patient(scene, "Roe^Richard", patient)
    found = scene_patients(scene)
    assert [one.name for one in found] == ["Doe^Jane", "Roe^Richard"]
    assert set(found[0].volumes) == {first["arterial"].GetID(), first["portal"].GetID()}
    ((segmentation, _segment, name),) = found[0].contours[first["portal"].GetID()]
    assert (segmentation, name) == (first["portal_mask"].GetID(), "Tumor")


def test_what_lies_in_no_folder_is_one_patient(scene: Any, patient: Any) -> None:
    add_patient(scene, None, patient)
    (found,) = scene_patients(scene)
    assert found.name == "The scene"
    assert guess_cases([found])[0].problem is None


def test_written_cases_are_what_the_scene_shows(scene: Any, patient: Any, tmp_path: Path) -> None:
    nodes = add_patient(scene, "Doe^Jane", patient)
    transform = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    matrix = vtk.vtkMatrix4x4()
    matrix.SetElement(0, 3, 30.0)
    transform.SetMatrixTransformToParent(matrix)
    for node in nodes.values():
        node.SetAndObserveTransformNodeID(transform.GetID())
    cases = guess_cases(scene_patients(scene))
    source = SceneCase(scene)
    assert list(write_cases(cases, source, tmp_path / "new")) == [1]
    (case,) = read_manifest(tmp_path / "new" / "manifest.csv").cases
    assert (case.case_id, case.simulated) == ("CASE0001", True)
    for phase in ("arterial", "portal"):
        files = case.phases[phase]
        image, mask = read_image(files.image), read_mask(files.mask)
        shown = source.image(nodes[phase].GetID())
        np.testing.assert_array_equal(image.array, shown.array)
        assert image.geometry.same_grid(shown.geometry)
        assert image.geometry.origin[0] == pytest.approx(getattr(patient, phase).geometry.origin[0] - 30.0)
        np.testing.assert_array_equal(mask.array, getattr(patient, f"{phase}_mask").array)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "new").rglob("*") if path.is_file())
    assert b"Doe" not in everything
    assert b"Jane" not in everything


def test_nothing_is_left_of_a_failure(scene: Any, patient: Any, tmp_path: Path) -> None:
    nodes = add_patient(scene, "Doe^Jane", patient)
    cases = guess_cases(scene_patients(scene))
    scene.RemoveNode(nodes["portal_mask"])
    with pytest.raises(InputError, match="no longer in the scene"):
        list(write_cases(cases, SceneCase(scene), tmp_path / "new"))
    assert list(tmp_path.iterdir()) == []


def test_a_given_up_export_leaves_nothing(scene: Any, patient: Any, tmp_path: Path) -> None:
    add_patient(scene, "Doe^Jane", patient)
    writing = write_cases(guess_cases(scene_patients(scene)), SceneCase(scene), tmp_path / "new")
    assert next(writing) == 1
    writing.close()
    assert list(tmp_path.iterdir()) == []


def test_ids_that_cannot_be_used_are_refused(scene: Any, patient: Any, tmp_path: Path) -> None:
    add_patient(scene, "Doe^Jane", patient)
    add_patient(scene, "Roe^Richard", patient)
    first, second = guess_cases(scene_patients(scene))
    folder = str(tmp_path / "new")
    assert problem_of([], folder) == "Tick the cases that you have checked."
    assert problem_of([first, second], folder) is None
    assert "no usable case id" in problem_of([renamed(first, "../evil")], folder)
    assert "same id" in problem_of([first, renamed(second, " case0001")], folder)
    assert "Choose a folder" in problem_of([first], "")
    (tmp_path / "file").write_text("")
    assert "not empty" in problem_of([first], str(tmp_path))
