"""The ring around a lesion, against distances counted one by one."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.rim import rim_around

SPACING = (0.9, 1.3, 2.5)
SHAPE = (11, 20, 24)
GEOMETRY = Geometry(SHAPE, SPACING)


def body():
    return np.full(SHAPE, 60, dtype=np.int16)


def lesion(*places):
    array = np.zeros(SHAPE, dtype=bool)
    for place in places:
        array[place] = True
    return Mask(array, GEOMETRY)


def by_hand(mask, width):
    """Voxels outside the lesion that lie within the width of any voxel of it, pair by pair."""
    steps = np.array(SPACING[::-1])
    inside = np.argwhere(mask.array) * steps
    found = np.zeros(SHAPE, dtype=bool)
    for place in np.argwhere(~mask.array):
        found[tuple(place)] = np.min(np.sum((inside - place * steps) ** 2, axis=1)) <= width**2 * (1 + 1e-9)
    return found


@pytest.mark.parametrize("width", [0.9, 1.3, 2.5, 4.0])
def test_distances_are_in_mm_on_unequal_spacing(width):
    mask = lesion(np.s_[5, 9:12, 10:14], np.s_[4, 10, 11])
    rim, notices = rim_around(PhaseImage(body(), GEOMETRY), mask, width)
    assert notices == ()
    np.testing.assert_array_equal(rim.array, by_hand(mask, width))


def test_the_edge_of_the_image_cuts_it_and_says_how_much():
    mask = lesion(np.s_[5, 0, 10])
    rim, notices = rim_around(PhaseImage(body(), GEOMETRY), mask, 4.0)
    whole, _ = rim_around(PhaseImage(body(), GEOMETRY), lesion(np.s_[5, 9, 10]), 4.0)
    np.testing.assert_array_equal(rim.array, by_hand(mask, 4.0))
    lost = 100 * (1 - rim.voxel_count / whole.voxel_count)
    assert [notice.code for notice in notices] == ["rim-clipped"]
    assert notices[0].message.startswith(f"{lost:.2g} % of the ring of 4 mm lie beyond the edge")


def test_air_and_what_does_not_hang_together_with_the_body_stay_out():
    array = body()
    array[:, :4] = -1000  # air above the patient, with a table in it
    array[:, 1:3] = 100
    array[5, 6:8, 9:12] = -700  # lung beside the lesion
    mask = lesion(np.s_[5, 4:6, 9:12])
    rim, _ = rim_around(PhaseImage(array, GEOMETRY), mask, 4.0)
    expected = by_hand(mask, 4.0)
    expected[:, :4] = False
    expected[5, 6:8, 9:12] = False
    np.testing.assert_array_equal(rim.array, expected)


def test_other_lesions_stay_out_and_an_organ_does_not():
    mask, image = lesion(np.s_[5, 9:12, 10:14]), PhaseImage(body(), GEOMETRY)
    other, organ = lesion(np.s_[5, 9:12, 15:18]), lesion(np.s_[:, 1:, 1:])
    expected = by_hand(mask, 4.0)
    both = int((expected & other.array).sum())
    expected &= ~other.array
    rim, notices = rim_around(image, mask, 4.0, [other, organ])
    np.testing.assert_array_equal(rim.array, expected)
    assert [notice.code for notice in notices] == ["rim-other-lesions", "rim-organ"]
    assert notices[0].message == f"{both} voxels of another lesion were left out of the ring."


@pytest.mark.parametrize("width", [0, -1, 101, float("nan")])
def test_a_width_that_is_none_is_refused(width):
    with pytest.raises(InputError, match="mm is none; give a width above 0 and up to 100 mm"):
        rim_around(PhaseImage(body(), GEOMETRY), lesion(np.s_[5, 9, 9]), width)


def test_a_ring_in_air_is_refused():
    array = np.full(SHAPE, -1000, dtype=np.int16)
    array[5, 9:12, 9:12] = 50
    with pytest.raises(InputError, match="Nothing of the body lies in the ring of 2 mm around the mask"):
        rim_around(PhaseImage(array, GEOMETRY), lesion(np.s_[5, 9:12, 9:12]), 2.0)
