"""Segments that are kept as a shape of which there are no voxels."""

from typing import Any

import pytest
import slicer
import vtk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import PhaseImage
from PCRPredictorLib.mrml import mask_from_segment, volume_node_from_image
from PCRPredictorLib.mrml.segments import EmptySegment, own_mask


@pytest.fixture
def volume(scene: Any, image: PhaseImage) -> Any:
    return volume_node_from_image(scene, image, "arterial")


def drawn_as(scene: Any, volume: Any, shape: Any, kind: str) -> Any:
    """A segmentation of which one segment is kept as a shape."""
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "shapes")
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    node.GetSegmentation().SetSourceRepresentationName(kind)
    segment = slicer.vtkSegment()
    segment.SetName("tumor")
    segment.AddRepresentation(kind, shape)
    node.GetSegmentation().AddSegment(segment, "tumor")
    return node


@pytest.mark.parametrize(
    ("source", "kind", "said"),
    [
        (vtk.vtkPlaneSource, "Closed surface", "'Closed surface' and encloses no voxel.*; draw the tumor anew"),
        (vtk.vtkLineSource, "Closed surface", "'Closed surface' and encloses no voxel.*; draw the tumor anew"),
        (vtk.vtkSphereSource, "Planar contour", "'Planar contour', of which this Slicer cannot make voxels"),
    ],
)
def test_a_shape_that_gives_no_voxels_is_not_called_empty(scene: Any, volume: Any, source: Any, kind: str, said: str):
    shape = source()
    shape.Update()
    node = drawn_as(scene, volume, shape.GetOutput(), kind)
    for measure in (lambda: mask_from_segment(node, "tumor", volume), lambda: own_mask(node, "tumor")):
        with pytest.raises(InputError, match=said) as refusal:
            measure()
        assert not isinstance(refusal.value, EmptySegment)
