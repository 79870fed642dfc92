"""What views show, and settings that are lent."""

import json
from pathlib import Path
from typing import Any

import pytest
import slicer
from PCRPredictorLib.imaging import Mask, PhaseImage
from PCRPredictorLib.mrml import HeadlessScene, segmentation_node_from_mask, volume_node_from_image
from PCRPredictorLib.mrml.pictures import BorrowedSettings, phases_of_contour, put_right, settle, shows_wrong


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


@pytest.mark.parametrize("layer", ["Foreground", "Label"])
def test_only_our_overlays_may_cover_a_phase(layer: str, scene: Any, image: PhaseImage, composites: list[Any]) -> None:
    """A mask that Slicer shows in every view when it is loaded covers as another volume does."""
    phase, ours, other = (volume_node_from_image(scene, image, name).GetID() for name in ("a", "map", "x"))
    view = composites[0]
    set_volume, set_opacity = (getattr(view, f"Set{layer}{what}") for what in ("VolumeID", "Opacity"))
    view.SetBackgroundVolumeID(phase)
    set_volume(ours)
    set_opacity(0.5)
    assert not put_right({view: phase}, (ours,))
    set_volume(other)
    assert put_right({view: phase}, (ours,))
    assert getattr(view, f"Get{layer}VolumeID")() is None
    assert view.GetBackgroundVolumeID() == phase
    set_volume(other)
    set_opacity(0.0)
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


def test_views_that_follow_each_other_are_all_read_before_one_is_set(composites: list[Any]) -> None:
    first, second = composites
    first.AddObserver("ModifiedEvent", lambda _caller, _event: second.SetHotLinkedControl(first.GetHotLinkedControl()))
    lent = BorrowedSettings()
    lent.set_all(composites, "HotLinkedControl", 1)
    lent.give_back()
    assert [composite.GetHotLinkedControl() for composite in composites] == [0, 0]


def test_what_is_lent_is_hidden_while_a_scene_is_written_and_nobody_notices(
    scene: Any, mask: Mask, tmp_path: Path, composites: list[Any]
) -> None:
    display = segmentation_node_from_mask(scene, mask, "contour", "tumor").GetDisplayNode()
    lent = BorrowedSettings()
    lent.set(display, "ViewNodeIDs", ("vtkMRMLSliceNodeA",))
    lent.set(composites[0], "LinkedControl", 1)
    noticed: list[str] = []
    for node in (display, composites[0]):
        node.AddObserver("AnyEvent", lambda _caller, event: noticed.append(event))
    changed = [node.GetMTime() for node in (display, composites[0])]
    lent.hide()
    assert (display.GetViewNodeIDs(), composites[0].GetLinkedControl()) == ((), 0)
    assert scene.Commit(str(tmp_path / "scene.mrml"))
    assert not noticed
    lent.show_again()
    assert (display.GetViewNodeIDs(), composites[0].GetLinkedControl()) == (("vtkMRMLSliceNodeA",), 1)
    assert noticed == ["ModifiedEvent"] * 2, "a view that was drawn meanwhile is drawn again"
    assert [node.GetMTime() for node in (display, composites[0])] == changed
    written = (tmp_path / "scene.mrml").read_text()
    assert "vtkMRMLSliceNodeA" not in written
    assert 'linkedControl="1"' not in written
    lent.hide()
    lent.give_back()
    assert (display.GetViewNodeIDs(), composites[0].GetLinkedControl()) == ((), 0), "hidden ones are given back, too"


def test_one_setting_is_given_back_alone(scene: Any, mask: Mask) -> None:
    """A contour is filled again once no map is shown, and goes on to be seen on its own image only."""
    displays = [segmentation_node_from_mask(scene, mask, name, "tumor").GetDisplayNode() for name in ("a", "b")]
    displays[0].SetOpacity2DFill(0.3)
    lent = BorrowedSettings()
    lent.set_all(displays, "Opacity2DFill", 0.0)
    lent.set(displays[0], "ViewNodeIDs", ("vtkMRMLSliceNodeA",))
    displays[1].SetOpacity2DFill(0.8)
    lent.give_back_all("Opacity2DFill")
    assert [display.GetOpacity2DFill() for display in displays] == [0.3, 0.8], "what the user set meanwhile stays"
    assert displays[0].GetViewNodeIDs() == ("vtkMRMLSliceNodeA",)
    assert not lent.holds(displays[0], "Opacity2DFill")
    lent.give_back()
    assert displays[0].GetViewNodeIDs() == ()


def test_what_was_changed_while_hidden_stays(composites: list[Any]) -> None:
    view = composites[0]
    view.SetForegroundOpacity(0.2)
    lent = BorrowedSettings()
    lent.set(view, "ForegroundOpacity", 0.7)
    lent.hide()
    assert view.GetForegroundOpacity() == 0.2
    view.SetForegroundOpacity(0.4)
    lent.show_again()
    assert view.GetForegroundOpacity() == 0.4


def test_a_contour_belongs_to_the_phase_it_was_drawn_on_or_to_none(scene: Any, image: PhaseImage) -> None:
    arterial, portal, other = (volume_node_from_image(scene, image, name) for name in ("a", "p", "earlier"))
    volumes = {"arterial": arterial, "portal": portal}
    drawn_on = [phases_of_contour(volume.GetID(), volumes) for volume in (arterial, portal, other)]
    assert drawn_on == [{"arterial"}, {"portal"}, set()]
    assert phases_of_contour(None, volumes | {"portal": None}) == set(), "where nobody knows"
    assert phases_of_contour(portal.GetID(), {"portal": None}) == set()


RED, OURS = "vtkMRMLSliceNodeRed", ("vtkMRMLSliceNodeA", "vtkMRMLSliceNodeB")


@pytest.fixture
def lending(scene: Any, mask: Mask, composites: list[Any]) -> tuple[BorrowedSettings, Any, Any]:
    """What lends, a display node with views of its own, and a view that is not linked by itself."""
    display = segmentation_node_from_mask(scene, mask, "contour", "tumor").GetDisplayNode()
    display.SetViewNodeIDs((RED,))
    lent = BorrowedSettings()
    lent.set(display, "ViewNodeIDs", OURS)
    lent.set(composites[0], "LinkedControl", 1)
    return lent, display, composites[0]


def test_a_scene_that_a_script_wrote_meanwhile_brings_nothing_lent(scene: Any, lending: Any, tmp_path: Path) -> None:
    """Slicer does not tell of ``scene.Commit``."""
    assert scene.Commit(str(tmp_path / "scene.mrml"))
    lent, *nodes = lending
    assert OURS[0] in (tmp_path / "scene.mrml").read_text()
    lent.give_back()
    with HeadlessScene() as other:
        other.SetURL(str(tmp_path / "scene.mrml"))
        assert other.Import()
        display, view = (other.GetNodeByID(node.GetID()) for node in nodes)
        assert (display.GetViewNodeIDs(), view.GetLinkedControl()) == (OURS, 1)
        settle((display, view))
        assert (display.GetViewNodeIDs(), view.GetLinkedControl()) == ((RED,), 0)
        assert display.GetAttributeNames() == view.GetAttributeNames() == ()


def test_a_scene_view_taken_meanwhile_brings_nothing_lent(scene: Any, lending: Any) -> None:
    lent, display, view = lending
    snapshot = scene.AddNode(slicer.vtkMRMLSceneViewNode())
    snapshot.StoreScene()
    lent.give_back()
    assert (display.GetViewNodeIDs(), view.GetLinkedControl()) == ((RED,), 0)
    assert snapshot.RestoreScene()
    assert view.GetLinkedControl() == 1
    settle((display, view))
    assert (display.GetViewNodeIDs(), view.GetLinkedControl()) == ((RED,), 0)
    assert display.GetAttributeNames() == view.GetAttributeNames() == ()


def test_what_was_changed_since_it_was_lent_stays(lending: Any) -> None:
    lent, *nodes = lending
    copies = [node.CreateNodeInstance() for node in nodes]
    for copy, node in zip(copies, nodes, strict=True):
        copy.UnRegister(None)
        copy.CopyContent(node)
    display, view = copies
    display.SetViewNodeIDs(("vtkMRMLSliceNodeGreen",))
    settle(copies)
    assert (display.GetViewNodeIDs(), view.GetLinkedControl()) == (("vtkMRMLSliceNodeGreen",), 0)
    assert [node.GetAttributeNames() for node in copies] == [(), ()]
    settle(nodes)
    lent.give_back()
    assert (nodes[0].GetViewNodeIDs(), nodes[1].GetLinkedControl()) == ((RED,), 0), "while lent it is left alone"


def test_given_back_or_hidden_nodes_say_nothing(lending: Any) -> None:
    lent, display, view = lending
    lent.set(view, "HotLinkedControl", 1)
    view.SetHotLinkedControl(0)  # by someone else
    for hide, show in ((lent.hide, lent.show_again), (lent.give_back, lambda: None)):
        assert (*display.GetAttributeNames(), *view.GetAttributeNames()) == ("PCRPredictor.lent",) * 2
        hide()
        assert display.GetAttributeNames() == view.GetAttributeNames() == ()
        show()


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "3", "null", '{"ViewNodeIDs": 3}', '{"LinkedControl": [0]}', '{"LinkedControl": ["x", 1]}'),
        *('{"ViewNodeIDs": [[3], ["a"]]}', '{"Opacity": [0.5, 1.0]}', '{"ViewNodeIDs": [{}, ["a"]]}', "[" * 100_000),
    ],
)
def test_nonsense_of_a_file_changes_nothing(text: str, scene: Any, mask: Mask, composites: list[Any]) -> None:
    display = segmentation_node_from_mask(scene, mask, "contour", "tumor").GetDisplayNode()
    display.SetViewNodeIDs(("a",))
    for node in (display, composites[0]):
        node.SetAttribute("PCRPredictor.lent", text)
    composites[0].SetLinkedControl(1)
    settle((display, composites[0]))
    assert (display.GetViewNodeIDs(), display.GetOpacity(), composites[0].GetLinkedControl()) == (("a",), 1.0, 1)
    assert display.GetAttributeNames() == ()


def test_two_borrow_from_one_node(composites: list[Any]) -> None:
    """The link of the views and the map over them are lent apart."""
    view, links, maps = composites[0], BorrowedSettings(), BorrowedSettings()
    links.set(view, "LinkedControl", 1)
    maps.set(view, "ForegroundOpacity", 0.6)
    for each in (links, maps):
        each.hide()
    assert (view.GetLinkedControl(), view.GetForegroundOpacity(), view.GetAttributeNames()) == (0, 0.0, ())
    for each in (links, maps):
        each.show_again()
    copy = slicer.vtkMRMLSliceCompositeNode()
    copy.CopyContent(view)
    settle([view])
    assert (view.GetLinkedControl(), view.GetForegroundOpacity()) == (1, 0.6), "still lent"
    maps.give_back()
    assert json.loads(view.GetAttribute("PCRPredictor.lent")) == {"LinkedControl": [0, 1]}
    links.give_back()
    assert view.GetAttributeNames() == ()
    assert (copy.GetLinkedControl(), copy.GetForegroundOpacity()) == (1, 0.6)
    settle([copy])
    assert (copy.GetLinkedControl(), copy.GetForegroundOpacity(), copy.GetAttributeNames()) == (0, 0.0, ())
