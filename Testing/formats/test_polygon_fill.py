"""The filling of polygons against Matplotlib's test of a point in a path."""

import numpy as np
import pytest
from matplotlib.path import Path as Outline
from PCRPredictorLib.formats.polygon_fill import fill_polygon

SHAPE = (40, 50)


def filled(corners, shape):
    """The whole plane."""
    polygon, plane = fill_polygon(corners, shape), np.zeros(shape, dtype=bool)
    plane[polygon.box] = polygon.inside
    assert polygon.count == plane.sum()
    return plane


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
        assert np.array_equal(filled(given, SHAPE), filled_by_matplotlib(corners))


def test_a_square_between_voxels_holds_those_inside():
    corners = np.array([(2.5, 1.5), (6.5, 1.5), (6.5, 3.5), (2.5, 3.5)])
    expected = np.zeros((8, 10), dtype=bool)
    expected[2:4, 3:7] = True
    assert np.array_equal(filled(corners, (8, 10)), expected)


def test_polygons_that_share_an_edge_through_centers_share_no_pixel():
    left = filled(np.array([(1, 1), (4, 1), (4, 5), (1, 5)]), (8, 10))
    right = filled(np.array([(4, 1), (7, 1), (7, 5), (4, 5)]), (8, 10))
    assert not (left & right).any()
    assert (left | right).sum() == 6 * 4


def test_a_key_hole_leaves_its_hole_and_no_trace_of_the_bridge():
    outer = [(1.5, 1.5), (12.5, 1.5), (12.5, 12.5), (1.5, 12.5)]
    inner = [(5.5, 5.5), (5.5, 8.5), (8.5, 8.5), (8.5, 5.5)]
    for bridge in (0.0, 0.5):  # between voxel centers, and through them
        outer[0], inner[0] = (1.5, 1.5 + bridge), (5.5, 5.5 + bridge)
        keyhole = np.array([*outer, outer[0], *inner, inner[0]])
        separate = filled(np.array(outer), (14, 14)) ^ filled(np.array(inner), (14, 14))
        assert np.array_equal(filled(keyhole, (14, 14)), separate)
        for one in (keyhole, np.array([*outer, outer[0], *inner[:1], *inner[:0:-1], inner[0]])):  # either way round
            assert not fill_polygon(one, (14, 14)).overlaps_itself


SQUARE = [(2.5, 2.5), (12.5, 2.5), (12.5, 12.5), (2.5, 12.5)]


@pytest.mark.parametrize(
    ("corners", "overlaps"),
    [
        (SQUARE, False),
        (SQUARE[::-1], False),
        (np.repeat(SQUARE, 3, axis=0), False),
        ([(2.5, 2.5), (12.5, 12.5), (12.5, 2.5), (2.5, 12.5)], False),  # a bow tie: no pixel twice
        ([*SQUARE, *SQUARE], True),
        ([*SQUARE, (2.5, 1.5), (8.5, 1.5), (8.5, 6.5), (4.5, 6.5)], True),  # past its beginning
        ([*SQUARE, (2.5, 2.5), (2.7, 2.6)], False),  # past its beginning by less than a pixel
    ],
)
def test_a_line_that_encloses_pixels_twice(corners, overlaps):
    for given in (corners, corners[::-1]):
        assert fill_polygon(np.array(given, dtype=float), (16, 16)).overlaps_itself is overlaps


def test_what_lies_outside_is_cut_off():
    corners = np.array([(-30.0, -30.0), (80.0, -30.0), (80.0, 80.0), (-30.0, 80.0)])
    assert filled(corners, SHAPE).all()
    assert not filled(corners - 200, SHAPE).any()


@pytest.mark.parametrize("seed", range(10))
def test_what_two_polygons_share(seed):
    numbers = np.random.default_rng(seed)
    one, other = (numbers.uniform(-5, 45, (5, 2)) for _ in range(2))
    both = filled(one, SHAPE) & filled(other, SHAPE)
    assert fill_polygon(one, SHAPE).common(fill_polygon(other, SHAPE)) == both.sum()
    assert fill_polygon(one, SHAPE).common(fill_polygon(one + 200, SHAPE)) == 0
