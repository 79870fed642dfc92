"""Components against SciPy's labelling, on every shape and density that small arrays have."""

import numpy as np
import pytest
from PCRPredictorLib.imaging.components import component_numbers, component_sizes
from scipy import ndimage


def scipy_sizes(roi):
    labels, _ = ndimage.label(roi, structure=np.ones((3, 3, 3)))
    return np.sort(np.bincount(labels.ravel())[1:])[::-1]


@pytest.mark.parametrize("density", [0.02, 0.05, 0.1, 0.3, 0.6, 1.0])
def test_sizes_are_those_of_scipy(density):
    numbers = np.random.default_rng(int(100 * density))
    for _ in range(150):
        roi = numbers.random(numbers.integers(1, 9, 3)) < density
        if roi.any():
            np.testing.assert_array_equal(component_sizes(roi), scipy_sizes(roi))


def test_a_row_end_does_not_touch_the_next_row():
    roi = np.zeros((2, 3, 5), dtype=bool)
    roi[0, 0, 4] = roi[0, 2, 0] = roi[1, 0, 0] = True
    assert component_sizes(roi).tolist() == [1, 1, 1]


def test_a_spiral_is_one_component():
    """A path that each round of hooking can only shorten."""
    path = np.zeros((1, 41, 41), dtype=bool)
    row, column, length, turn = 20, 20, 2, 0
    path[0, row, column] = True
    while length < 38:
        for _ in range(2):
            down, right = ((0, 1), (1, 0), (0, -1), (-1, 0))[turn % 4]
            for _ in range(length):
                row, column = row + down, column + right
                path[0, row, column] = True
            turn += 1
        length += 2
    assert component_sizes(path).tolist() == [path.sum()]


def test_numbers_are_the_smallest_of_each_component():
    numbers = component_numbers(7, np.array([6, 5, 3, 3]), np.array([5, 2, 4, 3]))
    assert numbers.tolist() == [0, 1, 2, 3, 3, 2, 2]


def test_nothing_joined():
    assert component_numbers(3, np.array([], dtype=int), np.array([], dtype=int)).tolist() == [0, 1, 2]
