"""Volume nodes to phase images and back, on real scenes."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk
import slicer
import vtk
from PCRPredictorLib.errors import InputError, Notice
from PCRPredictorLib.imaging import Acquisition, Geometry, PhaseImage
from PCRPredictorLib.imaging.phase_image import SIMULATED_KEY
from PCRPredictorLib.mrml import image_from_node, volume_node_from_image
from PCRPredictorLib.mrml.volumes import READER_KEY


def under_matrix(scene: Any, node: Any, matrix: np.ndarray) -> Any:
    """Put a node under a new linear transform (RAS, mm)."""
    transform = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode", "moved")
    elements = vtk.vtkMatrix4x4()
    elements.DeepCopy(matrix.ravel().tolist())
    transform.SetMatrixTransformToParent(elements)
    node.SetAndObserveTransformNodeID(transform.GetID())
    return transform


def quarter_turn_and_shift() -> np.ndarray:
    return np.array([[0.0, -1, 0, 10], [1, 0, 0, -20], [0, 0, 1, 30], [0, 0, 0, 1]])


@pytest.mark.parametrize("kind", [np.int16, np.uint8, np.float32, np.float64])
def test_round_trip_keeps_voxels_type_and_oblique_geometry(scene: Any, image: PhaseImage, kind: type) -> None:
    image = replace(image, array=np.abs(image.array).astype(kind) % 200)
    back = image_from_node(volume_node_from_image(scene, image, "arterial"))
    np.testing.assert_array_equal(back.array, image.array)
    assert back.array.dtype == kind
    assert back.geometry.shape == image.geometry.shape
    np.testing.assert_allclose(back.geometry.index_to_world, image.geometry.index_to_world, atol=1e-12)
    assert back.source == "the volume 'arterial'"
    assert back.acquisition.series_description == "arterial"


def test_a_node_keeps_what_the_reader_noted(scene: Any, image: PhaseImage) -> None:
    noted = replace(image, padding_hu=((-3024.0, -3024.0),), notices=(Notice("lossy-compression", "With loss."),))
    node = volume_node_from_image(scene, noted, "arterial")
    back = image_from_node(node)
    assert (back.padding_hu, back.notices) == (noted.padding_hu, noted.notices)
    for broken in ("{", '{"padding_hu": [1]}', '{"notices": [{"code": 1}]}', "[]", '{"padding_hu": [["a", "b"]]}'):
        node.SetAttribute(READER_KEY, broken)
        assert image_from_node(node).padding_hu == ()


def test_node_is_ras_with_first_two_axes_flipped(scene: Any) -> None:
    image = PhaseImage(np.zeros((2, 3, 4)), Geometry((2, 3, 4), (1.0, 2.0, 3.0), (10.0, 20.0, 30.0)))
    node = volume_node_from_image(scene, image, "v")
    assert node.GetOrigin() == (-10.0, -20.0, 30.0)
    assert node.GetSpacing() == (1.0, 2.0, 3.0)
    first_axis = [0.0, 0.0, 0.0]
    node.GetIToRASDirection(first_axis)
    assert first_axis == [-1.0, 0.0, 0.0]
    assert node.GetImageData().GetDimensions() == (4, 3, 2)


def test_a_file_read_by_slicer_agrees_with_simpleitk(scene: Any, image: PhaseImage, tmp_path: Path) -> None:
    simulated = replace(image, acquisition=Acquisition(simulated=True))
    sitk.WriteImage(simulated.to_sitk(), tmp_path / "v.nrrd")
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "v")
    storage = scene.AddNewNodeByClass("vtkMRMLNRRDStorageNode")
    storage.SetFileName(str(tmp_path / "v.nrrd"))
    assert storage.ReadData(node)
    back = image_from_node(node)
    np.testing.assert_array_equal(back.array, image.array)
    assert back.geometry.same_grid(image.geometry)
    assert back.acquisition.simulated


def test_copy_is_independent_of_the_node(scene: Any, image: PhaseImage) -> None:
    node = volume_node_from_image(scene, image, "v")
    taken = image_from_node(node)
    node.GetImageData().GetPointData().GetScalars().Fill(7)
    np.testing.assert_array_equal(taken.array, image.array)


def test_parent_transforms_move_the_geometry_and_not_the_voxels(scene: Any, image: PhaseImage) -> None:
    node = volume_node_from_image(scene, image, "v")
    inner = under_matrix(scene, node, quarter_turn_and_shift())
    under_matrix(scene, inner, np.diag([2.0, 2.0, 2.0, 1.0]))
    moved = image_from_node(node)
    np.testing.assert_array_equal(moved.array, image.array)
    np.testing.assert_allclose(moved.geometry.spacing, (1.4, 1.6, 10.0))
    # Origin by hand: LPS -> RAS, quarter turn, shift, doubled, RAS -> LPS.
    right, anterior, superior = -12.5, 40.25, 100.0
    expected = (-2 * (-anterior + 10), -2 * (right - 20), 2 * (superior + 30))
    np.testing.assert_allclose(moved.geometry.origin, expected, atol=1e-9)


def test_hardening_the_transform_gives_the_same_image(scene: Any, image: PhaseImage) -> None:
    node = volume_node_from_image(scene, image, "v")
    under_matrix(scene, node, quarter_turn_and_shift())
    before = image_from_node(node)
    node.HardenTransform()
    assert node.GetParentTransformNode() is None
    after = image_from_node(node)
    assert after.geometry.same_grid(before.geometry)
    np.testing.assert_array_equal(after.array, before.array)


def test_shear_is_refused_beyond_a_hundredth_of_a_voxel(scene: Any, image: PhaseImage) -> None:
    node = volume_node_from_image(scene, image, "v")
    shear = np.eye(4)
    shear[0, 1] = 0.05
    transform = under_matrix(scene, node, shear)
    with pytest.raises(InputError, match="the volume 'v' is sheared"):
        image_from_node(node)
    shear[0, 1] = 1e-6
    elements = vtk.vtkMatrix4x4()
    elements.DeepCopy(shear.ravel().tolist())
    transform.SetMatrixTransformToParent(elements)
    assert image_from_node(node).geometry.same_grid(image.geometry)


def test_singular_transform_is_refused(scene: Any, image: PhaseImage) -> None:
    node = volume_node_from_image(scene, image, "v")
    under_matrix(scene, node, np.diag([1.0, 1.0, 0.0, 1.0]))
    with pytest.raises(InputError, match="singular geometry"):
        image_from_node(node)


def test_non_linear_transform_is_refused(scene: Any, image: PhaseImage) -> None:
    node = volume_node_from_image(scene, image, "v")
    bend = scene.AddNewNodeByClass("vtkMRMLTransformNode", "bend")
    bend.SetAndObserveTransformToParent(vtk.vtkThinPlateSplineTransform())
    node.SetAndObserveTransformNodeID(bend.GetID())
    with pytest.raises(InputError, match="non-linear transform 'bend'"):
        image_from_node(node)


def test_missing_volume_empty_volume_and_color_volume_are_refused(scene: Any) -> None:
    with pytest.raises(InputError, match="No volume is chosen"):
        image_from_node(None)
    with pytest.raises(InputError, match="'empty' has no voxels"):
        image_from_node(scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "empty"))
    color = scene.AddNewNodeByClass("vtkMRMLVectorVolumeNode", "color")
    voxels = vtk.vtkImageData()
    voxels.SetDimensions(2, 2, 2)
    voxels.AllocateScalars(vtk.VTK_UNSIGNED_CHAR, 3)
    color.SetAndObserveImageData(voxels)
    with pytest.raises(InputError, match="3 components"):
        image_from_node(color)


def test_volume_of_no_extent_is_refused(scene: Any) -> None:
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "flat")
    voxels = vtk.vtkImageData()
    voxels.SetDimensions(0, 0, 0)
    voxels.GetPointData().SetScalars(vtk.vtkShortArray())
    node.SetAndObserveImageData(voxels)
    with pytest.raises(InputError, match="'flat' has no voxels"):
        image_from_node(node)


def test_simulated_mark_travels(scene: Any, image: PhaseImage) -> None:
    node = volume_node_from_image(scene, replace(image, acquisition=Acquisition(simulated=True)), "v")
    assert node.GetAttribute(SIMULATED_KEY) == "true"
    assert image_from_node(node).acquisition.simulated
    assert not image_from_node(volume_node_from_image(scene, image, "w")).acquisition.simulated


def test_acquisition_comes_from_the_subject_hierarchy(scene: Any, image: PhaseImage) -> None:
    node = volume_node_from_image(scene, image, "6: portal")
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    patient = hierarchy.CreateSubjectItem(hierarchy.GetSceneItemID(), "Somebody")
    hierarchy.SetItemAttribute(patient, "DICOM.PatientID", "P-17")
    hierarchy.SetItemAttribute(patient, "DICOM.PatientName", "Doe^Jane")
    study = hierarchy.CreateStudyItem(patient, "CT")
    hierarchy.SetItemAttribute(study, "DICOM.StudyDate", "20240131")
    hierarchy.SetItemUID(study, "DICOM", "1.2.3")
    series = hierarchy.CreateItem(study, node)
    hierarchy.SetItemUID(series, "DICOM", "1.2.3.4")
    hierarchy.SetItemAttribute(series, "DICOM.Modality", "CT")
    known = image_from_node(node).acquisition
    assert known == Acquisition(
        modality="CT",
        patient_key=hashlib.sha256(b"P-17").hexdigest(),
        name_key=hashlib.sha256(b"Doe^Jane").hexdigest(),
        study_key=hashlib.sha256(b"1.2.3").hexdigest(),
        study_date="20240131",
        series_description="6: portal",
    )


def test_given_acquisition_wins_and_a_node_without_scene_works(image: PhaseImage, scene: Any) -> None:
    node = volume_node_from_image(scene, image, "v")
    scene.RemoveNode(node)
    assert node.GetScene() is None
    assert image_from_node(node).acquisition == Acquisition(series_description="v")
    assert image_from_node(node, Acquisition(modality="CT")).acquisition == Acquisition(modality="CT")


@pytest.mark.parametrize(
    ("clock", "known"), [("0930", "2024-01-31T09:30:00"), ("093005.25", "2024-01-31T09:30:05"), ("9", None)]
)
def test_acquisition_time_comes_from_slicers_dicom_database(
    scene: Any, image: PhaseImage, monkeypatch: pytest.MonkeyPatch, clock: str, known: str | None
) -> None:
    class Database:
        def instanceValue(self, instance: str, tag: str) -> str:
            return {"0008,0022": "20240131", "0008,0032": clock}.get(tag, "") if instance == "1.2.3.4.5" else ""

    monkeypatch.setattr(slicer, "dicomDatabase", Database(), raising=False)
    node = volume_node_from_image(scene, image, "v")
    node.SetAttribute("DICOM.instanceUIDs", "1.2.3.4.5 1.2.3.4.6")
    assert image_from_node(node).acquisition.acquisition_time == known
