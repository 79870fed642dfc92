"""Segments to masks and back, on real scenes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk
import slicer
import vtk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.resampling import onto_grid
from PCRPredictorLib.mrml import (
    image_from_node,
    mask_from_segment,
    segment_names,
    segmentation_node_from_mask,
    sole_segment_id,
    volume_node_from_image,
)
from PCRPredictorLib.mrml.grid import fill_image_data
from PCRPredictorLib.mrml.segments import EmptySegment, lesion_segments, own_mask
from vtk.util.numpy_support import numpy_to_vtk


def add_transform(scene: Any, matrix: np.ndarray, *nodes: Any) -> None:
    transform = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode", "moved")
    elements = vtk.vtkMatrix4x4()
    elements.DeepCopy(matrix.ravel().tolist())
    transform.SetMatrixTransformToParent(elements)
    for node in nodes:
        node.SetAndObserveTransformNodeID(transform.GetID())


def turn() -> np.ndarray:
    angle = np.radians(30.0)
    matrix = np.eye(4)
    matrix[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    matrix[:3, 3] = (15.0, -8.0, 4.0)
    return matrix


@pytest.fixture
def volume(scene: Any, image: PhaseImage) -> Any:
    return volume_node_from_image(scene, image, "arterial")


@pytest.fixture
def segmentation(scene: Any, mask: Mask, volume: Any) -> Any:
    return segmentation_node_from_mask(scene, mask, "contours", "tumor", volume)


def test_round_trip_lands_on_the_volume_grid(segmentation: Any, volume: Any, mask: Mask, image: PhaseImage) -> None:
    (segment_id,) = segment_names(segmentation)
    back = mask_from_segment(segmentation, segment_id, volume)
    np.testing.assert_array_equal(back.array, mask.array)
    assert back.geometry.same_grid(image.geometry)
    assert back.geometry == image_from_node(volume).geometry
    assert (back.segment, back.source, back.simulated) == ("tumor", "the segment 'tumor' of 'contours'", False)


def test_two_segments_of_one_shared_labelmap_stay_apart(scene: Any, mask: Mask, volume: Any) -> None:
    labels = np.where(mask.array, 2, 0).astype(np.uint8)
    labels[5, 8, :3] = 1
    node = scene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "labels")
    node.CopyOrientation(volume)
    voxels = vtk.vtkImageData()
    voxels.SetDimensions(*labels.shape[::-1])
    voxels.GetPointData().SetScalars(numpy_to_vtk(labels.ravel(), deep=True))
    node.SetAndObserveImageData(voxels)
    segmentation = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "both")
    assert slicer.vtkSlicerSegmentationsModuleLogic.ImportLabelmapToSegmentationNode(node, segmentation)
    first, second = segment_names(segmentation)
    np.testing.assert_array_equal(mask_from_segment(segmentation, first, volume).array, labels == 1)
    np.testing.assert_array_equal(mask_from_segment(segmentation, second, volume).array, labels == 2)


def test_common_parent_transform_keeps_the_voxels(
    scene: Any, segmentation: Any, volume: Any, mask: Mask, image: PhaseImage
) -> None:
    add_transform(scene, turn(), volume, segmentation)
    moved = mask_from_segment(segmentation, "tumor", volume)
    np.testing.assert_array_equal(moved.array, mask.array)
    assert not moved.geometry.same_grid(image.geometry)


def test_transform_of_the_segmentation_alone_gives_its_own_grid(
    scene: Any, segmentation: Any, volume: Any, mask: Mask
) -> None:
    add_transform(scene, turn(), segmentation)
    moved = mask_from_segment(segmentation, "tumor", image_volume_around(scene, segmentation))
    assert moved.voxel_count == mask.voxel_count == 119
    # Independent: the centers of the mask's voxels in LPS, moved by hand through RAS.
    index = np.argwhere(mask.array)[:, ::-1]
    flip = np.diag([-1.0, -1, 1, 1])
    matrix = flip @ turn() @ flip @ mask.geometry.index_to_world
    expected = index @ matrix[:3, :3].T + matrix[:3, 3]
    found_index = np.argwhere(moved.array)[:, ::-1]
    own = moved.geometry.index_to_world
    found = found_index @ own[:3, :3].T + own[:3, 3]
    np.testing.assert_allclose(found[np.lexsort(found.T)], expected[np.lexsort(expected.T)], atol=1e-9)


def image_volume_around(scene: Any, segmentation: Any) -> Any:
    """A coarse axis-aligned volume that holds the whole segmentation."""
    bounds = np.zeros(6)
    segmentation.GetRASBounds(bounds)
    low, high = bounds[0::2] - 10, bounds[1::2] + 10
    size = np.ceil((high - low) / 1.5).astype(int)
    origin = (float(-high[0]), float(-high[1]), float(low[2]))
    geometry = Geometry(tuple(int(n) for n in size[::-1]), (1.5, 1.5, 1.5), origin)
    return volume_node_from_image(scene, PhaseImage(np.zeros(geometry.shape, np.int16), geometry), "around")


def test_another_grid_is_left_to_the_resampler_which_says_so(scene: Any, segmentation: Any, mask: Mask) -> None:
    around = image_volume_around(scene, segmentation)
    own = mask_from_segment(segmentation, "tumor", around)
    assert own.array.shape == (4, 5, 6)
    assert own.voxel_count == mask.voxel_count
    resampled, notices = onto_grid(own, image_from_node(around))
    assert len(notices) == 1
    assert resampled.geometry == image_from_node(around).geometry
    volume_mm3 = resampled.voxel_count * resampled.geometry.voxel_volume_mm3
    assert volume_mm3 == pytest.approx(mask.voxel_count * mask.geometry.voxel_volume_mm3, rel=0.1)


def test_lattice_cropped_by_the_volume_is_left_to_the_resampler(
    scene: Any, segmentation: Any, image: PhaseImage
) -> None:
    cropped = replace(image, array=image.array[:3], geometry=replace(image.geometry, shape=(3, 9, 11)))
    own = mask_from_segment(segmentation, "tumor", volume_node_from_image(scene, cropped, "cropped"))
    assert own.array.shape == (4, 5, 6)
    assert own.voxel_count == 119
    with pytest.raises(InputError):
        onto_grid(own, cropped)


def test_larger_volume_of_the_same_lattice_takes_the_mask_exactly(scene: Any, segmentation: Any, mask: Mask) -> None:
    shape = tuple(size + 4 for size in mask.geometry.shape)
    origin = (mask.geometry.index_to_world @ [-2, -2, -2, 1])[:3]
    larger = replace(mask.geometry, shape=shape, origin=tuple(origin.tolist()))
    node = volume_node_from_image(scene, PhaseImage(np.zeros(shape, np.int16), larger), "larger")
    taken = mask_from_segment(segmentation, "tumor", node)
    np.testing.assert_array_equal(taken.array, np.pad(mask.array, 2))


def test_segment_outside_the_volume_is_refused(scene: Any, segmentation: Any, image: PhaseImage) -> None:
    elsewhere = replace(image, geometry=replace(image.geometry, origin=(500.0, 0.0, 0.0)))
    with pytest.raises(InputError, match="lies wholly outside the volume 'elsewhere'"):
        mask_from_segment(segmentation, "tumor", volume_node_from_image(scene, elsewhere, "elsewhere"))


def test_empty_segment_is_refused(segmentation: Any, volume: Any) -> None:
    empty = segmentation.GetSegmentation().AddEmptySegment("", "nothing yet")
    assert empty
    with pytest.raises(EmptySegment, match="the segment 'nothing yet' of 'contours' is empty"):
        mask_from_segment(segmentation, empty, volume)


def test_only_segment_empty_is_refused(scene: Any, volume: Any) -> None:
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "fresh")
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    empty = node.GetSegmentation().AddEmptySegment("", "tumor")
    with pytest.raises(InputError, match="is empty; draw the tumor"):
        mask_from_segment(node, empty, volume)


def test_erased_segment_is_refused(scene: Any, mask: Mask, volume: Any) -> None:
    erased = segmentation_node_from_mask(
        scene, replace(mask, array=np.zeros_like(mask.array)), "contours", "tumor", volume
    )
    with pytest.raises(InputError, match="is empty"):
        mask_from_segment(erased, "tumor", volume)


def test_unknown_segment_lists_those_present(segmentation: Any, volume: Any) -> None:
    segmentation.GetSegmentation().AddEmptySegment("vessel-id", "vessel")
    with pytest.raises(
        InputError, match=r"no segment 'liver'; segments present: 'tumor' \(id .*\), 'vessel' \(id vessel-id\)"
    ):
        mask_from_segment(segmentation, "liver", volume)
    segmentation.GetSegmentation().AddEmptySegment("", "vessel")
    with pytest.raises(InputError, match="2 segments named 'vessel', give the id"):
        sole_segment_id(segmentation, "vessel")
    assert sole_segment_id(segmentation, "vessel-id") == "vessel-id"


def test_no_segments_no_segmentation_and_no_volume(scene: Any, segmentation: Any, volume: Any) -> None:
    bare = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "bare")
    with pytest.raises(InputError, match="segments present: none"):
        mask_from_segment(bare, "tumor", volume)
    with pytest.raises(InputError, match="No segmentation is chosen"):
        mask_from_segment(None, "tumor", volume)
    with pytest.raises(InputError, match="No volume is chosen"):
        mask_from_segment(segmentation, "tumor", None)


def test_shear_and_non_linear_transforms_are_refused(scene: Any, segmentation: Any, volume: Any) -> None:
    shear = np.eye(4)
    shear[0, 1] = 0.05
    add_transform(scene, shear, segmentation)
    with pytest.raises(InputError, match="the segment 'tumor' of 'contours' is sheared"):
        mask_from_segment(segmentation, "tumor", volume)
    bend = scene.AddNewNodeByClass("vtkMRMLTransformNode", "bend")
    bend.SetAndObserveTransformToParent(vtk.vtkThinPlateSplineTransform())
    segmentation.SetAndObserveTransformNodeID(bend.GetID())
    with pytest.raises(InputError, match="non-linear transform 'bend'"):
        mask_from_segment(segmentation, "tumor", volume)


def test_closed_surface_segment_is_converted(scene: Any, volume: Any, image: PhaseImage) -> None:
    sphere = vtk.vtkSphereSource()
    center = image.geometry.index_to_world @ [5, 4, 3, 1]
    sphere.SetCenter(-center[0], -center[1], center[2])
    sphere.SetRadius(2.5)
    sphere.SetThetaResolution(40)
    sphere.SetPhiResolution(40)
    sphere.Update()
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "surface")
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    node.AddSegmentFromClosedSurfaceRepresentation(sphere.GetOutput(), "tumor")
    node.GetSegmentation().SetSourceRepresentationName("Closed surface")
    taken = mask_from_segment(node, "tumor", volume)
    assert taken.array[3, 4, 5]
    assert taken.geometry == image_from_node(volume).geometry
    # One slice of a sphere of radius 2.5 mm in voxels of 0.7 x 0.8 mm: 35;
    # the neighboring slices 5 mm away hold none.
    assert taken.array[3].sum() == taken.voxel_count == pytest.approx(np.pi * 2.5**2 / 0.56, rel=0.15)


def test_surface_without_a_face_is_refused(scene: Any, volume: Any) -> None:
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "surface")
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    node.AddSegmentFromClosedSurfaceRepresentation(vtk.vtkPolyData(), "tumor")
    node.GetSegmentation().SetSourceRepresentationName("Closed surface")
    with pytest.raises(EmptySegment, match="the segment 'tumor' of 'surface' is empty"):
        mask_from_segment(node, "tumor", volume)


def test_real_scan_and_its_labels_read_by_slicer_agree_with_the_reader(scene: Any, shared_data: Path) -> None:
    scan = shared_data / "ct_liver" / "LiTS-117_crop128_ct.nii.gz"
    labels = shared_data / "ct_liver" / "LiTS-117_crop128_label_1liver_2tumor.nii.gz"
    storage = scene.AddNewNodeByClass("vtkMRMLVolumeArchetypeStorageNode")
    volume = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "scan")
    labelmap = scene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "labels")
    for path, node in ((scan, volume), (labels, labelmap)):
        storage.SetFileName(str(path))
        assert storage.ReadData(node)
    segmentation = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "both")
    assert slicer.vtkSlicerSegmentationsModuleLogic.ImportLabelmapToSegmentationNode(labelmap, segmentation)

    image = image_from_node(volume)
    assert image.geometry.same_grid(read_image(scan).geometry)
    np.testing.assert_array_equal(image.array, read_image(scan).array)
    for label, segment_id in zip((1, 2), segment_names(segmentation), strict=True):
        taken = mask_from_segment(segmentation, segment_id, volume)
        np.testing.assert_array_equal(taken.array, read_mask(labels, label=label).array)
        assert taken.geometry == image.geometry


def test_seg_nrrd_written_by_slicer_agrees(scene: Any, segmentation: Any, volume: Any, tmp_path: Path) -> None:
    path = tmp_path / "contours.seg.nrrd"
    storage = scene.AddNewNodeByClass("vtkMRMLSegmentationStorageNode")
    storage.SetFileName(str(path))
    assert storage.WriteData(segmentation)
    written = sitk.ReadImage(path)
    assert written.GetMetaData("Segment0_Name") == "tumor"
    from_file, _ = onto_grid(read_mask(path, segment="tumor"), image_from_node(volume))
    taken = mask_from_segment(segmentation, "tumor", volume)
    np.testing.assert_array_equal(from_file.array, taken.array)

    again = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "again")
    assert storage.ReadData(again)
    np.testing.assert_array_equal(mask_from_segment(again, "tumor", volume).array, taken.array)


def test_simulated_mark_survives_the_segment_file(scene: Any, mask: Mask, volume: Any, tmp_path: Path) -> None:
    node = segmentation_node_from_mask(scene, replace(mask, simulated=True), "contours", "tumor", volume)
    assert mask_from_segment(node, "tumor", volume).simulated
    storage = scene.AddNewNodeByClass("vtkMRMLSegmentationStorageNode")
    storage.SetFileName(str(tmp_path / "contours.seg.nrrd"))
    assert storage.WriteData(node)
    again = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "again")
    assert storage.ReadData(again)
    assert mask_from_segment(again, "tumor", volume).simulated


def test_the_own_mask_is_cropped_to_the_segment_and_lies_where_it_lay(segmentation: Any, mask: Mask) -> None:
    cropped = own_mask(segmentation, "tumor")
    assert cropped.voxel_count == mask.voxel_count
    assert cropped.array.shape == tuple(span.stop - span.start for span in mask.box)
    assert cropped.geometry.spacing == mask.geometry.spacing
    first, own = (each.geometry.index_to_world @ [*np.argwhere(each.array)[0][::-1], 1.0] for each in (mask, cropped))
    assert own == pytest.approx(first)


def test_the_own_mask_of_an_empty_segment_is_refused(segmentation: Any) -> None:
    segmentation.GetSegmentation().AddEmptySegment("none", "none")
    with pytest.raises(InputError, match="is empty"):
        own_mask(segmentation, "none")


def codes(segment: Any) -> list[str]:
    """A segment's terminology, field by field: list, category, type, its modifier, list, region, its modifier."""
    return segment.GetTerminology().split("~")


def test_a_new_contour_is_coded_as_a_primary_neoplasm_of_the_liver(segmentation: Any) -> None:
    fields = codes(segmentation.GetSegmentation().GetNthSegment(0))
    default = codes(slicer.vtkSegment())
    assert len(fields) == len(default)
    assert fields[1:3] == ["SCT^49755003^Morphologically Altered Structure", "SCT^86049000^Neoplasm, Primary"]
    assert fields[5] == "SCT^10200004^Liver"
    assert (fields[3], fields[6], fields[4]) == (default[3], default[6], default[4])


def test_a_contour_that_was_chosen_is_not_called_a_tumor(scene: Any, mask: Mask, volume: Any) -> None:
    node = segmentation_node_from_mask(scene, mask, "organs", "liver", volume, is_tumor=False)
    assert codes(node.GetSegmentation().GetNthSegment(0)) == codes(slicer.vtkSegment())


def test_an_effect_that_replaces_a_segment_leaves_no_former_voxel(scene: Any, mask: Mask, volume: Any) -> None:
    """As Threshold and its like do: by a labelmap on the volume's whole grid."""
    node = segmentation_node_from_mask(scene, mask, "cropped", "tumor", volume)
    segment_id = node.GetSegmentation().GetNthSegmentID(0)
    wanted = mask.array.copy()
    wanted[:, :, mask.box[2].start + 1 :] = False
    whole = slicer.vtkOrientedImageData()
    fill_image_data(whole, wanted.astype(np.uint8))
    ijk_to_ras = vtk.vtkMatrix4x4()
    volume.GetIJKToRASMatrix(ijk_to_ras)
    whole.SetImageToWorldMatrix(ijk_to_ras)
    logic = slicer.vtkSlicerSegmentEditorLogic()
    logic.SetMRMLScene(scene)
    editor = scene.AddNewNodeByClass("vtkMRMLSegmentEditorNode")
    editor.SetAndObserveSegmentationNode(node)
    editor.SetAndObserveSourceVolumeNode(volume)
    editor.SetSelectedSegmentID(segment_id)
    logic.SetSegmentEditorNode(editor)
    everywhere = [0, -1, 0, -1, 0, -1]
    logic.ModifySegmentByLabelmap(node, segment_id, whole, logic.ModificationModeSet, everywhere, True, False)
    assert wanted.any()
    assert np.array_equal(mask_from_segment(node, segment_id, volume).array, wanted)


@pytest.mark.parametrize(
    ("kind", "region", "is_lesion"),
    [
        ("SCT^86049000^Neoplasm, Primary", "SCT^10200004^Liver", True),
        ("SCT^372087000^Neoplasm, Primary", "^^", True),
        ("SCT^4147007^Mass", "SCT^10200004^Liver", True),
        ("SCT^4147007^Mass", "SCT^64033007^Kidney", False),
        ("SCT^10200004^Liver", "^^", False),
        ("SCT^85756007^Tissue", "^^", False),
    ],
)
def test_lesions_are_known_by_their_codes(segmentation: Any, kind: str, region: str, is_lesion: bool) -> None:
    other = segmentation.GetSegmentation().AddEmptySegment("other", "other")
    segmentation.GetSegmentation().GetSegment(other).SetTerminology(
        f"list~SCT^49755003^Morphologically Altered Structure~{kind}~^^~list~{region}~^^"
    )
    first = segmentation.GetSegmentation().GetNthSegmentID(0)
    assert lesion_segments(segmentation) == ({first, other} if is_lesion else {first})


def test_a_segment_without_codes_is_no_lesion(segmentation: Any) -> None:
    segmentation.GetSegmentation().GetNthSegment(0).SetTerminology("")
    assert lesion_segments(segmentation) == set()


def test_a_mask_without_a_name_becomes_a_segment_nevertheless(scene: Any, image: PhaseImage, mask: Mask) -> None:
    volume = volume_node_from_image(scene, image, "arterial")
    node = segmentation_node_from_mask(scene, mask, "contours", "", volume, is_tumor=False)
    (segment,) = segment_names(node)
    np.testing.assert_array_equal(mask_from_segment(node, segment, volume).array, mask.array)
    assert segment_names(node)[segment].strip()
