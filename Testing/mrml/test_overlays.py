"""A map over a volume: seen where it is not 0, in no selector, not saved, gone without a trace."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.mrml import SceneCase, image_from_node
from PCRPredictorLib.mrml.overlays import overlay_node, remove_overlay

COLORS = ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0))


@pytest.fixture
def signed(image):
    values = np.zeros(image.geometry.shape, dtype=np.float32)
    values[1, 2, 3], values[2, 3, 4], values[3, 4, 5] = -2.0, 2.0, 1.0
    return replace(image, array=values)


def test_values_and_place_are_those_of_the_image(scene, signed):
    node = overlay_node(scene, signed, "Map", 2.0, COLORS)
    back = image_from_node(node)
    np.testing.assert_array_equal(back.array, signed.array)
    assert back.geometry.same_grid(signed.geometry)


def test_colors_are_strong_at_the_ends_and_absent_at_nothing(scene, signed):
    display = overlay_node(scene, signed, "Map", 2.0, COLORS).GetDisplayNode()
    table = display.GetColorNode().GetLookupTable()
    assert (display.GetWindow(), display.GetLevel()) == (4.0, 0.0)
    last = table.GetNumberOfTableValues() - 1
    assert table.GetTableValue(0) == pytest.approx((1.0, 0.0, 0.0, 1.0))
    assert table.GetTableValue(last) == pytest.approx((0.0, 0.0, 1.0, 1.0))
    assert table.GetTableValue(last // 2)[3] == 0.0


def test_it_is_offered_nowhere_and_leaves_nothing_behind(scene, signed):
    before = scene.GetNumberOfNodes()
    node = overlay_node(scene, signed, "Map", 2.0, COLORS)
    assert SceneCase(scene).volumes() == {}
    assert not node.GetSaveWithScene()
    remove_overlay(node)
    assert scene.GetNodesByClass("vtkMRMLScalarVolumeNode").GetNumberOfItems() == 0
    assert scene.GetNodesByClass("vtkMRMLColorTableNode").GetNumberOfItems() == 0
    assert scene.GetNumberOfNodes() == before
