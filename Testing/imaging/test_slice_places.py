"""Slices that lie on no regular grid are told in words; those that only seem so by rounding are not."""

import numpy as np
import pytest
from PCRPredictorLib.imaging.slice_places import irregularity

AXIAL = np.eye(3)
SPACING = (0.7, 0.8)


def places(heights, drift=(0.0, 0.0)):
    """Positions of axial slices; each is shifted in plane by `drift` for every millimetre of height."""
    heights = np.asarray(heights, dtype=float)
    return np.column_stack([10 + drift[0] * heights, -20 + drift[1] * heights, heights])


def turned(positions):
    """The same slices, and their orientation, turned about two axes."""
    a, b = 0.3, -0.5
    about_z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    turn = about_z @ about_x
    return positions @ turn.T, turn


EVEN = np.arange(40) * 2.5
REGULAR = {
    "even": places(EVEN),
    "from head to foot": places(EVEN[::-1]),
    "positions rounded to three decimals": places(np.round(np.arange(300) * 2 / 3, 3)),
    "in the order of their files": places(np.random.default_rng(1).permutation(EVEN)),
    "two slices": places([0, 5]),
    "one slice": places([3]),
}
MISSING = np.delete(EVEN, 17)
IRREGULAR = {
    "one is missing": (places(MISSING), "2.50 to 5.00 mm apart"),
    "one is missing, from head to foot": (places(MISSING[::-1]), "2.50 to 5.00 mm apart"),
    "two at one place": (places([0, 2.5, 2.5, 5, 7.5]), "0.00 to 2.50 mm apart"),
    "all at one place": (places([0, 0, 0]), "0.00 to 0.00 mm apart"),
    "back and forth": (places([0, 2.5, 5, 2.5, 7.5, 10]), "0.00 to 2.50 mm apart"),
    "wider and wider": (places(np.cumsum(2.5 * np.linspace(1, 1.009, 200))), "changes along the series"),
    "tilted": (places(EVEN, (0, np.tan(np.radians(5)))), "gantry tilt"),
}


@pytest.mark.parametrize("positions", REGULAR.values(), ids=REGULAR)
def test_a_regular_grid_is_no_news(positions):
    assert irregularity(positions, AXIAL, SPACING) is None
    assert irregularity(*turned(positions), SPACING) is None


@pytest.mark.parametrize(("positions", "said"), IRREGULAR.values(), ids=IRREGULAR)
def test_what_is_irregular_is_said(positions, said):
    assert said in irregularity(positions, AXIAL, SPACING)
    assert said in irregularity(*turned(positions), SPACING)
