"""The lesion's longest diameter on a real scene: the line's place, what is proposed from it, and how that is undone."""

import json
import threading
import time

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging.contour_proposal import INSIDE, OUTSIDE
from PCRPredictorLib.mrml.grow_cut import grow_cut
from slicer import vtkMRMLSliceNode

from PCRPredictorWeb.browser_case import CONTOUR_COLOR
from PCRPredictorWeb.diameter import line_on
from PCRPredictorWeb.preview import COLOR as PROPOSED_COLOR
from PCRPredictorWeb.shown_proposal import DOUBTFUL_COLOR
from Testing.web.lesion import arterial_voxels, dice, longest_diameter, portal_voxels
from Testing.web.test_contour_tools import mask, size_of_view, stroke


@pytest.fixture
def view():
    """Of 300 x 240 pixels of half a millimeter; pixel 150, 120 shows the place R -35, A -36, S 10."""
    view = vtkMRMLSliceNode()
    view.SetDimensions(300, 240, 1)
    view.SetFieldOfView(150, 120, 2.5)
    # As a radiologist looks: the patient's left is on the right.
    view.GetSliceToRAS().SetElement(0, 0, -1)
    for row, value in enumerate((-35.0, -36.0, 10.0)):
        view.GetSliceToRAS().SetElement(row, 3, value)
    view.UpdateMatrices()
    return view


def test_a_line_over_a_view_lies_on_the_slice_that_it_shows(view):
    line = line_on(view, np.array([100.0, 120.0]), np.array([140.0, 150.0]))
    assert line.start == pytest.approx((10.0, 36.0, 10.0))
    assert line.end == pytest.approx((30.0, 21.0, 10.0))
    assert line.length_mm == pytest.approx(25.0)


def test_a_line_on_a_coronal_slice_runs_up_and_down(view):
    view.SetSliceToRASByNTP(0, 1, 0, -1, 0, 0, -35.0, -36.0, 10.0, 0)
    line = line_on(view, np.array([150.0, 120.0]), np.array([150.0, 160.0]))
    assert np.subtract(line.end, line.start) == pytest.approx((0.0, 0.0, 20.0))


@pytest.mark.parametrize(("end", "said"), [(109.0, "is 4.5 mm long"), (100.0, "is 0.0 mm long"), (800.0, "350.0 mm")])
def test_what_no_lesion_can_be_is_no_line(view, end, said):
    with pytest.raises(InputError, match=said):
        line_on(view, np.array([100.0, 120.0]), np.array([end, 120.0]))


async def draw_diameter(page, places=None):
    """Draw the longest diameter in the arterial view, or what else is asked for, and wait for the proposal."""
    size = size_of_view(page)
    diameter = longest_diameter()
    page.do._views.show_slice("arterial", diameter.number)
    page.do.choose_tool("diameter")
    stroke(page, diameter.shares(*size) if places is None else places)
    await page.until(lambda: not page["running"])


def color(page, phase):
    choice = page.presenter.inputs.of(phase)
    return page.app.case.node(choice.segmentation).GetSegmentation().GetSegment(choice.segment).GetColor()


def is_seen(page, contour):
    segmentation, segment = contour.split("|")
    return bool(page.app.case.node(segmentation).GetDisplayNode().GetSegmentVisibility(segment))


def said(page):
    return [message["text"] for message in page["messages"]]


def test_from_a_line_to_a_probability_that_says_where_its_contours_come_from(page):
    async def scenario():
        await page.app.open_sample()
        for phase in ("portal", "arterial"):
            page.do.new_contour(phase)
        page.do.turn_to("portal")
        await draw_diameter(page)
        assert page["tool"] == ""
        assert "from a diameter of 37 mm" in page["proposal"]
        assert (page["proposal_phase"], page["active_phase"]) == ("arterial", "arterial")
        of_doubt = DOUBTFUL_COLOR if page["proposal_doubtful"] else PROPOSED_COLOR
        assert color(page, "arterial") == pytest.approx(of_doubt)
        assert dice(mask(page), arterial_voxels()) > 0.8
        assert page["arterial_slice"] == longest_diameter().number, "where the line was drawn"
        page.do.accept_copy()
        assert color(page, "arterial") == pytest.approx(CONTOUR_COLOR)
        await page.until(lambda: not page["running"])
        assert (page["proposal_phase"], page["active_phase"]) == ("portal", "portal"), "though its contour was empty"
        assert dice(mask(page, "portal"), portal_voxels()) > 0.75
        page.do.accept_copy()
        page.do.turn_to("arterial")
        page.do.choose_tool("erase")
        before = mask(page)
        stroke(page, longest_diameter().shares(*size_of_view(page))[:1])
        await page.predict()
        page.do.take_away.prediction()
        wrote = json.loads((page.session.downloads / page.downloaded[-1]).read_text(encoding="utf-8"))["provenance"][
            "inputs"
        ]
        changed = np.count_nonzero(before ^ mask(page)) / np.count_nonzero(before)
        assert wrote["arterial"]["origin"] == wrote["portal"]["origin"] == "proposed"
        assert 0 < changed == pytest.approx(wrote["arterial"]["changed_share"])
        assert wrote["portal"]["changed_share"] == 0
        page.do.take_away.report()
        await page.until(lambda: not page["running"])
        told = (page.session.downloads / "report.html").read_text(encoding="utf-8")
        assert told.count("proposed") >= 2
        assert f"{changed:.3f}"[:5] in told

    page.run(scenario)


def test_what_is_no_line_is_refused_and_the_next_one_awaited(page):
    async def scenario():
        await page.app.open_sample()
        own = page["arterial_contour"]
        await draw_diameter(page, [(0.3, 0.4), (0.31, 0.4)])
        (sentence,) = said(page)
        assert "mm long, and a lesion of 5 to 300 mm can be proposed; draw its longest diameter" in sentence
        assert (page["tool"], page["arterial_contour"], page["proposal"]) == ("diameter", own, "")
        stroke(page, longest_diameter().shares(*size_of_view(page)))
        assert page["running"]
        stroke(page, longest_diameter().shares(*size_of_view(page)))
        await page.until(lambda: not page["running"])
        assert page["proposal_phase"] == "arterial"

    page.run(scenario)


def test_the_key_takes_it_in_hand_where_either_phase_has_a_volume(page):
    async def scenario():
        page.app.gestures.choose_tool("diameter")
        assert page["tool"] == "", "nothing to draw on"
        await page.app.open_sample()
        page.app._remove_volume("arterial")
        page.app.gestures.choose_tool("diameter")
        assert page["tool"] == "diameter"
        page.app.gestures.choose_tool("diameter")
        assert page["tool"] == ""
        page.app.gestures.choose_tool("diameter")
        await page.app.begin_again()
        assert page["tool"] == "", "its images are gone"

    page.run(scenario)


def test_a_line_that_leaves_the_volume_is_refused(page):
    async def scenario():
        await page.app.open_sample()
        own = page["arterial_contour"]
        await draw_diameter(page, [(0.3, 0.4), (-0.05, 0.4)])
        assert "lies outside" in said(page)[0]
        assert page["arterial_contour"] == own

    page.run(scenario)


def test_a_doubtful_proposal_says_so_in_a_color_of_its_own(page):
    async def scenario():
        await page.app.open_sample()
        # The other side of the liver's lesion: muscle and fat, in which nothing ends.
        await draw_diameter(page, [(0.5, 0.45), (0.6, 0.45)])
        assert page["proposal_doubtful"]
        assert "is doubtful, since the image does not show where the lesion ends" in page["proposal"]
        assert color(page, "arterial") == pytest.approx(DOUBTFUL_COLOR)

    page.run(scenario)


@pytest.mark.parametrize("kind", ["proposed", "copied"])
def test_undo_brings_the_former_contour_back_before_and_after_it_was_accepted(page, kind):
    async def scenario():
        await page.app.open_sample()
        phase = "arterial" if kind == "proposed" else "portal"
        own = page[f"{phase}_contour"]
        step = {"proposed": "Contour from the diameter", "copied": "Copied contour"}[kind]
        for is_accepted in (False, True):
            page.do.turn_to("arterial")
            assert page["undo_steps"] == []
            if kind == "proposed":
                await draw_diameter(page)
            else:
                page.do.copy_contour()
                await page.until(lambda: not page["running"])
            assert (page["proposal_phase"], page["active_phase"]) == (phase, phase)
            if is_accepted:
                page.do.accept_copy()
                assert page["proposal"] == ""
            size_of_view(page, phase)
            page.do.choose_tool("erase")
            stroke(page, [(0.2, 0.34), (0.4, 0.34)], phase)
            assert page["undo_steps"] == ["Erase", step]
            page.do.choose_tool("")
            page.do.turn_to("portal" if phase == "arterial" else "arterial")
            assert page["undo_steps"] == [], "each phase has its own steps"
            page.do.undo()
            page.do.turn_to(phase)
            page.do.undo_steps(2)
            assert (page[f"{phase}_contour"], page["proposal"]) == (own, "")
            assert is_seen(page, own)

    page.run(scenario)


@pytest.mark.parametrize("is_accepted", [False, True])
def test_redo_brings_back_the_proposal_and_the_strokes_on_it(page, is_accepted):
    async def scenario():
        await page.app.open_sample()
        own = page["arterial_contour"]
        size_of_view(page)
        page.do.choose_tool("erase")
        stroke(page, [(0.2, 0.34), (0.4, 0.34)])
        page.do.choose_tool("")
        seen = [(page["undo_steps"], mask(page))]
        await draw_diameter(page)
        seen.append((page["undo_steps"], mask(page)))
        if is_accepted:
            page.do.accept_copy()
        page.do.choose_tool("paint")
        for height in (0.2, 0.7):
            stroke(page, [(0.3, height), (0.35, height)])
            seen.append((page["undo_steps"], mask(page)))
        assert seen[-1][0] == ["Paint", "Paint", "Contour from the diameter", "Erase"]
        assert not page["can_redo"]
        for turn in ("undo", "redo", "undo", "redo"):
            for steps, held in seen[-2::-1] if turn == "undo" else seen[1:]:
                getattr(page.do, turn)()
                assert page["undo_steps"] == steps
                assert page["undo_steps"] == steps
                np.testing.assert_array_equal(mask(page), held)
                is_proposal = "Contour from the diameter" in steps
                assert bool(page["proposal"]) == (is_proposal and not is_accepted)
        assert not page["can_redo"]
        page.do.accept_copy()
        await page.predict()
        page.do.take_away.prediction()
        wrote = json.loads((page.session.downloads / page.downloaded[-1]).read_text(encoding="utf-8"))["provenance"]
        proposed, now = seen[1][1], seen[-1][1]
        share = np.count_nonzero(proposed ^ now) / np.count_nonzero(proposed)
        assert wrote["inputs"]["arterial"]["changed_share"] == pytest.approx(share)
        assert [is_seen(page, contour) for contour in (own, page["arterial_contour"])] == [False, True]

    page.run(scenario)


def test_the_undo_button_keeps_strokes_and_a_new_stroke_ends_redoing(page):
    async def scenario():
        await page.app.open_sample()
        await draw_diameter(page)
        page.do.choose_tool("paint")
        stroke(page, [(0.3, 0.2), (0.35, 0.2)])
        painted = mask(page)
        page.do.undo_copy()
        assert page["can_redo"]
        page.do.redo()
        np.testing.assert_array_equal(mask(page), painted)
        assert page["undo_steps"] == ["Paint", "Contour from the diameter"]
        page.do.undo_copy()
        stroke(page, [(0.3, 0.2), (0.35, 0.2)])
        assert page["undo_steps"] == ["Paint"]
        assert not page["can_redo"]
        page.do.undo()
        assert page["can_redo"], "the stroke"
        page.do.redo()
        page.do.redo()
        assert page["proposal"] == ""

    page.run(scenario)


def test_a_proposal_does_not_turn_the_page_away_from_what_is_in_hand(page):
    async def scenario():
        await page.app.open_sample()
        page.do.copy_contour()
        page.do.choose_tool("paint")
        await page.until(lambda: not page["running"])
        assert (page["proposal_phase"], page["active_phase"], page["tool"]) == ("portal", "arterial", "paint")

    page.run(scenario)


def test_python_goes_on_while_slicer_grows_a_lesion():
    values = np.random.default_rng(3).normal(60, 10, (90, 90, 90))
    seeds = np.zeros(values.shape, np.uint8)
    seeds[40:50, 40:50, 40:50] = INSIDE
    seeds[0] = seeds[-1] = OUTSIDE

    def longest_pause() -> float:
        """As a share of the time that growing takes."""
        grower = threading.Thread(target=grow_cut, args=(values, seeds, (1.0, 1.0, 1.0)))
        moments = [time.perf_counter()]
        grower.start()
        while grower.is_alive():
            time.sleep(0.002)
            moments.append(time.perf_counter())
        return max(np.diff(moments)) / (moments[-1] - moments[0])

    # If the filter held Python's lock, one pause would last nearly as long as it all, each time; a busy machine makes
    # such a pause now and then.
    assert any(longest_pause() < 0.4 for _ in range(5))
