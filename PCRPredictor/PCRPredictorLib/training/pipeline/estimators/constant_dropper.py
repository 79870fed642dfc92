"""Drops features that are constant in the training data."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import validate_data

from ....errors import InputError
from .support_selector import SupportSelector

_ROUNDING = 1e-12
"""Of the largest value; a feature is a sum of thousands of voxels, each rounded to 1e-16."""


class ConstantDropper(SupportSelector):
    """Keep the features that vary by more than rounding; missing values (NaN) are looked past.

    Attributes
    ----------
    support_ : ndarray of bool, shape (features,)
        Whether each feature is kept.
    """

    def fit(self, X: ArrayLike, y: Any = None) -> "ConstantDropper":
        """Learn which features vary.

        Raises
        ------
        InputError
            All are constant.
        """
        values = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan")
        known = np.isfinite(values)
        low = np.where(known, values, np.inf).min(axis=0)
        high = np.where(known, values, -np.inf).max(axis=0)
        self.support_ = high - low > _ROUNDING * np.maximum(np.abs(high), np.abs(low))
        if not self.support_.any():
            raise InputError(
                f"All {values.shape[1]} features are constant in the training patients; there is nothing to learn from."
            )
        return self
