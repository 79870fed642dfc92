"""What views show, and settings that are lent."""

from typing import Any

import pytest
from PCRPredictorLib.imaging import Mask, PhaseImage
from PCRPredictorLib.mrml import segmentation_node_from_mask, volume_node_from_image
from PCRPredictorLib.mrml.pictures import BorrowedSettings, put_right, shows_wrong


@pytest.fixture
def composites(scene: Any) -> list[Any]:
    return [scene.AddNewNodeByClass("vtkMRMLSliceCompositeNode") for _ in range(2)]


def test_views_are_put_right_and_stay_linked(scene: Any, image: PhaseImage, composites: list[Any]) -> None:
    first, second = (volume_node_from_image(scene, image, name).GetID() for name in ("a", "p"))
    wanted = dict(zip(composites, (first, second), strict=True))
    assert put_right(wanted)
    assert not put_right(wanted), "nothing is left to do"
    for composite in composites:
        composite.SetLinkedControl(True)
        composite.SetBackgroundVolumeID(first)
    assert [shows_wrong(composite, volume, ()) for composite, volume in wanted.items()] == [False, True]
    assert put_right(wanted)
    assert [composite.GetBackgroundVolumeID() for composite in composites] == [first, second]
    assert all(composite.GetLinkedControl() for composite in composites)


def test_only_our_overlays_may_cover_a_phase(scene: Any, image: PhaseImage, composites: list[Any]) -> None:
    phase, ours, other = (volume_node_from_image(scene, image, name).GetID() for name in ("a", "map", "x"))
    view = composites[0]
    view.SetBackgroundVolumeID(phase)
    view.SetForegroundVolumeID(ours)
    view.SetForegroundOpacity(0.5)
    assert not put_right({view: phase}, (ours,))
    view.SetForegroundVolumeID(other)
    assert put_right({view: phase}, (ours,))
    assert view.GetForegroundVolumeID() is None
    view.SetForegroundVolumeID(other)
    view.SetForegroundOpacity(0.0)
    assert not put_right({view: phase}, (ours,)), "an invisible one covers nothing"


def test_a_lent_setting_goes_back_unless_someone_changed_it(scene: Any, mask: Mask) -> None:
    display = segmentation_node_from_mask(scene, mask, "contour", "tumor").GetDisplayNode()
    display.SetViewNodeIDs(("vtkMRMLSliceNodeRed",))
    lent = BorrowedSettings()
    for views in (("vtkMRMLSliceNodeA",), ("vtkMRMLSliceNodeA", "vtkMRMLSliceNodeB")):
        lent.set(display, "ViewNodeIDs", views)
        assert display.GetViewNodeIDs() == views
    lent.give_back()
    assert display.GetViewNodeIDs() == ("vtkMRMLSliceNodeRed",)
    lent.set(display, "ViewNodeIDs", ("vtkMRMLSliceNodeA",))
    display.SetViewNodeIDs(("vtkMRMLSliceNodeGreen",))
    lent.give_back()
    assert display.GetViewNodeIDs() == ("vtkMRMLSliceNodeGreen",)
    lent.set(display, "ViewNodeIDs", ("vtkMRMLSliceNodeA",))
    scene.RemoveNode(display)
    lent.give_back()


def test_a_composite_node_lends_its_link(composites: list[Any]) -> None:
    lent = BorrowedSettings()
    lent.set(composites[0], "LinkedControl", 1)
    assert composites[0].GetLinkedControl() == 1
    lent.give_back()
    assert composites[0].GetLinkedControl() == 0
