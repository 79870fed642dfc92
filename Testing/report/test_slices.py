"""Planes are the right ones, the right way round, and the contour lies on the lesion's edge."""

import base64
import itertools
import re

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.orientation import tilt_degrees
from PCRPredictorLib.report.drawing.planes import largest_planes, lesion_extent_mm
from PCRPredictorLib.report.drawing.slices import PICTURE_PIXELS, Window, outline_path, percentile_window, slice_picture


def edges_of_path(path: str) -> set[tuple[int, int, str]]:
    """Unit edges of a path: (column, row, 'v' or 'h')."""
    found = re.findall(r"M(\d+) (\d+)([vh])(\d+)", path)
    assert "".join(f"M{c} {r}{way}{n}" for c, r, way, n in found) == path
    units = [
        (int(c) + (step if way == "h" else 0), int(r) + (step if way == "v" else 0), way)
        for c, r, way, n in found
        for step in range(int(n))
    ]
    assert len(units) == len(set(units))
    return set(units)


def edges_by_loop(lesion: np.ndarray) -> set[tuple[int, int, str]]:
    """Voxel by voxel: an edge wherever a lesion voxel has a neighbor that is none."""
    rows, columns = lesion.shape
    found = set()
    for r, c in zip(*np.nonzero(lesion), strict=True):
        for dr, dc, edge in (
            (0, -1, (c, r, "v")),
            (0, 1, (c + 1, r, "v")),
            (-1, 0, (c, r, "h")),
            (1, 0, (c, r + 1, "h")),
        ):
            inside = 0 <= r + dr < rows and 0 <= c + dc < columns
            if not inside or not lesion[r + dr, c + dc]:
                found.add((int(edge[0]), int(edge[1]), edge[2]))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_contour_is_the_boundary_of_the_mask(seed):
    lesion = np.random.default_rng(seed).random((9, 13)) < 0.55
    assert edges_of_path(outline_path(lesion)) == edges_by_loop(lesion)


def test_contour_of_one_voxel_and_of_the_whole_picture():
    assert edges_of_path(outline_path(np.ones((1, 1), bool))) == {(0, 0, "v"), (1, 0, "v"), (0, 0, "h"), (0, 1, "h")}
    assert outline_path(np.ones((3, 5), bool)) == "M0 0v3M5 0v3M0 0h5M0 3h5"


def phantom(order: tuple[int, ...], signs: tuple[int, ...]) -> tuple[PhaseImage, Mask]:
    """One lesion, stored along permuted and flipped axes of the patient.

    In the patient (inferior, posterior, left) the volume is 5 x 7 x 9 voxels of 3 x 2 x 1 mm and every voxel
    holds 100 x inferior + 10 x posterior + left of its index.
    """
    index = np.indices((5, 7, 9))
    values = (100 * index[0] + 10 * index[1] + index[2]).astype(np.int16)
    lesion = np.zeros(values.shape, bool)
    lesion[1:3, 2:5, 3:7] = True
    lesion[1, 5, 3:7] = True
    lesion[1:3, 3, 7] = True
    stored = [np.flip(a.transpose(order), [axis for axis in range(3) if signs[axis] < 0]) for a in (values, lesion)]
    patient = np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], float)
    columns = [signs[axis] * patient[order[axis]] for axis in range(3)][::-1]
    steps = [(3.0, 2.0, 1.0)[order[axis]] for axis in range(3)][::-1]
    geometry = Geometry(stored[0].shape, tuple(steps), direction=tuple(np.array(columns).T.ravel()))
    return PhaseImage(stored[0], geometry), Mask(stored[1], geometry)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("signs", list(itertools.product((1, -1), repeat=3)))
def test_planes_are_shown_as_radiologists_do_however_stored(order, signs):
    image, mask = phantom(order, signs)
    axial, coronal, sagittal = largest_planes(image, mask)
    np.testing.assert_array_equal(axial.values, 100 + 10 * np.arange(7)[:, None] + np.arange(9))
    np.testing.assert_array_equal(coronal.values, 100 * np.arange(5)[:, None] + 30 + np.arange(9))
    np.testing.assert_array_equal(sagittal.values, 100 * np.arange(5)[:, None] + 10 * np.arange(7) + 3)
    assert [plane.spacing for plane in (axial, coronal, sagittal)] == [(2, 1), (3, 1), (3, 2)]
    assert axial.edges == ("R", "L", "A", "P")
    assert coronal.edges == ("R", "L", "S", "I")
    assert sagittal.edges == ("A", "P", "S", "I")
    # from the feet, so that one patient has one number however stored
    assert (axial.number, axial.total) == (4, 5)
    assert (coronal.number, coronal.total) == (4, 7)
    assert (sagittal.number, sagittal.total) == (4, 9)
    assert lesion_extent_mm(mask) == 8.0


def test_tilt_is_measured():
    angle = np.radians(20)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    assert tilt_degrees(Geometry((2, 2, 2), direction=tuple(turn.ravel()))) == pytest.approx(20, abs=1e-9)
    assert tilt_degrees(Geometry((2, 2, 2))) == 0


def read_png(drawing: str, folder) -> np.ndarray:
    path = folder / "slice.png"
    path.write_bytes(base64.b64decode(re.search(r"base64,([^\"]+)", drawing)[1]))
    return sitk.GetArrayFromImage(sitk.ReadImage(str(path)))


def test_picture_keeps_the_aspect_and_the_contour_fits_the_pixels(case, tmp_path):
    """The lesion (200 HU, white in this window) is exactly where the transformed contour runs."""
    axial, coronal, _ = largest_planes(case.arterial, case.arterial_mask)
    for plane, box_mm in ((axial, (14, 7)), (coronal, (20, 7))):
        drawing = slice_picture("key", "Title", plane, Window(100, 120), 40.0)
        pixels = read_png(drawing, tmp_path)
        assert pixels.shape == (PICTURE_PIXELS, PICTURE_PIXELS)
        assert pixels.dtype == np.uint8
        rows, columns = np.nonzero(pixels > 127)
        scale = PICTURE_PIXELS / 40
        assert np.ptp(rows) + 1 == pytest.approx(box_mm[0] * scale, abs=2)
        assert np.ptp(columns) + 1 == pytest.approx(box_mm[1] * scale, abs=2)
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", re.search(r'transform="([^"]+)"', drawing)[1])]
        edges = edges_of_path(re.search(r' d="([^"]+)"', drawing)[1])
        x = [numbers[0] + numbers[2] * c for c, _, way in edges if way == "v"]
        y = [numbers[1] + numbers[3] * r for _, r, way in edges if way == "h"]
        assert (min(x), max(x)) == pytest.approx((columns.min(), columns.max() + 1), abs=1)
        assert (min(y), max(y)) == pytest.approx((rows.min(), rows.max() + 1), abs=1)


def test_window_maps_its_ends_to_black_and_white(tmp_path):
    values = np.full((1, 4, 4), 60, np.float64)
    values[0, :, 0], values[0, :, 3], values[0, 0, 1] = -500, 900, np.nan
    mask = np.ones(values.shape, bool)
    geometry = Geometry(values.shape)
    axial, _, _ = largest_planes(PhaseImage(values, geometry), Mask(mask, geometry))
    pixels = read_png(slice_picture("key", "Title", axial, Window(350, 60), 4.0), tmp_path)
    assert pixels[-1, 0] == 0
    assert pixels[-1, -1] == 255
    assert pixels[350, 150] in (127, 128)
    assert pixels[30, 130] == 0


def test_percentile_window_ignores_what_is_not_finite():
    values = np.concatenate([np.arange(101.0), [np.nan, np.inf]])
    window = percentile_window(values)
    assert (window.low, window.high) == (1.0, 99.0)
