"""The one function below a cohort's positions and a model's transformed features."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def scaled_asinh(values: ArrayLike, center: ArrayLike, width: ArrayLike) -> Any:
    """``asinh((value - center) / width)``: about linear near the center, logarithmic in both tails.

    Source: Johnson, Biometrika 36 (1949) 149-176 (the system S_U).
    """
    return np.arcsinh((np.asarray(values, dtype=np.float64) - np.asarray(center)) / np.asarray(width))
