"""Cost follows the lesion, not the image around it: peak memory, since time cannot be asserted."""

import tracemalloc

import numpy as np
import pytest
from PCRPredictorLib.features.ak396.grey_levels import Region
from PCRPredictorLib.features.catalogue import NAMES
from PCRPredictorLib.features.extraction import measure_region
from PCRPredictorLib.features.profile import DEFAULT_PROFILE

MEGABYTE = 1 << 20


def peak_bytes(array, mask):
    tracemalloc.start()
    measure_region(Region.cut(array, mask, (1.0, 1.0, 1.0)), DEFAULT_PROFILE, NAMES)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("dtype", [np.int16, np.float32, np.float64])
def test_at_most_16_bytes_a_voxel_of_the_box(dtype):
    box = (80, 160, 160)
    array = np.random.default_rng(4).integers(1, 64, box).astype(dtype)
    assert peak_bytes(array, np.ones(box, dtype=bool)) < 16 * array.size + 24 * MEGABYTE


def test_a_large_image_with_a_small_lesion_costs_what_the_lesion_costs():
    """Zero-filled pages of 200 megavoxels; the mask's box is found without an index array of that size."""
    shape = (200, 1000, 1000)
    array, mask = np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=bool)
    place = (slice(90, 98), slice(500, 520), slice(400, 420))
    array[place] = np.random.default_rng(4).integers(1, 64, (8, 20, 20))
    mask[place] = True
    assert peak_bytes(array, mask) < 32 * MEGABYTE
