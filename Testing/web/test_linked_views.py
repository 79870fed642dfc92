"""Both views show the patient, wherever the files say that the scanner's middle is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk

from PCRPredictorWeb.linked_views import _center, _mm_per_pixel

ABDOMEN, CROP = (40, 64, 64), (60, 30, 30)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, shape: tuple[int, int, int], origin: tuple[float, float, float]) -> Path:
        image = sitk.GetImageFromArray(np.random.default_rng(1).integers(0, 200, shape).astype(np.int16))
        image.SetOrigin(origin)
        image.SetSpacing((4.0, 4.0, 5.0))
        path = tmp_path / name
        sitk.WriteImage(image, str(path))
        return path

    return write


def write_contour(ct: Path, corner: tuple[int, int, int]) -> Path:
    image = sitk.ReadImage(str(ct))
    voxels = np.zeros(image.GetSize()[::-1], np.uint8)
    k, j, i = corner
    voxels[k : k + 3, j : j + 3, i : i + 3] = 1
    contour = sitk.GetImageFromArray(voxels)
    contour.CopyInformation(image)
    path = ct.with_name(f"contour of {ct.stem}.nii.gz")
    sitk.WriteImage(contour, str(path))
    return path


def views(page: Any) -> Any:
    return page.do._views


def shown(page: Any, phase: str) -> np.ndarray:
    return _center(views(page).view_node(phase))


def is_inside(page: Any, phase: str) -> bool:
    bounds = views(page)._bounds(phase)
    place = shown(page, phase)
    return bool((place >= bounds[0::2]).all() and (place <= bounds[1::2]).all())


def test_views_of_two_spaces_stay_in_their_volumes_and_say_so(page, write):
    async def scenario():
        await page.app.open(write("portal.nrrd", ABDOMEN, (-100, -100, -900)), "portal")
        await page.app.open(write("arterial.nrrd", CROP, (0, 0, 0)), "arterial")
        assert page["frames_differ"]
        for number in (1, 60, 30):
            page.do.show_slice("arterial", number)
            assert page["arterial_slice"] == number
            assert 1 <= page["portal_slice"] <= page["portal_slices"] == 40
            assert is_inside(page, "portal")
        assert abs(page["portal_slice"] - 20) <= 1, "the middles belong together"
        page.do.show_slice("portal", 40)
        assert is_inside(page, "arterial")

    page.run(scenario)


def test_a_chosen_contour_is_brought_into_its_view(page, write):
    async def scenario():
        for phase, shape, origin, corner in (
            ("portal", ABDOMEN, (-100, -100, -900), (5, 2, 50)),
            ("arterial", CROP, (0, 0, 0), (55, 2, 2)),
        ):
            ct = write(f"{phase}.nrrd", shape, origin)
            await page.app.open(ct, phase)
            page.do.turn_to(phase)
            await page.app.open(write_contour(ct, corner), "contour")
            assert page[f"{phase}_slice"] == corner[0] + 2
            middle = np.array(origin) + (np.array(corner[::-1]) + 1) * (4, 4, 5)
            field = views(page).view_node(phase).GetFieldOfView()
            assert (np.abs(shown(page, phase) - middle * (-1, -1, 1))[:2] <= 0.4 * np.array(field[:2])).all()

    page.run(scenario)


def test_each_volume_is_shown_whole_and_scrolling_leaves_it_so(page, write):
    async def scenario():
        await page.app.open(write("portal.nrrd", ABDOMEN, (-100, -100, 0)), "portal")
        await page.app.open(write("arterial.nrrd", CROP, (-40, -40, 0)), "arterial")
        assert not page["frames_differ"]
        page.do.show_slice("arterial", 9)
        assert (page["arterial_slice"], page["portal_slice"]) == (9, 9)
        page.do.reset_views()
        assert (page["arterial_slice"], page["portal_slice"]) == (9, 9)
        whole = {phase: views(page)._framings[phase] for phase in ("arterial", "portal")}
        assert whole["arterial"][2] < whole["portal"][2]
        page.do.show_slice("portal", 30)
        assert page["arterial_slice"] == 30
        assert {phase: views(page)._framings[phase] for phase in whole} == whole
        views(page)._views["portal"].zoom_in()
        magnified = [_mm_per_pixel(views(page).view_node(phase)) for phase in ("arterial", "portal")]
        assert magnified == pytest.approx([0.8 * whole["portal"][2]] * 2)

    page.run(scenario)
