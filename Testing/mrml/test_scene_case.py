"""The presenter on a real scene."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import vtk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Mask, PhaseImage
from PCRPredictorLib.models.model_file import Model, ModelFeature, save_model
from PCRPredictorLib.models.patient import predict_patient
from PCRPredictorLib.mrml import (
    SceneCase,
    features_table,
    segment_names,
    segmentation_node_from_mask,
    volume_node_from_image,
)
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.threads import ThreadExecutor
from PCRPredictorLib.simulation import simulate_patient

MODEL = Model(
    name="three features",
    version="1",
    source="made up for a test",
    feature_set="ak396",
    profile_hash=None,
    features=(
        ModelFeature("A4", "MeanValue", "arterial", 1.0, 60.0, 20.0),
        ModelFeature("P4", "MeanValue", "portal", -0.5, 70.0, 20.0),
        ModelFeature("P7", "Percentile10", "portal", 0.25, 40.0, 20.0),
    ),
    intercept=-0.3,
    cutoff=0.4,
    cutoff_meaning="made up",
    intended_use="tests",
)


def test_lists_what_users_may_choose(scene: Any, image: PhaseImage, mask: Mask) -> None:
    volume = volume_node_from_image(scene, image, "arterial")
    hidden = volume_node_from_image(scene, image, "hidden")
    hidden.SetHideFromEditors(True)
    for kind in ("LabelMap", "Vector", "DiffusionWeighted"):  # a color picture may well be called "arterial"
        scene.AddNewNodeByClass(f"vtkMRML{kind}VolumeNode", "arterial, too")
    node = segmentation_node_from_mask(scene, mask, "contours", "tumor", volume)
    case = SceneCase(scene)
    assert case.volumes() == {volume.GetID(): "arterial"}
    assert case.segmentations() == {node.GetID(): "contours"}
    assert list(case.segments(node.GetID()).values()) == ["tumor"]
    with pytest.raises(InputError, match="no longer in the scene"):
        case.image("vtkMRMLScalarVolumeNode99")


def test_revision_rises_with_voxels_geometry_and_transforms(scene: Any, image: PhaseImage) -> None:
    volume = volume_node_from_image(scene, image, "arterial")
    case = SceneCase(scene)
    seen = [case.volume_revision(volume.GetID())]

    def rose() -> bool:
        seen.append(case.volume_revision(volume.GetID()))
        return seen[-1] != seen[-2]

    assert not rose()
    volume.GetImageData().GetPointData().GetScalars().Modified()
    assert rose()
    volume.SetOrigin(1, 2, 3)
    assert rose()
    inner = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    outer = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    volume.SetAndObserveTransformNodeID(inner.GetID())
    inner.SetAndObserveTransformNodeID(outer.GetID())
    assert not rose(), "neither transform moves anything yet"
    shift = vtk.vtkMatrix4x4()
    shift.SetElement(0, 3, 5.0)
    outer.SetMatrixTransformToParent(shift)
    assert rose()
    inner.SetAndObserveTransformNodeID(None)
    assert rose()
    inner.SetMatrixTransformToParent(shift)
    assert rose()
    volume.SetAndObserveTransformNodeID(None)
    assert rose()
    volume.SetName("renamed")
    volume.GetDisplayNode().SetWindowLevel(80, 40)
    assert not rose(), "a name or a window is no reason to read the voxels again"
    empty = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode")
    assert case.volume_revision(empty.GetID()) != seen[-1]


def test_contour_revision_rises_with_edits_and_transforms_and_rests_else(
    scene: Any, image: PhaseImage, mask: Mask
) -> None:
    volume = volume_node_from_image(scene, image, "arterial")
    case = SceneCase(scene)
    contour = case.add_contour(mask, "tumor", volume.GetID())
    node = scene.GetNodeByID(contour[0])
    seen = [case.contour_revision(*contour)]

    def rose() -> bool:
        seen.append(case.contour_revision(*contour))
        return seen[-1] != seen[-2]

    case.mask(*contour, volume.GetID())
    assert not rose()
    node.GetSegmentation().GetSegment(contour[1]).GetRepresentation(
        "Binary labelmap"
    ).GetPointData().GetScalars().Modified()
    assert rose()
    transform = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    node.SetAndObserveTransformNodeID(transform.GetID())
    assert not rose(), "it moves nothing yet"
    shift = vtk.vtkMatrix4x4()
    shift.SetElement(0, 3, 5.0)
    transform.SetMatrixTransformToParent(shift)
    assert rose()
    erase_one_voxel(node, mask)
    assert rose()
    with pytest.raises(InputError, match="no longer in the segmentation"):
        case.contour_revision(contour[0], "gone")


def test_a_surface_whose_voxels_are_made_on_another_grid_is_read_again(scene: Any, image: PhaseImage) -> None:
    volume = volume_node_from_image(scene, image, "arterial")
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "surface")
    node.GetSegmentation().SetSourceRepresentationName("Closed surface")
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    bounds = [0.0] * 6
    volume.GetRASBounds(bounds)
    ball = vtk.vtkSphereSource()
    ball.SetCenter(*((low + high) / 2 for low, high in zip(bounds[0::2], bounds[1::2], strict=True)))
    ball.SetRadius(3)
    ball.Update()
    segment = node.AddSegmentFromClosedSurfaceRepresentation(ball.GetOutput(), "tumor")
    case = SceneCase(scene)
    contour = (node.GetID(), segment)
    before, drawn = case.contour_revision(*contour), case.mask(*contour, volume.GetID())
    assert case.contour_revision(*contour) == before
    node.GetSegmentation().SetConversionParameter("Oversampling factor", "3")
    assert case.mask(*contour, volume.GetID()).voxel_count > drawn.voxel_count
    assert case.contour_revision(*contour) != before


def test_a_segment_that_took_the_name_of_a_removed_one_is_not_taken_for_it(
    scene: Any, image: PhaseImage, mask: Mask
) -> None:
    volume = volume_node_from_image(scene, image, "arterial")
    case = SceneCase(scene)
    segmentation, segment = case.add_contour(mask, "tumor", volume.GetID())
    segments = scene.GetNodeByID(segmentation).GetSegmentation()
    other = segments.AddEmptySegment("", segment)
    assert segments.GetSegment(other).GetName() == segment
    segments.RemoveSegment(segment)
    for ask in (case.contour_revision, lambda *ids: case.mask(*ids, volume.GetID())):
        with pytest.raises(InputError, match="no longer in the segmentation"):
            ask(segmentation, segment)


def test_hidden_contours_come_back_and_copies_have_names_of_their_own(
    scene: Any, image: PhaseImage, mask: Mask
) -> None:
    volume = volume_node_from_image(scene, image, "arterial")
    case = SceneCase(scene)
    first, second = (case.add_contour(mask, "tumor", volume.GetID()) for _ in range(2))
    names = list(case.segmentations().values())
    assert names[0] == "arterial contour"
    assert names[1] != names[0]
    display = scene.GetNodeByID(first[0]).GetDisplayNode()
    case.show_contour(*first, False)
    assert not display.GetSegmentVisibility(first[1])
    display.SetVisibility(False)
    case.show_contour(*first, True)
    assert display.GetSegmentVisibility(first[1])
    assert display.GetVisibility()
    case.remove_contour(second[0])
    case.show_contour(*second, True)
    assert list(case.segmentations()) == [first[0]], "a contour that is gone is no error, and does not come back"


def test_contours_come_and_go(scene: Any, image: PhaseImage, mask: Mask) -> None:
    volume = volume_node_from_image(scene, image, "arterial")
    case = SceneCase(scene)
    segmentation, segment = case.add_contour(mask, "tumor", volume.GetID())
    np.testing.assert_array_equal(case.mask(segmentation, segment, volume.GetID()).array, mask.array)
    case.remove_contour(segmentation)
    case.remove_contour(segmentation)
    assert case.segmentations() == {}


def finish(presenter: PredictionPresenter, executor: ThreadExecutor) -> None:
    while presenter.job.running:
        assert executor.deliver(wait_seconds=120), "the task did not end"


def test_simulated_patient_from_scene_to_report(scene: Any, tmp_path: Path) -> None:
    patient = simulate_patient(seed=5)
    pairs = {"arterial": (patient.arterial, patient.arterial_mask), "portal": (patient.portal, patient.portal_mask)}
    nodes = {}
    for phase, (image, mask) in pairs.items():
        volume = volume_node_from_image(scene, image, f"CT {phase}")
        nodes[phase] = (volume, segmentation_node_from_mask(scene, mask, f"{phase} contour", "HCC", volume))
    save_model(MODEL, tmp_path / "model.json")

    executor = ThreadExecutor()
    presenter = PredictionPresenter(SceneCase(scene), executor)
    presenter.scene_changed()
    assert presenter.inputs.guessed == {"arterial", "portal"}
    for phase, (_, segmentation) in nodes.items():
        presenter.inputs.choose_segmentation(phase, segmentation.GetID())
    presenter.choose_model(str(tmp_path / "model.json"))
    assert presenter.readiness.predict is None
    presenter.predict()
    finish(presenter, executor)

    direct = predict_patient(*pairs["arterial"], *pairs["portal"], MODEL)
    assert presenter.result is not None
    assert presenter.result.probability == direct.probability
    assert len(presenter.result.answer.notes) == 2
    saved: list[bool] = []
    presenter.save_report(tmp_path / "report.html", saved=lambda: saved.append(True))
    assert not saved, "it is written beside the user interface"
    finish(presenter, executor)
    assert saved, presenter.messages.shown
    assert "imulated" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert_saved_as_pdf(presenter, executor, tmp_path / "report.PDF")

    erase_one_voxel(nodes["portal"][1], patient.portal_mask)
    presenter.edit_finished()
    assert presenter.is_stale


def assert_saved_as_pdf(presenter: Any, executor: Any, path: Path) -> None:
    """The same report as PDF, or a sentence that says what is missing for that, and no file."""
    saved: list[bool] = []
    presenter.save_report(path, saved=lambda: saved.append(True))
    finish(presenter, executor)
    if saved:
        assert path.read_bytes().startswith(b"%PDF")
    else:
        assert "Writing a PDF needs" in presenter.messages.shown[0].text
        assert not path.exists()


def erase_one_voxel(segmentation: Any, mask: Mask) -> None:
    fewer = mask.array.copy()
    fewer[tuple(np.argwhere(fewer)[0])] = False
    (segment_id,) = segment_names(segmentation)
    scene = segmentation.GetScene()
    other = segmentation_node_from_mask(scene, replace(mask, array=fewer), "other", "HCC")
    labelmap = other.GetSegmentation().GetNthSegment(0).GetRepresentation("Binary labelmap")
    segmentation.GetSegmentation().GetSegment(segment_id).GetRepresentation("Binary labelmap").DeepCopy(labelmap)
    scene.RemoveNode(other)


def test_all_features_reach_a_table(scene: Any) -> None:
    patient = simulate_patient(seed=6)
    executor = ThreadExecutor()
    case = SceneCase(scene)
    presenter = PredictionPresenter(case, executor)
    for phase, image, mask in (
        ("arterial", patient.arterial, patient.arterial_mask),
        ("portal", patient.portal, patient.portal_mask),
    ):
        volume = volume_node_from_image(scene, image, phase)
        presenter.inputs.choose_volume(phase, volume.GetID())
        presenter.inputs.choose_contour(phase, *case.add_contour(mask, "HCC", volume.GetID()))
    assert presenter.readiness.extract is None
    received = []
    presenter.features_ready.connect(received.append)
    presenter.extract_features()
    finish(presenter, executor)
    (features,) = received
    assert features.simulated
    table = features_table(scene, features.features["arterial"], features.features["portal"], "features")
    assert (table.GetNumberOfRows(), table.GetNumberOfColumns()) == (396, 3)
    mean = list(features.features["portal"]).index("MeanValue")
    expected = patient.portal.array[patient.portal_mask.array].mean()
    assert table.GetTable().GetValueByName(mean, "portal").ToDouble() == pytest.approx(expected, rel=1e-12)
