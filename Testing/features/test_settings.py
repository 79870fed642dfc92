"""The other choices of the profile, each against a value worked out by hand or by loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PCRPredictorLib.features.ak396.grey_levels import Region, bin_edges, bin_of
from PCRPredictorLib.features.ak396.surface import surface_area
from PCRPredictorLib.features.extraction import measure_region
from PCRPredictorLib.features.profile import AK396Profile


def value(region, name, **settings):
    return measure_region(region, AK396Profile(**settings), [name])[0][name]


@pytest.fixture(scope="module")
def small():
    """Two slices of 3 x 4 voxels in a 2 x 5 x 6 image; the second slice lacks a corner."""
    array, mask = np.zeros((2, 5, 6)), np.zeros((2, 5, 6), dtype=bool)
    array[0, 1:4, 1:5] = [[5, 5, 7, 5], [7, 5, 7, 7], [-2, 3, 3, 9]]
    array[1, 1:4, 1:5] = [[4, 4.5, 5.5, 4], [8, 8, 8, 1], [6, 6, 0, 0]]
    mask[:, 1:4, 1:5] = True
    mask[1, 3, 4] = False
    return Region.cut(array, mask, (0.5, 1.0, 3.0))


def test_size_zones_by_hand(small):
    # First slice, 8-connected: 5 x4, 5 x1, 7 x3 (the diagonal at the top right), 7 x1, 3 x2, 9 x1; -2 dropped.
    assert value(small, "ZonePercentage") == pytest.approx(6 / 9)
    assert value(small, "SmallAreaEmphasis") == pytest.approx((1 / 9 + 1 + 1 / 9 + 1 + 1 / 4 + 1) / 6)


def test_four_neighbors(small):
    # 5 x3 (column of two and its left neighbor), 5 x1, 7 x3, 7 x1, 3 x2, 9 x1.
    zones = [(5, 3), (5, 1), (7, 3), (7, 1), (3, 2), (9, 1)]
    expected = sum(s**2 for _, s in zones) / len(zones)
    assert value(small, "LargeAreaEmphasis", size_zone_connectivity=4) == pytest.approx(expected)


def test_every_slice_adds_its_zones(small):
    # Second slice rounded, halves to even: 4 4 6 4 / 8 8 8 1 / 6 6 0, which adds 4 x2, 6 x1, 4 x1, 8 x3, 1 x1, 6 x2.
    every = value(small, "HighIntensityEmphasis", size_zone_slice="every-axial")
    grey = [5, 5, 7, 7, 3, 9, 4, 6, 4, 8, 1, 6]
    assert every == pytest.approx(sum(i**2 for i in grey) / 12)


@pytest.mark.parametrize("rounding", ["nearest", "down", "toward-zero"])
def test_rounding(rounding):
    array = np.array([[[-1.5, -0.5, 0.5, 1.5, 2.5, 2.6]]]) + 4
    region = Region.cut(array, np.ones(array.shape, dtype=bool), (1, 1, 1))
    by_rule = {"nearest": [2, 4, 4, 6, 6, 7], "down": [2, 3, 4, 5, 6, 6], "toward-zero": [2, 3, 4, 5, 6, 6]}
    grey = by_rule[rounding]
    zones = [g for place, g in enumerate(grey) if place == 0 or grey[place - 1] != g]
    found = value(region, "HighIntensityEmphasis", size_zone_rounding=rounding)
    assert found == pytest.approx(sum(g**2 for g in zones) / len(zones))


def test_zones_per_voxel(small):
    assert value(small, "ZonePercentage", zone_percentage="per-voxel") == pytest.approx(6 / 11)


def test_shifted_zones(small):
    # -2 becomes 1, so 9 becomes 12 and one zone is added.
    assert value(small, "ZonePercentage", size_zone_nonpositive="shift") == pytest.approx(7 / 12)


def test_exact_quantiles(small):
    values = np.sort(small.values)
    place = 0.25 * (values.size - 1)
    low = math.floor(place)
    by_hand = values[low] + (place - low) * (values[low + 1] - values[low])
    assert value(small, "Percentile25", quantile_rule="exact") == pytest.approx(by_hand)
    assert value(small, "Quantile0.25", quantile_rule="exact") == pytest.approx(by_hand)


def test_the_median_rule_decides_between_equal_halves():
    array = np.repeat([0.0, 10.0, 20.0, 256.0], [5, 5, 9, 1]).reshape(1, 4, 5)
    region = Region.cut(array, np.ones(array.shape, dtype=bool), (1, 1, 1))
    assert value(region, "MedianIntensity") == 10.5
    assert value(region, "MedianIntensity", median_rule="more-than-half") == 20.5


def test_the_median_of_a_fixed_bound_halves_what_lies_above_it():
    array = np.repeat([-7.0, 10.0, 20.0, 256.0], [10, 4, 5, 1]).reshape(1, 4, 5)
    region = Region.cut(array, np.ones(array.shape, dtype=bool), (1, 1, 1), "zero")
    assert value(region, "MedianIntensity") == 20.5
    array[array == -7] = 5
    assert value(Region.cut(array, array > 5, (1, 1, 1)), "MedianIntensity") == 20.5


def test_diameter_units(small):
    # Opposite corners of the first slice to the second: 1 slice, 2 rows, 3 columns apart.
    assert value(small, "Maximum3DDiameter") == pytest.approx(math.sqrt(1 + 4 + 9))
    assert value(small, "Maximum3DDiameter", diameter_unit="mm") == pytest.approx(math.sqrt(9 + 4 + 2.25))


def test_weighted_inverse_difference():
    array = np.zeros((1, 1, 4))
    array[0, 0] = [0, 0, 3, 255]
    region = Region.cut(array, np.ones(array.shape, dtype=bool), (1, 1, 1))
    # Pairs along the row, bins 0 0 3 255: differences 0, 3, 252.
    assert value(region, "inverseDifferenceMoment") == pytest.approx(1 / 3)
    weighted = value(region, "inverseDifferenceMoment", haralick_inverse_difference="weighted")
    assert weighted == pytest.approx((1 + 1 / 10 + 1 / (1 + 252**2)) / 3)


def test_one_voxel_is_an_octahedron_or_a_brick():
    one = np.ones((1, 1, 1), dtype=bool)
    assert surface_area(one, (1, 1, 1)) == pytest.approx(math.sqrt(3))
    assert surface_area(one, (1, 1, 1), "mesh") == pytest.approx(math.sqrt(3))
    assert surface_area(one, (0.5, 1, 3), "voxel-faces") == pytest.approx(2 * (0.5 + 1.5 + 3))


def test_surface_of_a_ball_and_of_its_mirror_images():
    places = np.ogrid[:40, :40, :40]
    ball = sum((place - 20) ** 2 for place in places) <= 15**2
    # Cut off by voxels, the mesh of a ball lies above the true area, far below the faces' 1.5 times.
    assert 1 < surface_area(ball, (1, 1, 1), "mesh") / (4 * math.pi * 15.2**2) < 1.06
    noise = np.random.default_rng(0).random((6, 7, 8)) < 0.5
    area = surface_area(noise, (0.7, 1.1, 2.0), "mesh")
    assert surface_area(noise[::-1], (0.7, 1.1, 2.0), "mesh") == pytest.approx(area, rel=1e-12)
    assert surface_area(noise.transpose(2, 0, 1), (1.1, 2.0, 0.7), "mesh") == pytest.approx(area, rel=1e-12)


@given(
    st.floats(-1024, 0, width=32),
    st.floats(1, 3000, width=32),
    st.lists(st.floats(0, 1), min_size=1, max_size=50),
)
def test_the_bin_is_the_last_edge_not_above_the_value(lower, upper, shares):
    edges = bin_edges(lower, upper)
    values = np.concatenate([lower + np.array(shares) * (upper - lower), edges, np.nextafter(edges, -np.inf)[1:]])
    assert (bin_of(values, edges) == np.searchsorted(edges, values, side="right") - 1).all()
