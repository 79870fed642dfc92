"""What growing from seeds takes and gives; `mrml.grow_cut` does it."""

from collections.abc import Callable

import numpy as np

Grow = Callable[[np.ndarray, np.ndarray, tuple[float, float, float]], np.ndarray]
"""(gray values, seeds, steps of column, row and slice in mm) to the label of every voxel; 0 where there is no seed."""
INSIDE, OUTSIDE = 1, 2
