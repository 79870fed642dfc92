"""Lines of the scene as diameters: half placed, placed, and under a transform."""

import pytest
import slicer
import vtk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging.lesion_line import Stroke
from PCRPredictorLib.mrml.lesion_lines import is_drawn, line_from_node, stroke_from_node


@pytest.fixture
def node(scene):
    return scene.AddNewNodeByClass("vtkMRMLMarkupsLineNode", "diameter")


def test_a_line_is_drawn_once_both_ends_are_placed(node):
    assert not is_drawn(node)
    node.AddControlPointWorld(10, -20, 30)
    assert not is_drawn(node)
    node.AddControlPointWorld(40, 20, 30)
    assert is_drawn(node)
    line = line_from_node(node)
    assert line.start == (-10, 20, 30)
    assert line.end == (-40, -20, 30)
    assert line.length_mm == 50


def test_a_parent_transform_counts(scene, node):
    node.AddControlPoint(0, 0, 0)
    node.AddControlPoint(30, 0, 0)
    transform = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    matrix = vtk.vtkMatrix4x4()
    matrix.SetElement(0, 3, 100)
    transform.SetMatrixTransformToParent(matrix)
    node.SetAndObserveTransformNodeID(transform.GetID())
    assert line_from_node(node).start == (-100, 0, 0)
    assert isinstance(node, slicer.vtkMRMLMarkupsLineNode)


def test_a_click_is_no_diameter(node):
    node.AddControlPointWorld(0, 0, 0)
    node.AddControlPointWorld(1, 0, 0)
    with pytest.raises(InputError, match=r"1\.0 mm long"):
        line_from_node(node)
    assert stroke_from_node(node) == Stroke((0.0, 0.0, 0.0), (-1.0, 0.0, 0.0)), "but a stroke"
