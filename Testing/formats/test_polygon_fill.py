"""The filling of polygons against Matplotlib's test of a point in a path."""

import numpy as np
import pytest
from matplotlib.path import Path as Outline
from PCRPredictorLib.formats.polygon_fill import fill_polygon

SHAPE = (40, 50)


def filled_by_matplotlib(corners):
    columns, rows = np.meshgrid(np.arange(SHAPE[1]), np.arange(SHAPE[0]))
    points = np.column_stack([columns.ravel(), rows.ravel()])
    return Outline(np.vstack([corners, corners[:1]]), closed=True).contains_points(points).reshape(SHAPE)


@pytest.mark.parametrize("seed", range(40))
def test_a_star_is_filled_as_matplotlib_fills_it(seed):
    numbers = np.random.default_rng(seed)
    angles = np.sort(numbers.uniform(0, 2 * np.pi, numbers.integers(3, 60)))
    radii = numbers.uniform(2, 22, angles.size)
    corners = np.column_stack([25 + radii * np.cos(angles), 20 + radii * np.sin(angles)]) + numbers.uniform(0, 1, 2)
    for given in (corners, corners[::-1], np.roll(corners, 3, axis=0)):
        assert np.array_equal(fill_polygon(given, SHAPE), filled_by_matplotlib(corners))


def test_a_square_between_voxels_holds_those_inside():
    corners = np.array([(2.5, 1.5), (6.5, 1.5), (6.5, 3.5), (2.5, 3.5)])
    filled = fill_polygon(corners, (8, 10))
    expected = np.zeros((8, 10), dtype=bool)
    expected[2:4, 3:7] = True
    assert np.array_equal(filled, expected)


def test_polygons_that_share_an_edge_through_centers_share_no_pixel():
    left = fill_polygon(np.array([(1, 1), (4, 1), (4, 5), (1, 5)]), (8, 10))
    right = fill_polygon(np.array([(4, 1), (7, 1), (7, 5), (4, 5)]), (8, 10))
    assert not (left & right).any()
    assert (left | right).sum() == 6 * 4


def test_a_key_hole_leaves_its_hole_and_no_trace_of_the_bridge():
    outer = [(1.5, 1.5), (12.5, 1.5), (12.5, 12.5), (1.5, 12.5)]
    inner = [(5.5, 5.5), (5.5, 8.5), (8.5, 8.5), (8.5, 5.5)]
    for bridge in (0.0, 0.5):  # between voxel centers, and through them
        outer[0], inner[0] = (1.5, 1.5 + bridge), (5.5, 5.5 + bridge)
        keyhole = np.array([*outer, outer[0], *inner, inner[0]])
        separate = fill_polygon(np.array(outer), (14, 14)) ^ fill_polygon(np.array(inner), (14, 14))
        assert np.array_equal(fill_polygon(keyhole, (14, 14)), separate)


def test_what_lies_outside_is_cut_off():
    corners = np.array([(-30.0, -30.0), (80.0, -30.0), (80.0, 80.0), (-30.0, 80.0)])
    assert fill_polygon(corners, SHAPE).all()
    assert not fill_polygon(corners - 200, SHAPE).any()
