"""The tools on a real scene: what a stroke does, what a threshold asks, what undo keeps."""

import numpy as np
import pytest

CENTER = (0.5, 0.5)


def circle(radius_x, radius_y, center=CENTER, corners=240):
    angles = np.linspace(0, 2 * np.pi, corners)
    return [(center[0] + radius_x * np.cos(a), center[1] + radius_y * np.sin(a)) for a in angles]


def mask(page, phase="arterial"):
    choice = page.presenter.inputs.of(phase)
    return page.app.case.mask(choice.segmentation, choice.segment, choice.volume).array


def size_of_view(page, phase="arterial"):
    """Give the view a window of its own, as the page does; returns mm across and up."""
    views = page.do._views
    views._views[phase].render_window().SetSize(400, 300)
    views._views[phase]._update_slice_size()
    views.reset()
    width, height, _ = views.view_node(phase).GetFieldOfView()
    return width, height


def stroke(page, places, phase="arterial"):
    page.app.gestures.stroke(phase, places)


def test_a_drawn_outline_holds_its_area_and_undo_takes_it_back_exactly(page):
    async def scenario():
        await page.app.open_sample()
        width, height = size_of_view(page)
        page.do.new_contour("arterial")
        page.do.choose_tool("draw")
        assert page["follows_hand"]
        stroke(page, circle(0.15, 0.15 * width / height))
        first = mask(page)
        # Voxels of 2 x 2 mm; the circle's radius is 48 mm.
        assert first.sum() * 4 == pytest.approx(np.pi * (0.15 * width) ** 2, rel=0.02)
        assert page["arterial_size"].startswith(f"{first.sum() * 0.02:.3g} ml")
        page.do.choose_tool("erase")
        stroke(page, [(0.4, 0.5), (0.6, 0.5)])
        second = mask(page)
        assert 0 < second.sum() < first.sum()
        page.do.choose_tool("scissors")
        page.do.change_setting("scissors_mode", "erase_inside")
        stroke(page, circle(0.05, 0.05, (0.5, 0.42)))
        third = mask(page)
        assert third.sum() < second.sum()
        assert page["undo_steps"] == ["Scissors", "Erase", "Draw"]
        page.do.undo()
        np.testing.assert_array_equal(mask(page), second)
        page.do.undo()
        np.testing.assert_array_equal(mask(page), first)
        page.do.redo()
        page.do.redo()
        np.testing.assert_array_equal(mask(page), third)
        page.do.undo_steps(3)
        assert page["undo_steps"] == []
        assert page["arterial_size"] == ""

    page.run(scenario)


def test_scissors_outside_keep_what_lies_in_the_loop_on_every_slice(page):
    async def scenario():
        await page.app.open_sample()
        size_of_view(page)
        before = mask(page)
        page.do.choose_tool("scissors")
        rows, columns = (np.flatnonzero(before.any(axis=axes)) for axes in ((0, 2), (0, 1)))
        middle = (columns[0] + columns[-1] + 1) / 2
        # The view shows the whole volume, 160 voxels, across its width.
        stroke(page, [(0, 0), (middle / 160, 0), (middle / 160, 1), (0, 1)])
        kept = mask(page)
        expected = before.copy()
        expected[:, :, np.arange(before.shape[2]) + 0.5 > middle] = False
        assert len(rows)
        np.testing.assert_array_equal(kept, expected)

    page.run(scenario)


def test_a_threshold_proposes_the_lesions_values_and_stays_inside_it(page):
    async def scenario():
        await page.app.open_sample()
        before = mask(page)
        image = page.app.case.image(page.presenter.inputs.of("arterial").volume).array
        page.do.choose_tool("threshold")
        low, high = page["threshold_low"], page["threshold_high"]
        share = ((image[before] >= low) & (image[before] <= high)).mean()
        assert 0.9 <= share <= 0.92
        page.do.apply_tool()
        assert page["tool"] == ""
        np.testing.assert_array_equal(mask(page), before & (image >= low) & (image <= high))

    page.run(scenario)


def test_a_threshold_that_changes_much_asks_with_both_numbers_first(page):
    async def scenario():
        await page.app.open_sample()
        before = mask(page)
        image = page.app.case.image(page.presenter.inputs.of("arterial").volume).array
        page.do.choose_tool("threshold")
        page.do.change_setting("threshold_region", "everywhere")
        page.do.apply_tool()
        there = (image >= page["threshold_low"]) & (image <= page["threshold_high"])
        assert page["threshold_question"] == f"This replaces {before.sum():,} voxels by {there.sum():,}."
        np.testing.assert_array_equal(mask(page), before)
        page.do.forget_question()
        assert page["threshold_question"] == ""
        page.do.apply_tool()
        page.do.apply_tool(is_confirmed=True)
        np.testing.assert_array_equal(mask(page), there)
        page.do.undo()
        np.testing.assert_array_equal(mask(page), before)

    page.run(scenario)


def test_a_threshold_under_the_brush_adds_there_only_and_takes_its_values_from_there(page):
    async def scenario():
        await page.app.open_sample()
        size_of_view(page)
        page.do.new_contour("arterial")
        page.do.choose_tool("threshold")
        assert page["threshold_region"] == "brush", "an empty contour has no inside"
        page.do.pick_range(True)
        stroke(page, [(0.2, 0.5)])
        image = page.app.case.image(page.presenter.inputs.of("arterial").volume).array
        low, high = page["threshold_low"], page["threshold_high"]
        assert not page["picks_range"]
        assert page["arterial_size"] == ""
        stroke(page, [(0.2, 0.5)])
        added = mask(page)
        assert 0 < added.sum() * 0.02 <= 4 / 3 * np.pi * 0.6**3 * 1.1, "no more than a ball of 12 mm"
        assert (image[added] >= low).all()
        assert (image[added] <= high).all()

    page.run(scenario)


def test_what_a_threshold_would_take_is_shown_in_the_edited_view_only_and_offered_to_nobody(page):
    async def scenario():
        await page.app.open_sample()
        offered = page["contours"]
        page.do.choose_tool("threshold")
        scene = page.app._slicer_app.scene
        shown = [node for node in scene.GetNodesByClass("vtkMRMLSegmentationNode") if node.GetName() == "preview"]
        assert [list(node.GetDisplayNode().GetViewNodeIDs()) for node in shown] == [
            [page.do._views.view_node("arterial").GetID()]
        ]
        assert page["contours"] == offered
        page.do.choose_tool("threshold")
        assert scene.GetFirstNodeByName("preview") is None

    page.run(scenario)


def test_the_pointer_tells_value_and_place_and_marks_the_other_view(page):
    async def scenario():
        await page.app.open_sample()
        size_of_view(page)
        size_of_view(page, "portal")
        image = page.app.case.image(page.presenter.inputs.of("arterial").volume)
        k, j, i = 10, 47, 33
        left, posterior, superior = (image.geometry.index_to_world @ [i, j, k, 1])[:3]
        page.do.show_slice("arterial", k + 1)
        # 160 x 120 voxels fill the width; the height shows as much beyond them as is left over.
        height = 160 * 300 / 400
        page.app.gestures.look("arterial", (i + 0.5) / 160, (j + 0.5 + (height - 120) / 2) / height)
        said = page["arterial_look"]
        assert said.startswith(f"{image.array[k, j, i]:.0f} HU")
        for told, (low, high), mm in zip(
            said.split("HU  ")[1].split("  "), ("RL", "AP", "IS"), (left, posterior, superior), strict=True
        ):
            letter, number = told.split()
            assert letter == (high if mm > 0 else low)
            # Told in whole mm, of a place in the voxel, which is 2 mm wide.
            assert float(number) == pytest.approx(abs(mm), abs=1)
        across, down = page["portal_cross"]
        assert across == pytest.approx(100 * (i + 0.5) / 160, abs=0.6)
        assert down == pytest.approx(100 * (j + 0.5) / 120, abs=0.6)
        page.app.gestures.look_away()
        assert page["portal_cross"] is None

    page.run(scenario)


def test_a_drag_widens_and_brightens_both_phases_and_says_so(page):
    async def scenario():
        await page.app.open_sample()
        page.app.gestures.drag_window(50, 10)
        assert page["window_text"] == "W 450  L 40"
        assert page["gray_window"] == ""
        assert page.do._views.window() == (450, 40)
        page.do.set_window("Bone")
        assert page["window_text"] == "W 1800  L 400"

    page.run(scenario)


def test_the_brush_keeps_its_bounds_and_keys_scroll(page):
    async def scenario():
        await page.app.open_sample()
        page.app.gestures.step_brush(100)
        assert page["brush_mm"] == 60
        page.app.gestures.step_brush(-100)
        assert page["brush_mm"] == 2
        shown = page["arterial_slice"]
        page.app.gestures.step_slice("arterial", 1)
        assert page["arterial_slice"] == page["portal_slice"] == shown + 1
        page.app.gestures.step_slice("arterial", 500)
        assert page["arterial_slice"] == 22

    page.run(scenario)


@pytest.mark.parametrize(("orientation", "slices", "edge"), [("Coronal", 120, "A"), ("Sagittal", 160, "L")])
def test_other_orientations_show_the_lesion_in_both_phases(page, orientation, slices, edge):
    async def scenario():
        await page.app.open_sample()
        size_of_view(page)
        page.app.gestures.turn_views(orientation)
        assert page["orientation"] == orientation
        assert page["arterial_slices"] == slices
        axis = {"Coronal": 1, "Sagittal": 2}[orientation]
        inside = np.flatnonzero(mask(page).any(axis=tuple({0, 1, 2} - {axis})))
        number = page["arterial_slice"] - 1
        assert number in inside or slices - 1 - number in inside
        assert page["arterial_place"].endswith(" mm")
        page.app.gestures.turn_views("Axial")
        assert page["arterial_slices"] == 22

    page.run(scenario)


def test_a_resized_view_shows_at_least_what_it_showed(page):
    async def scenario():
        await page.app.open_sample()
        shown = size_of_view(page)
        views = page.do._views
        view = views._views["arterial"]
        for width, height in ((200, 300), (10, 10), (700, 200), (400, 300)):
            view.render_window().SetSize(width, height)
            view.interactor().InvokeEvent("WindowResizeEvent")
            now = views.view_node("arterial").GetFieldOfView()
            assert now[0] >= shown[0] - 1e-6
            assert now[1] >= shown[1] - 1e-6
            assert now[0] / now[1] == pytest.approx(width / height)
        assert now[:2] == pytest.approx(shown)

    page.run(scenario)


def test_a_proposed_copy_shows_the_contour_before_it_dashed_until_it_is_decided(page):
    async def scenario():
        await page.app.open_sample()
        page.do.choose_tool("paint")
        page.do.copy_contour()
        await page.until(lambda: bool(page["proposal"]))
        assert page["tool"] == ""
        assert page["proposal_phase"] == "portal"
        assert "<path" in page["portal_dashed"]
        assert page["arterial_dashed"] == ""
        page.do.undo_copy()
        assert page["portal_dashed"] == ""

    page.run(scenario)
