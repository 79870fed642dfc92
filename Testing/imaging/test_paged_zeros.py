"""Memory for masks on the grid of a large volume."""

import sys

import numpy as np
import pytest
from PCRPredictorLib.imaging import Geometry, Mask
from PCRPredictorLib.imaging.paged_zeros import paged_zeros


@pytest.mark.parametrize("shape", [(0, 3, 4), (1, 1, 1), (7, 11, 13)])
def test_it_is_an_array_like_any_other(shape):
    zeros = paged_zeros(shape)
    assert (zeros.shape, zeros.dtype, zeros.any()) == (shape, bool, False)
    assert zeros.flags.writeable
    assert zeros.flags.c_contiguous
    zeros[...] = True
    assert zeros.copy().all()
    assert not paged_zeros(shape).any(), "never memory that was used before"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has huge pages")
def test_a_contour_on_a_large_grid_is_written_in_small_pages():
    import resource

    grid = Geometry((400, 512, 512), (0.7, 0.7, 1.0))
    part = tuple(slice(start, start + length) for start, length in ((170, 60), (213, 86), (213, 86)))
    small = Mask(np.ones((60, 86, 86), dtype=bool), grid.cut(part))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    placed = small.placed(part, grid)
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
    assert placed.array[part].all()
    assert np.count_nonzero(placed.array[169:231]) == 60 * 86 * 86
    touched = 60 * (86 * 512) // resource.getpagesize()
    assert 0.9 * touched < faults < 2 * touched, "pages of 2 MB would be eight"
