"""Memory for large arrays of which only a small part is ever touched."""

import math
import mmap
from contextlib import suppress

import numpy as np

IN_SMALL_PAGES = hasattr(mmap, "MAP_ANONYMOUS") and hasattr(mmap, "MADV_NOHUGEPAGE")


def paged_zeros(shape: tuple[int, ...]) -> np.ndarray:
    """All False, in memory that the system hands out page by page as it is written.

    NumPy asks Linux for pages of 2 MB where an array is large. To find or make room for them may take 50 ms, for a few
    voxels in 100 MB, during which a user interface stands still.
    """
    size = math.prod(shape)
    if not IN_SMALL_PAGES or size == 0:
        return np.zeros(shape, dtype=bool)
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with suppress(OSError):  # a system without huge pages has none to refuse
        memory.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(memory, dtype=bool).reshape(shape)
