"""Contours of DICOM files in a scene: the voxels of the file's reader, held against the series of the volume."""

import pydicom
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.desktop.scene.contour_file import openContours
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.imaging.resampling import onto_grid
from PCRPredictorLib.mrml import (
    HeadlessScene,
    image_from_node,
    mask_from_segment,
    segment_names,
    volume_node_from_image,
)
from PCRPredictorLib.mrml.segmentation_file import write_segmentation


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contour_file") / "cohort"
    assert run(["simulate", "--dicom", "--patients", "1", "--seed", "5", "--output", str(folder)]) == 0
    return folder / "SIM0001"


@pytest.fixture
def scene():
    with HeadlessScene() as scene:
        yield scene


def loaded(scene, folder):
    """A volume as Slicer's DICOM plugin leaves it: it knows its slices."""
    node = volume_node_from_image(scene, read_image(folder), folder.name)
    uids = [pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID for path in sorted(folder.iterdir())]
    node.SetAttribute("DICOM.instanceUIDs", " ".join(uids))
    return node


@pytest.mark.parametrize("kind", ["seg", "rtstruct"])
def test_the_segment_has_the_voxels_of_the_file(case, scene, kind):
    volume = loaded(scene, case / "arterial")
    path = case / f"arterial_{kind}.dcm"
    segmentation, notices = openContours(path, volume)
    (segment,) = segment_names(segmentation)
    expected = read_mask(path, image=read_image(case / "arterial"))
    found, _ = onto_grid(mask_from_segment(segmentation, segment, volume), image_from_node(volume))
    assert (found.array == expected.array).all()
    assert segment_names(segmentation)[segment] == expected.segment
    assert found.simulated
    assert not notices


def test_several_segments_become_one_segmentation(case, scene, tmp_path):
    structures = pydicom.dcmread(case / "arterial_rtstruct.dcm")
    for sequence, number in ((structures.StructureSetROISequence, "ROINumber"), (structures.ROIContourSequence, None)):
        sequence.append(pydicom.Dataset.from_json(sequence[0].to_json()))
        setattr(sequence[1], number or "ReferencedROINumber", 2)
    structures.StructureSetROISequence[1].ROIName = "Second"
    structures.save_as(tmp_path / "two.dcm")
    segmentation, _ = openContours(tmp_path / "two.dcm", loaded(scene, case / "arterial"))
    assert list(segment_names(segmentation).values())[1:] == ["Second"]


def test_contours_of_the_other_phase_are_refused_and_leave_nothing(case, scene):
    volume = loaded(scene, case / "portal")
    with pytest.raises(InputError, match="drawn on other slices than those of the volume 'portal'"):
        openContours(case / "arterial_seg.dcm", volume)
    assert scene.GetNumberOfNodesByClass("vtkMRMLSegmentationNode") == 0


def test_a_volume_that_knows_no_series_is_said(case, scene):
    volume = volume_node_from_image(scene, read_image(case / "arterial"), "arterial")
    _, notices = openContours(case / "arterial_seg.dcm", volume)
    assert [notice.code for notice in notices] == ["contour-series-unknown"]


def test_a_moved_volume_is_refused(case, scene):
    volume = loaded(scene, case / "arterial")
    volume.SetAndObserveTransformNodeID(scene.AddNewNodeByClass("vtkMRMLLinearTransformNode").GetID())
    with pytest.raises(InputError, match="is under a transform"):
        openContours(case / "arterial_seg.dcm", volume)


def test_a_slicer_segmentation_opens_although_one_segment_was_never_drawn(case, scene, tmp_path):
    volume = loaded(scene, case / "arterial")
    drawn, _ = openContours(case / "arterial_seg.dcm", volume)
    drawn.GetSegmentation().AddEmptySegment("", "spare")
    write_segmentation(drawn, tmp_path / "contours.seg.nrrd")
    opened, _ = openContours(tmp_path / "contours.seg.nrrd", volume)
    (former, _spare), (segment,) = segment_names(drawn), segment_names(opened)
    expected = mask_from_segment(drawn, former, volume).array
    assert (mask_from_segment(opened, segment, volume).array == expected).all()
